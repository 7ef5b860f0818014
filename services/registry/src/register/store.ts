import { hasFormOfId, seenBy, type VersionedKind } from "@shuangsui/contracts";
import { arrayOf, noteEvents, recordAudit, seeingAll, type Caller } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { randomBytes } from "node:crypto";
import { auditOfVersion } from "./audit.ts";
import type { Work } from "./register.ts";
import type { Row } from "./row.ts";

/** Writes rows in one statement and gives the ids of those written: what breaks a unique key is left out. */
export async function insertRows(work: Work, table: string, rows: readonly object[]): Promise<Set<string>> {
  const { rows: written } = await sql<{ id: string }>`
    insert into ${sql.table(table)} select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing returning id`.execute(work);
  return new Set(written.map((row) => row.id));
}

/** Writes a changed row over the version before it; false where that is no longer there. */
export async function updateRow(work: Work, table: string, row: Row): Promise<boolean> {
  const columns = Object.keys(row).filter((name) => name !== "id" && name !== "authority");
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} as old set ${sql.join(columns.map((name) => sql`${sql.ref(name)} = new.${sql.ref(name)}`))}
    from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row)}::jsonb) as new
    where old.id = new.id and old.version = new.version - 1`.execute(work);
  return numAffectedRows === 1n;
}

/** The visible rows of these ids or codes, by what was asked; a code that several authorities use gives the viewer's own first. */
export async function findRows<R extends { id: string }>(
  work: Work,
  relation: string,
  order: "code" | "id",
  viewer: string,
  references: readonly string[],
): Promise<Map<string, R>> {
  const ids = references.filter(hasFormOfId);
  const codes = order === "code" ? references.filter((reference) => !hasFormOfId(reference)) : [];
  const found = new Map<string, R>();
  if (ids.length > 0) {
    const { rows } =
      await sql<R>`select * from ${sql.table(relation)} where id = any(${ids}::uuid[])`.execute(work);
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) {
      const row = byId.get(id.toLowerCase());
      if (row !== undefined) found.set(id, row);
    }
  }
  if (codes.length > 0) {
    const { rows } = await sql<R & { code: string }>`
      select * from ${sql.table(relation)} where code = any(${codes}::text[]) order by authority = ${viewer}, authority desc`.execute(
      work,
    );
    for (const row of rows) found.set(row.code, row);
  }
  return found;
}

/** Keeps how rows stand as their newest versions, with who, when and why (article 15), each with its entry in the audit trail. */
export async function keepVersions(
  work: Work,
  register: VersionedKind,
  rows: readonly {
    subject: string;
    row: Row;
    before?: Row;
    shared?: boolean;
    consented?: readonly string[];
  }[],
  by: { caller: Pick<Caller, "authority" | "actor">; at: Date; reason: string },
): Promise<void> {
  if (rows.length === 0) return;
  const salts = randomBytes(16 * rows.length).toString("hex");
  const versions = rows.map(({ shared = false, consented = [], ...version }, index) => ({
    ...version,
    shared: String(shared),
    consented: arrayOf(consented),
    entry: JSON.stringify(version.row),
    salt: salts.slice(32 * index, 32 * (index + 1)),
  }));
  type Version = (typeof versions)[number];
  const column = (of: (version: Version) => string | number) => arrayOf(versions.map(of));
  noteEvents(work);
  await Promise.all([
    sql`insert into version (register, subject, version, authority, actor, at, reason, entry, shared, salt, consented)
      select ${register}, subject, version, ${by.caller.authority}, ${by.caller.actor}, ${by.at}::timestamptz, ${by.reason}, entry, shared, salt,
        consented::text[]
      from unnest(${column(({ subject }) => subject)}::text[], ${column(({ row }) => row.version)}::integer[],
        ${column(({ entry }) => entry)}::jsonb[], ${column(({ shared }) => shared)}::boolean[],
        ${column(({ salt }) => salt)}::text[], ${column(({ consented }) => consented)}::text[])
        as new (subject, version, entry, shared, salt, consented)`.execute(work),
    recordAudit(
      work,
      versions.map((version) => auditOfVersion(register, version, by)),
    ),
  ]);
}

/** Entries as they stood at some of their versions, by `SUBJECT VERSION`; those that the scope may not see are missing. */
export async function entriesAt<R>(
  work: Work,
  register: VersionedKind,
  versions: readonly { subject: string; version: number }[],
): Promise<Map<string, R>> {
  if (versions.length === 0) return new Map();
  const { rows } = await sql<{ subject: string; version: number; entry: R; at: Date }>`
    select subject, version, entry, at from version where register = ${register} and (subject, version) in (
      select * from unnest(${arrayOf(versions.map(({ subject }) => subject))}::text[], ${arrayOf(versions.map(({ version }) => version))}::integer[]))`.execute(
    work,
  );
  return new Map(
    rows.map(({ subject, version, entry, at }) => [`${subject} ${version}`, { ...entry, updated_at: at }]),
  );
}

/** Who and why are null where the viewer may know no more than that it changed, and when (article 5). */
export type VersionRow<R> = {
  version: number;
  authority: string | null;
  actor: string | null;
  at: Date;
  reason: string | null;
  consented: string[];
  entry: R;
};

/** Which versions of an entry: so many at most after one in their order. */
export type VersionPage = { after: number | null; newestFirst: boolean; most: number };

/** What PostgreSQL's integer ends with. */
const mostAnInteger = 2_147_483_647;

/** A page of the versions of one entry, as the viewer may know them. */
export async function versionRows<R>(
  work: Work,
  viewer: string,
  { kind, ofOthers }: { kind: VersionedKind; ofOthers?: object },
  subject: string,
  { after, newestFirst, most }: VersionPage,
): Promise<VersionRow<R>[]> {
  const within = newestFirst
    ? sql`version < ${after ?? mostAnInteger} order by version desc`
    : sql`version > ${after ?? 0} order by version`;
  const page = sql`where register = ${kind} and subject = ${subject} and ${within} limit ${most}`;
  if (ofOthers === undefined) {
    const { rows } = await sql<VersionRow<R>>`
      select version, authority, actor, at, reason, consented, entry from version ${page}`.execute(work);
    return rows;
  }
  // One history for all. Of another authority's change everybody may know when it was, how the entry stands since, and which
  // authorities it was, or consented, where it changed what is shared; not who made it and why, nor what that authority keeps of
  // its own (article 5).
  const { rows } = await seeingAll(work, viewer, () =>
    sql<VersionRow<R>>`
      select version, case when shown or shared then authority end as authority, case when shown then actor end as actor, at,
        case when shown then reason end as reason, consented,
        case when shown then entry else entry || ${JSON.stringify(ofOthers)}::jsonb end as entry
      from version, lateral (select authority = any(${seenBy(viewer)}::text[])) as of_viewer (shown) ${page}`.execute(
      work,
    ),
  );
  return rows;
}
