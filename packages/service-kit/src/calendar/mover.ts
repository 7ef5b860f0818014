import { knownAuthorities } from "@shuangsui/contracts";
import { newest } from "@shuangsui/workdays";
import { undecidedOn } from "../commands/inbox.ts";
import { systemScope } from "../database.ts";
import type { Domain } from "../domain.ts";
import { applyElapsedTime, passesUntil } from "../elapsed-time.ts";
import type { Frame } from "../frame.ts";
import type { FrameWork } from "../frame-tables.ts";
import type { Decision, Matter } from "../matter.ts";
import { startRounds, type Rounds } from "../rounds.ts";
import { calendarsAsOf } from "./book.ts";

const everyMs = 1_000;
/** What was decided by an older version while a round went on is found by another after this long. */
const againAfterMs = 30_000;
const atOnce = 100;
const together = 4;

/** An authority's open matters that were last reckoned by an older version than this, after an id, in the order of ids. */
export type FindBehind<W> = (
  work: W,
  query: { authority: string; version: number; after: string; limit: number },
) => Promise<readonly string[]>;

/** A kind of matter whose due times follow the calendar. */
export type Reckoned<W> = { readonly type: string; behind: FindBehind<W>; catchUp: CatchUp<W> };
type CatchUp<W> = (frame: Pick<Frame<FrameWork>, "clock">, work: W, id: string) => Promise<boolean>;

/** Names a domain's open matters to the mover. A change of the calendar is part of what time does to them. */
export function reckoned<W extends FrameWork, M extends Matter, D extends Decision>(
  domain: Domain<W, M, D>,
  behind: FindBehind<W>,
): Reckoned<W> {
  return {
    type: domain.type,
    behind,
    async catchUp({ clock }, work, id) {
      const before = await domain.lock(work, id, []);
      if (before === undefined) return false;
      const [now, [undecided]] = await Promise.all([clock.now(work), undecidedOn(work, id)]);
      const until = passesUntil(now, undecided);
      const decisions: Decision[] = [];
      const noting: Domain<W, M, D> = {
        ...domain,
        write(...parameters) {
          decisions.push(parameters[2]);
          return domain.write(...parameters);
        },
      };
      const after = await applyElapsedTime(work, noting, before, until);
      const [was, is] = [domain.lifecycle.nextAt(before), domain.lifecycle.nextAt(after)];
      // A timer that rings too early sees that there is nothing to do yet; one that would ring too late is set anew.
      return (
        decisions.some(({ owes = [] }) => owes.length > 0) ||
        before.state !== after.state ||
        (is !== null && (was === null || is < was))
      );
    },
  };
}

/**
 * Brings open matters up to a calendar that has changed: each is decided under its own lock, and says itself by which version
 * it was reckoned last, so that whoever is killed on the way, or comes later, goes on where things stand.
 */
export function startMover<W extends FrameWork>(frame: Frame<W>, kinds: readonly Reckoned<W>[]): Rounds {
  const { database, clock, engine, logger } = frame;
  /** By kind and authority: the version that a round found all to have, and when. */
  const upTo = new Map<string, { version: number; at: number }>();
  const isUpTo = (kind: string, version: number) => {
    const known = upTo.get(kind);
    return known?.version === version && performance.now() - known.at < againAfterMs;
  };
  const warn = (error: unknown, message: string, subject: string) =>
    logger.warn({ subject, error: error instanceof Error ? error.name : "unknown" }, message);

  const move = async (kind: Reckoned<W>, authority: string, id: string): Promise<boolean> => {
    try {
      if (await database.as(authority, (work) => kind.catchUp({ clock }, work, id)))
        await engine
          .refresh({ type: kind.type, id, authority })
          .catch((error: unknown) => warn(error, "a workflow was not told of a moved deadline", id));
      return true;
    } catch (error) {
      warn(error, "a deadline was not moved", id);
      return false;
    }
  };

  const moveAll = async (kind: Reckoned<W>, authority: string, version: number): Promise<number> => {
    let moved = 0;
    let failed = false;
    for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
      const query = { authority, version, after, limit: atOnce };
      const ids = await database.as(authority, (work) => kind.behind(work, query));
      for (let from = 0; from < ids.length; from += together) {
        const batch = ids.slice(from, from + together);
        const done = await Promise.all(batch.map((id) => move(kind, authority, id)));
        failed ||= done.includes(false);
      }
      moved += ids.length;
      after = ids.at(-1) ?? after;
      if (ids.length < atOnce) break;
    }
    if (moved === 0 && !failed) upTo.set(`${kind.type}/${authority}`, { version, at: performance.now() });
    return moved;
  };

  const once = async () => {
    const calendars = await database.as(systemScope, calendarsAsOf);
    let moved = 0;
    for (const { code } of knownAuthorities()) {
      const { version } = newest(calendars(code));
      for (const kind of kinds)
        if (!isUpTo(`${kind.type}/${code}`, version)) moved += await moveAll(kind, code, version);
    }
    return moved;
  };

  return startRounds({ logger, everyMs, failing: "deadlines were not moved" }, once);
}
