import { tipFileQuery, type tipView } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { hidden } from "../register/cells.ts";
import { listTips } from "./store.ts";
import type { TipRow } from "./tables.ts";
import { tipsShown, type ShowsTips } from "./views.ts";

type Query = z.output<typeof tipFileQuery>;
type Tip = z.output<typeof tipView>;

/** The tips as they are taken away; whoever need not know what was complained of, and by whom, does not learn it there either (article 2). */
export const tipsFile = (shows: ShowsTips): ListFile<Work, Query, Tip> => ({
  ...{ name: "tips", tags: ["tips"], action: "registry.read", query: tipFileQuery },
  kind: () => "tips",
  columns: () =>
    columnsOf({
      origin: (tip, { words }) => words.inspectionOrigin[tip.origin],
      targetKind: (tip, { words }) => words.targetKind[tip.target.kind],
      targetCode: (tip) => tip.target.code,
      source: (tip) => tip.source,
      document: (tip) => tip.document,
      receivedOn: (tip) => tip.receivedOn,
      statement: (tip) => tip.statement ?? hidden,
      complainant: (tip) => seen(tip, tip.complainant?.name),
      complainantPhone: (tip) => seen(tip, tip.complainant?.phone),
      evidence: (tip) => tip.evidence.map(({ name, from }) => `${name}（${from}）`).join("；"),
      status: (tip, { words }) => words.tipStatus[tip.status],
      inspectionId: (tip) => tip.inspection?.id ?? null,
      creditOutcome: (tip, { words }) => {
        const credit = tip.inspection?.credit ?? null;
        return credit === null ? null : words.creditOutcome[credit];
      },
      authority: (tip, { authority }) => authority(tip.authority),
      id: (tip) => tip.id,
      version: (tip) => tip.version,
      updatedAt: (tip, { time }) => time(tip.updatedAt),
    }),
  async *rows(work, caller, query) {
    const pages = everyPage<TipRow, string>(
      (before, limit) => listTips(work, caller.authority, { ...query, before, limit }),
      (row) => row.id,
    );
    for await (const page of pages) yield await tipsShown(shows, work, caller, page);
  },
});

/** Whoever does not see the statement does not learn whether anybody complained. */
const seen = ({ statement }: Tip, text: string | undefined) => (statement === null ? hidden : (text ?? null));
