import { createLogger, openDatabase, systemScope, type Database } from "@shuangsui/service-kit";
import fc from "fast-check";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { publicCounts } from "./lists.ts";

let fresh: FreshDatabase;
let database: Database<Tables>;
beforeAll(async () => {
  fresh = await migratedDatabase({ disclosure: migrations });
  database = openDatabase<Tables>(fresh.urls.disclosure.app, { logger: createLogger("test", "silent") });
}, 120_000);
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(() =>
  connected(fresh.superUrl, (client) =>
    client.query("truncate disclosure.publication, disclosure.public_count cascade"),
  ),
);

type Standing = { version: number; state: "open" | "published" | "taken-down"; breached: boolean };
const standing: fc.Arbitrary<Standing> = fc.record({
  version: fc.nat(2),
  state: fc.constantFrom("open", "published", "taken-down"),
  breached: fc.boolean(),
});
const publication = fc.record({
  authority: fc.constantFrom("533102", "533103", "533122"),
  kind: fc.constantFrom("plan" as const, "result" as const, "item-list" as const),
  first: standing,
  later: fc.array(standing, { maxLength: 4 }),
});
type Publication = typeof publication extends fc.Arbitrary<infer P> ? P : never;

/** Writes a publication as its authority does, and each way that it stands afterwards. */
async function written({ authority, kind, first, later }: Publication): Promise<void> {
  const id = randomUUID();
  await database.as(authority, (work) =>
    sql`insert into publication (id, authority, kind, subject_id, title, words, state, due_at, calendar_version, reminders_version, version,
        reminders, due_revision, content_revision, lock_version, opening, opened_at, first_published_at, updated_at, breached_at)
      values (${id}, ${authority}, ${kind}, ${id}, '', '', ${first.state}, now(), 1, 1, ${first.version}, 0, 1, 1, 1, '', now(), now(), now(),
        ${first.breached ? new Date() : null})`.execute(work),
  );
  for (const { state, version, breached } of later)
    await database.as(authority, (work) =>
      work
        .updateTable("publication")
        .set({ state, version, breached_at: breached ? new Date() : null })
        .where("id", "=", id)
        .execute(),
    );
}

/** What is counted of publications as they stand now. */
function recounted(publications: readonly Publication[]) {
  const now = publications.map(({ first, later, ...one }) => ({ ...one, ...(later.at(-1) ?? first) }));
  const shown = now.filter(({ version, state }) => version > 0 && state !== "taken-down");
  const late = now.filter(({ kind, breached }) => kind === "plan" && breached);
  return {
    publications: [...Map.groupBy(shown, ({ kind }) => kind)]
      .map(([kind, { length: count }]) => ({ kind, count }))
      .toSorted((one, other) => one.kind.localeCompare(other.kind)),
    planBreaches: [...Map.groupBy(late, ({ authority }) => authority)]
      .map(([authority, { length: count }]) => ({ authority, count }))
      .toSorted((one, other) => one.authority.localeCompare(other.authority)),
  };
}

describe("what the public may count (articles 16, 30)", () => {
  it("is what a count of all publications gives, however they were published, overdue and taken down", async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(publication, { maxLength: 8 }), async (publications) => {
          for (const one of publications) await written(one);
          expect(await database.as(systemScope, publicCounts)).toEqual(recounted(publications));
        })
        .beforeEach(() =>
          connected(fresh.superUrl, (client) =>
            client.query("truncate disclosure.publication, disclosure.public_count cascade"),
          ),
        ),
      { numRuns: 40 },
    );
  });

  it("is known without looking at any publication, however many there are", async () => {
    const plain = { first: { version: 1, state: "published", breached: false }, later: [] } as const;
    for (let number = 0; number < 50; number += 1)
      await written({ authority: "533103", kind: "result", ...plain, later: [] });
    const read = await database.as(systemScope, async (work) => {
      // What the same connection has read before is in it until that is reported.
      const readSoFar = async () =>
        (
          await sql<{ read: number }>`
            select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::integer as read
            from pg_stat_xact_user_tables where relname = 'publication'`.execute(work)
        ).rows[0]?.read ?? 0;
      const before = await readSoFar();
      const counts = await publicCounts(work);
      expect(counts).toEqual({ publications: [{ kind: "result", count: 50 }], planBreaches: [] });
      return (await readSoFar()) - before;
    });
    expect(read).toBe(0);
  });

  it("says of writes that several make at once what all of them made", async () => {
    const one = { authority: "533102", kind: "plan" } as const;
    const late = { version: 1, state: "published", breached: true } as const;
    await Promise.all(Array.from({ length: 30 }, () => written({ ...one, first: late, later: [] })));
    expect(await database.as(systemScope, publicCounts)).toEqual({
      publications: [{ kind: "plan", count: 30 }],
      planBreaches: [{ authority: "533102", count: 30 }],
    });
  });

  it("is undone with the writes that are undone", async () => {
    const failing = database.as("533102", async (work) => {
      await sql`insert into publication (id, authority, kind, subject_id, title, words, state, due_at, calendar_version, reminders_version, version,
          reminders, due_revision, content_revision, lock_version, opening, opened_at, updated_at)
        values (uuidv7(), '533102', 'result', uuidv7(), '', '', 'published', now(), 1, 1, 1, 0, 1, 1, 1, '', now(), now())`.execute(
        work,
      );
      throw new Error("thought better of it");
    });
    await expect(failing).rejects.toThrow("thought better of it");
    expect(await database.as(systemScope, publicCounts)).toEqual({ publications: [], planBreaches: [] });
  });
});
