/** How much an idiomatic workflow does. */
export type IdiomaticInput = {
  /** Updates, each with one normal activity and one search attribute. */
  updates: number;
  timers: number;
};

/** An inspection's way as somebody would write it first: 8 acts of people, 4 deadlines. */
export const idiomaticShape: IdiomaticInput = { updates: 8, timers: 4 };

export const idiomaticWorkflowType = "idiomatic";
