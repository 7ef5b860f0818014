import { CompiledQuery, sql, type Kysely, type Transaction } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { isOutage, openDatabase, readOnly, systemScope, type Database } from "../database.ts";
import { createLogger } from "../logger.ts";
import { createVisibility, migrate } from "../migrations.ts";
import { createNames } from "./names.ts";
import { listenBetween, type Between } from "./testing.ts";

type Tables = { note: { id: number; words: string } };
type Work = Transaction<Tables>;
let fresh: FreshDatabase;
let between: Between;
let database: Database<Tables>;
/** One connection, so that what one transaction leaves behind the next would meet. */
const open = (limits = { statement: 10_000, lock: 10_000, idleInTransaction: 10_000 }) =>
  openDatabase<Tables>(between.url, { logger: createLogger("test", "silent"), connections: 1, limits });

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(async () => {
  process.on("unhandledRejection", note);
  fresh = await freshDatabase();
  between = await listenBetween(fresh.urls.inspection.app);
  database = open();
  const up = (owner: Kysely<unknown>) => createVisibility(owner, "inspection");
  await migrate(fresh.urls.inspection.owner, "inspection", { "0001": { up } });
  await connected(fresh.urls.inspection.owner, (client) =>
    client.query(`create table inspection.note (id integer primary key, words text not null);
      create view inspection.scoped with (security_invoker = true) as
        select current_setting('shuangsui.authority', true) as scope`),
  );
});
afterEach(() => {
  expect(unhandled).toEqual([]);
});
afterAll(async () => {
  process.off("unhandledRejection", note);
  await database.close();
  await between.close();
  await fresh.drop();
});

const scopeOf = async (work: Work) => {
  const { rows } = await sql<{ scope: string }>`select scope from scoped`.execute(work);
  return rows[0]?.scope;
};
const countOf = async (work: Work, id: number) =>
  (await work.selectFrom("note").select("id").where("id", "=", id).execute()).length;
const count = (id: number) => database.as(systemScope, (work) => countOf(work, id));
const fails = (work: Work) => sql`select 1 / 0`.execute(work);
const write = (work: Work, id: number) => work.insertInto("note").values({ id, words: "n" }).execute();
/** How often the service waited for PostgreSQL, and how many packets it sent meanwhile. */
const measured = async (run: () => Promise<unknown>) => {
  await database.ping();
  const before = between.counts();
  await run();
  const after = between.counts();
  return { waits: after.waits - before.waits, packets: after.packets - before.packets };
};

describe("round trips", () => {
  it("a transaction that reads once waits once, for its beginning, scope and statement together", async () => {
    expect(await measured(() => database.as("533103", scopeOf, readOnly))).toEqual({ waits: 1, packets: 1 });
  });

  it("the end of one that reads goes out with the beginning of the next", async () => {
    const ten = async () => {
      for (let read = 0; read < 10; read += 1) await database.as("533103", scopeOf, readOnly);
    };
    expect(await measured(ten)).toEqual({ waits: 10, packets: 10 });
  });

  it("the end of one that reads goes out by itself where nothing follows", async () => {
    await database.as("533103", (work) => scopeOf(work), readOnly);
    const states = () =>
      connected(fresh.superUrl, async (client) => {
        const { rows } = await client.query<{ state: string }>(
          "select state from pg_stat_activity where datname = current_database() and usename = 'inspection'",
        );
        return rows.map(({ state }) => state);
      });
    await expect.poll(states).toEqual(["idle"]);
  });

  it("a transaction that may write waits for its end as well", async () => {
    expect(await measured(() => database.as("533103", (work) => write(work, 1)))).toEqual({
      waits: 2,
      packets: 2,
    });
    expect(await count(1)).toBe(1);
  });

  it("statements asked for at once go out at once and in their order", async () => {
    const seen = await measured(() =>
      database.as(systemScope, async (work) => {
        const steps = await Promise.all([
          write(work, 2),
          countOf(work, 2),
          work.deleteFrom("note").where("id", "=", 2).execute(),
          countOf(work, 2),
        ]);
        expect([steps[1], steps[3]]).toEqual([1, 0]);
      }),
    );
    expect(seen).toEqual({ waits: 2, packets: 2 });
  });
});

