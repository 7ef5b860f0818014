import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { requireApproved } from "../../approvals/rules.ts";
import { calendarOf, dueTime } from "../deadlines.ts";
import { endOfDay, startOfDay, type Inspection, type InspectionDecision, type Member } from "../lifecycle.ts";
import { requireNoneOpen } from "../recusals.ts";
import { requireTeam, requireVisitLeft, requireWithinWindow, type VisitsKnown } from "../rules.ts";

/** How many approvals of the check are on record, the team, which of its numbers have no valid certificate now, and the year's visits before. */
export type BeginKnown = {
  approvals: number;
  team: readonly Pick<Member, "number" | "kind">[];
  invalid: ReadonlySet<number>;
  visits: VisitsKnown;
};

/**
 * Article 25: the check begins; that of an emergency also without an approval, which is due within two working days then.
 * @throws Problem `campaign/outside-window`, `inspection/notice-missing`, `inspection/wrong-state`,
 * `inspection/recusal-open`, `inspection/not-approved`, `inspection/visit-cap`, `inspection/team-too-small`,
 * `inspection/certificate-invalid`
 */
export function decideBegin(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"begin">>,
  { approvals, team, invalid, visits }: BeginKnown,
): InspectionDecision {
  if (row.state === "notified")
    requireWithinWindow(act.at, startOfDay(row.window_from), endOfDay(row.window_to));
  if (row.state === "notified") {
    requireNoneOpen(row.recusals);
    if (!row.emergency) requireApproved(approvals);
    requireVisitLeft(row, visits);
  }
  requireTeam(row.state, team, row.officers_needed, body.shownCertificates, invalid);
  const begun = { state: "checking", check_began_at: act.at } as const;
  const approvalDue = approvals > 0 ? null : dueTime(calendarOf(row), "approval", { ...row, ...begun });
  return {
    patch: { ...begun, approval_due: approvalDue },
    events: [{ type: "begun" }],
    documents: [{ kind: "begin", content: body }],
  };
}
