import type { publicationCommands, PublicationContent } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import type { z } from "zod";
import type { PublicationDecision } from "../lifecycle.ts";
import { requireNotSuperseded, requireToCome } from "../rules.ts";
import type { Publication } from "../tables.ts";

type Due = {
  dueAt: string;
  calendarVersion: number;
  fact: PublicationContent | null;
  movedBy?: { issuer: string; notice: string | null } | undefined;
};

/**
 * Moves the due time, or only renews what the fact is where nothing is ready by then; a deadline that has passed never moves
 * (articles 17, 30).
 * @throws Problem `publication/superseded`, `publication/wrong-state`
 */
export function decideDue(
  publication: Publication,
  { body }: Command<z.infer<typeof publicationCommands.due>>,
): PublicationDecision {
  requireToCome(publication);
  requireNotSuperseded(body.revision, publication.due_revision);
  return moveDue(publication, body, body.revision);
}

/** The due time moved as a revision of the subject has it, and by whose notice where the calendar moved it. */
export function moveDue(
  publication: Publication,
  { dueAt, calendarVersion, fact, movedBy }: Due,
  revision: number,
): PublicationDecision {
  const renewed = { calendar_version: calendarVersion, fact, due_revision: revision };
  const due = new Date(dueAt);
  if (publication.due_at.getTime() === due.getTime())
    return { patch: renewed, events: [{ type: "fact-renewed" }] };
  return {
    patch: { ...renewed, due_at: due, reminders: 0 },
    events: [
      {
        type: "due-moved",
        facts: {
          from: publication.due_at.toISOString(),
          to: due.toISOString(),
          ...movedBy,
          calendarVersion,
        },
      },
    ],
  };
}
