import { CompiledQuery, sql, type Kysely, type Transaction } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../infra/embedded/database.ts";
import { freshDatabase, type FreshDatabase } from "../../../infra/embedded/test-database.ts";
import { openDatabase, systemScope, type Database } from "./database.ts";
import { createLogger } from "./logger.ts";
import { createVisibility, migrate, protect } from "./migrations.ts";
import { seeingAll } from "./scope.ts";
import { sampleAuthorities } from "../../../infra/sample/authorities.ts";

type Row = { id: number; authority: string; state: string };
type Tables = { matter: Row; event: Row; version: Row };
let fresh: FreshDatabase;
let database: Database<Tables>;
/** The matters of each authority, whose codes they bear in turn. */
const matters = 60_000;

const up = async (owner: Kysely<unknown>) => {
  await createVisibility(owner, "inspection");
  for (const table of ["matter", "event", "version"])
    await owner.executeQuery(
      CompiledQuery.raw(
        `create table inspection.${table} (id integer primary key, authority text not null, state text not null)`,
      ),
    );
  await owner.executeQuery(
    CompiledQuery.raw("create index matter_of on inspection.matter (authority, state)"),
  );
  await protect(owner, "inspection", "matter");
  await protect(owner, "inspection", "event", "written-once");
  await protect(owner, "inspection", "version", "kept");
};

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate(fresh.urls.inspection.owner, "inspection", { "0001": { up } }, sampleAuthorities);
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger: createLogger("test", "silent") });
  await connected(fresh.superUrl, async (client) => {
    const codes = sampleAuthorities.map(({ code }) => `'${code}'`).join();
    for (const table of ["matter", "event", "version"])
      await client.query(
        `insert into inspection.${table} select g, (array[${codes}])[1 + g % ${sampleAuthorities.length}], case when g % 6000 = 1 then 'rare' else 'open' end
           from generate_series(1, ${table === "matter" ? matters : sampleAuthorities.length}) as g`,
      );
    await client.query("vacuum analyze");
  });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

type Work = Transaction<Tables>;
const seenIn = async (work: Work) => {
  const rows = await work.selectFrom("matter").select("authority").distinct().orderBy("authority").execute();
  return rows.map(({ authority }) => authority);
};
const everybody = sampleAuthorities.map(({ code }) => code).toSorted();

describe("whose rows are seen (article 3)", () => {
  it.each([
    ["a county its own", "533103", ["533103"]],
    ["a prefecture its own and its counties'", "533100", everybody],
    ["the system all", systemScope, everybody],
    ["a code of no authority none", "999900", []],
  ] as const)("%s", async (_name, scope, seen) => {
    expect(await database.as(scope, seenIn)).toEqual(seen);
  });

  it("without a scope none, also on a connection that had one", async () => {
    await Promise.all(Array.from({ length: 10 }, () => database.as("533100", seenIn)));
    expect(await database.plain.selectFrom("matter").select("id").execute()).toEqual([]);
  });

  it("all for as long as a step looks at all of them", async () => {
    const seen = await database.as("533103", async (work) => [
      await seeingAll(work, "533103", () => seenIn(work)),
      await seenIn(work),
    ]);
    expect(seen).toEqual([everybody, ["533103"]]);
  });
});

describe("whose rows are written (article 3)", () => {
  const attempts = [
    (work: Work, authority: string) =>
      work
        .updateTable("matter")
        .set({ state: "shut" })
        .where("authority", "=", authority)
        .where("id", "<", 100),
    (work: Work, authority: string) =>
      work.deleteFrom("matter").where("authority", "=", authority).where("id", "<", 100),
  ];
  const written = async (scope: string, authority: string) => {
    const counts: boolean[] = [];
    for (const attempt of attempts) {
      const undone = database.as(scope, async (work) => {
        const [result] = await attempt(work, authority).execute();
        counts.push(
          result !== undefined && "numDeletedRows" in result
            ? result.numDeletedRows > 0n
            : (result?.numUpdatedRows ?? 0n) > 0n,
        );
        throw new RangeError("undone");
      });
      await expect(undone).rejects.toThrow("undone");
    }
    return counts;
  };
  it.each([
    ["a county its own", "533103", "533103", true],
    ["a county not another's", "533103", "533102", false],
    ["a prefecture not its counties'", "533100", "533103", false],
    ["the system any", systemScope, "533103", true],
  ] as const)("%s", async (_name, scope, authority, allowed) => {
    expect(await written(scope, authority)).toEqual([allowed, allowed]);
    const adding = database.as(scope, async (work) => {
      await work
        .insertInto("matter")
        .values({ id: matters + 1, authority, state: "open" })
        .execute();
      throw new RangeError("undone");
    });
    await expect(adding).rejects.toThrow(allowed ? "undone" : "row-level security");
  });
});

describe("what is written once, or kept", () => {
  const as = (statement: string) => database.as(systemScope, (work) => sql.raw(statement).execute(work));
  it.each(["update event set state = 'x'", "delete from event", "delete from version"])(
    "refuses: %s",
    async (statement) => {
      await expect(as(statement)).rejects.toThrow("permission denied");
    },
  );
  it("takes new rows, and changes where it is merely kept", async () => {
    await as("insert into event values (100, '533103', 'open')");
    const { numAffectedRows } = await as("update version set state = 'told'");
    expect(numAffectedRows).toBe(BigInt(sampleAuthorities.length));
  });
});

describe("a policy", () => {
  type Plan = {
    "Node Type": string;
    "Index Name"?: string;
    "Index Cond"?: string;
    "Parent Relationship"?: string;
    Filter?: string;
    Plans?: Plan[];
  };
  const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
  const planOf = (scope: string, statement: string) =>
    database.as(scope, async (work) => {
      const { rows } = await sql<{
        "QUERY PLAN": [{ Plan: Plan }];
      }>`explain (format json) ${sql.raw(statement)}`.execute(work);
      const plan = rows[0]?.["QUERY PLAN"][0].Plan;
      if (plan === undefined) throw new RangeError("no plan");
      return flat(plan);
    });

  it.each([
    "select count(*) from matter",
    "update matter set state = 'x' where id = 1",
    "delete from matter where id = 1",
    "insert into matter values (0, '533103', 'open')",
  ])("is evaluated once a statement: %s", async (statement) => {
    const nodes = await planOf("533103", statement);
    expect(nodes.filter((node) => node["Parent Relationship"] === "InitPlan").length).toBeGreaterThan(0);
    for (const { Filter } of nodes) expect(Filter ?? "").not.toMatch(/current_setting|scope\(|seen\(/);
  });

  it("leads to the index by authority", async () => {
    const nodes = await planOf("533103", "select * from matter where state = 'rare'");
    const index = nodes.find((node) => node["Index Name"] === "matter_of");
    expect(index?.["Index Cond"]).toMatch(/authority = ANY \(\(InitPlan/);
  });
});
