import type { PublicationDecision } from "../lifecycle.ts";
import { unpublished } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * Whose subject it is has not heard of it in time, since a database was restored to before that: it is told again of the
 * last version, where there is one (articles 17, 30). What is still to come out it is told of then.
 */
export function decideAsk({ state, version }: Publication): PublicationDecision {
  if (version === 0 || unpublished.includes(state)) return { patch: {}, events: [] };
  return {
    patch: {},
    events: [{ type: "notice-repeated", facts: { version } }],
    owes: [{ deed: "tellOwner", revision: version }],
  };
}
