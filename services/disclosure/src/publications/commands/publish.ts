import { Problem } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { publish, type PublicationDecision } from "../lifecycle.ts";
import { requireReady } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * An official publishes what stands ready, before the deadline does (articles 9, 17, 30).
 * @throws Problem `publication/nothing-to-publish`, `publication/wrong-state`
 */
export function decidePublish(publication: Publication, { act }: Command<unknown>): PublicationDecision {
  requireReady(publication.state);
  const { ready, ready_reason: reason } = publication;
  if (ready === null) throw new Problem("publication/nothing-to-publish");
  return publish(
    publication,
    { content: ready, by: "official", breach: false, reason: reason ?? "" },
    "published",
    act.at,
  );
}
