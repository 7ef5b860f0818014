import { originNow, recordAudit } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { Work } from "../tables.ts";
import type { SettingTable } from "./tables.ts";

/** A value that an authority has set, and when. */
export type SetValue = { authority: string; value: unknown; at: Date };

/** The newest value of an authority's setting, or undefined. */
export async function readSetting(
  work: Work,
  authority: string,
  name: SettingTable["name"],
): Promise<unknown> {
  return (await readSet(work, authority, name))?.value;
}

/** The same, with when it was set. */
export function readSet(
  work: Work,
  authority: string,
  name: SettingTable["name"],
): Promise<SetValue | undefined> {
  return work
    .selectFrom("setting")
    .select(["authority", "value", "at"])
    .where("authority", "=", authority)
    .where("name", "=", name)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Puts on record who set something to what (articles 32, 33). */
export async function recordSetting(
  work: Work,
  { authority, name, at, actor }: { authority: string; name: string; at: Date; actor: string },
  before: unknown,
  after: unknown,
): Promise<void> {
  const valueOf = (value: unknown) => (value === undefined ? null : { value: JSON.stringify(value) });
  await recordAudit(work, [
    {
      ...{ at, authority, actor, ...originNow() },
      callerAuthority: authority,
      action: "setting/changed",
      subject: name,
      code: null,
      before: valueOf(before),
      after: valueOf(after),
    },
  ]);
}

/** Lets one at a time set that, until the transaction ends. */
export async function lockSetting(
  work: Work,
  { authority, name }: { authority: string; name: SettingTable["name"] },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`setting/${authority}/${name}`}, 0))`.execute(
    work,
  );
}

/** Adds a revision of a setting, one after the other; those before stay. */
export async function writeSetting(
  work: Work,
  setting: { authority: string; name: SettingTable["name"]; value: unknown; at: Date; actor: string },
): Promise<void> {
  const { authority, name } = setting;
  await lockSetting(work, setting);
  await recordSetting(work, setting, await readSetting(work, authority, name), setting.value);
  await work
    .insertInto("setting")
    .values({
      ...setting,
      revision: sql<number>`(select coalesce(max(revision), 0) + 1 from setting where authority = ${authority} and name = ${name})`,
      value: JSON.stringify(setting.value),
    })
    .execute();
}
