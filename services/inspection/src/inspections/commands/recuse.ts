import type { InspectionCommand } from "@shuangsui/contracts";
import { decideOut, decideRecusal, type Decision as DrawDecision } from "@shuangsui/lottery";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { requireRecusable } from "../rules.ts";
import { castLots, decideByLot, type DrawChange, type OpenDraw } from "./draw-change.ts";

/**
 * Article 24: the change of the draw by which a member is recused. With a conflict the officer changes places with one of
 * another team, or is replaced by lot where nobody can; with any other reason the member leaves all its teams of the draw.
 * @throws Problem `inspection/check-begun`, `inspection/wrong-state`, `inspection/not-in-team`
 */
export function recusalByLot(
  row: Inspection,
  { number, reason }: InspectionCommand<"recuse">,
  team: readonly Pick<Member, "number" | "kind">[],
  { state, omitted }: OpenDraw,
): DrawDecision {
  requireRecusable(row.state, team, number);
  return castLots(() =>
    reason === "conflict"
      ? decideRecusal(state, { id: row.opaque_id ?? "", number, reason, omitted })
      : decideOut(state, { number, reason, omitted }),
  );
}

/** Article 24: a member is recused; what that changes in the draw has been decided by lot. */
export function decideRecuse(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"recuse">>,
  change: DrawChange,
): InspectionDecision {
  const { number, reason, declaredBy } = body;
  const declared: InspectionDecision = {
    patch: {},
    events: [{ type: "recusal-declared", state: row.state, facts: { number, reason, declaredBy } }],
    documents: [{ kind: "recusal", content: body }],
  };
  return decideByLot(row, declared, change, act.at);
}
