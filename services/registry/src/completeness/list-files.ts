import {
  removalGround,
  sourceListsFileQuery,
  unregisteredFileQuery,
  type unregistered,
} from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { everyRow } from "../register/lists.ts";
import { listLists, unregisteredRows, type Unregistered } from "./store.ts";
import type { SourceListTable } from "./tables.ts";

const rowsAtOnce = 1_000;
const tags = ["completeness"];

/** The lists of others that were brought, as they are taken away. */
export const sourceListsFile: ListFile<Work, z.output<typeof sourceListsFileQuery>, SourceListTable> = {
  ...{ name: "source-lists", tags, action: "registry.read", query: sourceListsFileQuery },
  kind: () => "source-list",
  columns: () =>
    columnsOf({
      source: (one, { words }) => words.listSource[one.source],
      asOf: (one) => one.as_of,
      rows: (one) => one.rows,
      authority: (one, { authority }) => authority(one.authority),
      broughtBy: (one) => one.actor,
      at: (one, { time }) => time(one.at.toISOString()),
      id: (one) => one.id,
    }),
  rows: (work, _caller, { source }) =>
    everyPage<SourceListTable, string>(
      (before, limit) => listLists(work, { source, limit }, before),
      (row) => row.id,
    ),
};

/** Who stands in a list and is missing in the registry, and who has left it and why, as they are taken away (articles 10, 12, 15). */
export const unregisteredFile: ListFile<
  Work,
  z.output<typeof unregisteredFileQuery>,
  z.output<typeof unregistered>
> = {
  ...{ name: "completeness/unregistered", tags, action: "registry.read", query: unregisteredFileQuery },
  kind: () => "source-list",
  columns: () =>
    columnsOf({
      code: (one) => one.code,
      name: (one) => one.name,
      listNumber: (one) => one.number,
      removalGround: (one, { words }) =>
        one.removalGround === null ? null : words.removalGround[one.removalGround],
      authority: (one, { authority }) => authority(one.authority),
    }),
  async *rows(work, caller, query) {
    const rows = unregisteredRows(caller.authority, query);
    for await (const batch of everyRow<Unregistered>(work, rows, rowsAtOnce))
      yield batch.map(unregisteredView);
  },
};

const ground = removalGround.nullable();
/** As the registry tells of it. */
export const unregisteredView = (row: Unregistered): z.output<typeof unregistered> => ({
  ...row,
  removalGround: ground.parse(row.removalGround),
});
