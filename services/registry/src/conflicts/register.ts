import { conflictChange, conflictQuery, conflictView, folded, newConflict } from "@shuangsui/contracts";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit, refusalOf } from "../register/faults.ts";
import { equal, ofTarget } from "../register/narrow.ts";
import type { FiledRegister, Work } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import { seesUnmasked } from "../secrecy/viewer.ts";
import type { ConflictRow } from "./tables.ts";

type Named = { certificateNumber: string | null; inspectorId: string | null };

/** How an entry names its inspector: by the id, or by the certificate's number in folded form. */
const namedBy = ({ certificateNumber, inspectorId }: Named) => inspectorId ?? folded(certificateNumber ?? "");

/** The authority's inspectors by what these entries name them by. */
async function inspectorsNamed(
  work: Work,
  authority: string,
  entries: readonly Named[],
): Promise<Map<string, string>> {
  const ids = entries.flatMap(({ inspectorId }) => inspectorId ?? []);
  const { rows } = await sql<{ id: string; certificate_key: string | null }>`
    select id, certificate_key from inspector where authority = ${authority}
      and (certificate_key = any(${entries.map(namedBy)}::text[]) or id = any(${ids}::uuid[]))`.execute(work);
  return new Map(
    rows.flatMap(({ id, certificate_key: key }) => [
      [id, id] as const,
      ...(key === null ? [] : [[key, id] as const]),
    ]),
  );
}

/** What whoever need not know reads of an interest (article 24). */
const masked = { ground: null, note: null, evidence: null, valid_from: null, valid_to: null };

/** The conflicts of interest: whom an inspector is never dealt to (article 24). */
export const conflictRegister: FiledRegister<
  ConflictRow,
  z.output<typeof newConflict>,
  z.output<typeof conflictChange>,
  z.output<typeof conflictView>,
  z.output<typeof conflictQuery>
> = {
  ...tableOf<ConflictRow>("conflict"),
  kind: "conflicts",
  order: "id",
  newEntry: newConflict,
  change: conflictChange,
  view: conflictView,
  query: conflictQuery,
  sorts: { updatedAt: "updated_at" },
  narrowings: ({ targetCode, inspectorId, status }) => [
    ...ofTarget("target_code", targetCode),
    ...equal({ inspector_id: inspectorId, status }),
  ],
  keysOf: (entry) => [{ path: "targetCode", value: JSON.stringify([namedBy(entry), entry.targetCode]) }],
  async faults(work, authority, entries) {
    const codes = entries.map((entry) => entry.targetCode);
    const [holders, targets, known] = await Promise.all([
      inspectorsNamed(work, authority, entries),
      kindsOfTargets(work, codes),
      work
        .selectFrom("conflict")
        .select(["id", "inspector_id", "target_code"])
        .where("authority", "=", authority)
        .where("target_code", "in", codes)
        .execute(),
    ]);
    const declared = new Map(known.map((row) => [`${row.inspector_id} ${row.target_code}`, row.id]));
    return entries.flatMap((entry, index) => {
      const { targetCode } = entry;
      const inspector = holders.get(namedBy(entry));
      const repeated = inspector === undefined ? undefined : declared.get(`${inspector} ${targetCode}`);
      return [
        ...(inspector === undefined
          ? [
              misfit(
                index,
                entry.inspectorId === null ? "certificateNumber" : "inspectorId",
                "unknown-certificate",
              ),
            ]
          : []),
        ...(targets.has(targetCode) ? [] : [misfit(index, "targetCode", "unknown-target")]),
        ...(repeated === undefined ? [] : [duplicateOf(index, "targetCode", targetCode, repeated)]),
      ];
    });
  },
  async rowsOf(work, authority, entries, at) {
    const holders = await inspectorsNamed(work, authority, entries);
    return entries.flatMap((entry) => {
      const inspector = holders.get(namedBy(entry));
      if (inspector === undefined) return [];
      return [
        {
          ...firstVersion(uuidv7(), authority, at),
          inspector_id: inspector,
          target_code: entry.targetCode,
          ground: entry.ground,
          note: entry.note,
          evidence: entry.evidence,
          valid_from: entry.validFrom,
          valid_to: entry.validTo,
          status: "declared" as const,
        },
      ];
    });
  },
  async changed(_work, row, change, at) {
    const next: ConflictRow = {
      ...nextVersion(row, at),
      ground: change.ground ?? row.ground,
      note: change.note ?? row.note,
      evidence: change.evidence === undefined ? row.evidence : change.evidence,
      valid_from: change.validFrom === undefined ? row.valid_from : change.validFrom,
      valid_to: change.validTo === undefined ? row.valid_to : change.validTo,
      status: change.status ?? row.status,
    };
    if (next.valid_from !== null && next.valid_to !== null && next.valid_to < next.valid_from)
      throw refusalOf([misfit(0, "validTo", "order")]);
    return next;
  },
  isUnmasked: (row, viewer) => seesUnmasked(viewer, row, "conflict.read"),
  hiddenFrom: (row, viewer) =>
    seesUnmasked(viewer, row, "conflict.read") ? [] : ["ground", "note", "evidence", "validFrom", "validTo"],
  viewOf(row, viewer) {
    const seen = seesUnmasked(viewer, row, "conflict.read") ? row : masked;
    return {
      ...entryOf(row),
      inspectorId: row.inspector_id,
      targetCode: row.target_code,
      ground: seen.ground,
      note: seen.note,
      evidence: seen.evidence,
      validFrom: seen.valid_from,
      validTo: seen.valid_to,
      status: row.status,
    };
  },
};
