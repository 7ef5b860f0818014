import type { InspectionState } from "@shuangsui/contracts";

/** The phases of the one status line in order, from the item list to the credit record. */
export const phases = ["items", "plan", "draw", "dispatch", "check", "review", "publish", "credit"] as const;
export type Phase = (typeof phases)[number];

/** The phase that a state stands in; null once it is over. */
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
