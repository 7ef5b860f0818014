import { changesFileQuery, titleOfChange, type registerChange } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { headingOf } from "../register/columns.ts";
import type { ChangeReaders } from "./reader.ts";
import { changeRows, type ChangeRow, type ChangesPage } from "./store.ts";
import { changeView, placeOf } from "./views.ts";

type Query = z.output<typeof changesFileQuery>;
type Place = NonNullable<ChangesPage["before"]>;

/** What has changed in the registers, as it is taken away: this week's, a register's, somebody's (article 15). */
export const changesFile = (
  readers: ChangeReaders,
): ListFile<Work, Query, z.output<typeof registerChange>> => ({
  ...{ name: "changes", tags: ["changes"], action: "registry.read", query: changesFileQuery },
  kind: () => "changes",
  columns: () =>
    columnsOf({
      at: (one, { time }) => time(one.at),
      register: (one, { words }) => words.auditKind[one.register],
      ref: (one) => one.ref,
      name: (one, { words }) => titleOfChange(one, words.creditKind),
      version: (one) => one.version,
      // Of a first version all fields stand otherwise than before.
      fields: (one, { words, language }) =>
        one.version === 1
          ? words.auditAct.registered
          : one.fields.map((field) => headingOf(field, language)).join(words.comma),
      authority: (one, { authority }) => (one.authority === null ? null : authority(one.authority)),
      actor: (one) => one.actor,
      reason: (one) => one.reason,
    }),
  async *rows(work, caller, query) {
    const pages = everyPage<ChangeRow, Place>(
      (before, limit) => changeRows(work, caller.authority, { ...query, limit, before: before ?? undefined }),
      placeOf,
    );
    for await (const page of pages) yield page.map((row) => changeView(readers, row));
  },
});
