import type { PublicationTerms, SettingSource } from "@shuangsui/contracts";
import { originNow, recordAudit, requireAsSeen } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { Work } from "../tables.ts";
import { longestTerms } from "./rules.ts";

/** The terms that hold for an authority: those that it has set last, else the longest. */
export async function termsOf(work: Work, authority: string): Promise<PublicationTerms> {
  const set = await work
    .selectFrom("term_setting")
    .select(["minor", "ordinary", "serious", "source"])
    .where("authority", "=", authority)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return set ?? longestTerms;
}

/** Where those that hold come from. */
export async function termsSource(work: Work, authority: string): Promise<SettingSource> {
  const set = await work
    .selectFrom("term_setting")
    .select("at")
    .where("authority", "=", authority)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    name: "publication-terms",
    authority: set === undefined ? null : authority,
    since: set?.at.toISOString() ?? null,
  };
}

/**
 * Adds a revision of an authority's terms, one after the other; those before stay. Who set them is on record (articles 32, 33).
 * @throws Problem `version/changed` where they stand otherwise than `asSeen` names them
 */
export async function setTerms(
  work: Work,
  setting: PublicationTerms & { authority: string; at: Date; actor: string },
  asSeen?: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`terms/${setting.authority}`}, 0))`.execute(work);
  const { authority, at, actor, ...after } = setting;
  const before = await termsOf(work, authority);
  requireAsSeen(asSeen, before);
  await recordAudit(work, [
    {
      ...{ at, authority, actor, before, after, ...originNow() },
      callerAuthority: authority,
      action: "setting/changed",
      subject: "publication-terms",
      code: null,
    },
  ]);
  await work
    .insertInto("term_setting")
    .values({
      ...setting,
      revision: sql<number>`(select coalesce(max(revision), 0) + 1 from term_setting where authority = ${setting.authority})`,
    })
    .execute();
}
