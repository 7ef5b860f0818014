import type { Clock } from "@shuangsui/clock";
import { hasFormOfId, Problem } from "@shuangsui/contracts";
import { breaksUniqueKey, codeOf, readOnly, type Caller, type Database } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { sql } from "kysely";
import type { Tables } from "../tables.ts";
import { conditionsOf } from "./conditions.ts";
import { refusalOf } from "./faults.ts";
import { countRows, listRows, type Count, type Order, type Page } from "./lists.ts";
import type { Narrowing } from "./narrowing.ts";
import { keptRows } from "./kept-rows.ts";
import { createReader } from "./reader.ts";
import type { Change, Fault, ListQuery, Register, Work } from "./register.ts";
import type { Row } from "./row.ts";
import type { Viewer } from "../secrecy/viewer.ts";
import { findRows, keepVersions, versionRows, type VersionPage, type VersionRow } from "./store.ts";

export type RegisterOptions = {
  database: Database<Tables>;
  clock: Clock;
  /** For how long, in milliseconds, a list may be counted to its end. */
  countWithinMs?: number;
};

/** Registers entries with their first versions, where nothing is wrong with any; gives those written and what is wrong. With a fault nothing may be committed. */
async function registerAll<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: Register<R, N, C, V, Q>,
  entries: readonly N[],
  by: { caller: Caller; at: Date; reason: string },
): Promise<{ rows: R[]; faults: Fault[] }> {
  const faults = await register.faults(work, by.caller.authority, entries, by.at);
  return faults.length > 0 ? { rows: [], faults } : insertAll(work, register, entries, by);
}

/** Writes entries that have no faults; gives those written, and what somebody else has registered or stated otherwise meanwhile. */
export async function insertAll<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: Register<R, N, C, V, Q>,
  entries: readonly N[],
  by: { caller: Caller; at: Date; reason: string },
): Promise<{ rows: R[]; faults: Fault[] }> {
  if (entries.length === 0) return { rows: [], faults: [] };
  const rows = await register.rowsOf(work, by.caller.authority, entries, by.at);
  const written = await register.insert(work, rows);
  await keepVersions(
    work,
    register.kind,
    written.map((row) => ({
      subject: register.subjectOf(row),
      row,
      shared: register.setsShared?.(row) ?? false,
    })),
    by,
  );
  await register.followNew?.(work, written, by);
  const standing = new Map(written.map((row) => [row.id, row]));
  return {
    rows: written,
    faults: entries.flatMap((entry, index) => {
      const row = standing.get(rows[index]?.id ?? "");
      if (row !== undefined) return register.differences?.(index, entry, row) ?? [];
      // It breaks a key that this authority cannot see, or was registered in this very moment.
      const path = register.keysOf(entry)[0]?.path ?? "";
      return [{ index, path, fault: "registered-as", duplicate: true }];
    }),
  };
}

/** How an entry stands before a change and after it. @throws Problem where who asks may not, or a rule refuses it */
export async function decideChange<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: Register<R, N, C, V, Q>,
  { caller, at, found, change }: { caller: Caller; at: Date; found: R; change: C },
): Promise<{ before: R; row: R }> {
  const before = (await register.changeable?.(work, caller, found, change)) ?? found;
  if (before.version !== change.version)
    throw new Problem("registry/version-conflict", `the version is ${before.version}`);
  return { before, row: await register.changed(work, before, change, at) };
}

/** Writes a changed entry with its version and what follows from it. @throws Problem `registry/version-conflict` */
export async function writeChange<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: Register<R, N, C, V, Q>,
  { before, row }: { before: R; row: R },
  by: { caller: Caller; at: Date; reason: string },
): Promise<R> {
  if (!(await register.update(work, row))) throw new Problem("registry/version-conflict");
  const shared = register.setsShared?.(row, before) ?? false;
  await keepVersions(work, register.kind, [{ subject: register.subjectOf(row), row, before, shared }], by);
  return (await register.follow?.(work, row, before, by)) ?? row;
}

/**
 * Writes a change of an entry as its next version.
 * @throws Problem `registry/version-conflict`, and as the register refuses
 */
export async function changeEntry<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  work: Work,
  register: Register<R, N, C, V, Q>,
  { caller, at }: { caller: Caller; at: Date },
  found: R,
  change: C,
): Promise<R> {
  const decided = await decideChange(work, register, { caller, at, found, change });
  return writeChange(work, register, decided, { caller, at, reason: change.reason });
}

/** An entry with more versions is not told of by its past. */
const allVersions: VersionPage = { after: null, newestFirst: false, most: 10_000 };

/** What a query narrows a register's list by. @throws Problem where the viewer may not find by that */
export function narrowingsOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
  query: Q,
  viewer: Viewer,
): Narrowing[] {
  const { authority } = query;
  return [
    ...register.narrowings(query, viewer),
    ...(authority === undefined ? [] : [{ column: "authority", equals: authority }]),
  ];
}

/** How a register's list is sorted: as it says by itself, or by one of its sorts, which a hyphen turns round. */
export function orderOf(
  {
    order,
    newestFirst = false,
    sorts,
  }: { order: "code" | "id"; newestFirst?: boolean; sorts: Readonly<Record<string, string>> },
  sort: string | undefined,
): Order {
  const descending = sort?.startsWith("-") ?? newestFirst;
  return { column: sorts[(sort ?? "").replace(/^-/, "")] ?? order, descending };
}

/** A reference by which somebody asks for an entry, as entries are found by it: an id as it is, a code in the form in which codes are kept. */
export const referenceOf = ({ codeForm }: { codeForm?(code: string): string }, reference: string): string =>
  codeForm === undefined || hasFormOfId(reference) ? reference : codeForm(reference);

