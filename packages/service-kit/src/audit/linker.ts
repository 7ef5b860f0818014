import { sql } from "kysely";
import { readOnly, systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import type { Logger } from "../logger.ts";
import { entryHashOf, linkAfter } from "./chain.ts";
import { readHead, readUnlinked } from "./entries.ts";
import type { AuditWork } from "./table.ts";

const atOnce = 500;
/** How long it rests after a round that found something, and at most after rounds that found nothing, each twice as long. */
const restMs = 5_000;
const mostRestMs = 20_000;

export type AuditLinker = { once(): Promise<number>; stop(): Promise<void> };

/** How far writing had come when it was looked at. */
type Stand = {
  /** The number of the newest entry in sight. */
  newest: bigint;
  /** The first transaction that was not begun yet, and the oldest that was under way. */
  nextTransaction: bigint;
  oldestRunning: bigint;
};

/**
 * Chains the entries of a service's audit trail, one linker at a time. An entry's number follows its writing and not its commit,
 * so that one with a lower number may come in sight later: rounds search from a place before which every entry is linked, which
 * moves on only when all transactions are over that were under way when its entries were seen.
 */
export function startAuditLinker<W extends AuditWork>(
  { database, logger }: { database: ScopedDatabase<W>; logger: Logger },
  { restsMs = restMs }: { restsMs?: number } = {},
): AuditLinker {
  let linkedUpTo = 0n;
  let seen: Stand | undefined;

  /** After a round that found something another is likely to; else it is asked first, by a transaction that only reads. */
  let isBusy = false;

  /** Links some; gives how many. */
  const round = async (): Promise<number> => {
    const { stand, linked } = isBusy
      ? await database.as(systemScope, (work) => link(work, linkedUpTo))
      : await database.as(systemScope, (work) => look(work, linkedUpTo), readOnly);
    isBusy = linked === "some" || (linked !== "others" && linked > 0);
    if (linked === "some") return round();
    if (linked === "others") return 0;
    if (linked === atOnce) return linked;
    if (stand.newest < linkedUpTo) {
      // The database was restored as it was before.
      linkedUpTo = 0n;
      seen = undefined;
    } else if (seen === undefined) seen = stand;
    else if (stand.oldestRunning >= seen.nextTransaction) {
      linkedUpTo = seen.newest;
      seen = undefined;
    }
    return linked;
  };

  const linkAll = async () => {
    let all = 0;
    for (;;) {
      const linked = await round();
      all += linked;
      if (linked < atOnce) return all;
    }
  };
  let latest: Promise<unknown> = Promise.resolve();
  /** Its own rounds come one after another; only another process's linker is not waited for. */
  const once = (): Promise<number> => {
    const linking = latest.then(linkAll);
    latest = linking.catch(() => undefined);
    return linking;
  };

  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const rest = (ms: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = once()
        .catch((error: unknown) => {
          logger.warn(
            { error: error instanceof Error ? error.name : "unknown" },
            "the audit trail was not linked",
          );
          return 0;
        })
        .then((linked) => rest(linked > 0 ? restsMs : Math.min(mostRestMs, ms * 2)));
    }, ms);
  };
  rest(restsMs);
  return {
    once,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** In one statement, so that no transaction comes between. */
async function readStand(work: AuditWork): Promise<Stand> {
  const { rows } = await sql<{ newest: string; next: string; oldest: string }>`
    select coalesce((select max(n) from audit), 0)::text as newest, pg_snapshot_xmax(now.snapshot)::text as next,
      pg_snapshot_xmin(now.snapshot)::text as oldest
    from pg_current_snapshot() as now (snapshot)`.execute(work);
  const [{ newest, next, oldest } = { newest: "0", next: "0", oldest: "0" }] = rows;
  return { newest: BigInt(newest), nextTransaction: BigInt(next), oldestRunning: BigInt(oldest) };
}

/** How writing stands, and whether anything waits for its link. */
async function look(work: AuditWork, after: bigint): Promise<{ stand: Stand; linked: "some" | 0 }> {
  const [stand, waiting] = await Promise.all([readStand(work), readUnlinked(work, String(after), 1)]);
  return { stand, linked: waiting.length > 0 ? "some" : 0 };
}

/** How writing stood, and how many it linked then, unless another linker is at it. */
async function link(work: AuditWork, after: bigint): Promise<{ stand: Stand; linked: "others" | number }> {
  // What follows the lock sees what its last holder wrote.
  const [stand, lock, head, entries] = await Promise.all([
    readStand(work),
    sql<{
      mine: boolean;
    }>`select pg_try_advisory_xact_lock(hashtextextended('audit link', 0)) as mine`.execute(work),
    readHead(work),
    readUnlinked(work, String(after), atOnce),
  ]);
  if (lock.rows[0]?.mine !== true) return { stand, linked: "others" };
  let last = head;
  const links = entries.map((entry) => {
    const next = linkAfter(last, { authority: entry.authority, entryHash: entryHashOf(entry) });
    last = next;
    return {
      seq: next.seq,
      entry_id: entry.id,
      authority: next.authority,
      entry_hash: next.entryHash,
      hash: next.hash,
    };
  });
  if (links.length > 0)
    await sql`insert into audit_link (seq, entry_id, authority, entry_hash, hash)
      select seq, entry_id, authority, entry_hash, hash from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as new (seq bigint, entry_id uuid, authority text, entry_hash text, hash text)`.execute(work);
  return { stand, linked: links.length };
}
