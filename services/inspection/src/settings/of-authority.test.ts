import { learnAuthorities, type VisitCap } from "@shuangsui/contracts";
import {
  calendarsOf,
  createLogger,
  migrate,
  openDatabase,
  systemScope,
  type Database,
} from "@shuangsui/service-kit";
import { newest } from "@shuangsui/workdays";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";
import { migrations } from "../migrations/index.ts";
import { enterNotice } from "../calendar/notices.ts";
import type { Tables } from "../tables.ts";
import { settingSourcesOf, visitCapInForce } from "./of-authority.ts";
import { writeSetting } from "./store.ts";

const town = "533181";
const authorities = [
  ...sampleAuthorities,
  {
    ...{ code: town, parent: "533102", level: "township" as const, name: "畹町开发区建设局", short: "畹町" },
    english: { name: "Wanding Bureau of Construction", short: "Wanding" },
  },
];
let fresh: FreshDatabase;
let database: Database<Tables>;
beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate(fresh.urls.inspection.owner, "inspection", migrations, authorities);
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger: createLogger("test", "silent") });
  learnAuthorities(authorities);
});
afterAll(async () => {
  learnAuthorities(sampleAuthorities);
  await database.close();
  await fresh.drop();
});

const cap = (perYear: number | null, source: string): VisitCap => ({
  ...{ perYear, source },
  ...{ exemptOrigins: [], exemptKinds: [] },
});
const set = (authority: string, value: VisitCap) =>
  database.as(authority, (work) =>
    writeSetting(work, { authority, name: "visit-cap", value, at: new Date(), actor: "admin-1" }),
  );
/** Who set the cap that holds, as its page says. */
const setBy = async (authority: string) => {
  const sources = await database.as(authority, (work) => settingSourcesOf(work, authority));
  return sources.find(({ name }) => name === "visit-cap")?.authority;
};
const inForce = async (authority: string) => {
  const { perYear, source } = await database.as(authority, (work) => visitCapInForce(work, authority));
  return { perYear, source };
};

describe("what an authority three levels down is bound by (articles 34, 35)", () => {
  it("is the cap of visits of whoever is strictest above it, until it sets a stricter one", async () => {
    await set("533100", cap(4, "州"));
    expect(await inForce(town)).toEqual({ perYear: 4, source: "州" });
    await set("533102", cap(2, "瑞丽"));
    expect(await inForce(town)).toEqual({ perYear: 2, source: "瑞丽" });
    await set(town, cap(3, "畹町"));
    expect(await inForce(town)).toEqual({ perYear: 2, source: "瑞丽" });
    expect(await setBy(town)).toBe("533102");
    await set(town, cap(1, "畹町"));
    expect(await inForce(town)).toEqual({ perYear: 1, source: "畹町" });
    expect(await setBy(town)).toBe(town);
    expect(await setBy("533103")).toBe("533100");
    expect(await inForce("533103")).toEqual({ perYear: 4, source: "州" });
  });

  it("are the days off of all above it", async () => {
    const notice = {
      ...{ authority: "533102", number: "瑞政办〔2027〕1号", name: "目瑙纵歌节", issuedOn: "2027-01-04" },
      ...{ daysOff: [{ from: "2027-02-22", to: "2027-02-23" }], worked: [] },
    };
    await database.as(systemScope, (work) =>
      enterNotice(work, notice, { id: randomUUID(), at: new Date("2027-01-05T00:00:00Z"), actor: "admin-1" }),
    );
    const departs = async (authority: string) => {
      const { calendar } = newest(await database.as(systemScope, (work) => calendarsOf(work, authority)));
      return [...calendar.departures.values()].some((one) => one.notice.number === notice.number);
    };
    expect(await departs(town)).toBe(true);
    expect(await departs("533102")).toBe(true);
    expect(await departs("533103")).toBe(false);
  });
});
