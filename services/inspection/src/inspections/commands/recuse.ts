import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { calendarOf } from "../deadlines.ts";
import type { Inspection, InspectionDecision, Member } from "../lifecycle.ts";
import { asked } from "../recusals.ts";
import { requireRecusable } from "../rules.ts";

/**
 * Article 24: a recusal is asked for, with its ground and a statement. Another person decides on it.
 * @throws Problem `inspection/check-begun`, `inspection/wrong-state`, `inspection/not-in-team`, `inspection/recusal-open`
 */
export function decideRecuse(
  row: Inspection,
  { id, body, act }: Command<InspectionCommand<"recuse">>,
  { team }: { team: readonly Pick<Member, "number" | "kind">[] },
): InspectionDecision {
  const { number, ground, declaredBy } = body;
  requireRecusable(row.state, team, number);
  const recusal = asked(row.recusals, id, body, { ...act, calendar: calendarOf(row) });
  const { due } = recusal;
  return {
    patch: { recusals: [...row.recusals, recusal] },
    events: [{ type: "recusal-declared", facts: { recusalId: id, number, ground, declaredBy, due } }],
    documents: [{ kind: "recusal", content: { recusalId: id, ...body } }],
  };
}
