import type { Domain } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { inspectionRules } from "./commands/index.ts";
import { inspectionLifecycle, type Inspection, type InspectionDecision } from "./lifecycle.ts";
import { findInspection, lockInspection, writeInspection } from "./store.ts";

/** Inspections, as the frame carries them. */
export const inspectionDomain: Domain<Work, Inspection, InspectionDecision> = {
  type: "inspection",
  lifecycle: inspectionLifecycle,
  commands: inspectionRules,
  deedsAfter: {
    moveDueTime: ["openPublication"],
    giveContent: ["openPublication"],
    askPublication: ["openPublication"],
    publishEarly: ["openPublication", "giveContent"],
  },
  find: findInspection,
  lock: lockInspection,
  write: writeInspection,
  concernsWorkflow: (before, after, { owes = [] }) => owes.length > 0 || before.state !== after.state,
};
