import fc from "fast-check";
import type { Asked } from "./model.ts";

export const hour = 3_600_000;

/** When a publication of a random sequence is opened and due: over National Day, with the Saturday worked in exchange. */
export const openedAt = new Date("2026-09-28T01:00:00Z");
export const dueAt = new Date("2026-10-11T16:00:00Z");

/** A step of a random sequence: some time passes, then something is asked, or nothing. */
export type Step = { hours: number; asked: Asked | null };
const types = ["open", "due", "content", "renew", "publish", "withdraw", "drop", "take-down"] as const;
/** Any step. */
export const anyStep: fc.Arbitrary<Step> = fc.record({
  hours: fc.integer({ min: 0, max: 200 }),
  asked: fc.option(
    fc.record({
      type: fc.constantFrom(...types),
      revision: fc.integer({ min: 1, max: 9 }),
      dueAt: fc.integer({ min: -100, max: 900 }).map((hours) => new Date(dueAt.getTime() + hours * hour)),
    }),
  ),
});
