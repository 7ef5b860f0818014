import {
  folded,
  Problem,
  type NewTextReview,
  type TextReview,
  type TextReviewRequest,
} from "@shuangsui/contracts";
import { recordDecision, type Act, type Caller } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { Work } from "../tables.ts";
import type { Request, TextReviewTable } from "./tables.ts";

/** By what a text that was let pass is known again: its letters, however they are spaced, and nothing that would tell it. */
export function digestOf(text: string): string {
  return createHash("sha256").update(folded(text)).digest("hex");
}

/** Puts on record that a reviewer lets texts pass. */
export async function insertTextReview(
  work: Work,
  { id, authority, inspector }: { id: string; authority: string; inspector: string | null },
  { texts, reason }: NewTextReview,
  { at, actor }: Act,
): Promise<void> {
  await work
    .insertInto("text_review")
    .values({ id, authority, text_sha256: texts.map(digestOf), reason, reviewer: actor, inspector, at })
    .execute();
}

/** A review that is on record; undefined where the scope sees none. */
export function findTextReview(work: Work, id: string): Promise<Selectable<TextReviewTable> | undefined> {
  return work.selectFrom("text_review").selectAll().where("id", "=", id).executeTakeFirst();
}

/** A review as the API shows it. */
export function textReviewView(row: Selectable<TextReviewTable>): TextReview {
  return {
    id: row.id,
    authority: row.authority,
    reviewer: row.reviewer,
    reason: row.reason,
    at: row.at.toISOString(),
  };
}

/** What it is in commands and in the feed. */
export const textReviewType = "text-review";

/** Tells in the feed what was done with a request, by ids and states alone. */
function tell(
  work: Work,
  { id, authority, state }: Pick<TextReviewRequest, "id" | "authority" | "state">,
  type: "ask" | "review" | "return",
  act: Act,
): Promise<void> {
  const row = { id, authority, state, lock_version: 1 };
  return recordDecision(work, textReviewType, row, { patch: {}, events: [{ type }] }, act);
}

/** Keeps texts that are to be reviewed. */
export async function insertRequest(
  work: Work,
  {
    id,
    authority,
    subject,
    form,
    texts,
  }: Pick<TextReviewRequest, "id" | "authority" | "subject" | "texts"> & { form: string | null },
  act: Act,
): Promise<void> {
  const { at, actor } = act;
  await work
    .insertInto("text_review_request")
    .values({
      ...{ id, authority, state: "waiting", texts: JSON.stringify(texts), asked_by: actor, asked_at: at },
      subject_matter: subject?.matter ?? null,
      subject_id: subject?.id ?? null,
      subject_title: subject?.title ?? null,
      form,
    })
    .execute();
  await tell(work, { id, authority, state: "waiting" }, "ask", act);
}

/** What a person asked for last from that form, of that matter or of none that is there yet. */
export function lastRequest(
  work: Work,
  { authority, actor }: Pick<Caller, "authority" | "actor">,
  { subject, form }: { subject: string | null; form: string | null },
): Promise<Request | undefined> {
  return work
    .selectFrom("text_review_request")
    .selectAll()
    .where("authority", "=", authority)
    .where("asked_by", "=", actor)
    .where("subject_id", subject === null ? "is" : "=", subject)
    .where("form", form === null ? "is" : "=", form)
    .orderBy("asked_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** A request that somebody may read: a reviewer each of its authority's, everybody else their own. Undefined where it is none of those. */
export function findRequest(work: Work, id: string, sight: Sight): Promise<Request | undefined> {
  return requestsSeen(work, sight).where("id", "=", id).executeTakeFirst();
}

/** Of whom one sees requests: of an authority, and of a person alone where that one does not review. */
export type Sight = { authority: string; askedBy: string | null };

/** A page of the requests in sight, the newest first, one row more than asked for. */
export function listRequests(
  work: Work,
  sight: Sight,
  { after, limit, state }: { after: string | null; limit: number; state?: Request["state"] | undefined },
): Promise<Request[]> {
  let rows = requestsSeen(work, sight)
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (after !== null) rows = rows.where("id", "<", after);
  if (state !== undefined) rows = rows.where("state", "=", state);
  return rows.execute();
}

function requestsSeen(work: Work, { authority, askedBy }: Sight) {
  const rows = work.selectFrom("text_review_request").selectAll().where("authority", "=", authority);
  return askedBy === null ? rows : rows.where("asked_by", "=", askedBy);
}

/** The request, locked. @throws Problem `not-found` */
export async function lockRequest(work: Work, id: string): Promise<Request> {
  const row = await work
    .selectFrom("text_review_request")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Problem("not-found");
  return row;
}

/** Whether an inspector is of the team that a matter has. */
export async function isOfTeam(
  work: Work,
  matterId: string | null,
  inspector: string | null,
): Promise<boolean> {
  if (inspector === null || matterId === null) return false;
  const seat = await work
    .selectFrom("inspection_member")
    .select("number")
    .where("inspection_id", "=", matterId)
    .where("inspector_id", "=", inspector)
    .executeTakeFirst();
  return seat !== undefined;
}

/** Writes what a reviewer decided. */
export async function writeDecision(
  work: Work,
  { id, authority }: Pick<Request, "id" | "authority">,
  { passes, reason }: { passes: boolean; reason: string },
  act: Act,
): Promise<void> {
  const { at, actor } = act;
  const state = passes ? "passed" : "returned";
  await work
    .updateTable("text_review_request")
    .set({ state, decided_by: actor, decided_at: at, reason })
    .where("id", "=", id)
    .execute();
  await tell(work, { id, authority, state }, passes ? "review" : "return", act);
}

/** A request as the API shows it. */
export function requestView(row: Request): TextReviewRequest {
  const { subject_matter: matter, subject_id: subject, subject_title: title } = row;
  const { decided_by: by, decided_at: at, reason } = row;
  return {
    id: row.id,
    authority: row.authority,
    subject: matter === null || subject === null ? null : { matter, id: subject, title: title ?? "" },
    state: row.state,
    texts: row.texts,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    decision: by === null || at === null ? null : { by, at: at.toISOString(), reason: reason ?? "" },
  };
}
