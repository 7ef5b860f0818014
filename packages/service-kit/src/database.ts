import { Kysely, sql, type Transaction, type TransactionSettings } from "kysely";
import { Pool, types } from "pg";
import type { Logger } from "./logger.ts";
import { wroteEvents } from "./feed/written.ts";
import { listenTo } from "./listen.ts";
import { isOutdatedPlan } from "./pipeline/connection.ts";
import { pipelinedDialect } from "./pipeline/driver.ts";
import { transact } from "./pipeline/transaction.ts";
import { scopeStatement, type Scope } from "./scope.ts";

export { systemScope, type Scope } from "./scope.ts";

/**
 * With `repeatable read` a transaction sees one state of the database throughout. With `read only` PostgreSQL refuses
 * whatever writes, and the transaction's end is not waited for.
 */
export type TransactionOptions = {
  isolation?: "read committed" | "repeatable read";
  access?: "read only";
};
export const readOnly: TransactionOptions = { access: "read only" };

/** A service's database. Every read and write goes through `as`, so row-level security always knows for whom. */
export type Database<DB> = {
  /**
   * Runs `work` in one transaction that sees and writes only what `scope` may. Statements that `work` asks for at once go
   * out at once, in their order; the first ones together with what begins the transaction.
   */
  as<T>(
    scope: Scope,
    work: (transaction: Transaction<DB>) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /** Calls back whenever this process has committed a transaction that wrote events. Gives what ends that. */
  onEvents(listener: () => void): () => void;
  /** Calls back whenever there may be news on a channel: told so, or connected anew. Gives what ends that. */
  listen(channel: string, listener: () => void): () => Promise<void>;
  /** The bare connection, for what has no rows of an authority: the clock, the health check. */
  readonly plain: Kysely<DB>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

/**
 * How long, in milliseconds, the server lets a statement run, wait for a lock, and a transaction wait between two
 * statements. What takes longer is `unavailable`.
 */
export type DatabaseLimits = { statement: number; lock: number; idleInTransaction: number };

const ordinaryLimits: DatabaseLimits = { statement: 120_000, lock: 15_000, idleInTransaction: 60_000 };
/** A worker's: its statements carry whole lists, and its draws wait for one another. */
export const workerLimits: DatabaseLimits = { statement: 180_000, lock: 60_000, idleInTransaction: 60_000 };

const dateType = 1082;
types.setTypeParser(dateType, (value) => value);

/** Opens a service's database by its URL. The role is neither owner nor superuser, so its policies hold. */
export function openDatabase<DB>(
  url: string,
  options: { logger: Logger; connections?: number; limits?: DatabaseLimits },
): Database<DB> {
  const limits = options.limits ?? ordinaryLimits;
  const pool = new Pool({
    connectionString: url,
    max: options.connections ?? 10,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    // A new connection plans each statement five times before it keeps the plan.
    idleTimeoutMillis: 600_000,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
  });
  const lost = (error: Error) =>
    options.logger.warn({ code: codeOf(error) }, "a database connection was lost");
  // A client that is checked out is heard by its own listener alone; one that is idle by the pool's too.
  pool.on("connect", (client) => client.on("error", lost));
  pool.on("error", () => undefined);
  const dialect = pipelinedDialect(pool);
  const plain = new Kysely<DB>({ dialect });
  const kysely = {
    config: { dialect },
    dialect,
    driver: dialect.createDriver(),
    executor: plain.getExecutor(),
  };
  const listeners = new Set<() => void>();
  return {
    plain,
    async as<T>(
      scope: Scope,
      work: (transaction: Transaction<DB>) => Promise<T>,
      options: TransactionOptions = {},
    ): Promise<T> {
      let wrote = false;
      const noting = async (transaction: Transaction<DB>) => {
        const result = await work(transaction);
        wrote = wroteEvents(transaction);
        return result;
      };
      const result = await transact(kysely, settingsOf(options), scopeStatement(scope), noting);
      if (wrote) for (const listener of listeners) listener();
      return result;
    },
    onEvents(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    listen: (channel, listener) => listenTo(url, channel, listener, options.logger),
    ping: async () => {
      await sql`select 1`.execute(plain);
    },
    close: () => plain.destroy(),
  };
}

/** The settings of a transaction that differ from the server's own. */
function settingsOf({ isolation, access }: TransactionOptions): TransactionSettings {
  return {
    ...(isolation === undefined || isolation === "read committed" ? {} : { isolationLevel: isolation }),
    ...(access === undefined ? {} : { accessMode: access }),
  };
}

/** The SQLSTATE or system code of a database error, or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether the error breaks the unique key of that name (or any, where none is given). */
export function breaksUniqueKey(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== "23505") return false;
  if (constraint === undefined) return true;
  return (
    typeof error === "object" && error !== null && "constraint" in error && error.constraint === constraint
  );
}

/** Whether the error breaks the foreign key of that name. */
export function breaksForeignKey(error: unknown, constraint: string): boolean {
  if (codeOf(error) !== "23503") return false;
  return (
    typeof error === "object" && error !== null && "constraint" in error && error.constraint === constraint
  );
}

/** The driver's own errors carry no code. */
const lostConnection = /connection (timeout|terminated|error)|timeout exceeded|not queryable/i;

/** SQLSTATEs of a limit reached, a deadlock, or a conflict with another transaction. */
const inEachOthersWay = /^(55P03|57014|25P0[34]|40P01|40001)$/;

/** System codes of a database that is not reached, and of a full disk, be it for files of one's own. */
const outOfReachOrRoom = /^(ECONN|EPIPE$|ENOTFOUND$|ETIMEDOUT$|ENOSPC$|EDQUOT$)/;

/** SQLSTATEs of a lost connection, a server that goes down, and one out of room or memory. */
const outOfService = /^(08|57P0|53)/;

/**
 * Whether the error says that the database or the disk cannot do it now, rather than that the request was wrong: trying
 * again helps.
 */
export function isOutage(error: unknown): boolean {
  if (isOutdatedPlan(error)) return true;
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error && lostConnection.test(error.message);
  return [outOfReachOrRoom, outOfService, inEachOthersWay].some((codes) => codes.test(code));
}
