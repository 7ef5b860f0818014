import { Problem } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import type { Work } from "../register/register.ts";
import { keepVersions, updateRow } from "../register/store.ts";
import { nextVersion } from "../register/table.ts";
import { isInspectedBy } from "./rules.ts";
import type { TipEntry, TipRow } from "./tables.ts";

/** A tip, if the scope may see it. @throws Problem `not-found` */
export async function findTip(work: Work, id: string): Promise<TipRow> {
  const row = await work.selectFrom("tip").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new Problem("not-found");
  return row;
}

/** Enters which inspection a tip brought about; asked again, it gives what stands. @throws Problem `not-found`, `authority/not-yours`, `tip/used` */
export async function enterInspection(
  work: Work,
  caller: Caller,
  id: string,
  inspectionId: string,
  at: Date,
): Promise<TipRow> {
  const seen = await findTip(work, id);
  if (seen.authority !== caller.authority) throw new Problem("authority/not-yours");
  const before = await work
    .selectFrom("tip")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (isInspectedBy(before, inspectionId)) return before;
  const row: TipRow = { ...nextVersion(before, at), inspection_id: inspectionId, inspection_at: at };
  await updateRow(work, "tip", row);
  // That inspection has entered nothing into credit yet.
  const version: { row: TipEntry; before: TipEntry } = {
    row: { ...row, credit: null },
    before: { ...before, credit: null },
  };
  await keepVersions(work, "tips", [{ subject: id, ...version }], {
    ...{ caller, at },
    reason: "inspection ordered",
  });
  return row;
}
