import type { CreditRepair } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import type { Work } from "../register/register.ts";
import { keepVersions, updateRow } from "../register/store.ts";
import { nextVersion } from "../register/table.ts";
import type { CreditRow } from "./tables.ts";

/** Writes that a record, which is locked, is repaired by a decision: from then on it counts no longer (信用修复管理办法). */
export async function writeRepair(
  work: Work,
  caller: Caller,
  before: CreditRow,
  { number, decidedOn, reason }: CreditRepair,
  at: Date,
): Promise<CreditRow> {
  const row: CreditRow = {
    ...nextVersion(before, at),
    status: "repaired",
    repair_number: number,
    repair_decided_on: decidedOn,
  };
  await updateRow(work, "credit_record", row);
  await keepVersions(work, "credit-records", [{ subject: row.id, row, before }], { caller, at, reason });
  return row;
}
