import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { connected, type DatabaseUrls, databaseUrls, services, urlOf } from "./database.ts";

/** A database of one's own on the run's PostgreSQL. */
export type FreshDatabase = {
  /** The superuser's URL of this database. */
  readonly superUrl: string;
  /** Where each service's migrations (owner) and the service itself (app) connect. */
  readonly urls: DatabaseUrls;
  /** Removes it, closing whatever is still connected after a second. */
  drop(): Promise<void>;
};

/** A new database with the services' empty schemas, roles and the schema `clock`, copied from the run's template. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const cluster = inject("superUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await connected(cluster, async (client) => {
    await client.query("select pg_advisory_lock(8213)");
    await client.query(`create database ${name} template shuangsui_template`);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(
      `grant connect on database ${name} to ${services.flatMap((service) => [service, `${service}_owner`]).join(", ")}`,
    );
  });
  return {
    superUrl: urlOf(cluster, name),
    urls: databaseUrls(cluster, inject("rolePasswords"), name),
    drop: () =>
      connected(cluster, async (client) => {
        // A connection that is just being closed would hear of it as of an error.
        const sessions = () => client.query("select from pg_stat_activity where datname = $1", [name]);
        for (let waited = 0; waited < 1_000 && (await sessions()).rowCount !== 0; waited += 20)
          await pause(20);
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}
