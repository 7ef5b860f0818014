import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { endOfDay, startOfDay, type Inspection, type InspectionDecision, type Member } from "../lifecycle.ts";
import { requireTeam, requireWithinWindow } from "../rules.ts";

/** The team, and which of its numbers have no valid certificate now. */
export type TeamAndCertificates = {
  team: readonly Pick<Member, "number" | "kind">[];
  invalid: ReadonlySet<number>;
};

/**
 * Article 25: the check begins.
 * @throws Problem `campaign/outside-window`, `inspection/notice-missing`, `inspection/wrong-state`,
 * `inspection/team-too-small`, `inspection/certificate-invalid`
 */
export function decideBegin(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"begin">>,
  { team, invalid }: TeamAndCertificates,
): InspectionDecision {
  if (row.state === "notified")
    requireWithinWindow(act.at, startOfDay(row.window_from), endOfDay(row.window_to));
  requireTeam(row.state, team, row.officers_needed, body.shownCertificates, invalid);
  return {
    patch: { state: "checking", check_began_at: act.at },
    events: [{ type: "begun" }],
    documents: [{ kind: "begin", content: body }],
  };
}
