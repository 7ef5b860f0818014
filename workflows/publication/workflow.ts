import { follow } from "../follow.ts";
import {
  publicationKind,
  type PublicationDeed,
  type PublicationInput,
  type PublicationState,
} from "./contract.ts";

/**
 * Brings one publication out in time (articles 9, 17, 30). It is first started when there is something to do, and ends with
 * the publishing; what comes later, a correction, a late report, or the end of a result's
 * term, starts it again.
 */
export async function publication(input: PublicationInput): Promise<void> {
  const it = await follow<PublicationState, PublicationDeed>(publicationKind, input);
  it.whenever("tellOwner"); // 30: the authority that inspected learns of each version, and a plan's of its publishing
  await it.past("open", "ready"); // 9, 17, 30: reminders, then public by its day, by an official or by itself
  return it.ends();
}
