import { duplicatesFileQuery, mergesFileQuery } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import type { Cipher } from "../secrecy/cipher.ts";
import type { Pair } from "./rules.ts";
import { listMerges, openPairs, type Merge } from "./store.ts";

const rowsAtOnce = 1_000;
const tags = ["duplicates"];
type DuplicatesQuery = z.output<typeof duplicatesFileQuery>;

/** The pairs that may be one, as they are taken away (article 5). */
export const duplicatesFile = (cipher: Cipher): ListFile<Work, DuplicatesQuery, Pair> => ({
  ...{ name: "duplicates", tags, action: "registry.read", query: duplicatesFileQuery },
  kind: () => "duplicates",
  columns: () =>
    columnsOf({
      code: ({ one }) => one.code,
      name: ({ one }) => one.name,
      address: ({ one }) => one.address,
      other: ({ other }) => other.code,
      otherName: ({ other }) => other.name,
      otherAddress: ({ other }) => other.address,
      grounds: ({ grounds }, { words }) =>
        grounds.map((ground) => words.duplicateGround[ground]).join(words.comma),
    }),
  async *rows(work, caller, { register }) {
    let batch: Pair[] = [];
    for await (const pair of openPairs(work, cipher, caller.authority, register)) {
      batch.push(pair);
      if (batch.length < rowsAtOnce) continue;
      yield batch;
      batch = [];
    }
    yield batch;
  },
});

/** What was merged, and what of that was undone, as it is taken away. */
export const mergesFile: ListFile<Work, z.output<typeof mergesFileQuery>, Merge> = {
  ...{ name: "merges", tags, action: "registry.read", query: mergesFileQuery },
  kind: () => "duplicates",
  columns: () =>
    columnsOf({
      register: (one, { words }) => words.auditKind[one.register],
      kept: (one) => one.kept,
      merged: (one) => one.merged,
      reason: (one) => one.reason,
      moved: (one) => one.moved.length,
      actor: (one) => one.actor,
      at: (one, { time }) => time(one.at.toISOString()),
      undoneBy: (one) => one.undone_by,
      undoneReason: (one) => one.undone_reason,
      undoneAt: (one, { time }) => time(one.undone_at?.toISOString() ?? null),
      id: (one) => one.id,
    }),
  rows: (work, caller) =>
    everyPage<Merge, string>(
      (after, limit) => listMerges(work, caller.authority, { after, limit }),
      (row) => row.id,
    ),
};
