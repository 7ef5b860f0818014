import {
  AbortedTransactionError,
  CompiledQuery,
  Transaction,
  type DatabaseConnection,
  type KyselyProps,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import type { PipelinedConnection } from "./connection.ts";
import { beginStatement, pipelined } from "./driver.ts";

/** A statement with its parameters that goes out right after the transaction's begin. */
export type Opening = { text: string; values: readonly unknown[] };

/**
 * Runs `work` in a transaction whose beginning and `opening` go out together with the first statements of `work`, and whose
 * statements wait for no answer of those before them. Where it only reads, its end is not waited for.
 * @throws the error of the first statement that failed, also where `work` kept it to itself, unless a savepoint made it good
 */
export function transact<DB, T>(
  { executor, ...kysely }: KyselyProps,
  settings: TransactionSettings,
  opening: Opening,
  work: (transaction: Transaction<DB>) => Promise<T>,
): Promise<T> {
  return executor.provideConnection(async (provided) => {
    const connection = new TransactionConnection(pipelined(provided), settings);
    connection.open(opening);
    const within = executor.withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
    let result: T;
    try {
      result = await work(new Transaction<DB>({ ...kysely, executor: within }));
    } catch (error) {
      await connection.rollback();
      throw error;
    }
    await connection.commit();
    return result;
  });
}

/** A connection for the length of one transaction: what comes after its end is refused, since others use it then. */
class TransactionConnection implements DatabaseConnection {
  readonly #connection: PipelinedConnection;
  readonly #settings: TransactionSettings;
  #over = false;
  #unanswered = 0;
  #latest: Promise<unknown> = Promise.resolve();
  #failure: unknown;
  #cursors = 0;

  constructor(connection: PipelinedConnection, settings: TransactionSettings) {
    this.#connection = connection;
    this.#settings = settings;
  }

  /** Begins, without waiting: where that fails, so does every statement after it, with that error. */
  open({ text, values }: Opening): void {
    for (const query of [
      CompiledQuery.raw(beginStatement(this.#settings)),
      CompiledQuery.raw(text, [...values]),
    ])
      this.executeQuery(query).catch(() => undefined);
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const answer = this.#ask<R>(query);
    this.#latest = answer.catch(() => undefined);
    return answer;
  }

  async #ask<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#over) throw new Error("the transaction is over");
    this.#unanswered += 1;
    try {
      const result = await this.#connection.executeQuery<R>(query);
      if (/^rollback to\b/i.test(query.sql)) this.#failure = undefined;
      return result;
    } catch (error) {
      // PostgreSQL refuses all that follows a failure, which says nothing of what had failed.
      this.#failure ??= error;
      throw this.#failure;
    } finally {
      this.#unanswered -= 1;
    }
  }

  /** Reads by a cursor of the transaction. */
  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    this.#cursors += 1;
    const cursor = `stream_${this.#cursors}`;
    await this.executeQuery(
      CompiledQuery.raw(`declare ${cursor} no scroll cursor for ${query.sql}`, [...query.parameters]),
    );
    for (let rows = chunkSize; rows === chunkSize;) {
      const chunk = await this.executeQuery<R>(CompiledQuery.raw(`fetch ${chunkSize} from ${cursor}`));
      rows = chunk.rows.length;
      if (rows > 0) yield chunk;
    }
  }

  /** @throws the error that PostgreSQL rolled the transaction back for */
  async commit(): Promise<void> {
    this.#over = true;
    const onlyRead = this.#settings.accessMode === "read only" && this.#unanswered === 0;
    // What was read has come, and nothing was written: no failure of the end could change what is known.
    if (onlyRead && this.#failure === undefined) return this.#connection.sendLater("commit");
    const { command } = await this.#connection.send("commit");
    if (command !== "ROLLBACK") return;
    // The answers before this one have come, but those who wait for them may not have been told yet.
    await this.#latest;
    throw this.#failure ?? new AbortedTransactionError();
  }

  /** Ends the transaction with nothing written; a connection that can't even do that is closed, with the same effect. */
  async rollback(): Promise<void> {
    this.#over = true;
    await this.#connection.send("rollback").catch(() => this.#connection.spoil());
  }
}
