import type { AuditEntry, AuditHead, AuditLink, AuditQuery, FoundAuditEntry } from "@shuangsui/contracts";
import { sql, type Selectable } from "kysely";
import { randomUUID } from "node:crypto";
import { noLinks } from "./chain.ts";
import { arrayOf } from "../arrays.ts";
import type { AuditTables, AuditWork } from "./table.ts";

/** An act that is about to be written down. */
export type NewAuditEntry = Omit<AuditEntry, "id" | "at"> & { at: Date };

/** Writes acts down, in the transaction of what they changed. */
export async function recordAudit(work: AuditWork, entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const column = (of: (entry: NewAuditEntry) => string | null) => arrayOf(entries.map(of));
  const facts = (told: AuditEntry["after"]) => (told === null ? null : JSON.stringify(told));
  await sql`insert into audit (id, at, authority, caller_authority, actor, action, subject, code, before, after, remote, request_id)
    select * from unnest(${column(() => randomUUID())}::uuid[], ${column(({ at }) => at.toISOString())}::timestamptz[],
      ${column(({ authority }) => authority)}::text[], ${column(({ callerAuthority }) => callerAuthority)}::text[],
      ${column(({ actor }) => actor)}::text[], ${column(({ action }) => action)}::text[],
      ${column(({ subject }) => subject)}::text[], ${column(({ code }) => code)}::text[],
      ${column(({ before }) => facts(before))}::jsonb[], ${column(({ after }) => facts(after))}::jsonb[],
      ${column(({ remote }) => remote)}::text[], ${column(({ requestId }) => requestId)}::text[])`.execute(
    work,
  );
}

type Row = Selectable<AuditTables["audit"]>;

/** An entry as the chain and the API have it. */
function entryOf(row: Omit<Row, "n" | "written_in">): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    authority: row.authority,
    callerAuthority: row.caller_authority,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    code: row.code,
    before: row.before,
    after: row.after,
    remote: row.remote,
    requestId: row.request_id,
  };
}

const entryColumns = [
  "id",
  "at",
  "audit.authority",
  "caller_authority",
  "actor",
  "action",
  "subject",
  "code",
  "before",
  "after",
  "remote",
  "request_id",
] as const;

/** The last link. */
export async function readHead(work: AuditWork): Promise<AuditHead> {
  const last = await work
    .selectFrom("audit_link")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? noLinks : { seq: Number(last.seq), hash: last.hash };
}

/** Where names stand of what entries are about: in a table, by the column of which an entry has the value. */
export type NamedSubject = {
  table: string;
  key: string;
  /** The column's type; an id unless it is said. */
  keyIs?: "text";
  name: string;
};

/** What those subjects are called that the scope sees. */
export async function namesOfSubjects(
  work: AuditWork,
  named: readonly NamedSubject[],
  subjects: readonly string[],
): Promise<{ subject: string; name: string }[]> {
  const ids = subjects.filter((one) => idForm.test(one));
  const parts = named.map(({ table, key, keyIs, name }) => {
    const wanted = keyIs === "text" ? sql`${subjects}::text[]` : sql`${ids}::uuid[]`;
    return sql`select ${sql.ref(key)}::text as subject, ${sql.ref(name)} as name from ${sql.table(table)}
      where ${sql.ref(key)} = any(${wanted})`;
  });
  if (parts.length === 0) return [];
  const { rows } = await sql<{ subject: string; name: string }>`${sql.join(parts, sql` union all `)}`.execute(
    work,
  );
  return rows;
}

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Entries that the scope sees and that a query finds, in the order that it asks for. */
export async function findEntries(
  work: AuditWork,
  {
    authority,
    actor,
    subject,
    action,
    kind,
    from,
    to,
    order,
  }: Partial<Omit<AuditQuery, "after" | "limit" | "format">>,
  page: { after: number; limit: number },
): Promise<FoundAuditEntry[]> {
  const isNewestFirst = order === "newest";
  let query = work
    .selectFrom("audit_link")
    .innerJoin("audit", "audit.id", "audit_link.entry_id")
    .select(["seq", ...entryColumns])
    .orderBy("seq", isNewestFirst ? "desc" : "asc")
    .limit(page.limit);
  if (page.after > 0 || !isNewestFirst)
    query = query.where("seq", isNewestFirst ? "<" : ">", String(page.after));
  if (kind !== undefined) query = query.where(sql<boolean>`starts_with(action, ${`${kind}/`})`);
  if (authority !== undefined) query = query.where("audit.authority", "=", authority);
  if (actor !== undefined) query = query.where("actor", "=", actor);
  if (action !== undefined) query = query.where("action", "=", action);
  if (from !== undefined) query = query.where("at", ">=", new Date(from));
  if (to !== undefined) query = query.where("at", "<", new Date(to));
  if (subject !== undefined)
    query = query.where(
      sql<boolean>`(subject = ${subject} or (after ? 'subjects' and after -> 'subjects' ? ${subject}))`,
    );
  const rows = await query.execute();
  return rows.map(({ seq, ...row }) => ({ seq: Number(seq), ...entryOf(row) }));
}

/** The links after a number, in order, all of them; `entries` are those that the other transaction sees of them. */
export async function readLinks(
  work: AuditWork,
  page: { after: number; limit: number },
): Promise<{ entryId: string; link: Omit<AuditLink, "entry"> }[]> {
  const rows = await work
    .selectFrom("audit_link")
    .selectAll()
    .where("seq", ">", String(page.after))
    .orderBy("seq")
    .limit(page.limit)
    .execute();
  return rows.map(({ seq, entry_id, authority, entry_hash, hash }) => ({
    entryId: entry_id,
    link: { seq: Number(seq), authority, entryHash: entry_hash, hash },
  }));
}

/** The entries of these ids that the scope sees, by id. */
export async function readEntries(work: AuditWork, ids: readonly string[]): Promise<Map<string, AuditEntry>> {
  const rows = await work
    .selectFrom("audit")
    .select(entryColumns)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, entryOf(row)]));
}

/** How many entries have no link yet. */
export async function countUnlinked(work: AuditWork): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from audit
    where not exists (select from audit_link where entry_id = audit.id)`.execute(work);
  return rows[0]?.count ?? 0;
}

/** Entries that were written and have no link yet, of those written after a place, in the order of writing. */
export async function readUnlinked(work: AuditWork, after: string, limit: number): Promise<AuditEntry[]> {
  const rows = await work
    .selectFrom("audit")
    .select(entryColumns)
    .where("n", ">", after)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("audit_link")
            .select(sql`1`.as("one"))
            .whereRef("audit_link.entry_id", "=", "audit.id"),
        ),
      ),
    )
    .orderBy("n")
    .limit(limit)
    .execute();
  return rows.map(entryOf);
}
