import { legalBasisFileQuery, type legalBasisView } from "@shuangsui/contracts";
import { columnsOf, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import { shownRows, type ShownEntry, type ShowsEntries } from "../exports/of-register.ts";
import type { Work } from "../register/register.ts";
import type { basisRegister } from "./bases.ts";

type Query = z.output<typeof legalBasisFileQuery>;
type Basis = ShownEntry<z.output<typeof legalBasisView>>;

/** The legal bases, as they are taken away (article 8). */
export const basesFile = (
  register: typeof basisRegister,
  shows: ShowsEntries,
): ListFile<Work, Query, Basis> => ({
  ...{ name: "legal-bases", tags: ["legal-bases"], action: "registry.read", query: legalBasisFileQuery },
  kind: () => "legal-bases",
  columns: () =>
    columnsOf({
      law: ({ view }) => view.law,
      article: ({ view }) => view.article,
      number: ({ view }) => view.number,
      validFrom: ({ view }) => view.validFrom,
      validTo: ({ view }) => view.validTo,
      authority: ({ view }, { authority }) => authority(view.authority),
      id: ({ view }) => view.id,
      version: ({ view }) => view.version,
      updatedAt: ({ view }, { time }) => time(view.updatedAt),
    }),
  rows: (work, caller, query) => shownRows(register, shows, work, caller, query),
});
