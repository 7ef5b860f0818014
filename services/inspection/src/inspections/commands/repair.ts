import type { InspectionCommand } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision } from "../lifecycle.ts";
import { requireRepairable } from "../rules.ts";

/**
 * 信用修复管理办法: the target's credit is repaired by a decision with a number. What the inspection entered counts no longer, and its
 * result gives way to a notice without content.
 * @throws Problem `credit/not-repairable`, `credit/repaired`, `body/invalid`
 */
export function decideRepair(
  row: Inspection,
  { body, act }: Command<InspectionCommand<"repair">>,
): InspectionDecision {
  requireRepairable(row, body, act.at);
  return {
    patch: { repaired_at: act.at },
    events: [{ type: "credit-repaired", facts: { decidedOn: body.decidedOn } }],
    documents: [{ kind: "repair", content: body }],
    owes: ["repairCredit", "takeDown"],
  };
}
