import { filledIn, Problem, wordsOf, type inspectionCredit } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { keepVersions } from "../register/store.ts";
import { firstVersion, nextVersion } from "../register/table.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import { creditRegister, hashOf } from "./register.ts";
import type { CreditRow } from "./tables.ts";

/** What is on record is Chinese. */
const { creditOutcome, document, inspectionOrigin, inspectionOutcome } = wordsOf("zh");

/**
 * Enters the outcome of an inspection into its target's credit, one record an inspection: asked again, it gives what stands. What
 * another outcome of a higher revision says corrects it, and none takes it back; each is a version (article 31).
 * @throws Problem `not-found` where there is no such target
 */
export async function recordInspection(
  work: Work,
  caller: Caller,
  inspectionId: string,
  entry: z.output<typeof inspectionCredit>,
  at: Date,
): Promise<CreditRow> {
  const kinds = await kindsOfTargets(work, [entry.targetCode]);
  if (kinds.get(entry.targetCode)?.includes(entry.targetKind) !== true) throw new Problem("not-found");
  const first: CreditRow = {
    ...firstVersion(uuidv7(), caller.authority, at),
    target_code: entry.targetCode,
    target_kind: entry.targetKind,
    kind: "inspection",
    date: entry.on,
    ...outcomeColumns(entry),
    inspection_id: inspectionId,
    inspection_revision: entry.revision,
    status: entry.outcome === null ? "withdrawn" : "valid",
    repair_number: null,
    repair_decided_on: null,
    ...{
      source: null,
      source_key: null,
      repairs: null,
      repairs_id: null,
      valid_until: null,
      samr_class: null,
      person_in_charge: null,
      person_key: null,
      objection: null,
    },
  };
  const [written] = await creditRegister.insert(work, [first]);
  if (written !== undefined) return keep(work, caller, written, at, "inspection closed");
  const stands = await work
    .selectFrom("credit_record")
    .selectAll()
    .where("inspection_id", "=", inspectionId)
    .where("authority", "=", caller.authority)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (entry.outcome === stands.outcome || entry.revision <= (stands.inspection_revision ?? 0)) return stands;
  const corrected: CreditRow = {
    ...nextVersion(stands, at),
    ...outcomeColumns(entry),
    inspection_revision: entry.revision,
    // What was withdrawn or repaired meanwhile stays so.
    status: entry.outcome === null ? "withdrawn" : stands.status,
  };
  await creditRegister.update(work, corrected);
  return keep(work, caller, corrected, at, "inspection corrected", stands);
}

/** What a record says of an outcome, and of why the inspection took place; none, that it was taken back. */
function outcomeColumns({
  origin,
  outcome,
}: Pick<z.output<typeof inspectionCredit>, "origin" | "outcome">): Pick<
  CreditRow,
  "outcome" | "description" | "description_hash"
> {
  const description = filledIn(document.credit, {
    origin: inspectionOrigin[origin],
    outcome: outcome === null ? inspectionOutcome.upheld : creditOutcome[outcome],
  });
  return { outcome, description, description_hash: hashOf(description) };
}

/** Keeps a record's newest version, with why (article 15). */
async function keep(
  work: Work,
  caller: Caller,
  row: CreditRow,
  at: Date,
  reason: string,
  before?: CreditRow,
): Promise<CreditRow> {
  const version = { subject: row.id, row, ...(before === undefined ? {} : { before }) };
  await keepVersions(work, creditRegister.kind, [version], { caller, at, reason });
  return row;
}
