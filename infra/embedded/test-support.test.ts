import { attributes, registerAttributes } from "@shuangsui/temporal-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "./database.ts";
import { type FreshDatabase, freshDatabase } from "./test-database.ts";
import { startDevServer, startTimeSkipping } from "./test-temporal.ts";

describe("a test's database", () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it("lets a service write what its owner made, and own nothing", async () => {
    const { registry } = database.urls;
    await connected(registry.owner, (client) => client.query("create table thing (id int primary key)"));
    await connected(registry.app, async (client) => {
      expect((await client.query("insert into thing values (1) returning id")).rows).toEqual([{ id: 1 }]);
      await expect(client.query("create table mine ()")).rejects.toThrow("permission denied");
      await expect(client.query("create table public.mine ()")).rejects.toThrow("permission denied");
      const { rows } = await client.query(
        "select rolsuper, rolbypassrls from pg_roles where rolname = current_user",
      );
      expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    });
  });

  it("lets no service look into another's schema", async () => {
    await connected(database.urls.disclosure.app, async (client) => {
      await expect(client.query("select * from registry.thing")).rejects.toThrow("permission denied");
    });
  });

  it("tells the real time where no sample runs, and lets no service change it", async () => {
    await connected(database.urls.inspection.app, async (client) => {
      const { rows } = await client.query<{ off: number; rate: number }>(
        "select extract(epoch from clock.now() - clock_timestamp())::float8 as off, clock.rate() as rate",
      );
      expect(Math.abs(rows[0]?.off ?? 1)).toBeLessThan(0.1);
      expect(rows[0]?.rate).toBe(1);
      await expect(client.query("delete from clock.sample")).rejects.toThrow("permission denied");
    });
  });
});

describe("the engine in tests", () => {
  it.each([
    ["skips time", startTimeSkipping],
    ["runs as it is", startDevServer],
  ])("%s and takes the search attribute", async (_, start) => {
    const environment = await start();
    try {
      const handle = await environment.client.workflow.start("nobody", {
        taskQueue: "nobody",
        workflowId: "one",
        typedSearchAttributes: [{ key: attributes.authority, value: "533103" }],
      });
      const { typedSearchAttributes } = await handle.describe();
      expect(typedSearchAttributes.get(attributes.authority)).toBe("533103");
      await registerAttributes(environment.connection, environment.namespace ?? "default");
    } finally {
      await environment.teardown();
    }
  });
});
