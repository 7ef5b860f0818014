import { searchWords, Problem, type CommandOutcome } from "@shuangsui/contracts";
import { originNow, recordAudit, standingOf, submit, systemScope, type Frame } from "@shuangsui/service-kit";
import { v5 as uuidv5 } from "uuid";
import type { Work } from "../tables.ts";
import { openingHash, type Opening } from "./commands/open.ts";
import { publicationDomain } from "./domain.ts";
import { findPublication, insertPublication, type NewPublication } from "./store.ts";

/**
 * Opens a publication, once: the same again is done already, a higher revision of the subject moves what is not public yet.
 * Gives the outcome where that had to be decided.
 * @throws Problem `publication/wrong-state` where it is another authority's
 */
export async function openPublication(
  frame: Frame<Work>,
  id: string,
  opening: Opening,
  requestId: string,
): Promise<CommandOutcome | undefined> {
  const { database, clock, engine, logger } = frame;
  const { authority } = opening;
  const { row, isNew, reading } = await database.as(systemScope, async (work) => {
    const reading = await clock.read(work);
    const { now } = reading;
    const opened = rowOf(id, opening, now);
    const inserted = await insertPublication(work, opened);
    if (inserted) {
      const { kind, state, subject_id: of } = opened;
      await recordAudit(work, [
        {
          ...{ at: now, authority, actor: "system", ...originNow() },
          callerAuthority: authority,
          action: "publication/opened",
          subject: id,
          code: null,
          before: null,
          after: { kind, state, version: 1, of, opening: opened.opening },
        },
      ]);
    }
    return { row: await findPublication(work, id), isNew: inserted, reading };
  });
  if (row === undefined) throw new Problem("internal");
  if (isNew) {
    const standing = standingOf(publicationDomain, row, [], reading);
    // Where it fails the sweep starts the workflow when its time comes.
    void engine
      .startLater({ type: publicationDomain.type, id, authority }, standing)
      .catch((error: unknown) =>
        logger.warn(
          { subject: id, error: error instanceof Error ? error.name : "unknown" },
          "a publication's workflow was not started",
        ),
      );
    return undefined;
  }
  if (row.opening === openingHash(opening)) return undefined;
  if (row.authority !== authority)
    throw new Problem("publication/wrong-state", "it was opened for something else");
  return openAgain(frame, id, opening, requestId);
}

/** An opening with other contents is decided as any command is: after what time has done. */
function openAgain(
  frame: Frame<Work>,
  id: string,
  opening: Opening,
  requestId: string,
): Promise<CommandOutcome> {
  return submit(frame, publicationDomain, {
    key: uuidv5(`open/${openingHash(opening)}`, id),
    matterId: id,
    type: "open",
    payload: opening,
    caller: { authority: opening.authority, actor: "system", service: true },
    requestId,
  });
}

function rowOf(id: string, opening: Opening, at: Date) {
  return {
    id,
    authority: opening.authority,
    kind: opening.kind,
    subject_id: opening.subjectId,
    title: opening.title,
    words: searchWords(opening.title, opening.targetCode),
    state: "open",
    due_at: new Date(opening.dueAt),
    due_from: opening.kind === "item-list" ? at : null,
    calendar_version: opening.calendarVersion,
    fact: opening.fact,
    ready: null,
    ready_reason: null,
    version: 0,
    breached_at: null,
    reminders: 0,
    due_revision: opening.revision,
    content_revision: 0,
    opening: openingHash(opening),
    opened_at: at,
    first_published_at: null,
    updated_at: at,
  } satisfies NewPublication;
}
