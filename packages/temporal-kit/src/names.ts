import { defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";

/** The search attributes of every workflow: whose it is, where it stands, when it is due. They serve the engine's own pages. */
export const attributes = {
  authority: defineSearchAttributeKey("Authority", SearchAttributeType.KEYWORD),
  state: defineSearchAttributeKey("State", SearchAttributeType.KEYWORD),
  dueDate: defineSearchAttributeKey("DueDate", SearchAttributeType.DATETIME),
};

/** The task queues: a worker ships with the service that owns its tables. */
export const taskQueues = { inspection: "inspection", disclosure: "disclosure" } as const;
export type TaskQueue = (typeof taskQueues)[keyof typeof taskQueues];

/** The signal that makes a workflow see anew how its matter stands. Commands have signals and updates of their own names. */
export const refreshSignal = "refresh";
