/** The rival of an inspection's two workflows: as many updates, activities and timers, none of which does anything. */
export type BareInput = {
  updates: number;
  /** Local activities, besides the one of each update. */
  locals: number;
  normals: number;
  timers: number;
};

export const bareWorkflowType = "bare";
export const bareActivities = { idle: async () => undefined, idleOutside: async () => undefined };
