import { sql, type RawBuilder } from "kysely";
import type { Conditions } from "./conditions.ts";
import { isInOrder, type Narrowing } from "./narrowing.ts";
import type { Work } from "./register.ts";
import type { Row } from "./row.ts";

/** How a list is sorted: by a column, and by the id among what is alike in it. */
export type Order = { column: string; descending: boolean };

/** What is read: `relation` gives whole rows, `listed`, where that is another, the columns that lists are narrowed and sorted by. */
export type Listed<R> = { relation: string; listed?: string; subjectOf(row: R): string };

/** Which rows of a list are asked for: those after a place in its order, that the conditions hold of. */
export type Page = {
  conditions: Conditions;
  order: Order;
  /** The last row's value of the column that the list is sorted by, and its id. */
  after: readonly [string, string] | undefined;
  limit: number;
};

/** How many rows a list has; of more than so many it is only said that there are more. */
export type Count = { number: number; isMore: boolean };

/** Lists are counted up to here. */
const mostCounted = 1_000;
/** What holds of no more rows is sorted; of more the next ones are soon met with in the list's order. */
const mostSorted = 5_000;
/** How many rows of the list are looked at in its order, at first, and where it is known that many are to be found. */
const [aFew, many] = [2_000, 10_000];

/** A page of visible rows, one more than asked for where there are more, and, where that is asked, how many there are in all. */
export async function listRows<R extends Row>(
  work: Work,
  { relation, listed = relation }: Listed<R>,
  page: Page,
  { narrowings, isCounted }: { narrowings: readonly Narrowing[]; isCounted: boolean },
): Promise<{ rows: R[]; count?: Count }> {
  const { column } = page.order;
  if (["id", "code"].includes(column) && narrowings.every((one) => isInOrder(one, column))) {
    const { rows } = await inOrder<R>(relation, page).execute(work);
    return isCounted ? { rows, count: countOf(await counted(work, listed, page.conditions)) } : { rows };
  }
  const { ids, number } = await found(work, listed, page);
  const rows = await rowsOf<R>(work, relation, ids);
  if (!isCounted) return { rows };
  return { rows, count: countOf(number ?? (await counted(work, listed, page.conditions))) };
}

/** The query of a page of which an index gives the rows in their order. */
export function inOrder<R>(relation: string, page: Page): RawBuilder<R> {
  return sql<R>`select * from ${sql.table(relation)} ${allOf(page.conditions.own, page.conditions.looked, placeOf(page))} ${sorted(page)}`;
}

/** A whole list in batches, out of one plan: no faster than whoever asks for the next one. */
export async function* wholeList<R>(
  work: Work,
  { relation, listed = relation }: Listed<R>,
  { conditions: { own, looked, indexed }, order }: Pick<Page, "conditions" | "order">,
  batch: number,
): AsyncGenerator<R[]> {
  const whole =
    listed === relation
      ? sql`select * from ${sql.table(relation)} ${allOf(own, indexed, looked)} ${by(order)}`
      : sql`
        select whole.* from (
            select id as key, ${sql.ref(order.column)} as place from ${sql.table(listed)} ${allOf(own, indexed, looked)}) as keys
          join ${sql.table(relation)} as whole on whole.id = keys.key order by keys.place${way(order)}, keys.key${way(order)}`;
  await sql`declare list no scroll cursor for ${whole}`.execute(work);
  for (;;) {
    const { rows } = await sql<R>`fetch ${sql.lit(batch)} from list`.execute(work);
    if (rows.length > 0) yield rows;
    if (rows.length < batch) return;
  }
}

const countOf = (number: number): Count => ({
  number: Math.min(number, mostCounted),
  isMore: number > mostCounted,
});

/** How many rows of a list there are, as far as it is counted: of few by indexes, of many among the first ones. */
async function counted(work: Work, listed: string, { own, looked, indexed }: Conditions): Promise<number> {
  const counting = async (rows: RawBuilder<unknown>, conditions: readonly RawBuilder<boolean>[]) => {
    const { rows: counts } = await sql<{ number: number }>`
      select count(*)::integer as number from (
        select from ${rows} as listed ${allOf(conditions)} limit ${mostCounted + 1}) as hits`.execute(work);
    return counts[0]?.number ?? 0;
  };
  if (indexed.length === 0) {
    void byAny(work);
    return counting(sql.table(listed), [...own, ...looked]);
  }
  void inListOrder(work);
  const near = await counting(
    sql`(select * from ${sql.table(listed)} ${allOf(own)} order by id limit ${many})`,
    looked,
  );
  if (near > mostCounted) return near;
  void byBitmaps(work);
  return counting(sql.table(listed), [...own, ...indexed, ...looked]);
}

