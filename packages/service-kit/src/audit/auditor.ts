import type { Clock } from "@shuangsui/clock";
import { authorityOf, knownAuthorities } from "@shuangsui/contracts";
import { systemScope } from "../database.ts";
import type { ScopedDatabase } from "../frame-tables.ts";
import type { Logger } from "../logger.ts";
import { recordAudit, type NewAuditEntry } from "./entries.ts";
import type { AuditWork } from "./table.ts";

const everyMs = 500;
/** What waits beyond this is counted and not kept: a flood of refusals fills neither the memory nor the trail. */
const mostWaiting = 1_000;

/** An act that changes nothing: a look at what is not masked, or a refusal that tells of an attack. */
export type AuditEvent = Omit<NewAuditEntry, "at" | "authority"> & {
  /** Null where it named none: the highest authority is told. */
  authority: string | null;
};

export type Auditor = {
  /** Has an act written down soon. Neither fails nor is waited for. */
  note(event: AuditEvent): void;
  /** Writes down what was noted. */
  flush(): Promise<void>;
};

/** Those above whom nobody is: the first of them is told. */
const highest = () => knownAuthorities().find(({ parent }) => parent === null)?.code ?? "";

/**
 * Writes down what belongs to no transaction of its own, together, on a connection of its own, some time later. The same act of
 * the same caller from the same address is one entry with a count.
 */
export function createAuditor<W extends AuditWork>({
  database,
  clock,
  logger,
}: {
  database: ScopedDatabase<W>;
  clock: Pick<Clock, "now">;
  logger: Logger;
}): Auditor {
  let waiting = new Map<string, { event: AuditEvent; count: number }>();
  let leftOut = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const keep = (event: AuditEvent, count: number) => {
    const { requestId: _each, ...same } = event;
    const key = JSON.stringify(same);
    const before = waiting.get(key);
    if (before !== undefined) before.count += count;
    else if (waiting.size < mostWaiting) waiting.set(key, { event, count });
    else leftOut += count;
    timer ??= setTimeout(() => void flush(), everyMs).unref();
  };
  const write = async () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = [...waiting.values()];
    const left = leftOut;
    waiting = new Map();
    leftOut = 0;
    if (left > 0) batch.push({ event: leftOutEvent, count: left });
    if (batch.length === 0) return;
    try {
      await database.as(systemScope, async (work) => {
        const at = await clock.now(work);
        await recordAudit(
          work,
          batch.map(({ event, count }) => ({
            ...event,
            at,
            authority: authorityOf(event.authority ?? "")?.code ?? highest(),
            after: count === 1 ? event.after : { ...event.after, count },
          })),
        );
      });
    } catch (error) {
      logger.warn(
        { events: batch.length, error: error instanceof Error ? error.name : "unknown" },
        "acts are not in the audit trail yet",
      );
      for (const { event, count } of batch) keep(event, count);
    }
  };
  const flush = () => (writing = writing.then(write));
  return { note: (event) => keep(event, 1), flush };
}

/** Says how many there was no room for. */
const leftOutEvent: AuditEvent = {
  authority: null,
  callerAuthority: null,
  actor: "system",
  action: "audit/left-out",
  subject: null,
  code: null,
  before: null,
  after: null,
  remote: null,
  requestId: null,
};
