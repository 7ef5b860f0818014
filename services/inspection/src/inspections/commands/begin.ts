import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { requireApproved } from "../../approvals/rules.ts";
import { endOfDay, startOfDay, type Inspection, type InspectionDecision, type Member } from "../lifecycle.ts";
import { requireNoneOpen } from "../recusals.ts";
import { requireTeam, requireWithinWindow } from "../rules.ts";

/** How many approvals of the check are on record, the team, and which of its numbers have no valid certificate now. */
export type BeginKnown = {
  approvals: number;
  team: readonly Pick<Member, "number" | "kind">[];
  invalid: ReadonlySet<number>;
};

/**
 * Article 25: the check begins.
 * @throws Problem `campaign/outside-window`, `inspection/notice-missing`, `inspection/wrong-state`,
 * `inspection/recusal-open`, `inspection/not-approved`, `inspection/team-too-small`, `inspection/certificate-invalid`
 */
export function decideBegin(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"begin">>,
  { approvals, team, invalid }: BeginKnown,
): InspectionDecision {
  if (row.state === "notified")
    requireWithinWindow(act.at, startOfDay(row.window_from), endOfDay(row.window_to));
  if (row.state === "notified") {
    requireNoneOpen(row.recusals);
    requireApproved(approvals);
  }
  requireTeam(row.state, team, row.officers_needed, body.shownCertificates, invalid);
  return {
    patch: { state: "checking", check_began_at: act.at },
    events: [{ type: "begun" }],
    documents: [{ kind: "begin", content: body }],
  };
}