describe("a scope", () => {
  it("is each transaction's own, also where one ends unawaited and the next begins at once", async () => {
    const scopes = ["533100", "533102", "533103", "533122", systemScope];
    const many = Array.from({ length: 200 }, (_, index) => scopes[index % scopes.length] ?? "");
    const seen = await Promise.all(
      many.map((scope, index) =>
        database
          .as(
            scope,
            async (work) => {
              if (index % 7 === 0) await fails(work).catch(() => undefined);
              return index % 7 === 0 ? scope : scopeOf(work);
            },
            index % 2 === 0 ? readOnly : {},
          )
          .catch(() => scope),
      ),
    );
    expect(seen).toEqual(many);
    const outside = await sql<{ scope: string }>`select scope from scoped`.execute(database.plain);
    expect(outside.rows[0]?.scope ?? "").toBe("");
  });

  it("is no longer there for what a branch of the transaction asks after its end", async () => {
    const late = Promise.withResolvers<unknown>();
    const failed = database.as("533103", async (work) => {
      const slow = async () => {
        await scopeOf(work).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return scopeOf(work);
      };
      slow().then(late.resolve, late.resolve);
      await fails(work);
    });
    await expect(failed).rejects.toThrow("division by zero");
    expect(await late.promise).toMatchObject({ message: "the transaction is over" });
  });
});

