import { folded, type NewTextReview, type TextReview } from "@shuangsui/contracts";
import type { Act } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { Work } from "../tables.ts";
import type { TextReviewTable } from "./tables.ts";

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
