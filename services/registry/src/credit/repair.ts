import { folded, Problem, type creditObjection, type CreditRepair } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { z } from "zod";
import { misfit, refusalOf } from "../register/faults.ts";
import type { Work } from "../register/register.ts";
import { keepVersions } from "../register/store.ts";
import { nextVersion } from "../register/table.ts";
import { creditRegister, hashOfRow } from "./register.ts";
import { writeRepair } from "./repaired.ts";
import { requireCorrectable, requireRepairable } from "./rules.ts";
import type { CreditRow } from "./tables.ts";

/**
 * Repairs a record of the caller's own (信用修复管理办法): it counts no longer, and keeps its history. Asked again by the same decision,
 * it gives what stands.
 * @throws Problem `authority/not-yours`, `credit/of-inspection`, `credit/repaired`, `credit/not-repairable`, `body/invalid`
 */
export async function repairRecord(
  work: Work,
  caller: Caller,
  id: string,
  repair: CreditRepair,
  at: Date,
): Promise<CreditRow> {
  const row = await lockRecord(work, caller, "id", id);
  if (row === undefined) throw new Problem("authority/not-yours");
  if (isRepairedBy(row, repair)) return row;
  requireRepairable(row, repair, shanghaiDate(at));
  return writeRepair(work, caller, row, repair, at);
}

/**
 * Repairs what an inspection entered, as that inspection hands it over; asked again, it gives what stands.
 * @throws Problem `not-found`
 */
export async function repairInspection(
  work: Work,
  caller: Caller,
  inspectionId: string,
  repair: CreditRepair,
  at: Date,
): Promise<CreditRow> {
  const row = await lockRecord(work, caller, "inspection_id", inspectionId);
  if (row === undefined) throw new Problem("not-found");
  return row.status === "repaired" ? row : writeRepair(work, caller, row, repair, at);
}

function lockRecord(work: Work, { authority }: Caller, by: "id" | "inspection_id", value: string) {
  return work
    .selectFrom("credit_record")
    .selectAll()
    .where(by, "=", value)
    .where("authority", "=", authority)
    .forUpdate()
    .executeTakeFirst();
}

const isRepairedBy = (row: CreditRow, { number, decidedOn }: CreditRepair) =>
  row.repair_number !== null &&
  folded(row.repair_number) === folded(number) &&
  row.repair_decided_on === decidedOn;

/**
 * Writes what came of an objection to a record of the caller's own (article 31): withdrawn, corrected, or standing as it was. Each is a version.
 * @throws Problem `authority/not-yours`, and as `requireCorrectable` refuses
 */
export async function decideObjection(
  work: Work,
  caller: Caller,
  id: string,
  { raisedOn, statement, upheld, correction, reason }: z.output<typeof creditObjection>,
  at: Date,
): Promise<CreditRow> {
  const before = await lockRecord(work, caller, "id", id);
  if (before === undefined) throw new Problem("authority/not-yours");
  requireCorrectable(before);
  const { date = before.date, description = before.description, kind = before.kind } = correction ?? {};
  const row: CreditRow = {
    ...nextVersion(before, at),
    ...{ date, description, kind },
    description_hash: hashOfRow({ ...before, description }),
    objection: { raisedOn, statement, upheld, decidedOn: shanghaiDate(at) },
    status: upheld && correction === null ? "withdrawn" : before.status,
  };
  if ((row.kind === "samr-class") !== (row.samr_class !== null))
    throw refusalOf([misfit(0, "correction/kind", "samr-class")]);
  await creditRegister.update(work, row);
  await keepVersions(work, creditRegister.kind, [{ subject: id, row, before }], { caller, at, reason });
  return row;
}
