import type { InspectionCommand } from "@shuangsui/contracts";
import { decideRecusal as recusedInDraw, type Decision as DrawDecision } from "@shuangsui/lottery";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { requireDecidable, withDecided } from "../recusals.ts";
import { requireRecusable } from "../rules.ts";
import { castLots, decideByLot, type DrawChange, type OpenDraw } from "./draw-change.ts";
import { decideSeat, type SeatChange } from "./seat-change.ts";

/**
 * Article 24: the change of the draw by which a member with a conflict changes places with one of another team, or is
 * replaced by lot where nobody can.
 * @throws Problem `inspection/check-begun`, `inspection/wrong-state`, `inspection/not-in-team`
 */
export function recusalByLot(
  row: Inspection,
  number: number,
  team: readonly Pick<Member, "number" | "kind">[],
  { state, omitted }: OpenDraw,
): DrawDecision {
  requireRecusable(row.state, team, number);
  return castLots(() =>
    recusedInDraw(state, { id: row.opaque_id ?? "", number, reason: "conflict", omitted }),
  );
}

/**
 * Article 24: a recusal is granted, with what that changes in the draw, decided by lot; or refused, with nothing changed. Both
 * are on record. @throws Problem `not-found`, `inspection/wrong-state`, `recusal/own-request`, `authority/not-yours`
 */
export function decideRecusal(
  row: Inspection,
  { body, act, callerAuthority }: Command<InspectionCommand<"decide-recusal">>,
  change: DrawChange | SeatChange | null,
): InspectionDecision {
  const { recusalId, granted } = body;
  const isSuperior = callerAuthority !== row.authority;
  const { number } = requireDecidable(row.recusals, recusalId, { actor: act.actor, isSuperior });
  const decided: InspectionDecision = {
    patch: { recusals: withDecided(row.recusals, recusalId, granted, act.at) },
    events: [
      {
        type: granted ? "recusal-granted" : "recusal-refused",
        state: row.state,
        facts: { recusalId, number },
      },
    ],
    documents: [{ kind: "recusal-decision", content: body }],
  };
  if (change === null) return decided;
  if (!("lot" in change)) return decideByLot(row, decided, change, act.at);
  requireRecusable(row.state, change.team, number);
  return decideSeat(row, decided, { number, reason: "conflict" }, change);
}
