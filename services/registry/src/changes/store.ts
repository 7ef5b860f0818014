import type { VersionedKind } from "@shuangsui/contracts";
import { arrayOf, seeingAll } from "@shuangsui/service-kit";
import { sql } from "kysely";
import type { Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import { aboutOf, type About, type Entry } from "./about.ts";

/** A version, with the one before it of the same entry. */
export type ChangeRow = {
  register: VersionedKind;
  subject: string;
  version: number;
  authority: string;
  actor: string;
  at: Date;
  reason: string;
  entry: Entry;
  /** Null of a first version. */
  before: Row | null;
  /** Null of what has a name. */
  about: About;
};

/** Which changes are asked for; those before a place, since the last come first. */
export type ChangesPage = {
  register?: VersionedKind | undefined;
  authority?: string | undefined;
  actor?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  before: readonly [at: string, register: string, subject: string, version: number] | undefined;
  limit: number;
};

/** The versions that visible authorities made, the last first, one more than asked for where there are more. */
export async function changeRows(work: Work, viewer: string, page: ChangesPage): Promise<ChangeRow[]> {
  const { register, authority, actor, since, until, before, limit } = page;
  const conditions = [
    sql`true`,
    ...(register === undefined ? [] : [sql`v.register = ${register}`]),
    ...(authority === undefined ? [] : [sql`v.authority = ${authority}`]),
    ...(actor === undefined ? [] : [sql`v.actor = ${actor}`]),
    ...(since === undefined ? [] : [sql`v.at >= ${since}::timestamptz`]),
    ...(until === undefined ? [] : [sql`v.at < ${until}::timestamptz`]),
    ...(before === undefined
      ? []
      : [
          sql`(v.at, v.register, v.subject, v.version) < (${before[0]}::timestamptz, ${before[1]}, ${before[2]}, ${before[3]}::integer)`,
        ]),
  ];
  const { rows } = await sql<Omit<ChangeRow, "before" | "about">>`
    select v.register, v.subject, v.version, v.authority, v.actor, v.at, v.reason, v.entry
    from version v where ${sql.join(conditions, sql` and `)}
    order by v.at desc, v.register desc, v.subject desc, v.version desc limit ${limit + 1}`.execute(work);
  const about = await aboutOf(work, rows);
  const stood = await versionsBefore(work, viewer, rows);
  return rows.map((row) => ({ ...row, before: stood.get(keyOf(row)) ?? null, about: about(row) }));
}

type Key = Pick<ChangeRow, "register" | "subject" | "version">;
const keyOf = ({ register, subject, version }: Key) => JSON.stringify([register, subject, version]);

/** How what changed had stood, by what it became; also where another authority had made it so. */
async function versionsBefore(
  work: Work,
  viewer: string,
  changes: readonly Key[],
): Promise<ReadonlyMap<string, Row>> {
  const column = (of: (change: Key) => string | number) => arrayOf(changes.map(of));
  const { rows } = await seeingAll(work, viewer, () =>
    sql<Key & { entry: Row }>`
      select register, subject, version + 1 as version, entry from version
      where (register, subject, version) in (
        select register, subject, version - 1 from unnest(${column((one) => one.register)}::text[],
          ${column(({ subject }) => subject)}::text[], ${column(({ version }) => version)}::integer[]) as asked (register, subject, version))`.execute(
      work,
    ),
  );
  return new Map(rows.map((row) => [keyOf(row), row.entry]));
}
