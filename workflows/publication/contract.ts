import type { MatterInput } from "@shuangsui/contracts";
import type { MatterKind } from "../follow.ts";

/** The workflow that brings one publication out in time. Ids, states and dates only. */
export const publicationWorkflowType = "publication";
export type PublicationInput = MatterInput;

/** Open: nothing is ready. Ready: it, or what renews it, waits for its deadline or an official. Withdrawn: closed, with a last version or none. Taken down: public no more. */
export type PublicationState = "open" | "ready" | "published" | "withdrawn" | "taken-down";

/** The one id of a publication's workflow. */
export function publicationWorkflowId(id: string): string {
  return `publication/${id}`;
}

const deeds = ["tellOwner"] as const;
/** What a publication owes: the subject's owner is told of each version. */
export type PublicationDeed = (typeof deeds)[number];

/** How a publication is carried. */
export const publicationKind: MatterKind<PublicationDeed> = {
  commands: ["open", "due", "content", "renew", "publish", "withdraw", "drop", "take-down", "ask"],
  deeds,
  passTime: "passPublicationTime",
  decide: "decidePublication",
};
