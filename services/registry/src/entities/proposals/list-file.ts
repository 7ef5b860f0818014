import { proposalFileQuery, type proposalView } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import type { Work } from "../../register/register.ts";
import { headingOf } from "../../register/columns.ts";
import { listProposals } from "./store.ts";
import type { Proposal } from "./tables.ts";
import { viewsOf } from "./views.ts";

type Query = z.output<typeof proposalFileQuery>;

/** The proposals to change what authorities share, as they are taken away (article 5). */
export const proposalsFile: ListFile<Work, Query, z.output<typeof proposalView>> = {
  ...{ name: "proposals", tags: ["entities"], action: "registry.read", query: proposalFileQuery },
  kind: () => "entities",
  columns: () =>
    columnsOf({
      creditCode: (one) => one.creditCode,
      fields: (one, { words, language }) =>
        Object.keys(one.changes)
          .map((field) => headingOf(field, language))
          .join(words.comma),
      reason: (one) => one.reason,
      proposer: (one, { authority }) => authority(one.authority),
      status: (one, { words }) => words.proposalStatus[one.status],
      proposedAt: (one, { time }) => time(one.proposedAt),
      answers: (one, { words, authority }) =>
        one.answers.map((answer) => authority(answer.authority)).join(words.comma),
      waitsFor: (one, { words, authority }) => one.waitsFor.map(authority).join(words.comma),
      endedAt: (one, { time }) => time(one.endedAt),
      id: (one) => one.id,
    }),
  async *rows(work, caller, { status }) {
    const pages = everyPage<Proposal, string>(
      (after, limit) => listProposals(work, { code: undefined, status, limit, after }),
      (row) => row.id,
    );
    for await (const page of pages) yield await viewsOf(work, caller.authority, page);
  },
};
