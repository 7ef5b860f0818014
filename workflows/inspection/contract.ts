import type { View } from "../driver.ts";

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
export type InspectionView = View<InspectionEffect>;
/** What became of a command: decided, or left to be decided with what the registry says. */
export type Decided = { view: InspectionView; slow: boolean };
