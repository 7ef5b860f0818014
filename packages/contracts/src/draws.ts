import { z } from "zod";
import { completenessCode } from "./completeness.ts";
import { inspectionOutcome } from "./inspections.ts";

/** Where a draw stands, for its authority. */
export const drawState = z.enum(["open", "committed", "drawn", "revealed", "void"]);
export type DrawState = z.infer<typeof drawState>;

/** Where a draw stands, for the public: until its reveal it is no more than committed to. */
export const publicDrawState = drawState.extract(["committed", "revealed", "void"]);

/** Why a target is left out of a draw (articles 5, 20). */
export const exclusionGround = z.enum([
  "open-inspection",
  "inspected-this-year",
  "visits-above-cap",
  "visit-cap",
  "alternate-elsewhere",
]);
export type ExclusionGround = z.infer<typeof exclusionGround>;

/**
 * What is counted of a draw. From the commitment on: the registry in scope, the targets in the draw, those left out by
 * ground, how many are to be drawn, the inspectors, the interests declared beforehand, how complete the registry is. With the reveal: what was drawn, and what
 * is counted of its inspections now.
 */
export const statisticCode = z.enum([
  "registered",
  "in-draw",
  ...exclusionGround.options,
  "to-draw",
  "inspectors",
  "conflicts",
  ...completenessCode.options,
  "drawn",
  "alternates",
  "changes",
  "void-draws",
  "checked",
  "done",
  "overdue",
  "breaches",
  "findings",
  ...inspectionOutcome.options,
]);
export type StatisticCode = z.infer<typeof statisticCode>;

/** One count of a draw, by its code. */
export const statistic = z.strictObject({ code: statisticCode, value: z.number() });
export type Statistic = z.infer<typeof statistic>;
