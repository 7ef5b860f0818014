import type { PublicationDecision } from "../lifecycle.ts";
import { requireUnknown } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * Nothing will be published here: closed, with no word to the public, which knows of nothing (article 17).
 * @throws Problem `publication/wrong-state`
 */
export function decideDrop(publication: Publication): PublicationDecision {
  requireUnknown({ state: publication.state, breached: publication.breached_at !== null });
  return {
    patch: { state: "withdrawn", ready: null, ready_reason: null },
    events: [{ type: "dropped" }],
  };
}
