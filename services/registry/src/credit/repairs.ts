import {
  folded,
  hasFormOfId,
  Problem,
  shortened,
  type newCreditRecord,
  type RepairDue,
} from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { sql } from "kysely";
import type { z } from "zod";
import type { Repeats } from "../register/repeats.ts";
import { misfit } from "../register/faults.ts";
import type { Fault, Work } from "../register/register.ts";
import { writeRepair } from "./repaired.ts";
import { isAgainst } from "./rules.ts";
import type { CreditRow } from "./tables.ts";

type Entry = z.output<typeof newCreditRecord>;
/** An entry that repairs another record, by its index, with the kind of its target where that is known. */
type Repair = { index: number; entry: Entry; targetKind: TargetKind | undefined };
/** A record as far as it tells whether it may be repaired. */
type Named = Pick<
  CreditRow,
  "id" | "source_key" | "target_code" | "target_kind" | "kind" | "outcome" | "status"
>;

/** The authority's records that some entries repair, by how those name them: by the source's number, or by the id. */
async function recordsNamed(
  work: Work,
  authority: string,
  names: readonly string[],
): Promise<(name: string) => Named[]> {
  const ids = names.filter(hasFormOfId);
  const { rows } = await sql<Named>`
    select id, source_key, target_code, target_kind, kind, outcome, status from credit_record
    where authority = ${authority} and kind <> 'repair'
      and (source_key = any(${names.map(folded)}::text[]) or id = any(${ids}::uuid[]))`.execute(work);
  return (name) =>
    rows.filter(({ id, source_key: key }) => key === folded(name) || id === name.toLowerCase());
}

type TargetKind = CreditRow["target_kind"];

/** Notes what a sheet that is checked would bring, as far as repairs in the same sheet may name it: by the source's number. */
export function noteBrought(brought: Repeats, entry: Entry, targetKind: TargetKind): void {
  const { source, targetCode, kind, repairs } = entry;
  if (source === null || repairs !== null) return;
  const its = JSON.stringify([targetCode, targetKind, folded(source)]);
  brought.firstRowOf("source", folded(source), 1);
  brought.firstRowOf("of-target", its, 1);
  if (!isAgainst({ kind, outcome: null })) return;
  let number = 1;
  while (brought.firstRowOf(`against ${number}`, its, 1) !== undefined) number += 1;
}

/** What of it a repair names: anything at all, anything of its target, and how many records that may be repaired. */
function namedOf(brought: Repeats | undefined, { entry, targetKind }: Repair) {
  const number = folded(entry.repairs ?? "");
  const its = JSON.stringify([entry.targetCode, targetKind, number]);
  let against = 0;
  while (brought?.has(`against ${against + 1}`, its) === true) against += 1;
  return {
    isKnown: brought?.has("source", number) === true,
    isOfTarget: brought?.has("of-target", its) === true,
    against,
  };
}

/** The one record of a target that a repair is of, null where the sheet would bring that, or what is wrong with it (信用修复管理办法). */
function repaired(
  named: readonly Named[],
  repair: Repair,
  brought: Repeats | undefined,
): Named | null | Fault {
  const { index, entry, targetKind } = repair;
  const ofSheet = namedOf(brought, repair);
  const its = named.filter((one) => one.target_code === entry.targetCode && one.target_kind === targetKind);
  const against = its.filter((one) => one.status === "valid" && isAgainst(one));
  const count = against.length + ofSheet.against;
  if (count > 1) return misfit(index, "repairs", "several-records", { count });
  if (count === 1) return against[0] ?? null;
  if (named.length === 0 && !ofSheet.isKnown) return misfit(index, "repairs", "unknown-record");
  if (its.length === 0 && !ofSheet.isOfTarget) return misfit(index, "repairs", "record-of-another-target");
  const isRepaired = its.some(({ status }) => status === "repaired");
  return misfit(index, "repairs", isRepaired ? "record-repaired" : "record-not-repairable");
}

/** What is wrong with new entries that repair other records, and else which record each repairs, where that is registered. */
export async function repairsOf(
  work: Work,
  authority: string,
  repairs: readonly Repair[],
  at: Date,
  brought?: Repeats,
): Promise<{ faults: Fault[]; records: ReadonlyMap<number, string> }> {
  const records = new Map<number, string>();
  if (repairs.length === 0) return { faults: [], records };
  const named = await recordsNamed(
    work,
    authority,
    repairs.map(({ entry }) => entry.repairs ?? ""),
  );
  const today = shanghaiDate(at);
  const faults = repairs.flatMap((repair): Fault[] => {
    const { index, entry } = repair;
    const found = repaired(named(entry.repairs ?? ""), repair, brought);
    if (found !== null && "fault" in found) return [found];
    if (found !== null) records.set(index, found.id);
    return entry.date > today ? [misfit(index, "date", "day-to-come")] : [];
  });
  return { faults, records };
}

/**
 * Repairs what new records say that is repaired. What an inspection entered is left to that inspection, which has its result taken
 * down as well and hands the repair over (`repairsDueNow`).
 * @throws Problem `registry/version-conflict` where somebody else has changed or repaired it meanwhile
 */
export async function followRepairs(
  work: Work,
  rows: readonly CreditRow[],
  { caller, at }: { caller: Caller; at: Date },
): Promise<void> {
  for (const { repairs_id: id, source, date, description } of rows) {
    if (id === null || source === null) continue;
    const record = await work
      .selectFrom("credit_record")
      .selectAll()
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (record.status !== "valid" || !isAgainst(record)) throw new Problem("registry/version-conflict");
    if (record.inspection_id !== null) continue;
    await writeRepair(work, caller, record, { number: source, decidedOn: date, reason: description }, at);
  }
}

const dueAtOnce = 100;

/** What is repaired of all authorities that inspections have entered and not handed the repair over of yet, the first of it. */
export async function repairsDueNow(work: Work): Promise<RepairDue[]> {
  const { rows } = await sql<RepairDue>`
    select r.id, r.authority, c.inspection_id as "inspectionId", r.source as number, r.date as "decidedOn", r.description as reason
    from credit_record r join credit_record c on c.id = r.repairs_id
    where r.repairs_id is not null and c.inspection_id is not null and c.status = 'valid' and c.outcome <> 'clean'
    order by r.id limit ${dueAtOnce}`.execute(work);
  return rows.map(({ reason, ...due }) => ({ ...due, reason: shortened(reason, 1_000) }));
}
