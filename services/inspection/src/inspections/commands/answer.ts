import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { outcomeOf } from "../outcome.ts";
import { requireAnswer, requireState } from "../rules.ts";
import { creditMoves, type Check } from "./check.ts";

/**
 * Article 30: the objection is answered; the answer is published beside the result, which says something else where it takes
 * findings back. That enters no credit record, and leaves the one it entered (article 31).
 * @throws Problem `inspection/wrong-state`, `body/invalid`
 */
export function decideAnswer(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"answer">>,
  { record, findings }: Check,
): InspectionDecision {
  requireState(row.state, "fed-back", "published", "credited", "closed");
  if (row.objected_at === null || row.answered_at !== null)
    throw new Problem("inspection/wrong-state", "no objection waits for an answer");
  requireAnswer(findings, body);
  const { upheld } = body;
  const takenBack = upheld ? (body.findings ?? findings.map(({ id }) => id)) : [];
  const outcome = outcomeOf(record, findings, { upheld, takenBack });
  return {
    patch: { answered_at: act.at, upheld, taken_back: takenBack, outcome },
    events: [{ type: "answered", facts: { upheld, outcome } }],
    documents: [{ kind: "answer", content: body }],
    owes: ["giveContent", ...creditMoves(row, outcome)],
  };
}
