import type { InspectionState } from "@shuangsui/contracts";

/** A phase of the one status line, from the item list to the credit record. */
export type Phase = "items" | "plan" | "draw" | "dispatch" | "check" | "review" | "publish" | "credit";

/** The status line in order. */
export const phases: readonly Phase[] = [
  "items",
  "plan",
  "draw",
  "dispatch",
  "check",
  "review",
  "publish",
  "credit",
];

/** The phase that a state stands in, in the order of the way; null once it is over. */
export const phaseOf: Record<InspectionState, Phase | null> = {
  drawn: "draw",
  confirmed: "dispatch",
  notified: "check",
  checking: "check",
  recorded: "check",
  handled: "review",
  signed: "review",
  "fed-back": "publish",
  published: "credit",
  credited: "credit",
  closed: null,
  gone: null,
  "no-team": null,
  lapsed: null,
  cancelled: null,
};
