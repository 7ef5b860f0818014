import {
  AbortedTransactionError,
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type TransactionSettings,
} from "kysely";
import type { Pool } from "pg";
import { PipelinedConnection } from "./connection.ts";
import { createNames } from "./names.ts";

/** PostgreSQL by connections that wait for no answer before the next statement. The pool's `pipeline` is true. */
export function pipelinedDialect(pool: Pool): Dialect {
  const driver = new PipelinedDriver(pool);
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (database) => new PostgresIntrospector(database),
  };
}

/** The transactions here are kysely's own, statement by statement; `transaction.ts` has the one that is pipelined. */
class PipelinedDriver implements Driver {
  readonly #pool: Pool;
  readonly #nameOf = createNames();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PipelinedConnection> {
    return new PipelinedConnection(await this.#pool.connect(), this.#nameOf);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(beginStatement(settings)));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const { command } = await pipelined(connection).send("commit");
    if (command === "ROLLBACK") throw new AbortedTransactionError();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    pipelined(connection).release();
  }

  destroy(): Promise<void> {
    return this.#pool.end();
  }
}

/** The statement that begins a transaction, which names nothing that is the server's own way. */
export function beginStatement({ isolationLevel, accessMode }: TransactionSettings): string {
  const isolation = isolationLevel === undefined ? "" : ` isolation level ${isolationLevel}`;
  return `begin${isolation}${accessMode === undefined ? "" : ` ${accessMode}`}`;
}

/** The connection, which is of this driver. */
export function pipelined(connection: DatabaseConnection): PipelinedConnection {
  if (connection instanceof PipelinedConnection) return connection;
  throw new TypeError("the connection is another driver's");
}
