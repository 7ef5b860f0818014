import { migrate } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrations as consoleMigrations } from "../../services/console/src/migrations/index.ts";
import { migrations as disclosureMigrations } from "../../services/disclosure/src/migrations/index.ts";
import { migrations as identityMigrations } from "../../services/identity/src/migrations/index.ts";
import { migrations as inspectionMigrations } from "../../services/inspection/src/migrations/index.ts";
import { migrations as registryMigrations } from "../../services/registry/src/migrations/index.ts";
import { connected, type ServiceName, services } from "../embedded/database.ts";
import { type FreshDatabase, freshDatabase } from "../embedded/test-database.ts";

const migrations = {
  identity: identityMigrations,
  registry: registryMigrations,
  inspection: inspectionMigrations,
  disclosure: disclosureMigrations,
  console: consoleMigrations,
};
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await Promise.all(
    services.map((service) => migrate(fresh.urls[service].owner, service, migrations[service])),
  );
});
afterAll(() => fresh.drop());

type Table = {
  name: string;
  owner: string;
  enabled: boolean;
  forced: boolean;
  /** How its column `authority` is typed, or null where it has none. */
  authority: string | null;
  /** The command that each of its policies is for. */
  policies: string[];
  /** What the service's role may do with it, be it with some columns alone. */
  rights: string[];
};

/** Every table of a service's schema, partitions too, as PostgreSQL's catalogue knows it. */
async function tablesOf(service: ServiceName): Promise<Table[]> {
  return connected(fresh.superUrl, async (client) => {
    const { rows } = await client.query<Table>(
      `select c.relname as name, pg_get_userbyid(c.relowner) as owner,
              c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
              (select format('%s%s', a.atttypid::regtype, case when a.attnotnull then ' not null' end)
                 from pg_attribute a
                where a.attrelid = c.oid and a.attname = 'authority' and not a.attisdropped) as authority,
              array(select cmd from pg_policies where schemaname = $1 and tablename = c.relname order by 1) as policies,
              array(select r from unnest(array['DELETE', 'INSERT', 'SELECT', 'TRUNCATE', 'UPDATE']) r
                     where has_table_privilege($1, c.oid, r)
                        or (r = 'UPDATE' and has_any_column_privilege($1, c.oid, r))) as rights
         from pg_class c
        where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')
        order by 1`,
      [service],
    );
    return rows;
  });
}
/**
 * A market entity is one for all authorities that supervise it; whose it is stands in `entity_supervision`. What identity
 * keeps of sessions, attempts and keys is of no authority, as are the console's sessions, and the service's own rounds alone see
 * it, as are the keys of what is sealed.
 */
const shared = [
  "registry.data_key",
  "registry.entity",
  "inspection.data_key",
  "identity.artifact",
  "identity.attempt",
  "identity.sign_in",
  "identity.signing_key",
  "console.session",
];
/** What was written there is never changed: what happened, what was published or drawn, what a register was. */
const appendOnly: Record<ServiceName, string[]> = {
  identity: ["audit", "audit_link"],
  registry: ["audit", "audit_link", "import", "version"],
  inspection: [
    "audit",
    "audit_link",
    "calendar_change",
    "document",
    "draw_change",
    "draw_member",
    "draw_place",
    "draw_snapshot",
    "event",
    "finding",
    "setting",
  ],
  disclosure: [
    "audit",
    "audit_link",
    "calendar_change",
    "document",
    "draw_file",
    "event",
    "publication_version",
    "term_setting",
  ],
  console: ["audit", "audit_link"],
};
const isBookkeeping = ({ name }: Table) => name.startsWith("kysely_migration");

describe.each(services)("after its migrations, the schema of %s", (service) => {
  it("keeps every table under forced row-level security by its authority", async () => {
    const tables = (await tablesOf(service)).filter((table) => !isBookkeeping(table));
    expect(tables.length).toBeGreaterThan(service === "console" ? 0 : 2);
    for (const table of tables)
      expect(table).toMatchObject({
        owner: `${service}_owner`,
        enabled: true,
        forced: true,
        authority: shared.includes(`${service}.${table.name}`) ? null : "text not null",
      });
  });

  it("has a policy for each command that the service's role may give, and one at most", async () => {
    for (const { name, policies, rights } of await tablesOf(service)) {
      expect(policies, name).toEqual([...new Set(policies)]);
      expect(policies, name).toEqual(expect.arrayContaining(rights));
      expect(["DELETE", "INSERT", "SELECT", "UPDATE"], name).toEqual(expect.arrayContaining(policies));
    }
  });

  it("changes and removes nothing of what only grows", async () => {
    const tables = (await tablesOf(service)).filter(({ name }) => appendOnly[service].includes(name));
    expect(tables.map(({ name }) => name)).toEqual(appendOnly[service]);
    for (const { name, rights } of tables) expect(rights, name).toEqual(["INSERT", "SELECT"]);
    await connected(fresh.urls[service].app, async (client) => {
      await client.query("select set_config('shuangsui.authority', 'system', false)");
      for (const { name } of tables)
        for (const statement of [`update ${name} set authority = ''`, `delete from ${name}`])
          await expect(client.query(statement), statement).rejects.toThrow("permission denied");
    });
  });

  it("shows the migrations' bookkeeping to its owner alone, and lets no table be emptied at once", async () => {
    const tables = await tablesOf(service);
    const bookkeeping = tables.filter(isBookkeeping);
    expect(bookkeeping.map(({ name }) => name)).toEqual(["kysely_migration", "kysely_migration_lock"]);
    for (const { rights } of bookkeeping) expect(rights).toEqual([]);
    for (const { rights } of tables) expect(rights).not.toContain("TRUNCATE");
  });

  it("has no view that looks past the security", async () => {
    await connected(fresh.superUrl, async (client) => {
      const views = await client.query(
        `select relname, reloptions from pg_class
          where relnamespace = $1::regnamespace and relkind in ('v', 'm')
            and not coalesce('security_invoker=true' = any(reloptions), false)`,
        [service],
      );
      expect(views.rows).toEqual([]);
    });
  });
});
