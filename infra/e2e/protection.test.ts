import { migrate } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrations as consoleMigrations } from "../../services/console/src/migrations/index.ts";
import { migrations as disclosureMigrations } from "../../services/disclosure/src/migrations/index.ts";
import { migrations as identityMigrations } from "../../services/identity/src/migrations/index.ts";
import { migrations as inspectionMigrations } from "../../services/inspection/src/migrations/index.ts";
import { migrations as registryMigrations } from "../../services/registry/src/migrations/index.ts";
import { connected, type ServiceName, services } from "../embedded/database.ts";
import { type FreshDatabase, freshDatabase } from "../embedded/test-database.ts";
import { sampleAuthorities } from "../sample/authorities.ts";

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
    services.map((service) =>
      migrate(fresh.urls[service].owner, service, migrations[service], sampleAuthorities),
    ),
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
  /** Each with the command that it is for, and what it lets through. */
  policies: { name: string; command: string; says: string }[];
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
              coalesce((select jsonb_agg(jsonb_build_object('name', policyname, 'command', cmd, 'says', concat_ws(' and ', qual, with_check)) order by cmd)
                 from pg_policies where schemaname = $1 and tablename = c.relname), '[]') as policies,
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
const isBookkeeping = ({ name }: Pick<Table, "name">) => name.startsWith("kysely_migration");

/** Tables that have no authority by nature, and why. */
const ofNoAuthority: Record<string, string> = {
  ...Object.fromEntries(services.map((service) => [`${service}.authority`, "the tree itself"])),
  "registry.entity":
    "a market entity is one for all that supervise it; whose it is stands in entity_supervision",
  "registry.data_key": "the keys of what is sealed: the service's own rounds alone see them",
  "inspection.data_key": "the same",
  "identity.artifact": "of sign-in, before anybody is known: the service's own rounds alone see it",
  "identity.attempt": "the same",
  "identity.sign_in": "the same",
  "identity.signing_key": "the same",
  "console.session": "the same",
};
/** Policies that do not ask whose rows a transaction sees, or in whose name it writes, and why. */
const openPolicies: Record<string, string> = {
  ...Object.fromEntries(
    services.flatMap((service) => [
      [`${service}.authority.reading`, "everybody may know the tree: names, and who is above whom"],
      [`${service}.authority.adding`, "of the schema's owner alone; the service has no right to it"],
      [`${service}.authority.changing`, "the same"],
    ]),
  ),
  "inspection.calendar_change.reading": "an authority's days are its superiors' and the nation's as well",
  "disclosure.calendar_change.reading": "the same",
  "registry.proposal_answer.reading": "by the proposal that it answers, whose own policy holds there",
};

/** What is wrong with the protection of a service's tables, a sentence each. */
async function faultsOf(service: ServiceName): Promise<string[]> {
  const tables = (await tablesOf(service)).filter((table) => !isBookkeeping(table));
  return tables.flatMap(({ name, owner, enabled, forced, authority, policies, rights }) => {
    const table = `${service}.${name}`;
    const commands = policies.map(({ command }) => command);
    return [
      ...(owner === `${service}_owner` ? [] : [`${table} is owned by ${owner}`]),
      ...(enabled && forced ? [] : [`${table} is under no forced row-level security`]),
      ...(table in ofNoAuthority || authority === "text not null" ? [] : [`${table} names no authority`]),
      ...policies
        .filter((policy) => !(`${table}.${policy.name}` in openPolicies))
        .filter(({ says }) => !/\(\s*select (?:\w+\.)?(?:seen|scope)\(\)/i.test(says))
        .map((policy) => `${table}.${policy.name} does not go by the authorities' table`),
      ...(new Set(commands).size === commands.length ? [] : [`${table} has two policies for one command`]),
      ...(commands.includes("ALL") ? [`${table} has one policy for all commands`] : []),
      ...rights
        .filter((right) => right !== "TRUNCATE" && !commands.includes(right))
        .map((right) => `${table} has no policy for ${right}`),
    ];
  });
}

/** What was written there is never changed: what happened, what was published or drawn, what a register was. */
const appendOnly: Record<ServiceName, string[]> = {
  identity: ["audit", "audit_link"],
  registry: [
    "audit",
    "audit_link",
    "certificate_warning",
    "dismissal",
    "risk_table",
    "source_list",
    "source_row",
    "tip_file",
    "version",
  ],
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
    "inspection_tip",
    "setting",
  ],
  disclosure: [
    "audit",
    "audit_link",
    "calendar_change",
    "document",
    "draw_file",
    "draw_file_part",
    "event",
    "publication_version",
    "risk_table",
    "term_setting",
  ],
  console: ["audit", "audit_link"],
};
describe.each(services)("after its migrations, the schema of %s", (service) => {
  it("keeps every table under forced row-level security by the authorities' table", async () => {
    expect((await tablesOf(service)).length).toBeGreaterThan(3);
    expect(await faultsOf(service)).toEqual([]);
  });

  it("has every table and policy that is named as an exception", async () => {
    const tables = await tablesOf(service);
    const names = tables.map(({ name }) => `${service}.${name}`);
    const policies = tables.flatMap((table) =>
      table.policies.map(({ name }) => `${service}.${table.name}.${name}`),
    );
    const ofService = (exceptions: object) =>
      Object.keys(exceptions).filter((name) => name.startsWith(`${service}.`));
    expect(names).toEqual(expect.arrayContaining(ofService(ofNoAuthority)));
    expect(policies).toEqual(expect.arrayContaining(ofService(openPolicies)));
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

describe("a table that somebody adds without protection", () => {
  const rows = "(id integer primary key, authority text not null)";
  it.each([
    ["row-level security", `create table registry.added ${rows}`, "is under no forced row-level security"],
    [
      "force, which its owner goes past",
      `create table registry.added ${rows}; alter table registry.added enable row level security`,
      "is under no forced row-level security",
    ],
    ["an authority", "create table registry.added (id integer primary key)", "names no authority"],
    [
      "the tree, since a policy goes by a code's form",
      `create table registry.added ${rows};
       create policy reading on registry.added for select using (authority like '5331__')`,
      "registry.added.reading does not go by the authorities' table",
    ],
    [
      "a policy for what its service may do",
      `create table registry.added ${rows};
       create policy reading on registry.added for select using (authority = any ((select registry.seen())::text[]))`,
      "registry.added has no policy for DELETE",
    ],
  ])("is found where it lacks %s", async (_name, statements, fault) => {
    await connected(fresh.urls.registry.owner, async (client) => {
      await client.query(statements);
      expect((await faultsOf("registry")).join("\n")).toContain(fault);
      await client.query("drop table registry.added");
    });
    expect(await faultsOf("registry")).toEqual([]);
  });
});
