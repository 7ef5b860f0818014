import { superiorsOf } from "@shuangsui/contracts";
import {
  editionsOf,
  isNotice,
  nation,
  type CalendarChange,
  type Editions,
  type LocalHolidays,
  type Notice,
} from "@shuangsui/workdays";
import { sql, type Selectable, type Transaction } from "kysely";
import type { FrameTables } from "../frame-tables.ts";
import type { CalendarChangeTable } from "./table.ts";

type Work = Transaction<FrameTables>;
export type StoredChange = Selectable<CalendarChangeTable>;

/** All changes that there are, and from them the calendars of authorities as they are asked for, by their chains: who is above whom may change. */
type Book = { changes: readonly CalendarChange[]; editions: Map<string, Editions> };

/** Books by their newest change: changes only ever come after one another, so it tells all before it. */
const books = new Map<string, Book>();
const mostBooks = 8;

/** The versions of an authority's calendar, of which a transaction sees the newest that were made. */
export async function calendarsOf(work: Work, authority: string): Promise<Editions> {
  return (await calendarsAsOf(work))(authority);
}

/** As text: with a limit that it is told each time PostgreSQL would plan the question each time. */
const newestAlone = sql.lit(1);

/** The same, for whoever asks of many authorities at once. */
export async function calendarsAsOf(work: Work): Promise<(authority: string) => Editions> {
  const { id } = await work
    .selectFrom("calendar_change")
    .select("id")
    .orderBy("version", "desc")
    .limit(newestAlone)
    .executeTakeFirstOrThrow();
  const book = books.get(id) ?? (await readBook(work));
  return (authority) => {
    const chain = chainOf(authority);
    const known = book.editions.get(chain.join());
    if (known !== undefined) return known;
    const editions = editionsOf(book.changes, chain);
    book.editions.set(chain.join(), editions);
    return editions;
  };
}

async function readBook(work: Work): Promise<Book> {
  const rows = await readChanges(work, 0);
  const changes = rows.map(({ version, at, content }) => ({ version, at, by: content }));
  const book: Book = { changes, editions: new Map() };
  const [oldest] = books.keys();
  if (books.size >= mostBooks && oldest !== undefined) books.delete(oldest);
  const newest = rows.at(-1);
  if (newest !== undefined) books.set(newest.id, book);
  return book;
}

/** The codes whose notices hold for an authority, from the nation down to it. */
function chainOf(authority: string): string[] {
  return [...new Set([nation, ...superiorsOf(authority), authority])];
}

/** The changes after a version, in order. */
export function readChanges(work: Work, after: number, limit = 10_000): Promise<StoredChange[]> {
  return work
    .selectFrom("calendar_change")
    .selectAll()
    .where("version", ">", after)
    .orderBy("version")
    .limit(limit)
    .execute();
}

/** Whoever changes the calendar is alone until the transaction ends, so that versions are seen in their order. */
export async function lockCalendar(work: Work): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('calendar', 0))`.execute(work);
}

/** Adds a change as the next version; under the lock. */
export async function appendChange(
  work: Work,
  change: { id: string; at: Date; actor: string; by: Notice | LocalHolidays },
): Promise<number> {
  const { by, ...columns } = change;
  const { version } = await work
    .insertInto("calendar_change")
    .values({
      ...columns,
      version: sql<number>`(select max(version) + 1 from calendar_change)`,
      authority: by.authority,
      number: isNotice(by) ? by.number : null,
      content: JSON.stringify(by),
    })
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}

/** Keeps a change that another service made, as it is there. Gives whether it was not known yet. */
export async function keepChange(work: Work, change: StoredChange): Promise<boolean> {
  const kept = await work
    .insertInto("calendar_change")
    .values({ ...change, content: JSON.stringify(change.content) })
    .onConflict((conflict) => conflict.column("version").doNothing())
    .returning("version")
    .executeTakeFirst();
  return kept !== undefined;
}
