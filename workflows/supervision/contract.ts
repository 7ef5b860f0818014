import type { MatterInput, SupervisionCommandType, SupervisionState } from "@shuangsui/contracts";
import type { MatterKind } from "../follow.ts";

/** The workflow that carries one supervision order to its end. Ids, states and dates only. */
export const supervisionWorkflowType = "supervision";
export type SupervisionInput = MatterInput;
export type { SupervisionState };

/** The one id of a supervision order's workflow. */
export function supervisionWorkflowId(id: string): string {
  return `supervision/${id}`;
}

const commands = [
  "receive",
  "answer",
  "close",
  "return",
  "withdraw",
] as const satisfies readonly SupervisionCommandType[];

/** How an order is carried. It owes nothing to other services. */
export const supervisionKind: MatterKind<never> = {
  commands,
  deeds: [],
  passTime: "passSupervisionTime",
  decide: "decideSupervision",
};
