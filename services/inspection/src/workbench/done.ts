import { workKind, type Done } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { onlyOfTeams } from "../inspections/sight.ts";
import type { Work } from "../tables.ts";

type Act = { id: string; seq: string; matter: string; type: string; subject: string; at: Date };

/** What a caller has done by commands that were carried out, the newest first; one more than asked for, so that it is known whether more follows. */
export function actsOf(
  work: Work,
  { authority, actor }: Pick<Caller, "authority" | "actor">,
  { after, limit }: { after: string | null; limit: number },
): Promise<Act[]> {
  let rows = work
    .selectFrom("command")
    .select(["id", "seq", "matter_type as matter", "type", "received_at as at"])
    // An approval is a matter of its own: what it approves is what was done something to.
    .select(
      sql<string>`coalesce(case when matter_type = 'approval' then payload ->> 'subject' end, matter_id::text)`.as(
        "subject",
      ),
    )
    .where("caller_authority", "=", authority)
    .where("actor", "=", actor)
    .where("outcome", "=", "done")
    .orderBy("seq", "desc")
    .limit(limit + 1);
  if (after !== null) rows = rows.where("seq", "<", after);
  return rows.execute();
}

/** The same as they are shown, each with the matter that it was done to, where the caller still sees that (article 24). */
export async function shownActs(work: Work, caller: Caller, acts: readonly Act[]): Promise<Done[]> {
  const ids = [...new Set(acts.map(({ subject }) => subject))];
  const subjects =
    ids.length === 0 ? new Map<string, Done["subject"]>() : await subjectsOf(work, caller, ids);
  return acts.map(({ id, matter, type, subject, at }) => ({
    ...{ id, action: `${matter}/${type}`, at: at.toISOString() },
    subject: subjects.get(subject) ?? null,
  }));
}

async function subjectsOf(work: Work, caller: Caller, ids: string[]): Promise<Map<string, Done["subject"]>> {
  const inspector = onlyOfTeams(caller);
  let inspections = work
    .selectFrom("inspection")
    .select(["id", sql<string>`coalesce(target_name, target_code)`.as("title")])
    .where("id", "in", ids);
  if (inspector !== null)
    inspections = inspections.where("id", "in", (from) =>
      from.selectFrom("inspection_member").select("inspection_id").where("inspector_id", "=", inspector),
    );
  const found = await Promise.all([
    inspections.execute(),
    work.selectFrom("campaign").select(["id", "title"]).where("id", "in", ids).execute(),
    work.selectFrom("plan").select(["id", "title"]).where("id", "in", ids).execute(),
    work.selectFrom("supervision").select(["id", "text as title"]).where("id", "in", ids).execute(),
    work
      .selectFrom("text_review_request")
      .select(["id", sql<string>`coalesce(subject_title, '')`.as("title")])
      .where("id", "in", ids)
      .execute(),
  ]);
  return new Map(
    workKind.options.flatMap((matter, index) =>
      (found[index] ?? []).map(({ id, title }) => [id, { matter, id, title }] as const),
    ),
  );
}
