import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { offer, requireSignable, signerOf, type Signers } from "../signatures.ts";

/**
 * Article 26: what was recorded is never altered, only supplemented, beside the record and signed as it is.
 * @throws Problem `inspection/wrong-state`, `signature/not-yours`
 */
export function decideSupplement(
  row: Inspection,
  command: Command<InspectionCommand<"supplement">>,
  { team }: { team: Signers },
): InspectionDecision {
  requireSignable(row.state, "record-supplement");
  return offer(row, "record-supplement", command.body, signerOf(team, command), command.act);
}
