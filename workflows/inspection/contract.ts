import type { InspectionCommandType, InspectionState } from "@shuangsui/contracts";
import type { MatterKind } from "../follow.ts";

/** The workflow that carries one inspection from its draw to its closing. Ids, states and dates only. */
export const inspectionWorkflowType = "inspection";
export type { InspectionState };

/** The one id of an inspection's workflow. */
export function inspectionWorkflowId(id: string): string {
  return `inspection/${id}`;
}

const commands = [
  "recuse",
  "decide-recusal",
  "replace",
  "gone",
  "cancel",
  "confirm",
  "notify",
  "begin",
  "record",
  "supplement",
  "path",
  "report",
  "sign",
  "feedback",
  "receive",
  "object",
  "answer",
  "publish",
  "repair",
] as const satisfies readonly InspectionCommandType[];

/** The command by which disclosure's notice comes that something was published. */
export const publishedNotice = "published";

const deeds = [
  "identifyTarget",
  "tellTip",
  "startAlternate",
  "openPublication",
  "publishMissingRecord",
  "moveDueTime",
  "giveContent",
  "publishEarly",
  "askPublication",
  "publishWhy",
  "enterCredit",
  "repairCredit",
  "takeDown",
] as const;
/** What an inspection owes to others, each once a revision. */
export type InspectionDeed = (typeof deeds)[number];

/** How an inspection is carried. */
export const inspectionKind: MatterKind<InspectionDeed> = {
  commands: [...commands, publishedNotice],
  deeds,
  passTime: "passInspectionTime",
  decide: "decideInspection",
};
