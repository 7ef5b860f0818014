import { withCodes } from "@shuangsui/temporal-kit";
import type { PublicationEffect, PublicationInput, PublicationView } from "./contract.ts";

/** What the publication's activities need of the service that owns its tables. */
export type PublicationParts = {
  /** Publishes what the deadline publishes by itself, and tells how the publication stands. */
  look(input: PublicationInput): Promise<PublicationView>;
  /** Decides one command, once. */
  decide(input: PublicationInput, commandId: string): Promise<PublicationView>;
  /** Tells the subject's owner, once a version. */
  perform(input: PublicationInput, effect: PublicationEffect): Promise<PublicationView>;
};

/** The activities of the publication workflow. Each is idempotent under the publication's id and version. */
export function publicationActivities(parts: PublicationParts) {
  return withCodes({
    lookAtPublication: (input: PublicationInput) => parts.look(input),
    decidePublication: (input: PublicationInput, commandId: string) => parts.decide(input, commandId),
    performForPublication: (input: PublicationInput, effect: PublicationEffect) =>
      parts.perform(input, effect),
  });
}
export type PublicationActivities = ReturnType<typeof publicationActivities>;
