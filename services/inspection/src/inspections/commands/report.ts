import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { calendarOf, dueTime } from "../deadlines.ts";
import {
  isFirstPublishingAhead,
  type Inspection,
  type InspectionDecision,
  type Member,
} from "../lifecycle.ts";
import type { JudgedFinding } from "../outcome.ts";
import { requireReport } from "../rules.ts";

/**
 * Article 29: the report is signed off.
 * @throws Problem `inspection/wrong-state`, `report/finding-open`, `report/not-signed`
 */
export function decideReport(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"report">>,
  known: { team: readonly Pick<Member, "number" | "kind">[]; findings: readonly JudgedFinding[] },
): InspectionDecision {
  const open = known.findings.filter((finding) => finding.paths.length === 0).length;
  requireReport(row.state, known.team, body.signedBy, open);
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
    documents: [{ kind: "report", content: body }],
    owes: isFirstPublishingAhead(row) ? ["moveDueTime"] : [],
  };
}
