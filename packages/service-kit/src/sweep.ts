import { sql, type Transaction } from "kysely";
import type { Frame } from "./frame.ts";
import { systemScope } from "./database.ts";
import type { FrameTables, FrameWork } from "./frame-tables.ts";

const everyMs = 2_000;
const atOnce = 200;
/** What stays due is nudged again after this long, so that a sweep never floods a history. */
const againAfterMs = 60_000;
/** After so many nudges in vain the workflow is taken not to answer, and another takes its place. */
const anewAfter = 3;

/** A matter that should have moved, and since when: what is due since another moment is due for another cause. */
type Due = { id: string; authority: string; since: Date };

/** Matters of one kind that time should have moved by `now`: the first `limit`, always in the same order. */
export type FindDue<W> = (work: W, now: Date, limit: number) => Promise<readonly Due[]>;

/** Finds those of a table's matters whose `look_at` has come. */
export function dueIn<W extends FrameWork>(table: string): FindDue<W> {
  return async (work, now, limit) => {
    const { rows } = await sql<Due>`select id, authority, look_at as since from ${sql.table(table)}
      where look_at <= ${now} order by look_at, id limit ${limit}`.execute(work);
    return rows;
  };
}

type DueMatter = Due & { type: string };
type Nudged = { since: number; at: number; times: number };

/**
 * The second detector, beside the workflows' timers: finds in SQL the matters that time should have moved, and what is owed
 * and not being handed over, and wakes their workflows, starting them where the engine has lost them. `due` finds the former,
 * by the kind of matter.
 */
export function startSweep<W extends FrameWork>(
  { database, clock, engine, logger }: Frame<W>,
  due: Readonly<Record<string, FindDue<W>>>,
): { once(): Promise<string[]>; stop(): void } {
  const nudged = new Map<string, Nudged>();
  const nudgesOf = ({ id, since }: DueMatter) => {
    const before = nudged.get(id);
    return before?.since === since.getTime() ? before : undefined;
  };
  let sweeping = false;
  const warn = (error: unknown, message: string, subject?: string) =>
    logger.warn({ subject, error: error instanceof Error ? error.name : "unknown" }, message);

  const find = async (limit: number): Promise<DueMatter[]> => {
    const now = await clock.now();
    return database.as(systemScope, async (work) => {
      const found = await findOwing(work, limit);
      for (const [type, findDue] of Object.entries(due))
        for (const matter of await findDue(work, now, limit)) found.push({ type, ...matter });
      return eachOnce(found);
    });
  };

  const once = async () => {
    // What stays due after its nudge hides nothing: that many more are asked for.
    const limit = nudged.size + atOnce;
    const found = await find(limit);
    const at = performance.now();
    const ids = new Set(found.map(({ id }) => id));
    if (found.length < limit) for (const id of nudged.keys()) if (!ids.has(id)) nudged.delete(id);
    // None has a second turn before each has had its first.
    const isNew = (matter: DueMatter) => nudgesOf(matter) === undefined;
    const again = (matter: DueMatter) => at - (nudgesOf(matter)?.at ?? at) > againAfterMs;
    const woken = [...found.filter(isNew), ...found.filter(again)].slice(0, atOnce);
    for (const matter of woken) {
      const times = (nudgesOf(matter)?.times ?? 0) + 1;
      const { type, id, authority, since } = matter;
      nudged.set(id, { since: since.getTime(), at, times });
      await engine
        .refresh({ type, id, authority }, { anew: times > anewAfter })
        .catch((error: unknown) => warn(error, "a sweep could not wake a workflow", matter.id));
    }
    return woken.map(({ id }) => id);
  };

  const timer = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    once()
      .catch((error: unknown) => warn(error, "a sweep failed"))
      .finally(() => (sweeping = false));
  }, everyMs);
  return { once, stop: () => clearInterval(timer) };
}

/** Matters that owe something which nobody has tried to hand over for a while. */
function findOwing(work: Transaction<FrameTables>, limit: number): Promise<DueMatter[]> {
  return work
    .selectFrom("outbox")
    .select(["matter_type as type", "matter_id as id", "authority", "next_attempt_at as since"])
    .where("done_at", "is", null)
    .where("next_attempt_at", "<=", sql<Date>`clock_timestamp()`)
    .orderBy("next_attempt_at")
    .limit(limit)
    .execute();
}

/** Each matter once, since the first moment that it is due for. */
function eachOnce(found: readonly DueMatter[]): DueMatter[] {
  const once = new Map<string, DueMatter>();
  for (const matter of found) {
    const known = once.get(matter.id);
    if (known === undefined || matter.since < known.since) once.set(matter.id, matter);
  }
  return [...once.values()];
}
