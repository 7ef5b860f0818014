import { dialledNumbers, type DuplicatedRegister } from "@shuangsui/contracts";
import { sql, type Selectable } from "kysely";
import type { Work } from "../register/register.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { likelyPairs, type Candidate, type Pair } from "./rules.ts";
import type { DismissalTable, MergeTable } from "./tables.ts";

export type Merge = Selectable<MergeTable>;

/**
 * The visible entries in force whose name, the first of what they are found by, or whose address, however it is written, another one has as well.
 */
async function candidatesOf(work: Work, cipher: Cipher, register: DuplicatedRegister): Promise<Candidate[]> {
  const entries =
    register === "entities"
      ? sql`
        select s.id, s.credit_code as code, s.name, s.words, e.address, s.contact_phone
        from entity_supervision s join entity e on e.credit_code = s.credit_code where s.status = 'active'`
      : sql`
        select id, code, name, words, address, contact_phone from project where status = 'active'`;
  const { rows } = await sql<{
    id: string;
    code: string;
    name: string;
    address: string;
    name_key: string;
    address_key: string;
    contact_phone: string;
  }>`
    select * from (
      select keyed.*, min(code) over of_name < max(code) over of_name as is_called_alike,
        min(code) over of_address < max(code) over of_address as is_there_beside
      from (
        select entries.*, split_part(words, E'\n', 1) as name_key, lower(regexp_replace(normalize(address, NFKC), '\\s', '', 'g')) as address_key
        from (${entries}) as entries) as keyed
      window of_name as (partition by name_key), of_address as (partition by address_key)    ) as candidates
    where is_called_alike or is_there_beside`.execute(work);
  const field = register === "entities" ? "entity_supervision.contact_phone" : "project.contact_phone";
  return rows.map((row) => ({
    ...{
      code: row.code,
      name: row.name,
      address: row.address,
      nameKey: row.name_key,
      addressKey: row.address_key,
    },
    phones: dialledNumbers(cipher.open(field, row.id, row.contact_phone)) ?? [],
  }));
}

/** The pairs that an authority found to be two, by their codes. */
async function dismissedPairs(
  work: Work,
  authority: string,
  register: DuplicatedRegister,
): Promise<ReadonlySet<string>> {
  const rows = await work
    .selectFrom("dismissal")
    .select(["one", "other"])
    .where("authority", "=", authority)
    .where("register", "=", register)
    .execute();
  return new Set(rows.map(({ one, other }) => JSON.stringify([one, other])));
}

/** The pairs of visible entries that may be one, by their codes, but for those that the authority found to be two. */
export async function openPairs(
  work: Work,
  cipher: Cipher,
  authority: string,
  register: DuplicatedRegister,
): Promise<Pair[]> {
  const candidates = await candidatesOf(work, cipher, register);
  const dismissed = await dismissedPairs(work, authority, register);
  return likelyPairs(candidates).filter(
    ({ one, other }) => !dismissed.has(JSON.stringify([one.code, other.code])),
  );
}

/** Keeps that two entries are two; what was said of them before stays. */
export async function keepDismissal(work: Work, row: DismissalTable): Promise<DismissalTable> {
  await work
    .insertInto("dismissal")
    .values(row)
    .onConflict((on) => on.doNothing())
    .execute();
  return work
    .selectFrom("dismissal")
    .selectAll()
    .where("authority", "=", row.authority)
    .where("register", "=", row.register)
    .where("one", "=", row.one)
    .where("other", "=", row.other)
    .executeTakeFirstOrThrow();
}

export async function addMerge(
  work: Work,
  row: Omit<Merge, "moved" | "undone_at" | "undone_by" | "undone_reason"> & { moved: string },
): Promise<Merge> {
  return work.insertInto("merge").values(row).returningAll().executeTakeFirstOrThrow();
}

/** An authority's own merge, kept as it is until the transaction ends. */
export function lockMerge(work: Work, authority: string, id: string): Promise<Merge | undefined> {
  return work
    .selectFrom("merge")
    .selectAll()
    .where("authority", "=", authority)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export function undoMerge(
  work: Work,
  id: string,
  undone: Pick<Merge, "undone_at" | "undone_by" | "undone_reason">,
): Promise<Merge> {
  return work.updateTable("merge").set(undone).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

/** A page of an authority's merges by id, one more than asked for where there are more. */
export function listMerges(
  work: Work,
  authority: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<Merge[]> {
  return work
    .selectFrom("merge")
    .selectAll()
    .where("authority", "=", authority)
    .$if(after !== null, (query) => query.where("id", ">", after))
    .orderBy("id")
    .limit(limit + 1)
    .execute();
}
