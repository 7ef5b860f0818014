/**
 * How a matter (a plan, a campaign, an inspection, a publication) stands, as its workflow is told: ids, states and dates
 * only, and the deeds that it owes to others.
 */
export type Standing<State extends string = string, Deed extends string = string> = {
  state: State;
  /** How often the matter has changed: of two, the higher is the newer, but for a restored database. */
  lockVersion: number;
  /** What is waited for, in a word. */
  waitingFor: string;
  /** Until when (ISO 8601), or null where nothing has a due time. */
  dueAt: string | null;
  /** The engine's milliseconds until time itself does something next; null where it does nothing. */
  waitMs: number | null;
  /** What it owes and could do now: deeds that come after others are named once those are done. */
  owes: readonly Deed[];
  /** Nothing more happens by itself and nothing is owed: its workflow may end. */
  over: boolean;
};

/** The input of every workflow: its matter. */
export type MatterInput = { id: string; authority: string };
