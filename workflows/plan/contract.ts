/** The workflow that carries one plan to its publications. Ids, states and dates only. */
export type PlanInput = { id: string; authority: string };

export const planWorkflowType = "plan";

/** The one id of a plan's workflow. */
export function planWorkflowId(id: string): string {
  return `plan/${id}`;
}

/** What a plan asks of disclosure; done by an activity, once. */
export type PlanEffect = "open" | "publish";

/** A plan as its workflow sees it. */
export type PlanView = {
  /** Counts each change: of two views the higher one holds. */
  revision: number;
  state: string;
  waitingFor: string;
  /** ISO 8601, or null where nothing has a due time. */
  dueAt: string | null;
  effect: PlanEffect | null;
};

/** Query: what the plan waits for. */
export const waitingQuery = "waiting";
/** The answer to the query `waiting`. */
export type PlanWaiting = Pick<PlanView, "state" | "waitingFor" | "dueAt">;
