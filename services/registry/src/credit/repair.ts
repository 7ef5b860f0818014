import { folded, Problem, type CreditRepair } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { Work } from "../register/register.ts";
import { keepVersions } from "../register/store.ts";
import { nextVersion } from "../register/table.ts";
import { creditRegister } from "./register.ts";
import { requireRepairable } from "./rules.ts";
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

async function writeRepair(
  work: Work,
  caller: Caller,
  row: CreditRow,
  { number, decidedOn, reason }: CreditRepair,
  at: Date,
): Promise<CreditRow> {
  const repaired: CreditRow = {
    ...nextVersion(row, at),
    status: "repaired",
    repair_number: number,
    repair_decided_on: decidedOn,
  };
  await creditRegister.update(work, repaired);
  const { kind } = creditRegister;
  await keepVersions(work, kind, [{ subject: row.id, row: repaired, before: row }], { caller, at, reason });
  return repaired;
}
