import { tipFileQuery, type tipView } from "@shuangsui/contracts";
import { columnsOf, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import { shownRows, type ShownEntry, type ShowsEntries } from "../exports/of-register.ts";
import { hidden } from "../register/cells.ts";
import type { Work } from "../register/register.ts";
import type { tipRegister } from "./register.ts";

type Query = z.output<typeof tipFileQuery>;
type Tip = ShownEntry<z.output<typeof tipView>>;

/** The tips as they are taken away; whoever need not know what was complained of, and by whom, does not learn it there either (article 2). */
export const tipsFile = (
  register: ReturnType<typeof tipRegister>,
  shows: ShowsEntries,
): ListFile<Work, Query, Tip> => ({
  ...{ name: "tips", tags: ["tips"], action: "registry.read", query: tipFileQuery },
  kind: () => "tips",
  columns: () =>
    columnsOf({
      origin: ({ view }, { words }) => words.inspectionOrigin[view.origin],
      targetKind: ({ view }, { words }) => words.targetKind[view.target.kind],
      targetCode: ({ view }) => view.target.code,
      source: ({ view }) => view.source,
      document: ({ view }) => view.document,
      receivedOn: ({ view }) => view.receivedOn,
      statement: (tip) => seen(tip, "statement", tip.view.statement),
      complainant: (tip) => seen(tip, "complainant", tip.view.complainant?.name),
      complainantPhone: (tip) => seen(tip, "complainant", tip.view.complainant?.phone),
      evidence: ({ view }) => view.evidence.map(({ name, from }) => `${name}（${from}）`).join("；"),
      status: ({ view }, { words }) => words.tipStatus[view.status],
      inspectionId: ({ view }) => view.inspection?.id ?? null,
      creditOutcome: ({ view }, { words }) => {
        const credit = view.inspection?.credit ?? null;
        return credit === null ? null : words.creditOutcome[credit];
      },
      authority: ({ view }, { authority }) => authority(view.authority),
      id: ({ view }) => view.id,
      version: ({ view }) => view.version,
      updatedAt: ({ view }, { time }) => time(view.updatedAt),
    }),
  rows: (work, caller, query) => shownRows(register, shows, work, caller, query),
});

/** Whoever does not see the statement does not learn whether anybody complained. */
const seen = ({ left }: Tip, field: string, text: string | null | undefined) =>
  left.includes(field) ? hidden : (text ?? null);
