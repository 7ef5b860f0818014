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
/** What holds of no more rows of an authority is sorted; of more the next ones are soon met with in the list's order. */
const mostSorted = 2_000;
/** How many rows of the list are looked at in its order, at first, and where it is known that many are to be found. */
const [aFew, many] = [2_000, 10_000];
/** How many of each authority's, where it is one of several. */
const aFewOfEach = 500;
/** Of so many hits among the first rows as many again, as lists are counted to, come within the next ones. */
const manyAmongFew = (aFew * mostCounted) / many;

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
    return isCounted ? { rows, count: countOf(await counted(work, listed, page)) } : { rows };
  }
  const { ids, number, near } = await found(work, listed, page, isCounted);
  const rows = await rowsOf<R>(work, relation, listed, ids, page);
  if (!isCounted) return { rows };
  return { rows, count: countOf(number ?? (await counted(work, listed, page, near))) };
}

/** How many rows of a list there are, however many: of few by indexes of words, of many by a look at each. It takes as long as that takes. */
export async function countRows(
  work: Work,
  { relation, listed = relation }: Pick<Listed<unknown>, "relation" | "listed">,
  page: Page,
): Promise<number> {
  const { own, looked, indexed, authorities } = page.conditions;
  const byIndex = indexed(authorities);
  const near = byIndex.length === 0 ? undefined : (await first(work, listed, page)).number;
  const isSeldom = near !== undefined && near < manyAmongFew;
  void (isSeldom ? byBitmaps(work) : asPlanned(work));
  const { rows } = await sql<{ number: number }>`
    select count(*)::integer as number from ${sql.table(listed)} ${allOf(isSeldom ? byIndex : own, looked)}`.execute(
    work,
  );
  return rows[0]?.number ?? 0;
}

/** The query of a page of which an index gives the rows in their order. */
export function inOrder<R>(relation: string, page: Page): RawBuilder<R> {
  return sql<R>`select * from ${sql.table(relation)} ${allOf(page.conditions.own, page.conditions.looked, placeOf(page))} ${sorted(page)}`;
}

/** A whole list in batches, out of one plan: no faster than whoever asks for the next one. */
export async function* wholeList<R>(
  work: Work,
  { relation, listed = relation }: Listed<R>,
  { conditions, order }: Pick<Page, "conditions" | "order">,
  batch: number,
): AsyncGenerator<R[]> {
  const { looked } = conditions;
  const indexed = conditions.indexed(conditions.authorities);
  const own = indexed.length === 0 ? conditions.own : [];
  const whole =
    listed === relation
      ? sql`select * from ${sql.table(relation)} ${allOf(own, indexed, looked)} ${by(order)}`
      : sql`
        select whole.* from (
            select id as key, ${sql.ref(order.column)} as place from ${sql.table(listed)} ${allOf(own, indexed, looked)}) as keys
          join ${sql.table(relation)} as whole on whole.id = keys.key order by keys.place${way(order)}, keys.key${way(order)}`;
  yield* everyRow<R>(work, whole, batch);
}

/** All rows of a query in batches, out of one plan. One such query runs in a transaction at a time. */
export async function* everyRow<R>(
  work: Work,
  query: RawBuilder<unknown>,
  batch: number,
): AsyncGenerator<R[]> {
  await sql`declare list no scroll cursor for ${query}`.execute(work);
  for (;;) {
    const { rows } = await sql<R>`fetch ${sql.lit(batch)} from list`.execute(work);
    if (rows.length > 0) yield rows;
    if (rows.length < batch) break;
  }
  await sql`close list`.execute(work);
}

const countOf = (number: number): Count => ({
  number: Math.min(number, mostCounted),
  isMore: number > mostCounted,
});

/**
 * How many rows of a list there are, as far as it is counted: of few by indexes, of many among the first ones. `near` is how many of
 * the first few rows are among them.
 */
async function counted(work: Work, listed: string, page: Page, near = 0): Promise<number> {
  const { own, looked, indexed, authorities } = page.conditions;
  const counting = async (rows: RawBuilder<unknown>, conditions: readonly RawBuilder<boolean>[]) => {
    const { rows: counts } = await sql<{ number: number }>`
      select count(*)::integer as number from (
        select from ${rows} ${allOf(conditions)} limit ${mostCounted + 1}) as hits`.execute(work);
    return counts[0]?.number ?? 0;
  };
  const byIndex = indexed(authorities);
  if (byIndex.length === 0) {
    void byAny(work);
    return counting(sql.table(listed), [...own, ...looked]);
  }
  if (near >= manyAmongFew) {
    void inListOrder(work);
    const number = await counting(nextRows(listed, page, many), looked);
    if (number > mostCounted) return number;
  }
  void byBitmaps(work);
  return counting(sql.table(listed), [...byIndex, ...looked]);
}

/**
 * The ids of what is on a page that may hold of few rows or of most, how many those are where that came to light, and how many of the
 * first rows of the list are among them. What holds of many is met with soon by going through the list in its order; few an index
 * of words gives at once, in no order. Which of them it is tells a look at some rows, not the planner, who knows nothing of which
 * characters come together; and each authority is looked at apart, since what is many in one may be none in all others, as a place's name is.
 */
async function found(
  work: Work,
  listed: string,
  page: Page,
  isCounted: boolean,
): Promise<{ ids: string[]; number?: number; near: number }> {
  const near = await first(work, listed, page);
  if (near.ids.length > page.limit) return { ids: near.ids, near: near.number };
  const each = await Promise.all(
    page.conditions.authorities.map((authority) => foundOf(work, listed, page, authority, isCounted)),
  );
  return {
    ids: each.flatMap(({ ids }) => ids),
    number: each.reduce((sum, { number }) => sum + number, 0),
    near: near.number,
  };
}

