import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { requireSupplement } from "../rules.ts";

/**
 * Article 26: what was recorded is never altered, only supplemented, beside the record and signed as it is.
 * @throws Problem `inspection/wrong-state`, `record/not-signed`
 */
export function decideSupplement(
  row: Inspection,
  { body }: Command<InspectionCommand<"supplement">>,
  { team }: { team: readonly Pick<Member, "number" | "kind">[] },
): InspectionDecision {
  requireSupplement(row.state, team, body.signedBy);
  return {
    patch: {},
    events: [{ type: "record-supplemented" }],
    documents: [{ kind: "record-supplement", content: body }],
  };
}
