import { filledIn, Problem, wordsOf, type inspectionCredit } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { keepVersions } from "../register/store.ts";
import { firstVersion } from "../register/table.ts";
import { kindsOfTargets } from "../snapshot/targets.ts";
import { creditRegister, hashOf } from "./register.ts";
import type { CreditRow } from "./tables.ts";

/** What is on record is Chinese. */
const { creditOutcome, document, inspectionOrigin } = wordsOf("zh");

/**
 * Enters the outcome of an inspection into its target's credit, once an inspection: asked again, it gives what was
 * entered first (article 31).
 * @throws Problem `not-found` where there is no such target
 */
export async function recordInspection(
  work: Work,
  caller: Caller,
  inspectionId: string,
  outcome: z.output<typeof inspectionCredit>,
  at: Date,
): Promise<CreditRow> {
  const kinds = await kindsOfTargets(work, [outcome.targetCode]);
  if (kinds.get(outcome.targetCode)?.includes(outcome.targetKind) !== true) throw new Problem("not-found");
  const description = filledIn(document.credit, {
    origin: inspectionOrigin.draw,
    outcome: creditOutcome[outcome.outcome],
  });
  const row: CreditRow = {
    ...firstVersion(uuidv7(), caller.authority, at),
    target_code: outcome.targetCode,
    target_kind: outcome.targetKind,
    kind: "inspection",
    date: outcome.on,
    description,
    description_hash: hashOf(description),
    outcome: outcome.outcome,
    inspection_id: inspectionId,
    status: "valid",
  };
  const [written] = await creditRegister.insert(work, [row]);
  if (written !== undefined) {
    await keepVersions(work, creditRegister.kind, [{ subject: row.id, row }], {
      caller,
      at,
      reason: "inspection closed",
    });
    return row;
  }
  return work
    .selectFrom("credit_record")
    .selectAll()
    .where("inspection_id", "=", inspectionId)
    .where("authority", "=", caller.authority)
    .executeTakeFirstOrThrow();
}
