import { sql, type RawBuilder } from "kysely";
import { isInOrder, type Narrowing } from "./narrowing.ts";
import type { Work } from "./register.ts";
import type { Row } from "./row.ts";

/** How a list is sorted: by a column, and by the id among what is alike in it. */
export type Order = { column: string; descending: boolean };

/** What is read: `relation` gives whole rows, `listed` the columns that lists are narrowed and sorted by, with the row's id. */
export type Listed = { relation: string; listed: string };

/** Which rows of a list are asked for: those after a place in its order, that the conditions hold of. */
export type Page = {
  conditions: readonly RawBuilder<boolean>[];
  order: Order;
  /** The last row's value of the column that the list is sorted by, and its id. */
  after: readonly [string, string] | undefined;
  limit: number;
};

/** How many rows a list has; of more than so many it is only said that there are more. */
export type Count = { number: number; isMore: boolean };

/** Lists are counted up to here. */
const mostCounted = 1_000;
/** What holds of no more rows is sorted; of more some are soon met with in the list's order. */
const mostSorted = 5_000;
/** How many rows of the list are looked at in its order, at first, and where it is known that many are to be found. */
const [aFew, many] = [2_000, 15_000];

/** A page of visible rows, one more than asked for where there are more. */
export async function listRows<R extends Row>(
  work: Work,
  { relation, listed }: Listed,
  page: Page,
  narrowings: readonly Narrowing[],
): Promise<R[]> {
  const isOwn = !page.order.descending && ["id", "code"].includes(page.order.column);
  if (isOwn && narrowings.every(isInOrder)) return (await inOrder<R>(relation, page).execute(work)).rows;
  return rowsOf(work, relation, await found(work, listed, page));
}

/** The query of a page of which an index gives the rows in their order. */
export function inOrder<R>(relation: string, page: Page): RawBuilder<R> {
  return sql<R>`select * from ${sql.table(relation)} ${where(page)} ${sorted(page)}`;
}

/** A whole list in batches, out of one plan: no faster than whoever asks for the next one. */
export async function* wholeList<R>(
  work: Work,
  { relation, listed }: Listed,
  { conditions, order }: Pick<Page, "conditions" | "order">,
  batch: number,
): AsyncGenerator<R[]> {
  const column = sql.ref(order.column);
  const whole =
    listed === relation
      ? sql`select * from ${sql.table(relation)} ${allOf(conditions)} ${by(order)}`
      : sql`
        select whole.* from (select id as key, ${column} as place from ${sql.table(listed)} ${allOf(conditions)}) as keys
          join ${sql.table(relation)} as whole on whole.id = keys.key order by keys.place${way(order)}, keys.key${way(order)}`;
  await sql`declare list no scroll cursor for ${whole}`.execute(work);
  for (;;) {
    const { rows } = await sql<R>`fetch ${sql.lit(batch)} from list`.execute(work);
    if (rows.length > 0) yield rows;
    if (rows.length < batch) return;
  }
}

/** How many rows of a list there are. */
export async function countRows(
  work: Work,
  listed: string,
  conditions: readonly RawBuilder<boolean>[],
): Promise<Count> {
  const counting = async (rows: RawBuilder<unknown>) => {
    const { rows: counts } = await sql<{ number: number }>`
      select count(*)::integer as number from (
        select from ${rows} as listed ${allOf(conditions)} limit ${mostCounted + 1}) as hits`.execute(work);
    return counts[0]?.number ?? 0;
  };
  void inListOrder(work);
  const near = await counting(sql`(select * from ${sql.table(listed)} order by id limit ${many})`);
  void byBitmaps(work);
  const number = near > mostCounted ? near : await counting(sql.table(listed));
  return { number: Math.min(number, mostCounted), isMore: number > mostCounted };
}

/**
 * The ids of a page of what may hold of few rows or of most. What holds of many is met with soon by going through the list in
 * its order; few an index of words gives at once, in no order. Which of them it is tells a look at some, not the planner, who
 * knows nothing of which characters come together.
 */
async function found(work: Work, listed: string, page: Page): Promise<string[]> {
  const near = await met(work, listed, page, aFew);
  if (near.length > page.limit) return near;
  void byBitmaps(work);
  const { rows } = await sql<{ number: number; ids: string[] }>`
    with hits as materialized (
      select ${keyOf(page.order)} from ${sql.table(listed)} ${allOf(page.conditions)} limit ${mostSorted + 1})
    select (select count(*)::integer from hits) as number,
      array(select id from hits ${allOf(placeOf(page))} ${sorted(page)}) as ids`.execute(work);
  const { number = 0, ids = [] } = rows[0] ?? {};
  if (number <= mostSorted) return ids;
  const further = await met(work, listed, page, many);
  if (further.length > page.limit) return further;
  void byBitmaps(work);
  const { rows: all } = await sql<{ id: string }>`
    select id from ${sql.table(listed)} ${where(page)} ${sorted(page)}`.execute(work);
  return all.map(({ id }) => id);
}

/** The ids of those of a page that are among the next rows of the list. */
async function met(work: Work, listed: string, page: Page, rows: number): Promise<string[]> {
  void inListOrder(work);
  const { rows: ids } = await sql<{ id: string }>`
    select id from (select * from ${sql.table(listed)} ${allOf(placeOf(page))} ${by(page.order)} limit ${rows}) near
    ${allOf(page.conditions)} ${sorted(page)}`.execute(work);
  return ids.map(({ id }) => id);
}

/** Whole rows in the order of these ids. */
async function rowsOf<R extends Row>(work: Work, relation: string, ids: readonly string[]): Promise<R[]> {
  if (ids.length === 0) return [];
  void inListOrder(work);
  const { rows } = await sql<R>`select * from ${sql.table(relation)} where id = any(${ids}::uuid[])`.execute(
    work,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** For what follows in the transaction, rows are gathered by indexes and not read one after the other. */
const byBitmaps = (work: Work) => planned(work, "off", "on");
/** For what follows in the transaction, rows are read as an index has them in order. */
const inListOrder = (work: Work) => planned(work, "on", "off");

/** Without waiting: where it fails, so does what follows. */
function planned(work: Work, inOrder: "on" | "off", byBitmap: "on" | "off"): Promise<unknown> {
  return sql`
    select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', ${inOrder}, true),
      set_config('enable_indexonlyscan', ${inOrder}, true), set_config('enable_bitmapscan', ${byBitmap}, true)`
    .execute(work)
    .catch(() => undefined);
}

const allOf = (conditions: readonly RawBuilder<boolean>[]) =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join([...conditions], sql` and `)}`;
const where = (page: Page) => allOf([...page.conditions, ...placeOf(page)]);
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
