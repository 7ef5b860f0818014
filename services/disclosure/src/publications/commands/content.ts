import type { publicationCommands } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import { publish, type PublicationDecision } from "../lifecycle.ts";
import { isToCome, requireNotSuperseded, requireNotClosed } from "../rules.ts";
import type { Publication } from "../tables.ts";
import { moveDue } from "./due.ts";

/**
 * Content is ready to be published; once the public knows a version or a breach it is published at once, beside what there
 * was (articles 9, 17, 30). A due time that comes with it counts where none has passed and no later revision has set one.
 * @throws Problem `publication/superseded`, `publication/wrong-state`
 */
export function decideContent(
  publication: Publication,
  { body, act }: Command<z.infer<typeof publicationCommands.content>>,
): PublicationDecision {
  const { content, reason, revision, due } = body;
  requireNotClosed(publication.state);
  requireNotSuperseded(revision, publication.content_revision);
  // While what renews it stands ready, another content takes the place of that.
  if (!isToCome(publication)) {
    const version = { content, by: "correction", breach: false, reason } as const;
    const published = publish(publication, version, "published", act.at);
    return { ...published, patch: { ...published.patch, content_revision: revision } };
  }
  const moved =
    due !== undefined && revision >= publication.due_revision
      ? moveDue(publication, due, revision)
      : undefined;
  return {
    patch: {
      ...moved?.patch,
      state: "ready",
      ready: content,
      ready_reason: reason,
      content_revision: revision,
    },
    events: [...(moved?.events ?? []), { type: "content-ready", facts: { reason } }],
  };
}
