import { knownAuthorities, type PublicationContent } from "@shuangsui/contracts";
import {
  calendarsOf,
  readOnly,
  startRounds,
  submit,
  systemScope,
  type Frame,
  type Rounds,
} from "@shuangsui/service-kit";
import { dueAt, newest, shanghaiDate } from "@shuangsui/workdays";
import { v5 as uuidv5, v7 as uuidv7 } from "uuid";
import type { RegistryClient } from "../neighbours/registry.ts";
import { publicationDomain } from "../publications/domain.ts";
import { openPublication } from "../publications/opening.ts";
import { listWorkdays } from "../publications/rules.ts";
import { findPublication, findVersion } from "../publications/store.ts";
import type { Publication } from "../publications/tables.ts";
import type { Work } from "../tables.ts";
import { listContent, reasonOf } from "./content.ts";
import { stepFor, type Known, type Step } from "./rules.ts";

const everyMs = 30_000;
const space = "0f6b1a52-6a39-5c1e-8f0e-2b7f3f4f9d11";

/** The publication of an authority's list of what may be inspected at random: one, of which each change is a version. */
export function itemListId(authority: string): string {
  return uuidv5(authority, space);
}

export type ItemListWatchOptions = {
  frame: Frame<Work>;
  registry: Pick<RegistryClient, "itemList">;
};

/**
 * Articles 6 to 8: looks at each authority's list again and again, and has what it says published within five working days of when
 * that was seen, by an official or by itself. Each round compares with what was handed in, so what was missed is made up for.
 */
export function startItemListWatch({ frame, registry }: ItemListWatchOptions): Rounds {
  const { database, clock, logger } = frame;

  const warn = (error: unknown, subject: string) => {
    logger.warn(
      { subject, error: error instanceof Error ? error.name : "unknown" },
      "a list of items was not looked at",
    );
    return 0;
  };

  const handIn = async (authority: string, now: Date, known: KnownList | undefined): Promise<number> => {
    const items = await Array.fromAsync(registry.itemList(authority));
    const content = listContent(authority, items, shanghaiDate(now));
    const id = itemListId(authority);
    const step = stepFor(content, known);
    if (step === null) return 0;
    const { due, calendarVersion } = await database.as(
      authority,
      async (work) => dueAt(newest(await calendarsOf(work, authority)).calendar, now, listWorkdays),
      readOnly,
    );
    const day = { dueAt: due.toISOString(), calendarVersion };
    if (step === "open") {
      const opening = {
        ...{ kind: "item-list" as const, authority, subjectId: id, title: content.summary, targetCode: null },
        ...{ ...day, fact: null, revision: 1 },
      };
      await openPublication(frame, id, opening, uuidv7());
    }
    await command(authority, id, step === "open" ? "content" : step, content, known, day);
    return 1;
  };

  const command = async (
    authority: string,
    id: string,
    type: Exclude<Step, "open">,
    content: PublicationContent,
    known: KnownList | undefined,
    day: { dueAt: string; calendarVersion: number },
  ) => {
    const revision = (known?.publication.content_revision ?? 0) + 1;
    const said = { content, reason: reasonOf(known?.published ?? null, content), revision };
    const payload = {
      content: said,
      // What changes again while a change stands ready is public on the day of that.
      renew: { ...said, ...(known?.ready ? dayOf(known.publication) : day) },
      drop: {},
    }[type];
    const { status, code } = await submit(frame, publicationDomain, {
      key: uuidv5(JSON.stringify([type, known?.publication.lock_version, payload]), id),
      matterId: id,
      type,
      payload,
      caller: { authority, actor: "system", service: true },
      requestId: uuidv7(),
    });
    if (status === "refused") logger.warn({ subject: id, code }, "a list of items was not handed in");
  };

  const once = async () => {
    const codes = knownAuthorities().map(({ code }) => code);
    const { now, lists } = await database.as(
      systemScope,
      async (work) => ({
        now: await clock.now(work),
        lists: await Promise.all(codes.map((code) => knownOf(work, itemListId(code)))),
      }),
      readOnly,
    );
    let handedIn = 0;
    for (const [index, code] of codes.entries())
      handedIn += await handIn(code, now, lists[index]).catch((error: unknown) => warn(error, code));
    return handedIn;
  };

  return startRounds({ logger, everyMs, failing: "lists of items were not looked at" }, once);
}

type KnownList = Known & { publication: Publication };

/** What of a list was handed in and published, or undefined where it never was. */
async function knownOf(work: Work, id: string): Promise<KnownList | undefined> {
  const publication = await findPublication(work, id);
  if (publication === undefined) return undefined;
  const { version, ready } = publication;
  const published = version === 0 ? null : (await findVersion(work, id, version)).content;
  return { publication, ready, published };
}

const dayOf = ({ due_at: due, calendar_version: calendarVersion }: Publication) => ({
  dueAt: due.toISOString(),
  calendarVersion,
});
