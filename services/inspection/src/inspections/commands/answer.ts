import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireState } from "../rules.ts";

/**
 * Article 30: the objection is answered; the answer is published beside the result. What the authority takes back before
 * it was entered does not enter the credit record (article 31). @throws Problem `inspection/wrong-state`
 */
export function decideAnswer(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"answer">>,
): InspectionDecision {
  requireState(row.state, "fed-back", "published", "credited", "closed");
  if (row.objected_at === null || row.answered_at !== null)
    throw new Problem("inspection/wrong-state", "no objection waits for an answer");
  return {
    patch: { answered_at: act.at, upheld: body.upheld },
    events: [{ type: "answered", facts: { upheld: body.upheld } }],
    documents: [{ kind: "answer", content: body }],
    owes: ["giveContent"],
  };
}
