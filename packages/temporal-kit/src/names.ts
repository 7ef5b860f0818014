import { defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";

/** The search attribute of every workflow: whose it is. How its matter stands is in its details, which cost the engine no event. */
export const attributes = {
  authority: defineSearchAttributeKey("Authority", SearchAttributeType.KEYWORD),
};

/** The task queues: a worker ships with the service that owns its tables. */
export const taskQueues = {
  registry: "registry",
  inspection: "inspection",
  disclosure: "disclosure",
} as const;
export type TaskQueue = (typeof taskQueues)[keyof typeof taskQueues];

/** The signal that makes a workflow see anew how its matter stands. Commands have signals and updates of their own names. */
export const refreshSignal = "refresh";