/** Has each further statement of a transaction end after so long. Without waiting: where it fails, so does what follows. */
function within(work: Work, milliseconds: number): Promise<unknown> {
  return sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`
    .execute(work)
    .catch(() => undefined);
}

/** Undefined where a statement took longer than it may. @throws what else went wrong */
function unlessTooLong(error: unknown): undefined {
  if (codeOf(error) !== "57014") throw error;
}

/** What one can do with the entries of a register. */
export function entriesOf<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
  { database, clock, countWithinMs = 10_000 }: RegisterOptions,
) {
  const { relation, standings, order } = register;
  const kept = standings === undefined ? undefined : keptRows<R>(relation, standings);
  const read = createReader<R>(database, async (work, viewer, references) => {
    const found = await (kept?.find(work, order, viewer, references) ??
      findRows<R>(work, relation, order, viewer, references));
    const missing = references.filter((reference) => !found.has(reference));
    if (register.findShared !== undefined && missing.length > 0)
      for (const [code, row] of await register.findShared(work, missing)) found.set(code, row);
    return found;
  });
  /** @throws Problem `not-found`, also for what the viewer may not see */
  const get = async (viewer: string, reference: string): Promise<R> => {
    if (!/^[A-Za-z0-9-]{1,64}$/.test(reference)) throw new Problem("not-found");
    const row = await read(viewer, referenceOf(register, reference));
    if (row === undefined) throw new Problem("not-found");
    return row;
  };
  /** How an entry stood by each of its versions up to one, or up to a time, as the viewer may know them. */
  const standingsOf = async (
    viewer: string,
    reference: string,
    until: { version?: number | undefined; at?: string | undefined },
  ): Promise<VersionRow<R>[]> => {
    const row = await get(viewer, reference);
    const versions = await database.as(
      viewer,
      (work) => versionRows<R>(work, viewer, register, register.subjectOf(row), allVersions),
      readOnly,
    );
    let before: R | undefined;
    return versions
      .filter(
        ({ version, at }) =>
          version <= (until.version ?? version) && at.getTime() <= Date.parse(until.at ?? at.toISOString()),
      )
      .map((version) => {
        const entry = register.standing?.(before, version.entry, row.authority) ?? version.entry;
        before = entry;
        return { ...version, entry: { ...entry, version: version.version, updated_at: version.at } };
      });
  };
  return {
    get,
    standings: standingsOf,
    /** An entry as it stood at a time (article 15). @throws Problem `not-found`, also where it was not there yet */
    async asOf(viewer: string, reference: string, at: string): Promise<R> {
      const row = (await standingsOf(viewer, reference, { at })).at(-1)?.entry;
      if (row === undefined) throw new Problem("not-found");
      const { joinedAt } = register;
      return joinedAt === undefined
        ? row
        : database.as(viewer, (work) => joinedAt(work, viewer, row, new Date(at)), readOnly);
    },
    /** A page of the list, and, where its first one is asked for that, how many entries there are in all. */
    async list(
      viewer: Viewer,
      query: Q,
      after: readonly [string, string] | undefined,
    ): Promise<{ rows: R[]; count?: Count }> {
      const { limit } = query;
      const narrowings = narrowingsOf(register, query, viewer);
      const day = shanghaiDate(await clock.now());
      const { authority } = viewer;
      const pageIn = async (work: Work): Promise<Page> => {
        const of = register.listedOf?.(authority, query.authority);
        const conditions = await conditionsOf(work, authority, narrowings, day, of);
        return { conditions, order: orderOf(register, query.sort), after, limit };
      };
      const { count = "false" } = query;
      const isCounted = count !== "false" && after === undefined;
      const found = await database.as(
        authority,
        async (work) => listRows(work, register, await pageIn(work), { narrowings, isCounted }),
        readOnly,
      );
      if (count !== "exact" || found.count?.isMore !== true) return found;
      const number = await database
        .as(
          authority,
          async (work) => {
            void within(work, countWithinMs);
            return countRows(work, register, await pageIn(work));
          },
          readOnly,
        )
        .catch(unlessTooLong);
      return number === undefined ? found : { ...found, count: { number, isMore: false } };
    },
    /** @throws Problem `registry/duplicate`, `body/invalid` */
    async create(caller: Caller, entry: N): Promise<R> {
      const at = await clock.now();
      return database.as(caller.authority, async (work) => {
        const { rows, faults } = await registerAll(work, register, [entry], {
          caller,
          at,
          reason: "registered",
        });
        const row = rows[0];
        if (row === undefined || faults.length > 0) throw refusalOf(faults);
        return row;
      });
    },
    /** @throws Problem `not-found`, `authority/not-yours`, `registry/shared`, `registry/version-conflict`, `registry/duplicate`, `body/invalid` */
    async change(caller: Caller, reference: string, change: C): Promise<R> {
      const found = await get(caller.authority, reference);
      if (register.changeable === undefined && found.authority !== caller.authority)
        throw new Problem("authority/not-yours");
      const at = await clock.now();
      try {
        return await database.as(caller.authority, (work) =>
          changeEntry(work, register, { caller, at }, found, change),
        );
      } catch (error) {
        throw breaksUniqueKey(error) ? new Problem("registry/duplicate") : error;
      }
    },
    async history(viewer: string, reference: string, page: VersionPage) {
      const row = await get(viewer, reference);
      const versions = await database.as(
        viewer,
        (work) => versionRows<R>(work, viewer, register, register.subjectOf(row), page),
        readOnly,
      );
      return versions.map((version) => ({ ...version, entry: { ...version.entry, updated_at: version.at } }));
    },
  };
}