/**
 * The ids of a page of what may hold of few rows or of most, and how many those are, where that came to light. What holds of many
 * is met with soon by going through the list in its order; few an index of words gives at once, in no order. Which of them it is
 * tells a look at some rows, not the planner, who knows nothing of which characters come together.
 */
async function found(work: Work, listed: string, page: Page): Promise<{ ids: string[]; number?: number }> {
  const { own, looked, indexed } = page.conditions;
  const near = await met(work, listed, page, aFew);
  if (near.length > page.limit) return { ids: near };
  void (indexed.length === 0 ? byAny(work) : byBitmaps(work));
  const { rows } = await sql<{ number: number; ids: string[] }>`
    with hits as materialized (
      select ${keyOf(page.order)} from ${sql.table(listed)} ${allOf(own, indexed, looked)} limit ${mostSorted + 1})
    select (select count(*)::integer from hits) as number,
      array(select id from hits ${allOf(placeOf(page))} ${sorted(page)}) as ids`.execute(work);
  const { number = 0, ids = [] } = rows[0] ?? {};
  if (number <= mostSorted) return { ids, number };
  const further = await met(work, listed, page, many);
  if (further.length > page.limit) return { ids: further, number };
  void (indexed.length === 0 ? byAny(work) : byBitmaps(work));
  const { rows: all } = await sql<{ id: string }>`
    select id from ${sql.table(listed)} ${allOf(own, indexed, looked, placeOf(page))} ${sorted(page)}`.execute(
    work,
  );
  return { ids: all.map(({ id }) => id), number };
}

/** The ids of those of a page that are among the next rows of the list. */
async function met(work: Work, listed: string, page: Page, rows: number): Promise<string[]> {
  void inListOrder(work);
  const { rows: ids } = await sql<{ id: string }>`
    select id from (select * from ${sql.table(listed)} ${allOf(page.conditions.own, placeOf(page))} ${by(page.order)} limit ${rows}) near
    ${allOf(page.conditions.looked)} ${sorted(page)}`.execute(work);
  return ids.map(({ id }) => id);
}

/** Whole rows in the order of these ids. */
async function rowsOf<R extends Row>(work: Work, relation: string, ids: readonly string[]): Promise<R[]> {
  if (ids.length === 0) return [];
  void byAny(work);
  const { rows } = await sql<R>`select * from ${sql.table(relation)} where id = any(${ids}::uuid[])`.execute(
    work,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** For what follows in the transaction, rows are gathered by indexes of words, and not read one after the other. */
const byBitmaps = (work: Work) => planned(work, "off", "on");
/** For what follows in the transaction, rows are read as an index has them in order. */
const inListOrder = (work: Work) => planned(work, "on", "off", "off");
/** For what follows in the transaction, rows are read by whatever index. */
const byAny = (work: Work) => planned(work, "on", "on");

/** Without waiting: where it fails, so does what follows. */
function planned(
  work: Work,
  inOrder: "on" | "off",
  byBitmap: "on" | "off",
  sorting: "on" | "off" = "on",
): Promise<unknown> {
  return sql`
    select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', ${inOrder}, true),
      set_config('enable_indexonlyscan', ${inOrder}, true), set_config('enable_bitmapscan', ${byBitmap}, true),
      set_config('enable_sort', ${sorting}, true)`
    .execute(work)
    .catch(() => undefined);
}

const allOf = (...conditions: readonly (readonly RawBuilder<boolean>[])[]) => {
  const all = conditions.flat();
  return all.length === 0 ? sql`` : sql`where ${sql.join(all, sql` and `)}`;
};
const keyOf = ({ column }: Order) => (column === "id" ? sql`id` : sql`id, ${sql.ref(column)}`);
const way = ({ descending }: Order) => (descending ? sql` desc` : sql``);
const by = (order: Order) =>
  order.column === "id"
    ? sql`order by id${way(order)}`
    : sql`order by ${sql.ref(order.column)}${way(order)}, id${way(order)}`;
const sorted = ({ order, limit }: Page) => sql`${by(order)} limit ${limit + 1}`;

/** What comes after the page's place. */
function placeOf({ after, order: { column, descending } }: Page): RawBuilder<boolean>[] {
  if (after === undefined) return [];
  const beyond = descending ? sql`<` : sql`>`;
  const [value, id] = after;
  if (column === "id") return [sql<boolean>`id ${beyond} ${id}::uuid`];
  return [sql<boolean>`(${sql.ref(column)}, id) ${beyond} (${value}, ${id}::uuid)`];
}
