import { Problem, searchWords, type PublicationKind, type publicationOpening } from "@shuangsui/contracts";
import type { Command } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { PublicationDecision } from "../lifecycle.ts";
import { requireNotSuperseded, requireFirst } from "../rules.ts";
import type { Publication } from "../tables.ts";
import { moveDue } from "./due.ts";

/** What a publication is opened with, by another service or for a list of items. */
export type Opening = Omit<z.infer<typeof publicationOpening>, "kind"> & { kind: PublicationKind };

/** The hash of an opening, by which the same again is known. */
export function openingHash(opening: Opening): string {
  return createHash("sha256").update(JSON.stringify(opening)).digest("hex");
}

/**
 * Opens again what is open, as a higher revision of the subject has it: its title, its due time and its fact (articles 9,
 * 17, 30). The same opening again changes nothing.
 * @throws Problem `publication/superseded`, `publication/wrong-state`
 */
export function decideOpen(publication: Publication, { body }: Command<Opening>): PublicationDecision {
  const opening = openingHash(body);
  if (opening === publication.opening) return { patch: {}, events: [] };
  if (body.kind !== publication.kind || body.subjectId !== publication.subject_id)
    throw new Problem("publication/wrong-state", "it was opened for something else");
  requireNotSuperseded(body.revision, publication.due_revision);
  if (body.revision === publication.due_revision)
    throw new Problem("publication/wrong-state", "it was opened with other contents");
  requireFirst(publication);
  const { patch, events } = moveDue(publication, body, body.revision);
  return {
    patch: { ...patch, title: body.title, words: searchWords(body.title, body.targetCode), opening },
    events,
  };
}
