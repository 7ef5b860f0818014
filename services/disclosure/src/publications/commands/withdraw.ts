import type { publicationCommands } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import { publish, type PublicationDecision } from "../lifecycle.ts";
import { requireNotSuperseded, requireNotClosed } from "../rules.ts";
import type { Publication } from "../tables.ts";

/**
 * There was no check, for the target is gone or the check lapsed or was cancelled: that is published at once as the last version
 * (articles 24, 30).
 * @throws Problem `publication/superseded`, `publication/wrong-state`
 */
export function decideWithdraw(
  publication: Publication,
  { body, act }: Command<z.infer<typeof publicationCommands.withdraw>>,
): PublicationDecision {
  const { content, reason, revision } = body;
  requireNotClosed(publication.state);
  requireNotSuperseded(revision, publication.content_revision);
  const version = { content, by: "withdrawal", breach: false, reason } as const;
  const published = publish(publication, version, "withdrawn", act.at);
  return { ...published, patch: { ...published.patch, content_revision: revision } };
}
