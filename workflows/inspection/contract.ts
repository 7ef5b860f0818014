/** The workflow that carries one inspection from its draw to its closing. Ids, states and dates only. */
export type InspectionInput = { id: string; authority: string };

export const inspectionWorkflowType = "inspection";

/** The one id of an inspection's workflow. */
export function inspectionWorkflowId(id: string): string {
  return `inspection/${id}`;
}

/** What an inspection asks of the outside; done by an activity, once. */
export type InspectionEffect =
  | "identify"
  | "start-alternate"
  | "open-publication"
  | "move-due"
  | "give-content"
  | "publish"
  | "withdraw"
  | "credit"
  | "tell-campaign";

/** An inspection as its workflow sees it. */
export type InspectionView = {
  /** Counts each change: of two views the higher one holds. */
  revision: number;
  state: string;
  waitingFor: string;
  /** ISO 8601, or null where nothing has a due time. */
  dueAt: string | null;
  /** Milliseconds of the engine's time until it must look again, or null for no timer. */
  waitMs: number | null;
  effect: InspectionEffect | null;
  /** Nothing more happens by itself. */
  over: boolean;
};

/** Query: what the inspection waits for. */
export const waitingQuery = "waiting";
/** The answer to the query `waiting`. */
export type InspectionWaiting = Pick<InspectionView, "state" | "waitingFor" | "dueAt">;
