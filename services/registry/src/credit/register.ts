import {
  creditRecordChange,
  creditRecordQuery,
  creditRecordView,
  newCreditRecord,
} from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit } from "../register/faults.ts";
import type { Register } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import type { CreditRow } from "./tables.ts";

export const hashOf = (description: string) => createHash("sha256").update(description).digest("hex");
const keyOf = (entry: { targetCode: string; kind: string; date: string; description: string }) =>
  JSON.stringify([entry.targetCode, entry.kind, entry.date, hashOf(entry.description)]);

/** The credit records: complaints, violations, honours, and outcomes of inspections. */
export const creditRegister: Register<
  CreditRow,
  z.output<typeof newCreditRecord>,
  z.output<typeof creditRecordChange>,
  z.output<typeof creditRecordView>,
  z.output<typeof creditRecordQuery>
> = {
  ...tableOf<CreditRow>("credit_record"),
  kind: "credit-records",
  title: "Credit records",
  order: "id",
  columns: { targetCode: "text", kind: "text", date: "text", description: "text" },
  newEntry: newCreditRecord,
  change: creditRecordChange,
  view: creditRecordView,
  query: creditRecordQuery,
  filters: ({ targetCode, kind, status }) => ({ target_code: targetCode, kind, status }),
  keysOf: (entry) => [{ path: "targetCode", value: keyOf(entry) }],
  async faults(work, authority, entries) {
    const codes = entries.map((entry) => entry.targetCode);
    const [targets, known] = await Promise.all([
      kindsOfTargets(work, codes),
      work
        .selectFrom("credit_record")
        .select(["id", "target_code", "kind", "date", "description"])
        .where("authority", "=", authority)
        .where("target_code", "in", codes)
        .where("inspection_id", "is", null)
        .execute(),
    ]);
    const recorded = new Map(
      known.map((row) => [
        keyOf({ targetCode: row.target_code, kind: row.kind, date: row.date, description: row.description }),
        row.id,
      ]),
    );
    return entries.flatMap((entry, index) => {
      const repeated = recorded.get(keyOf(entry));
      return [
        ...(targets.has(entry.targetCode)
          ? []
          : [misfit(index, "targetCode", "is not the code of a registered target")]),
        ...(repeated === undefined ? [] : [duplicateOf(index, "targetCode", `credit record ${repeated}`)]),
      ];
    });
  },
  async rowsOf(work, authority, entries, at) {
    const targets = await kindsOfTargets(
      work,
      entries.map((entry) => entry.targetCode),
    );
    return entries.map((entry) => ({
      ...firstVersion(uuidv7(), authority, at),
      target_code: entry.targetCode,
      target_kind: targets.get(entry.targetCode) ?? "entity",
      kind: entry.kind,
      date: entry.date,
      description: entry.description,
      description_hash: hashOf(entry.description),
      outcome: null,
      inspection_id: null,
      inspection_revision: null,
      status: "valid",
    }));
  },
  async changed(_work, row, change, at) {
    const description = change.description ?? row.description;
    return {
      ...nextVersion(row, at),
      date: change.date ?? row.date,
      description,
      description_hash: hashOf(description),
      status: change.status ?? row.status,
    };
  },
  viewOf: (row) => ({
    ...entryOf(row),
    targetCode: row.target_code,
    targetKind: row.target_kind,
    kind: row.kind,
    date: row.date,
    description: row.description,
    outcome: row.outcome,
    inspectionId: row.inspection_id,
    status: row.status,
  }),
};
