import type { View } from "../driver.ts";

/** The workflow that brings one publication out in time. Ids, states and dates only. */
export type PublicationInput = { id: string; authority: string };

export const publicationWorkflowType = "publication";

/** The one id of a publication's workflow. */
export function publicationWorkflowId(id: string): string {
  return `publication/${id}`;
}

/** What a publication asks of the outside: that its subject's owner is told of a version. */
export type PublicationEffect = "tell";

/** A publication as its workflow sees it. */
export type PublicationView = View<PublicationEffect>;
