import { conflictChange, conflictQuery, conflictView, newConflict } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit } from "../register/faults.ts";
import type { Register, Work } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import type { ConflictRow } from "./tables.ts";

/** The authority's inspectors by their certificates' numbers. */
async function holdersOf(
  work: Work,
  authority: string,
  certificates: readonly string[],
): Promise<Map<string, string>> {
  const rows = await work
    .selectFrom("inspector")
    .select(["id", "certificate_number"])
    .where("authority", "=", authority)
    .where("certificate_number", "in", [...certificates])
    .execute();
  return new Map(rows.map((row) => [row.certificate_number, row.id]));
}

/** The conflicts of interest: whom an inspector is never dealt to (article 24). */
export const conflictRegister: Register<
  ConflictRow,
  z.output<typeof newConflict>,
  z.output<typeof conflictChange>,
  z.output<typeof conflictView>,
  z.output<typeof conflictQuery>
> = {
  ...tableOf<ConflictRow>("conflict"),
  kind: "conflicts",
  title: "Conflicts of interest",
  order: "id",
  columns: { certificateNumber: "text", targetCode: "text", ground: "text", note: "text" },
  newEntry: newConflict,
  change: conflictChange,
  view: conflictView,
  query: conflictQuery,
  filters: ({ targetCode, inspectorId, status }) => ({
    target_code: targetCode,
    inspector_id: inspectorId,
    status,
  }),
  keysOf: ({ certificateNumber, targetCode }) => [
    { path: "targetCode", value: JSON.stringify([certificateNumber, targetCode]) },
  ],
  async faults(work, authority, entries) {
    const codes = entries.map((entry) => entry.targetCode);
    const certificates = entries.map((entry) => entry.certificateNumber);
    const [holders, targets, known] = await Promise.all([
      holdersOf(work, authority, certificates),
      kindsOfTargets(work, codes),
      work
        .selectFrom("conflict")
        .select(["id", "inspector_id", "target_code"])
        .where("authority", "=", authority)
        .where("target_code", "in", codes)
        .execute(),
    ]);
    const declared = new Map(known.map((row) => [`${row.inspector_id} ${row.target_code}`, row.id]));
    return entries.flatMap(({ certificateNumber, targetCode }, index) => {
      const inspector = holders.get(certificateNumber);
      const repeated = inspector === undefined ? undefined : declared.get(`${inspector} ${targetCode}`);
      return [
        ...(inspector === undefined
          ? [misfit(index, "certificateNumber", "is not the certificate of a registered inspector")]
          : []),
        ...(targets.has(targetCode)
          ? []
          : [misfit(index, "targetCode", "is not the code of a registered target")]),
        ...(repeated === undefined ? [] : [duplicateOf(index, "targetCode", `conflict ${repeated}`)]),
      ];
    });
  },
  async rowsOf(work, authority, entries, at) {
    const holders = await holdersOf(
      work,
      authority,
      entries.map((entry) => entry.certificateNumber),
    );
    return entries.flatMap((entry) => {
      const inspector = holders.get(entry.certificateNumber);
      if (inspector === undefined) return [];
      return [
        {
          ...firstVersion(uuidv7(), authority, at),
          inspector_id: inspector,
          target_code: entry.targetCode,
          ground: entry.ground,
          note: entry.note,
          status: "declared" as const,
        },
      ];
    });
  },
  changed: async (_work, row, change, at) => ({
    ...nextVersion(row, at),
    ground: change.ground ?? row.ground,
    note: change.note ?? row.note,
    status: change.status ?? row.status,
  }),
  viewOf: (row) => ({
    ...entryOf(row),
    inspectorId: row.inspector_id,
    targetCode: row.target_code,
    ground: row.ground,
    note: row.note,
    status: row.status,
  }),
};
