import type { CompiledQuery, DatabaseConnection, QueryResult } from "kysely";
import type { PoolClient, QueryResult as Answer } from "pg";
import type { Duplex } from "node:stream";
import type { NameOf } from "./names.ts";

/** How long what nobody waits for is held back, in milliseconds, to leave with what is asked next. */
const soonMs = 1;
/** Connections on which something is held back, corked until then. */
const heldBack = new WeakMap<Duplex, NodeJS.Timeout>();
const changing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

/**
 * A connection on which statements go out in the order they are asked, none waiting for the answer to the one before it.
 * Those asked in one turn of the event loop go out together.
 */
export class PipelinedConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #nameOf: NameOf;
  #gathering = false;
  #spoilt = false;

  constructor(client: PoolClient, nameOf: NameOf) {
    this.#client = client;
    this.#nameOf = nameOf;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.send(sql, parameters);
    return changing.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("a stream is read inside a transaction, by its cursor");
  }

  /** Sends a statement before it returns, and gives PostgreSQL's answer. */
  send(text: string, values: readonly unknown[] = []): Promise<Answer> {
    this.#gather();
    const name = this.#nameOf(text, values);
    const answer = this.#client.query({
      text,
      values: [...values],
      ...(name === undefined ? {} : { name }),
    });
    answer.catch((error: unknown) => {
      if (!isOfStatementAlone(error)) this.spoil();
    });
    return answer;
  }

  /** Sends a statement for whose answer nobody waits, together with what is asked next on this connection, if that comes soon. */
  sendLater(text: string): void {
    const { stream } = this.#client.connection;
    if (!this.#gathering && !heldBack.has(stream)) {
      stream.cork();
      heldBack.set(
        stream,
        setTimeout(() => {
          heldBack.delete(stream);
          stream.uncork();
        }, soonMs),
      );
    }
    // Where it fails so does the connection, of which the pool hears.
    this.#client.query(text).catch(() => undefined);
  }

  /** Has the connection closed instead of used again. */
  spoil(): void {
    this.#spoilt = true;
  }

  release(): void {
    this.#client.release(this.#spoilt);
  }

  /** Holds back what is written in this turn of the event loop, so that it leaves as one packet at its end. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    const { stream } = this.#client.connection;
    const held = heldBack.get(stream);
    if (held === undefined) stream.cork();
    clearTimeout(held);
    heldBack.delete(stream);
    process.nextTick(() => {
      this.#gathering = false;
      stream.uncork();
    });
  }
}

/**
 * Whether an error leaves the connection as it was: one of PostgreSQL's, but for a plan that a migration has outdated,
 * which stays outdated. The driver's own may leave a statement half prepared.
 */
function isOfStatementAlone(error: unknown): boolean {
  return error instanceof Error && "severity" in error && !isOutdatedPlan(error);
}

/** Whether a prepared statement gives other columns than when it was prepared: asked again elsewhere, it is right. */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof Error && "routine" in error && error.routine === "RevalidateCachedQuery";
}
