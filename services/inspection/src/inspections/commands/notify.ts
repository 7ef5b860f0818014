import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { requireState } from "../rules.ts";

/**
 * Article 25: the notice with basis, content, period and team was delivered.
 * @throws Problem `inspection/wrong-state`, `campaign/outside-window`
 */
export function decideNotify(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"notify">>,
  { team }: { team: readonly Pick<Member, "number">[] },
): InspectionDecision {
  requireState(row.state, "confirmed");
  const { checkOn, method } = body;
  if (checkOn < row.window_from || checkOn > row.window_to) throw new Problem("campaign/outside-window");
  const notice = {
    ...body,
    itemCodes: row.item_codes,
    team: team.map((member) => member.number),
    amended: false,
  };
  return {
    patch: { state: "notified", notified_at: act.at, check_on: checkOn },
    events: [{ type: "notified", facts: { checkOn, method } }],
    documents: [{ kind: "notice", content: notice }],
  };
}
