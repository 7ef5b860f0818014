import type { Domain } from "@shuangsui/service-kit";
import type { Work } from "../tables.ts";
import { supervisionRules } from "./commands/index.ts";
import { supervisionLifecycle, type Supervision, type SupervisionDecision } from "./lifecycle.ts";
import { findSupervision, lockSupervision, supervisionType, writeSupervision } from "./store.ts";

/** Supervision orders, as the frame carries them. */
export const supervisionDomain: Domain<Work, Supervision, SupervisionDecision> = {
  type: supervisionType,
  lifecycle: supervisionLifecycle,
  commands: supervisionRules,
  find: findSupervision,
  lock: lockSupervision,
  write: writeSupervision,
  concernsWorkflow: (before, after) => before.state !== after.state,
};
