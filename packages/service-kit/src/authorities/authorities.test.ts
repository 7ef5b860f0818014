import { authorityOf, isPrefecture, seenBy, superiorsOf, type Authority } from "@shuangsui/contracts";
import { sql, type Kysely, type Transaction } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";
import { openDatabase, systemScope, type Database } from "../database.ts";
import { createLogger } from "../logger.ts";
import { createVisibility, migrate, protect } from "../migrations.ts";
import { followAuthorities, requireAuthority } from "./known.ts";

type Tables = { matter: { id: number; authority: string } };
const logger = createLogger("test", "silent");
let fresh: FreshDatabase;
let database: Database<Tables>;
let unfollow: () => Promise<void>;

const named = (code: string, parent: string | null, level: Authority["level"]): Authority => ({
  ...{ code, parent, level, name: `${code}住房和城乡建设局`, short: code },
  english: { name: `Bureau ${code}`, short: code },
});
/** A province over Dehong, and a town under 瑞丽: four levels, of codes that no pattern tells apart. */
const deeper = [
  named("530000", null, "province"),
  ...sampleAuthorities.map((one) => (one.code === "533100" ? { ...one, parent: "530000" } : one)),
  named("540999", "533102", "township"),
];
const up = async (owner: Kysely<unknown>) => {
  await createVisibility(owner, "inspection");
  await sql`create table inspection.matter (id integer primary key, authority text not null)`.execute(owner);
  await protect(owner, "inspection", "matter");
};
const keep = (authorities: unknown) =>
  migrate(fresh.urls.inspection.owner, "inspection", { "0001": { up } }, authorities);

beforeAll(async () => {
  fresh = await freshDatabase();
  await keep(sampleAuthorities);
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger });
  unfollow = await followAuthorities(database, logger);
  await connected(fresh.superUrl, (client) =>
    client.query(`insert into inspection.matter
      select row_number() over (), code from unnest(array['530000','533100','533102','533103','540999']) as code`),
  );
});
afterAll(async () => {
  await unfollow();
  await database.close();
  await fresh.drop();
});

const seenIn = async (work: Transaction<Tables>) =>
  (await work.selectFrom("matter").select("authority").orderBy("authority").execute()).map(
    ({ authority }) => authority,
  );

describe("authorities that are added while a service runs (articles 34, 35)", () => {
  it("are seen by the next transaction as the tree says, at any depth", async () => {
    // Given the sample's six, of which 瑞丽's town is none: nobody sees its matter, and it sees nothing.
    expect(await database.as("533102", seenIn)).toEqual(["533102"]);
    expect(await database.as("540999", seenIn)).toEqual([]);
    // When they are added
    await keep(deeper);
    // Then the very next transaction goes by them.
    expect(await database.as("540999", seenIn)).toEqual(["540999"]);
    expect(await database.as("533102", seenIn)).toEqual(["533102", "540999"]);
    expect(await database.as("533103", seenIn)).toEqual(["533103"]);
    expect(await database.as("533100", seenIn)).toEqual(["533100", "533102", "533103", "540999"]);
    expect(await database.as("530000", seenIn)).toHaveLength(5);
    expect(await database.as(systemScope, seenIn)).toHaveLength(5);
  });

  it("are known to its process at once where somebody acts for one, and soon by themselves", async () => {
    await keep([...deeper, named("533125", "533100", "county")]);
    await requireAuthority("533125");
    expect(superiorsOf("533125")).toEqual(["530000", "533100"]);
    await keep([...deeper, named("533125", "533100", "county"), named("533126", "533125", "township")]);
    await expect.poll(() => authorityOf("533126")?.name).toBe("533126住房和城乡建设局");
    expect(seenBy("533125")).toEqual(["533125", "533126"]);
    expect(["530000", "533100", "533126"].map(isPrefecture)).toEqual([false, true, false]);
  });

  it("and of which there is none are refused", async () => {
    await expect(requireAuthority("999900")).rejects.toMatchObject({ code: "caller/authority-unknown" });
    expect(() => isPrefecture("999900")).toThrow(RangeError);
  });
});

describe("who may change the tree", () => {
  beforeEach(() =>
    keep([...deeper, named("533125", "533100", "county"), named("533126", "533125", "township")]),
  );
  const all = async () =>
    (await sql<Authority>`select code, parent from authority order by code`.execute(database.plain)).rows;

  it.each([
    "update authority set sees = '{533100}' where code = '533103'",
    "delete from authority where code = '533102'",
    "insert into authority select '533199', parent, level, name, short, english, 9, sees from authority limit 1",
  ])("is not the service itself: %s", async (statement) => {
    await expect(sql.raw(statement).execute(database.plain)).rejects.toThrow("permission denied");
  });

  it.each([
    ["nobody", [], "too_small"],
    ["one twice", [...deeper, ...deeper.slice(0, 1)], "530000 stands there twice"],
    [
      "a parent that is not there",
      [named("533100", "530000", "prefecture")],
      "530000, its parent, is not there",
    ],
    [
      "a circle",
      [named("533100", "533103", "prefecture"), named("533103", "533100", "county")],
      "533100 is its own superior",
    ],
    ["the nation", [named("000000", null, "province")], "is the nation's"],
    ["one without some that were there", deeper, "533125, 533126: left out"],
  ] as const)("and a file that names %s changes nothing", async (_name, given, says) => {
    const before = await all();
    await expect(keep(given)).rejects.toThrow(says);
    expect(await all()).toEqual(before);
  });
});
