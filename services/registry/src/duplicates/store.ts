import { dialledNumbers, type DuplicatedRegister, type DuplicateGround } from "@shuangsui/contracts";
import { sql, type Selectable } from "kysely";
import { everyRow } from "../register/lists.ts";
import type { Work } from "../register/register.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import { likelyPairs, type Candidate, type Pair } from "./rules.ts";
import type { DismissalTable, MergeTable } from "./tables.ts";

export type Merge = Selectable<MergeTable>;

const rowsAtOnce = 1_000;
const leastMark = "00000000-0000-0000-0000-000000000000";

/** What is alike of entries where they may be one. */
const marks = { name: "name_mark", phone: "address_mark" } as const satisfies Record<DuplicateGround, string>;
const grounds = ["name", "phone"] as const;

/** Entries as indexes have them, by what is alike and by their codes. */
const marked = (register: DuplicatedRegister, ground: DuplicateGround) => {
  if (register === "entities")
    return sql`select id, credit_code as code, ${sql.ref(marks[ground])} as mark from entity_supervision where status = 'active'`;
  const mark = ground === "name" ? sql`registry.name_mark(words)` : sql`registry.address_mark(address)`;
  return sql`select id, code, ${mark} as mark from project where status = 'active'`;
};

/** The whole entry of an id, as far as it tells whether it may be another one. */
const wholeOf = (register: DuplicatedRegister) =>
  register === "entities"
    ? sql`
      select s.name, e.address, s.name_mark, s.address_mark, s.contact_phone
      from entity_supervision s join entity e on e.credit_code = s.credit_code where s.id = alike.id`
    : sql`
      select name, address, registry.name_mark(words) as name_mark, registry.address_mark(address) as address_mark, contact_phone
      from project where id = alike.id`;

type MarkedRow = {
  id: string;
  code: string;
  mark: string;
  name: string;
  address: string;
  name_mark: string;
  address_mark: string;
  contact_phone: string;
};

/** The visible entries in force that another one is alike with, one group of them after the other: no more than one is held. */
async function* groupsOf(
  work: Work,
  register: DuplicatedRegister,
  ground: DuplicateGround,
  from: string,
): AsyncGenerator<MarkedRow[]> {
  // Both are read in the order of an index, so that the first groups come without the last ones having been looked at.
  const rows = sql<MarkedRow>`
    select alike.id, alike.code, alike.mark, whole.* from (
      select * from (
        select marked.*, first_value(code) over one_mark <> last_value(code) over one_mark as is_alike
        from (${marked(register, ground)}) as marked where mark >= ${from}::uuid
        window one_mark as (partition by mark order by code rows between unbounded preceding and unbounded following)) as found
      where is_alike) as alike
      cross join lateral (${wholeOf(register)} offset 0) as whole
    order by alike.mark, alike.code`;
  let group: MarkedRow[] = [];
  for await (const batch of everyRow<MarkedRow>(work, rows, rowsAtOnce))
    for (const row of batch) {
      if (group[0] !== undefined && group[0].mark !== row.mark) {
        yield group;
        group = [];
      }
      group.push(row);
    }
  if (group.length > 0) yield group;
}

/** A group's entries; phones are opened only where an address is shared. */
function candidatesOf(
  cipher: Cipher,
  register: DuplicatedRegister,
  group: readonly MarkedRow[],
): Candidate[] {
  const there = Map.groupBy(group, (row) => row.address_mark);
  const field = register === "entities" ? "entity_supervision.contact_phone" : "project.contact_phone";
  return group.map((row) => ({
    ...{ code: row.code, name: row.name, address: row.address },
    ...{ nameMark: row.name_mark, addressMark: row.address_mark },
    phones:
      (there.get(row.address_mark) ?? []).length > 1
        ? (dialledNumbers(cipher.open(field, row.id, row.contact_phone)) ?? [])
        : [],
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

/** Where a pair stands among all: by its ground, what is alike, and its codes. */
export type PlaceOfPair = { ground: DuplicateGround; mark: string; one: string; other: string };
type OpenPair = Pair & { place: PlaceOfPair };

/**
 * The pairs of visible entries that may be one after a place, but for those that the authority found to be two: first those called
 * alike, then those reached alike alone. Each comes once.
 */
export async function* openPairs(
  work: Work,
  cipher: Cipher,
  authority: string,
  register: DuplicatedRegister,
  after?: PlaceOfPair,
): AsyncGenerator<OpenPair> {
  const dismissed = await dismissedPairs(work, authority, register);
  const begun = after === undefined ? 0 : grounds.indexOf(after.ground);
  for (const ground of grounds.slice(begun)) {
    const from = after?.ground === ground ? after : undefined;
    for await (const group of groupsOf(work, register, ground, from?.mark ?? leastMark)) {
      const mark = group[0]?.mark ?? leastMark;
      const isBehind = ({ one, other }: Pair) =>
        from?.mark === mark && (one.code < from.one || (one.code === from.one && other.code <= from.other));
      for (const pair of likelyPairs(ground, candidatesOf(cipher, register, group))) {
        const { one, other } = pair;
        if (isBehind(pair) || dismissed.has(JSON.stringify([one.code, other.code]))) continue;
        yield { ...pair, place: { ground, mark, one: one.code, other: other.code } };
      }
    }
  }
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
