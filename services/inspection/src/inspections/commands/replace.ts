import type { InspectionCommand } from "@shuangsui/contracts";
import { decideOut, type Decision as DrawDecision } from "@shuangsui/lottery";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { requireRecusable } from "../rules.ts";
import { castLots, decideByLot, type DrawChange, type OpenDraw } from "./draw-change.ts";
import { decideSeat, type SeatChange } from "./seat-change.ts";

/**
 * Article 15: the change of the draw by which a member who may inspect no more leaves all its teams, and others are dealt in.
 * @throws Problem `inspection/check-begun`, `inspection/wrong-state`, `inspection/not-in-team`
 */
export function replacementByLot(
  row: Inspection,
  { number, reason }: InspectionCommand<"replace">,
  team: readonly Pick<Member, "number" | "kind">[],
  { state, omitted }: OpenDraw,
): DrawDecision {
  requireRecusable(row.state, team, number);
  return castLots(() => decideOut(state, { number, reason, omitted }));
}

/** Article 15: a member on leave, suspended, without a valid certificate or gone is replaced; lots have decided by whom. */
export function decideReplace(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"replace">>,
  change: DrawChange | SeatChange,
): InspectionDecision {
  const { number, reason } = body;
  const declared: InspectionDecision = {
    patch: {},
    events: [{ type: "member-left", state: row.state, facts: { number, reason } }],
    documents: [{ kind: "replacement", content: body }],
  };
  if ("lot" in change) {
    requireRecusable(row.state, change.team, number);
    return decideSeat(row, declared, body, change);
  }
  return decideByLot(row, declared, change, act.at);
}
