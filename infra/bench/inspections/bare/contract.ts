/** How much a bare workflow does: as many updates, activities and timers, none of which does anything. */
export type BareInput = {
  updates: number;
  /** Local activities, besides the one of each update. */
  locals: number;
  normals: number;
  timers: number;
};

/** What an inspection's two workflows did together at commit e058881: 12 updates, 33 local and 8 normal activities, 12 timers. */
export const frozenShape: BareInput = { updates: 12, locals: 21, normals: 8, timers: 12 };

export const bareWorkflowType = "bare";
