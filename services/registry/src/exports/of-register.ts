import type { Clock } from "@shuangsui/clock";
import { exportQueries, type FileQuery } from "@shuangsui/contracts";
import type { Auditor, Caller } from "@shuangsui/service-kit";
import type { ListFile } from "@shuangsui/service-kit/list-files";
import { shanghaiDate } from "@shuangsui/workdays";
import type { z } from "zod";
import { noteLook } from "../register/audit.ts";
import { cellText, hidden } from "../register/cells.ts";
import { columnsOf, headingOf } from "../register/columns.ts";
import { conditionsOf } from "../register/conditions.ts";
import { narrowingsOf, orderOf } from "../register/entries.ts";
import { wholeList } from "../register/lists.ts";
import type { Change, FiledRegister, ListQuery, Register, Work } from "../register/register.ts";
import type { Row } from "../register/row.ts";

const rowsAtOnce = 1_000;
const description =
  "The whole list, narrowed and sorted as its query says, as a file for spreadsheets: out of one state of the database, masked as the caller may see it. " +
  "Each row has its id and version, so that it can be corrected in the file and brought back.";

/** An entry as whoever takes it away may see it, and which of its fields are hidden from that one. */
export type ShownEntry<V> = { view: V; left: readonly string[] };
export type ShowsEntries = { clock: Clock; auditor: Auditor };

/** All entries of a register's list as a caller may see them; a look at what is not masked is on record. */
export async function* shownRows<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: Register<R, N, C, V, Q>,
  { clock, auditor }: ShowsEntries,
  work: Work,
  caller: Caller,
  query: Omit<Q, "after" | "limit" | "count">,
): AsyncGenerator<ShownEntry<V>[]> {
  const day = shanghaiDate(await clock.now(work));
  const { authority, sort } = query;
  // What narrows a list asks nothing of its pages.
  const narrowings = narrowingsOf(register, query as Q, caller);
  const of = register.listedOf?.(caller.authority, authority);
  const conditions = await conditionsOf(work, caller.authority, narrowings, day, of);
  const order = orderOf(register, sort);
  for await (const batch of wholeList(work, register, { conditions, order }, rowsAtOnce)) {
    const unmasked = batch.filter((row) => register.isUnmasked?.(row, caller) === true);
    noteLook(auditor, register.kind, caller, [...new Set(unmasked.map(register.subjectOf))]);
    yield batch.map((row) => ({
      view: register.viewOf(row, caller),
      left: register.hiddenFrom?.(row, caller) ?? [],
    }));
  }
}

/** A register's list as it is taken away: with all columns of its sheet, so that it can be brought back. */
export function registerFile<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  register: FiledRegister<R, N, C, V, Q>,
  shows: ShowsEntries,
): ListFile<Work, Q & FileQuery, ShownEntry<ReadonlyMap<string, unknown>>> {
  const { kind } = register;
  return {
    ...{ name: kind, tags: [kind], description, action: "registry.read" },
    // It is the list's own, but for the pages.
    query: exportQueries[kind] as unknown as z.ZodType<Q & FileQuery>,
    kind: () => kind,
    columns: ({ lang }) =>
      Object.entries(columnsOf[kind]).map(([field, column]) => ({
        heading: () => headingOf(field, lang),
        cell: ({ view, left }) =>
          left.includes(field) ? hidden : fitting(cellText(view.get(field), column, lang)),
      })),
    async *rows(work, caller, query) {
      for await (const batch of shownRows(register, shows, work, caller, query))
        yield batch.map(({ view, left }) => ({
          view: new Map<string, unknown>(Object.entries(view as object)),
          left,
        }));
    },
  };
}

/** Spreadsheets take 32,767 characters a cell, and an import 64 KiB a row. */
const mostBytes = 32_000;
/** What no cell can hold stands as what its reader may not see: brought back, it says nothing, and stays as it is. */
const fitting = (text: string) => (Buffer.byteLength(text) > mostBytes ? hidden : text);
