/** The workflow that carries one campaign from its scheme to the reveal of its draw. Ids, states and dates only. */
export type CampaignInput = {
  id: string;
  authority: string;
  /** Every inspection up to this id was started by the run before. */
  startedThrough?: string;
};

export const campaignWorkflowType = "campaign";

/** The one id of a campaign's workflow. */
export function campaignWorkflowId(id: string): string {
  return `campaign/${id}`;
}

/** What a campaign asks to be done next; done by an activity, once. `start` starts the inspections' workflows. */
export type CampaignEffect = "announce" | "draw" | "announce-void" | "start" | "reveal" | "announce-reveal";

/** A campaign as its workflow sees it. */
export type CampaignView = {
  /** Counts each change: of two views the higher one holds. */
  revision: number;
  state: string;
  waitingFor: string;
  /** ISO 8601, or null where nothing has a due time. */
  dueAt: string | null;
  /** Milliseconds of the engine's time until it must look again, or null for no timer. */
  waitMs: number | null;
  effect: CampaignEffect | null;
  /** Nothing more happens. */
  over: boolean;
};

/** How a command is decided: at once, or by an activity that takes its time (a snapshot of the registry). */
export type Decided = { view: CampaignView; slow: boolean };

/** Query: what the campaign waits for. */
export const waitingQuery = "waiting";
/** The answer to the query `waiting`. */
export type CampaignWaiting = Pick<CampaignView, "state" | "waitingFor" | "dueAt">;

/** How many inspections are being started at a time. */
export const startAtOnce = 50;
/** After so many a run's history is long enough: the next run goes on. */
export const startsARun = 500;
