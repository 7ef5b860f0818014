import { legalBasisFileQuery, type FileQuery } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { listBases } from "./bases.ts";
import type { LegalBasisRow } from "./tables.ts";

type Query = z.output<typeof legalBasisFileQuery> & FileQuery;

/** The legal bases, as they are taken away (article 8). */
export const basesFile: ListFile<Work, Query, LegalBasisRow> = {
  ...{ name: "legal-bases", tags: ["legal-bases"], action: "registry.read", query: legalBasisFileQuery },
  kind: () => "legal-bases",
  columns: () =>
    columnsOf({
      law: (one) => one.law,
      article: (one) => one.article,
      number: (one) => one.number,
      validFrom: (one) => one.valid_from,
      validTo: (one) => one.valid_to,
      authority: (one, { authority }) => authority(one.authority),
      id: (one) => one.id,
      version: (one) => one.version,
      updatedAt: (one, { time }) => time(one.updated_at.toISOString()),
    }),
  rows: (work, caller, query) =>
    everyPage<LegalBasisRow, string>(
      (after, limit) => listBases(work, caller.authority, { ...query, limit }, after),
      (row) => row.id,
    ),
};
