import {
  creditRecordChange,
  creditRecordQuery,
  creditRecordView,
  folded,
  newCreditRecord,
  Problem,
} from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { duplicateOf, misfit } from "../register/faults.ts";
import { equal, ofTarget } from "../register/narrow.ts";
import type { Plain } from "../register/narrowing.ts";
import type { FiledRegister } from "../register/register.ts";
import { entryOf, firstVersion, nextVersion, tableOf } from "../register/table.ts";
import { kindsOfTargets, type KindsOfTargets } from "../snapshot/targets.ts";
import { seesUnmasked, type Viewer } from "../secrecy/viewer.ts";
import { followRepairs, noteBrought, repairsOf } from "./repairs.ts";
import type { CreditRow } from "./tables.ts";

export const hashOf = (description: string) => createHash("sha256").update(description).digest("hex");
/** Two records of one day are one where they say the same of the same. */
const hashOfEntry = ({ description, personInCharge, samrClass, repairs }: Told) =>
  hashOf(
    JSON.stringify([description, personInCharge, samrClass, ...(repairs === null ? [] : [folded(repairs)])]),
  );
type Told = Pick<
  z.output<typeof newCreditRecord>,
  "description" | "personInCharge" | "samrClass" | "repairs"
>;
const keyOf = (entry: Told & { targetCode: string; kind: string; date: string }) =>
  JSON.stringify([entry.targetCode, entry.kind, entry.date, hashOfEntry(entry)]);

/** The same of a record; what an inspection entered has the hash of its description alone. */
export const hashOfRow = (row: CreditRow) =>
  row.inspection_id === null
    ? hashOfEntry({
        ...{ description: row.description, personInCharge: row.person_in_charge },
        ...{ samrClass: row.samr_class, repairs: row.repairs },
      })
    : hashOf(row.description);

/** The kind of an entry's target; undefined where there is none, or where it must say which. */
const kindOf = (targets: KindsOfTargets, { targetCode, targetKind }: z.output<typeof newCreditRecord>) => {
  const kinds = targets.get(targetCode) ?? [];
  if (targetKind !== null) return kinds.includes(targetKind) ? targetKind : undefined;
  return kinds.length === 1 ? kinds[0] : undefined;
};

/**
 * By the person of whom records are: those of the viewer's own authority, since of others' nobody there may read whose they are.
 * @throws Problem `caller/not-allowed` where the viewer may not either
 */
function ofPerson(person: string | undefined, viewer: Viewer): Plain[] {
  const key = folded(person ?? "");
  if (key === "") return [];
  const { authority } = viewer;
  if (!seesUnmasked(viewer, { authority }, "credit-person.read")) throw new Problem("caller/not-allowed");
  return equal({ person_key: key, authority });
}

/** The credit records: complaints, violations, honours, and outcomes of inspections. */
export const creditRegister: FiledRegister<
  CreditRow,
  z.output<typeof newCreditRecord>,
  z.output<typeof creditRecordChange>,
  z.output<typeof creditRecordView>,
  z.output<typeof creditRecordQuery>
