import { migrate } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrations as disclosureMigrations } from "../../services/disclosure/src/migrations/index.ts";
import { migrations as inspectionMigrations } from "../../services/inspection/src/migrations/index.ts";
import { migrations as registryMigrations } from "../../services/registry/src/migrations/index.ts";
import { connected, type ServiceName, services } from "../embedded/database.ts";
import { type FreshDatabase, freshDatabase } from "../embedded/test-database.ts";

const migrations = {
  registry: registryMigrations,
  inspection: inspectionMigrations,
  disclosure: disclosureMigrations,
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
  policies: string[];
  /** What the service's role may do with it. */
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
              array(select polname::text from pg_policy where polrelid = c.oid order by 1) as policies,
              array(select r from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) r
                     where has_table_privilege($1, c.oid, r)) as rights
         from pg_class c
        where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')
        order by 1`,
      [service],
    );
    return rows;
  });
}
/** A market entity is one for all authorities that supervise it; whose it is stands in `entity_supervision`. */
const shared = ["registry.entity"];
const isBookkeeping = ({ name }: Table) => name.startsWith("kysely_migration");

describe.each(services)("after its migrations, the schema of %s", (service) => {
  it("keeps every table under forced row-level security by its authority", async () => {
    const tables = (await tablesOf(service)).filter((table) => !isBookkeeping(table));
    expect(tables.length).toBeGreaterThan(2);
    for (const table of tables)
      expect(table).toMatchObject({
        owner: `${service}_owner`,
        enabled: true,
        forced: true,
        ...(shared.includes(`${service}.${table.name}`)
          ? { authority: null, policies: ["changing", "reading", "registering"] }
          : { authority: "text not null", policies: ["reading", "writing"] }),
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