describe("a failure", () => {
  it("in the midst of statements asked for at once is the one that is thrown, and nothing is written", async () => {
    const failed = database.as(systemScope, (work) =>
      Promise.all([write(work, 10), fails(work), write(work, 11), scopeOf(work)]),
    );
    await expect(failed).rejects.toThrow("division by zero");
    expect([await count(10), await count(11)]).toEqual([0, 0]);
  });

  it("that nobody heard of lets no end pretend success", async () => {
    const swallowed = database.as(systemScope, async (work) => {
      await write(work, 12);
      await fails(work).catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow("division by zero");
    const unawaited = database.as(systemScope, async (work) => {
      write(work, 12).catch(() => undefined);
      fails(work).catch(() => undefined);
    });
    await expect(unawaited).rejects.toThrow("division by zero");
    const reading = database.as(systemScope, (work) => fails(work).catch(() => undefined), readOnly);
    await expect(reading).rejects.toThrow("division by zero");
    expect(await count(12)).toBe(0);
  });

  it("is named by whatever is asked after it", async () => {
    const later = database.as(systemScope, async (work) => {
      await fails(work).catch(() => undefined);
      await scopeOf(work);
    });
    await expect(later).rejects.toThrow("division by zero");
  });

  it("of the scope fails all that follows, with its error", async () => {
    const failed = database.as("533103\0", (work) => write(work, 13));
    await expect(failed).rejects.toThrow("invalid byte sequence");
    await expect(database.as("533103\0", async () => "nothing asked")).rejects.toThrow(
      "invalid byte sequence",
    );
    expect(await count(13)).toBe(0);
  });

  it("behind a savepoint is made good by going back to it", async () => {
    await database.as(systemScope, async (work) => {
      await write(work, 14);
      const tried = Promise.all([
        sql`savepoint here`.execute(work),
        write(work, 15),
        fails(work),
        write(work, 16),
      ]);
      await expect(tried).rejects.toThrow("division by zero");
      await sql`rollback to savepoint here`.execute(work);
      await write(work, 17);
    });
    expect(await Promise.all([14, 15, 16, 17].map(count))).toEqual([1, 0, 0, 1]);
  });

  it("of a write in a transaction that only reads is PostgreSQL's refusal", async () => {
    await expect(database.as(systemScope, (work) => write(work, 18), readOnly)).rejects.toThrow("read-only");
    expect(await count(18)).toBe(0);
  });

  it("of the work itself rolls back what is still under way", async () => {
    const failed = database.as(systemScope, async (work) => {
      write(work, 19).catch(() => undefined);
      throw new RangeError("of the work");
    });
    await expect(failed).rejects.toThrow("of the work");
    expect(await count(19)).toBe(0);
  });
});

describe("a lost connection", () => {
  it.each(["before the first answer", "in the midst", "at the end"])("is an outage: %s", async (when) => {
    const cut = database.as(systemScope, async (work) => {
      if (when === "before the first answer") between.cut();
      await write(work, 20);
      if (when === "in the midst") between.cut();
      await Promise.all([countOf(work, 20), countOf(work, 20), write(work, 21)]);
      if (when === "at the end") between.cut();
    });
    const error = await cut.then(
      () => "none",
      (reason: unknown) => reason,
    );
    expect(isOutage(error), String(error)).toBe(true);
    expect(await count(20)).toBe(0);
  });

  it("while an end is not waited for leaves what was read, and the next goes on", async () => {
    expect(await database.as("533103", scopeOf, readOnly)).toBe("533103");
    between.cut();
    await expect.poll(() => database.as("533103", scopeOf, readOnly).catch(() => "cut")).toBe("533103");
  });

  it("to a server that is not there is an outage, with nothing asked", async () => {
    const nowhere = openDatabase<Tables>("postgres://nobody@127.0.0.1:1/nothing", {
      logger: createLogger("test", "silent"),
    });
    expect(isOutage(await nowhere.as(systemScope, scopeOf).catch((error: unknown) => error))).toBe(true);
    await nowhere.close();
  });
});

it.each([
  ["statement", (work: Work) => sql`select pg_sleep(20)`.execute(work)],
  ["lock", (work: Work) => sql`select pg_advisory_xact_lock(1)`.execute(work)],
] as const)(
  "a limit reached in the midst of statements asked for at once is an outage: %s",
  async (limit, slow) => {
    const limited = open({ statement: 10_000, lock: 10_000, idleInTransaction: 10_000, [limit]: 200 });
    await database.as(systemScope, async (holder) => {
      await sql`select pg_advisory_xact_lock(1)`.execute(holder);
      const failed = limited.as(systemScope, (work) =>
        Promise.all([write(work, 30), slow(work), write(work, 31)]),
      );
      expect(isOutage(await failed.catch((error: unknown) => error))).toBe(true);
    });
    expect(await limited.as(systemScope, (work) => countOf(work, 30))).toBe(0);
    await limited.close();
  },
);

describe("a prepared statement", () => {
  const prepared = (work: Work) =>
    sql<{ statement: string; count: number }>`
      select statement, (generic_plans + custom_plans)::integer as count from pg_prepared_statements order by 1`.execute(
      work,
    );

  it("is kept from the second time on", async () => {
    const asked = async (work: Work) => {
      for (let time = 0; time < 4; time += 1)
        await work.selectFrom("note").select("words").where("id", "in", [1, 2, 3]).execute();
      return (await prepared(work)).rows.filter(({ statement }) => statement.includes('"words"'));
    };
    expect(await database.as(systemScope, asked)).toMatchObject([{ count: 3 }]);
  });

  it("that a change of its table outdates is an outage once", async () => {
    const all = (work: Work) => work.selectFrom("note").selectAll().execute();
    for (let time = 0; time < 3; time += 1) await database.as(systemScope, all);
    await connected(fresh.urls.inspection.owner, (client) =>
      client.query("alter table inspection.note add column more text"),
    );
    const error = await database.as(systemScope, all).catch((reason: unknown) => reason);
    expect(isOutage(error), String(error)).toBe(true);
    await database.as(systemScope, all);
  });

  it("has one of a bounded number of names, and none for long lists or what is no query", () => {
    const nameOf = createNames();
    const twice = (text: string, values: readonly unknown[] = []) =>
      [nameOf(text, values), nameOf(text, values)][1];
    expect(twice("begin")).toBeUndefined();
    expect(twice("fetch 5000 from snapshot")).toBeUndefined();
    expect(twice(`select ${"1,".repeat(4_000)}`)).toBeUndefined();
    expect(twice("select 1 in (…)", Array.from({ length: 1_000 }))).toBeUndefined();
    expect(twice("select 1")).toBe("s0");
    expect(nameOf("select 1", [])).toBe("s0");
    const names = new Set(Array.from({ length: 2_000 }, (_, index) => twice(`select ${index}`)));
    expect(names.size).toBeLessThan(300);
    expect(names.has(undefined)).toBe(true);
  });

  it("is planned anew for many values at once, whose kept plan is of when there was little", () => {
    const nameOf = createNames();
    const ask = (values: readonly unknown[]) => nameOf("select from entity where code = any($1)", values);
    const many = Array.from({ length: 500 }, (_, index) => `code-${index}`);
    expect([ask([["one"]]), ask([["one"]]), ask([["another"]])]).toEqual([undefined, "s0", "s0"]);
    expect([ask([many]), ask([`{${many.join(",")},${"x".repeat(10_000)}}`])]).toEqual([undefined, undefined]);
    expect(ask([["one"]])).toBe("s0");
  });
});

describe("a stream of rows", () => {
  const numbers = CompiledQuery.raw("select n from generate_series(1, $1::integer) as n", [25]);
  it("is read by a cursor inside a transaction", async () => {
    const read: unknown[] = [];
    await database.as(systemScope, async (work) => {
      for await (const chunk of work.getExecutor().stream<{ n: number }>(numbers, 10)) {
        read.push(chunk.rows.length);
        await scopeOf(work);
      }
    });
    expect(read).toEqual([10, 10, 5]);
  });

  it("is refused outside one", async () => {
    const outside = async () => {
      for await (const chunk of database.plain.getExecutor().stream(numbers, 10)) return chunk;
      return undefined;
    };
    await expect(outside()).rejects.toThrow("inside a transaction");
  });
});