> = {
  ...tableOf<CreditRow>("credit_record"),
  kind: "credit-records",
  order: "id",
  newEntry: newCreditRecord,
  change: creditRecordChange,
  view: creditRecordView,
  query: creditRecordQuery,
  sorts: { updatedAt: "updated_at" },
  narrowings: ({ targetCode, person, kind, status }, viewer) => [
    ...ofTarget("target_code", targetCode),
    ...equal({ kind, status }),
    ...ofPerson(person, viewer),
  ],
  keysOf: (entry) => [
    { path: "targetCode", value: keyOf(entry) },
    ...(entry.repairs === null
      ? []
      : [{ path: "repairs", value: JSON.stringify([entry.targetCode, folded(entry.repairs)]) }]),
  ],
  namesOthers: ({ repairs }) => repairs !== null,
  async faults(work, authority, entries, at, brought) {
    const codes = entries.map((entry) => entry.targetCode);
    const [targets, known] = await Promise.all([
      kindsOfTargets(work, codes),
      work
        .selectFrom("credit_record")
        .select(["id", "target_code", "kind", "date", "description_hash"])
        .where("authority", "=", authority)
        .where("target_code", "in", codes)
        .where("inspection_id", "is", null)
        .execute(),
    ]);
    const recorded = new Map(
      known.map((row) => [
        JSON.stringify([row.target_code, row.kind, row.date, row.description_hash]),
        row.id,
      ]),
    );
    // What is registered already is not asked about again: what it repaired is repaired.
    const repairs = entries.flatMap((entry, index) =>
      entry.repairs === null || recorded.has(keyOf(entry)) || kindOf(targets, entry) === undefined
        ? []
        : [{ index, entry, targetKind: kindOf(targets, entry) }],
    );
    const { faults } = await repairsOf(work, authority, repairs, at, brought);
    const ofRepairs = Map.groupBy(faults, ({ index }) => index);
    return entries.flatMap((entry, index) => {
      const repeated = recorded.get(keyOf(entry));
      const targetKind = kindOf(targets, entry);
      if (brought !== undefined && repeated === undefined && targetKind !== undefined)
        noteBrought(brought, entry, targetKind);
      return [
        ...(ofRepairs.get(index) ?? []),
        ...(targetKind === undefined
          ? [
              targets.get(entry.targetCode)?.length === 2
                ? misfit(index, "targetKind", "target-of-two-kinds")
                : misfit(index, "targetCode", "unknown-target"),
            ]
          : []),
        ...(repeated === undefined ? [] : [duplicateOf(index, "targetCode", repeated)]),
      ];
    });
  },
  async rowsOf(work, authority, entries, at) {
    const targets = await kindsOfTargets(
      work,
      entries.map((entry) => entry.targetCode),
    );
    const repairs = entries.flatMap((entry, index) =>
      entry.repairs === null ? [] : [{ index, entry, targetKind: kindOf(targets, entry) }],
    );
    const { records } = await repairsOf(work, authority, repairs, at);
    // Somebody else has repaired it since it was looked at.
    if (records.size < repairs.length) throw new Problem("registry/version-conflict");
    return entries.map((entry, index) => ({
      ...firstVersion(uuidv7(), authority, at),
      target_code: entry.targetCode,
      target_kind: kindOf(targets, entry) ?? "entity",
      kind: entry.kind,
      date: entry.date,
      description: entry.description,
      description_hash: hashOfEntry(entry),
      source: entry.source,
      source_key: entry.source === null ? null : folded(entry.source),
      repairs: entry.repairs,
      repairs_id: records.get(index) ?? null,
      valid_until: entry.validUntil,
      samr_class: entry.samrClass,
      person_in_charge: entry.personInCharge,
      person_key: entry.personInCharge === null ? null : folded(entry.personInCharge),
      objection: null,
      outcome: null,
      inspection_id: null,
      inspection_revision: null,
      status: "valid",
      repair_number: null,
      repair_decided_on: null,
    }));
  },
  async changed(_work, row, change, at) {
    if (row.status === "repaired" || row.kind === "repair") throw new Problem("credit/repaired");
    const description = change.description ?? row.description;
    const source = change.source === undefined ? row.source : change.source;
    return {
      ...nextVersion(row, at),
      date: change.date ?? row.date,
      description,
      description_hash: hashOfRow({ ...row, description }),
      source,
      source_key: source === null ? null : folded(source),
      valid_until: change.validUntil === undefined ? row.valid_until : change.validUntil,
      status: change.status ?? row.status,
    };
  },
  followNew: followRepairs,
  isUnmasked: (row, viewer) =>
    row.person_in_charge !== null && seesUnmasked(viewer, row, "credit-person.read"),
  hiddenFrom: (row, viewer) =>
    row.person_in_charge === null || seesUnmasked(viewer, row, "credit-person.read")
      ? []
      : ["personInCharge"],
  viewOf: (row, viewer) => ({
    ...entryOf(row),
    source: row.source,
    validUntil: row.valid_until,
    samrClass: row.samr_class,
    personInCharge: seesUnmasked(viewer, row, "credit-person.read") ? row.person_in_charge : null,
    ofPerson: row.person_in_charge !== null,
    objection: row.objection,
    targetCode: row.target_code,
    targetKind: row.target_kind,
    kind: row.kind,
    date: row.date,
    description: row.description,
    repairs: row.repairs,
    repairsId: row.repairs_id,
    outcome: row.outcome,
    inspectionId: row.inspection_id,
    status: row.status,
    repair:
      row.repair_number === null || row.repair_decided_on === null
        ? null
        : { number: row.repair_number, decidedOn: row.repair_decided_on },
  }),
};
