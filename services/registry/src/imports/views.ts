import {
  importDifference,
  isProblemCode,
  problemEntry,
  problemPlace,
  type ImportView,
} from "@shuangsui/contracts";
import type { Sealer } from "@shuangsui/sealing";
import { z } from "zod";
import type { Work } from "../register/register.ts";
import { maxPlaces } from "./limits.ts";
import { detailsOf } from "./store.ts";
import type { ImportTable } from "./tables.ts";

/** What is kept of a row's faults. */
export const faultsOfRow = z.array(problemPlace);

/** An import as it is told of in a list: without its rows. */
export function summaryOf(job: ImportTable): ImportView {
  const { id, authority, actor, register, sheet, state, mode, created, changed, unchanged, refused } = job;
  const code = job.refusal_code;
  return {
    ...{ id, authority, actor, register, fileName: job.file_name, sheet, state, mode },
    progress: { rows: job.rows_read, of: job.rows_total },
    counts: { created, changed, unchanged, refused },
    refusal:
      code === null
        ? null
        : {
            ...{ code, title: isProblemCode(code) ? problemEntry(code).zh : code },
            ...{ detail: job.refusal_detail, sheets: job.sheets },
          },
    faults: [],
    moreRows: refused,
    differences: [],
    createdAt: job.created_at.toISOString(),
    endedAt: job.ended_at?.toISOString() ?? null,
    keptUntil: job.kept_until,
  };
}

/** An import with its first rows that have faults, and the first that change something. */
export async function viewOf(work: Work, sealer: Sealer, job: ImportTable): Promise<ImportView> {
  const limit = { limit: maxPlaces };
  const [faults, differences] = await Promise.all([
    detailsOf(work, sealer, job.id, "faults", faultsOfRow, limit),
    detailsOf(work, sealer, job.id, "difference", importDifference, limit),
  ]);
  const summary = summaryOf(job);
  return {
    ...summary,
    faults: faults.flatMap(({ detail }) => detail),
    moreRows: Math.max(0, summary.moreRows - faults.length),
    differences: differences.map(({ detail }) => detail),
  };
}
