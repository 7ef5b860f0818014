import type { PublicationDecision } from "../lifecycle.ts";
import { requireToCome } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * What stands ready will not be published (article 17): where the public knows of nothing the publication is closed, with no word to
 * it; else what is public stays. @throws Problem `publication/wrong-state`
 */
export function decideDrop(publication: Publication): PublicationDecision {
  const nothingReady = { ready: null, ready_reason: null };
  if (publication.state === "ready" && publication.version > 0)
    return {
      patch: { state: "published", ...nothingReady },
      events: [{ type: "renewal-dropped" }],
    };
  requireToCome(publication);
  return { patch: { state: "withdrawn", ...nothingReady }, events: [{ type: "dropped" }] };
}