/** The same among the rows of one authority. */
async function foundOf(
  work: Work,
  listed: string,
  { conditions, ...page }: Page,
  authority: string,
  isCounted: boolean,
): Promise<{ ids: string[]; number: number }> {
  const own = [sql<boolean>`authority = ${authority}`];
  const its: Page = { ...page, conditions: { ...conditions, own, authorities: [authority] } };
  if (conditions.authorities.length > 1) {
    const near = await met(work, listed, its, aFewOfEach);
    if (near.length > page.limit)
      return { ids: near, number: isCounted ? await counted(work, listed, its, manyAmongFew) : 0 };
  }
  const words = conditions.indexed([authority]);
  // Words alone say whose they are. Told it once more, PostgreSQL would read an index of all that the authority has as well.
  const isOfWords = words.length > 0 && words.length === conditions.looked.length;
  const indexed = isOfWords ? words : [...own, ...words];
  const byIndex = words.length === 0 ? byAny : byBitmaps;
  void byIndex(work);
  const { rows } = await sql<{ number: number; ids: string[] }>`
    with hits as materialized (select ${keyOf(page.order)} from ${sql.table(listed)} ${allOf(indexed, conditions.looked)} limit ${mostSorted + 1})
    select (select count(*)::integer from hits) as number,
      array(select id from hits ${allOf(placeOf(page))} ${sorted(page)}) as ids`.execute(work);
  const { number = 0, ids = [] } = rows[0] ?? {};
  if (number <= mostSorted) return { ids, number };
  const further = await met(work, listed, its, many);
  if (further.length > page.limit) return { ids: further, number };
  void byIndex(work);
  const { rows: all } = await sql<{ id: string }>`
    select id from ${sql.table(listed)} ${allOf(indexed, conditions.looked, placeOf(page))} ${sorted(page)}`.execute(
    work,
  );
  return { ids: all.map(({ id }) => id), number };
}

/** The next rows of a list, so many, in its order. */
const nextRows = (listed: string, page: Page, rows: number) =>
  sql`(select * from ${sql.table(listed)} ${allOf(page.conditions.own, placeOf(page))} ${by(page.order)} limit ${rows}) as near`;

/** The ids of those of a page that are among the next few rows of the list, and how many of these hold. */
async function first(work: Work, listed: string, page: Page): Promise<{ ids: string[]; number: number }> {
  void inListOrder(work);
  const { rows } = await sql<{ id: string; number: number }>`
    select id, (count(*) over ())::integer as number from ${nextRows(listed, page, aFew)}
    ${allOf(page.conditions.looked)} ${sorted(page)}`.execute(work);
  return { ids: rows.map(({ id }) => id), number: rows[0]?.number ?? 0 };
}

/** The ids of those of a page that are among the next rows of the list. */
async function met(work: Work, listed: string, page: Page, among: number): Promise<string[]> {
  void inListOrder(work);
  const { rows } = await sql<{ id: string }>`
    select id from ${nextRows(listed, page, among)} ${allOf(page.conditions.looked)} ${sorted(page)}`.execute(
    work,
  );
  return rows.map(({ id }) => id);
}

/** The whole rows of a page, whose ids are among these. */
async function rowsOf<R extends Row>(
  work: Work,
  relation: string,
  listed: string,
  ids: readonly string[],
  { order, limit }: Page,
): Promise<R[]> {
  if (ids.length === 0) return [];
  void byAny(work);
  const { rows } = await sql<R>`
    select whole.* from (select id as key, ${sql.ref(order.column)} as place from ${sql.table(listed)} where id = any(${ids}::uuid[])) as keys
      join ${sql.table(relation)} as whole on whole.id = keys.key
    order by keys.place${way(order)}, keys.key${way(order)} limit ${limit + 1}`.execute(work);
  return rows;
}

/** For what follows in the transaction, rows are gathered by indexes of words, and not read one after the other. */
const byBitmaps = (work: Work) => planned(work, "off", "on");
/** For what follows in the transaction, rows are read as an index has them in order. */
const inListOrder = (work: Work) => planned(work, "on", "off", "off");
/** For what follows in the transaction, rows are read by whatever index. */
const byAny = (work: Work) => planned(work, "on", "on");

/** For what follows in the transaction, PostgreSQL reads rows as it thinks best. */
const asPlanned = (work: Work) => planned(work, "on", "on", "on", "on");

/** Each statement is planned for its own values: which index is short of hits is theirs to tell. Without waiting: where it fails, so does what follows. */
function planned(
  work: Work,
  inOrder: "on" | "off",
  byBitmap: "on" | "off",
  sorting: "on" | "off" = "on",
  oneAfterTheOther: "on" | "off" = "off",
): Promise<unknown> {
  return sql`
    select set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', ${oneAfterTheOther}, true), set_config('enable_indexscan', ${inOrder}, true),
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
const sorted = ({ order, limit }: Pick<Page, "order" | "limit">) => sql`${by(order)} limit ${limit + 1}`;

/** What comes after the page's place. */
function placeOf({
  after,
  order: { column, descending },
}: Pick<Page, "after" | "order">): RawBuilder<boolean>[] {
  if (after === undefined) return [];
  const beyond = descending ? sql`<` : sql`>`;
  const [value, id] = after;
  if (column === "id") return [sql<boolean>`id ${beyond} ${id}::uuid`];
  return [sql<boolean>`(${sql.ref(column)}, id) ${beyond} (${value}, ${id}::uuid)`];
}
