import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, escapeIdentifier, escapeLiteral } from "pg";

/** The services that own a schema of the database. */
export const services = ["identity", "registry", "inspection", "disclosure", "console"] as const;
export type ServiceName = (typeof services)[number];

/** A password for each role: a service's own, and its schema's owner. */
export type RolePasswords = Readonly<Record<ServiceName, { readonly owner: string; readonly app: string }>>;

/** Where a service's migrations (owner) and the service itself (app) connect. */
export type DatabaseUrls = Readonly<Record<ServiceName, { readonly owner: string; readonly app: string }>>;

/**
 * Makes, or brings up to date, a database with a schema for each service: owned by `<name>_owner`, which migrates;
 * used by `<name>`, which owns nothing and is under row-level security. Adds the schemas `clock` and `search`, which all may
 * use.
 * @param superUrl the superuser's URL, of any database of the cluster.
 */
export async function prepareDatabase(
  superUrl: string,
  passwords: RolePasswords,
  database = "shuangsui",
): Promise<DatabaseUrls> {
  await connected(superUrl, async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0)
      await client.query(`create database ${escapeIdentifier(database)} encoding 'UTF8' template template0`);
    for (const service of services) {
      await ensureRole(client, `${service}_owner`, passwords[service].owner);
      await ensureRole(client, service, passwords[service].app);
      await client.query(`alter role ${service} set search_path = ${service}`);
      await client.query(`alter role ${service}_owner set search_path = ${service}`);
    }
  });
  await connected(urlOf(superUrl, database), async (client) => {
    await client.query("begin");
    await client.query(`revoke all on database ${escapeIdentifier(database)} from public`);
    await client.query("revoke all on schema public from public");
    for (const service of services) {
      await client.query(`create schema if not exists ${service} authorization ${service}_owner`);
      await client.query(
        `grant connect on database ${escapeIdentifier(database)} to ${service}, ${service}_owner`,
      );
      await client.query(`grant usage on schema ${service} to ${service}`);
      const byOwner = `alter default privileges for role ${service}_owner in schema ${service}`;
      await client.query(`${byOwner} grant select, insert, update, delete on tables to ${service}`);
      await client.query(`${byOwner} grant usage, select on sequences to ${service}`);
    }
    for (const shared of ["clock.sql", "search.sql"])
      await client.query(readFileSync(join(import.meta.dirname, shared), "utf8"));
    await client.query("commit");
  });
  return databaseUrls(superUrl, passwords, database);
}

/** The connection URLs of a database that is prepared already. */
export function databaseUrls(
  superUrl: string,
  passwords: RolePasswords,
  database = "shuangsui",
): DatabaseUrls {
  const of = (service: ServiceName) => ({
    owner: urlOf(superUrl, database, `${service}_owner`, passwords[service].owner),
    app: urlOf(superUrl, database, service, passwords[service].app),
  });
  return {
    identity: of("identity"),
    registry: of("registry"),
    inspection: of("inspection"),
    disclosure: of("disclosure"),
    console: of("console"),
  };
}

/** The same server's URL for another database, and another role where given. */
export function urlOf(url: string, database: string, role?: string, password?: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (role !== undefined) changed.username = role;
  if (password !== undefined) changed.password = encodeURIComponent(password);
  return changed.href;
}

/** Runs `work` on one connection and closes it. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
  const rights = "login nosuperuser nocreatedb nocreaterole nobypassrls noreplication";
  const verb = rowCount === 0 ? "create" : "alter";
  await client.query(
    `${verb} role ${escapeIdentifier(role)} with ${rights} password ${escapeLiteral(password)}`,
  );
}
