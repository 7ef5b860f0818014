import type { publicationCommands } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import type { PublicationDecision } from "../lifecycle.ts";
import { requireNotSuperseded, requirePublic } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * Article 17: what takes the place of what is published stands ready, until an official publishes it or its day comes; what was
 * public before stays so till then. @throws Problem `publication/superseded`, `publication/wrong-state`
 */
export function decideRenew(
  publication: Publication,
  { body, act }: Command<z.infer<typeof publicationCommands.renew>>,
): PublicationDecision {
  const { content, reason, dueAt, calendarVersion, revision } = body;
  requirePublic(publication);
  requireNotSuperseded(revision, publication.content_revision);
  return {
    patch: {
      state: "ready",
      ready: content,
      ready_reason: reason,
      content_revision: revision,
      due_at: new Date(dueAt),
      // What changes again while a change stands ready is public on the day of the first.
      ...(publication.kind === "item-list" && publication.state !== "ready" ? { due_from: act.at } : {}),
      calendar_version: calendarVersion,
      due_revision: Math.max(revision, publication.due_revision),
    },
    events: [{ type: "renewed", facts: { reason, due: dueAt } }],
  };
}
