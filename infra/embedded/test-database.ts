import type { Migration } from "kysely/migration";
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { migrate } from "@shuangsui/service-kit";
import type { Client } from "pg";
import { inject } from "vitest";
import { sampleAuthorities } from "../sample/authorities.ts";
import { connected, type DatabaseUrls, databaseUrls, type ServiceName, services, urlOf } from "./database.ts";

/** A database of one's own on the run's PostgreSQL. */
export type FreshDatabase = {
  /** The superuser's URL of this database. */
  readonly superUrl: string;
  /** Where each service's migrations (owner) and the service itself (app) connect. */
  readonly urls: DatabaseUrls;
  /** Removes it, closing whatever is still connected after a second. */
  drop(): Promise<void>;
};

/** What brings services' schemas up to date, by service. */
type Migrations = Partial<Record<ServiceName, Record<string, Migration>>>;

/** A new database with the services' empty schemas, roles and the schema `clock`, copied from the run's template. */
export function freshDatabase(): Promise<FreshDatabase> {
  return copyOf(() => Promise.resolve("shuangsui_template"));
}

/** A new database in which these services' schemas are up to date and have the sample's authorities, copied from one that is made once a run. */
export function migratedDatabase(migrations: Migrations): Promise<FreshDatabase> {
  const template = `shuangsui_template_${Object.keys(migrations).toSorted().join("_")}`;
  return copyOf(async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount === 0) await makeTemplate(client, template, migrations);
    return template;
  });
}

/** Copies the database that `templateOf` names, which nobody else may be copying or making meanwhile. */
async function copyOf(templateOf: (client: Client) => Promise<string>): Promise<FreshDatabase> {
  const cluster = inject("superUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await connected(cluster, async (client) => {
    await client.query("select pg_advisory_lock(8213)");
    await createDatabase(client, name, await templateOf(client));
  });
  return {
    superUrl: urlOf(cluster, name),
    urls: urlsOf(name),
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

/** It has its name only once it is whole. */
async function makeTemplate(client: Client, template: string, migrations: Migrations): Promise<void> {
  const unfinished = `unfinished_${randomBytes(6).toString("hex")}`;
  await createDatabase(client, unfinished, "shuangsui_template");
  for (const service of services) {
    const own = migrations[service];
    if (own !== undefined) await migrate(urlsOf(unfinished)[service].owner, service, own, sampleAuthorities);
  }
  await client.query(`alter database ${unfinished} rename to ${template}`);
}

async function createDatabase(client: Client, name: string, template: string): Promise<void> {
  await client.query(`create database ${name} template ${template}`);
  await client.query(`revoke all on database ${name} from public`);
  await client.query(
    `grant connect on database ${name} to ${services.flatMap((service) => [service, `${service}_owner`]).join(", ")}`,
  );
}

const urlsOf = (name: string) => databaseUrls(inject("superUrl"), inject("rolePasswords"), name);
