import { Problem } from "@shuangsui/contracts";
import type { Supervision, SupervisionRow } from "./lifecycle.ts";

/** @throws Problem `supervision/wrong-state` unless the order is in one of the states */
export function requireSupervisionState(
  { state }: Pick<SupervisionRow, "state">,
  ...allowed: readonly SupervisionRow["state"][]
): void {
  if (!allowed.includes(state)) throw new Problem("supervision/wrong-state", `state is ${state}`);
}

/** Article 4: a superior supervises its subordinates, and nobody itself. @throws Problem `supervision/not-subordinate` */
export function requireSubordinate(callerAuthority: string, authority: string): void {
  if (callerAuthority === authority) throw new Problem("supervision/not-subordinate");
}

/**
 * Article 4: who ordered it decides on it, and so does the superior to whom it was escalated.
 * @throws Problem `supervision/not-who-ordered`
 */
export function requireWhoOrdered(
  { ordered_by: orderedBy, escalated_to: escalatedTo }: Supervision,
  callerAuthority: string,
): void {
  if (callerAuthority !== orderedBy && callerAuthority !== escalatedTo)
    throw new Problem("supervision/not-who-ordered");
}
