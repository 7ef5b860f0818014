import { Client } from "pg";
import type { TestRegistry } from "./service.ts";

/** Another transaction on the registry's database, past its row security, open until it is ended. */
export type Meanwhile = {
  write(statement: string, values?: unknown[]): Promise<void>;
  /** Waits until so many of the registry's statements wait for a lock. */
  waitedFor(statements: number): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
};

/** Opens a transaction that what a test then asks of the registry may run into. */
export async function meanwhile(registry: TestRegistry): Promise<Meanwhile> {
  const client = new Client({ connectionString: registry.fresh.superUrl });
  await client.connect();
  client.on("error", () => undefined);
  await client.query("begin");
  const end = async (statement: "commit" | "rollback") => {
    await client.query(statement);
    await client.end();
  };
  return {
    write: async (statement, values = []) => void (await client.query(statement, values)),
    async waitedFor(statements) {
      for (;;) {
        await client.query("select pg_stat_clear_snapshot()");
        const { rows } = await client.query<{ waiting: number }>(
          "select count(*)::integer as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        if ((rows[0]?.waiting ?? 0) >= statements) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    commit: () => end("commit"),
    rollback: () => end("rollback"),
  };
}
