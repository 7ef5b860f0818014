import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Act, Command } from "@shuangsui/service-kit";
import { calendarOf, dueTime } from "../deadlines.ts";
import { isFirstPublishingAhead, type Inspection, type InspectionDecision } from "../lifecycle.ts";
import type { JudgedFinding } from "../outcome.ts";
import { offer, requireSignable, signerOf, type Signers } from "../signatures.ts";

/**
 * Article 29: an officer of the team writes the report, and signs it. Article 27: every finding has a path by then.
 * @throws Problem `inspection/wrong-state`, `report/finding-open`, `signature/not-yours`
 */
export function decideReport(
  row: Inspection,
  command: Command<InspectionCommand<"report">>,
  { team, findings }: { team: Signers; findings: readonly JudgedFinding[] },
): InspectionDecision {
  requireSignable(row.state, "report");
  if (findings.some(({ paths }) => paths.length === 0)) throw new Problem("report/finding-open");
  return offer(row, "report", command.body, signerOf(team, command), command.act);
}

/** Article 29: the report is signed off, with its last signature. */
export function reportTakesEffect(row: Inspection, act: Act): InspectionDecision {
  const calendar = calendarOf(row);
  const signed = { ...row, signed_at: act.at };
  const feedbackDue = dueTime(calendar, "feedback", signed);
  return {
    patch: {
      state: "signed",
      signed_at: act.at,
      feedback_due: feedbackDue,
      result_due: dueTime(calendar, "result", { ...signed, feedback_due: feedbackDue }),
    },
    events: [{ type: "signed", facts: { late: row.report_missed_at !== null } }],
    owes: isFirstPublishingAhead(row) ? ["moveDueTime"] : [],
  };
}
