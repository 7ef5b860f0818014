import type { ProblemCode } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waterFestival2025 } from "../../../../infra/sample/notices.ts";
import type { CallOptions } from "../../../../infra/embedded/test-harness.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(1), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const prefecture = { as: "533100" };
const enter = (body: object, options: CallOptions = prefecture) =>
  harness.ask("POST", "/api/v1/calendar/notices", { body, ...options });
const list = async (query = "") => {
  const { body } = await harness.ask("GET", `/api/v1/calendar/notices${query}`, { as: "533122" });
  return body as {
    items: { number: string; version: number; supersededBy: string | null }[];
    next: string | null;
  };
};
const explained = (authority: string, after: string, workdays: number) =>
  harness.ask("GET", `/api/v1/calendar/explain?authority=${authority}&after=${after}&workdays=${workdays}`, {
    as: "533122",
  });
let serial = 0;
const notice = (changes: object = {}) => ({
  authority: "533100",
  number: `德政办发〔2026〕${(serial += 1)}号`,
  issuedOn: "2026-09-01",
  name: "放假通知",
  daysOff: [{ from: "2026-12-08", to: "2026-12-09" }],
  worked: [],
  ...changes,
});

describe("a notice", () => {
  it("of 泼水节 2025 makes 5 working days after 8 April end with 17 April in 芒市, explained day by day", async () => {
    expect((await explained("533103", "2025-04-08", 5)).body).toMatchObject({ on: "2025-04-15" });
    const entered = await enter(waterFestival2025);
    expect(entered).toMatchObject({
      status: 201,
      body: { ...waterFestival2025, supersedes: null, version: 4 },
    });
    expect(await harness.ask("GET", entered.location ?? "", { as: "533122" })).toMatchObject({
      status: 200,
      body: entered.body,
    });

    const { body } = await explained("533103", "2025-04-08", 5);
    expect(body).toMatchObject({
      on: "2025-04-17",
      dueAt: "2025-04-17T16:00:00.000Z",
      calendarVersion: 4,
      provisional: false,
      localHolidaysStop: true,
    });
    const days = body["days"] as {
      day: string;
      kind: string;
      number: number | null;
      notice: object | null;
    }[];
    expect(days.map(({ kind, number }) => number ?? kind)).toEqual([
      1,
      "holiday",
      "holiday",
      "holiday",
      "holiday",
      2,
      3,
      4,
      5,
    ]);
    expect(days[1]).toMatchObject({
      day: "2025-04-10",
      notice: { authority: "533100", number: waterFestival2025.number },
    });
  });

  it("of the nation makes a year final that was provisional", async () => {
    expect((await explained("533102", "2027-01-04", 1)).body).toMatchObject({ provisional: true });
    const national = notice({
      authority: "000000",
      number: "国办发明电〔2026〕0号",
      daysOff: [{ from: "2027-01-01", to: "2027-01-03" }],
      worked: ["2026-12-27"],
    });
    expect((await enter(national, { as: "533100", service: true })).status).toBe(201);
    expect((await explained("533102", "2026-12-25", 1)).body).toMatchObject({
      on: "2026-12-27",
      provisional: false,
      days: [{ kind: "weekend" }, { kind: "worked-in-exchange", notice: { number: national.number } }],
    });
    expect((await explained("533102", "2027-01-04", 1)).body).toMatchObject({ provisional: false });
  });

  it("is entered once a key, and corrected by another that takes its place", async () => {
    const [first, key] = [notice(), uuidv7()];
    const entered = await enter(first, { ...prefecture, key });
    expect(await enter(first, { ...prefecture, key })).toEqual(entered);
    expect(await enter(notice(), { ...prefecture, key })).toMatchObject({
      body: { code: "command/key-reused" },
    });
    const second = notice({ supersedes: first.number, daysOff: [{ from: "2026-12-09", to: "2026-12-09" }] });
    expect((await enter(second)).status).toBe(201);
    const { items } = await list("?authority=533100&limit=500");
    expect(items.find(({ number }) => number === first.number)).toMatchObject({
      supersededBy: second.number,
    });
    expect((await explained("533103", "2026-12-07", 1)).body).toMatchObject({ on: "2026-12-08" });
    for (const body of [notice({ supersedes: first.number }), notice({ supersedes: "无此文号" })])
      expect((await enter(body)).status).toBe(409);
  });

  it("is read page by page, the built-in ones first", async () => {
    const [page, all] = [await list("?limit=2"), await list("?limit=500")];
    expect(all.items.slice(0, 2)).toEqual(page.items);
    expect(all.items[0]?.number).toBe("国办发明电〔2023〕7号");
    const rest = await list(`?limit=500&after=${page.next}`);
    expect([...page.items, ...rest.items]).toEqual(all.items);
    expect((await harness.ask("GET", "/api/v1/calendar/notices?after=x")).status).toBe(422);
    expect((await harness.ask("GET", "/api/v1/calendar/notices?of=2026")).status).toBe(422);
  });
});

describe("a notice that is wrong", () => {
  const cases: [string, object, ProblemCode, string][] = [
    [
      "ends before it begins",
      { daysOff: [{ from: "2026-12-09", to: "2026-12-08" }] },
      "calendar/wrong-order",
      "/daysOff/0",
    ],
    [
      "has a holiday of 31 days",
      { daysOff: [{ from: "2026-12-01", to: "2026-12-31" }] },
      "calendar/too-long",
      "/daysOff/0",
    ],
    [
      "names a day off twice",
      {
        daysOff: [
          { from: "2026-12-08", to: "2026-12-09" },
          { from: "2026-12-09", to: "2026-12-10" },
        ],
      },
      "calendar/days-overlap",
      "/daysOff/1",
    ],
    [
      "names a day worked twice",
      { worked: ["2026-12-05", "2026-12-05"] },
      "calendar/days-overlap",
      "/worked/1",
    ],
    ["has a day off and worked", { worked: ["2026-12-09"] }, "calendar/off-and-worked", "/worked/0"],
    ["names no day", { daysOff: [] }, "calendar/no-days", "/daysOff"],
    ["is of nobody", { authority: "530000" }, "body/invalid", "/authority"],
    [
      "names no date",
      { daysOff: [{ from: "2026-02-30", to: "2026-03-01" }] },
      "body/invalid",
      "/daysOff/0/from",
    ],
    ["has the number of another", { number: "德政办发〔2026〕1号" }, "calendar/number-used", "/number"],
    [
      "takes the place of one that is not there",
      { supersedes: "9号" },
      "calendar/supersedes-unknown",
      "/supersedes",
    ],
  ];

  it.each(cases)("%s: is refused, and nothing is written", async (_, changes, code, path) => {
    await enter(notice({ number: "德政办发〔2026〕1号" }));
    const before = await list("?limit=500");
    expect((await enter(notice(changes))).body).toMatchObject({ code, errors: [{ path }] });
    expect(await list("?limit=500")).toEqual(before);
  });

  it("without a key, without a caller or by whom it does not belong to is refused", async () => {
    const of = (authority: string) => notice({ authority });
    expect((await enter(of("533100"), { as: null })).status).toBe(401);
    expect((await enter(of("533100"), { ...prefecture, key: "none" })).body).toMatchObject({
      code: "command/key-missing",
    });
    for (const [as, authority] of [
      ["533103", "533102"],
      ["533103", "533100"],
      ["533103", "000000"],
    ] as const)
      expect((await enter(of(authority), { as })).body).toMatchObject({ code: "authority/not-yours" });
    expect((await enter(of("533103"), { as: "533103" })).status).toBe(201);
    expect((await enter(of("533102"))).status).toBe(201);
  });
});

describe("whether local holidays stop deadlines", () => {
  const set = (stopDeadlines: boolean, as = "533100") =>
    harness.ask("PUT", "/api/v1/settings/local-holidays", { as, body: { stopDeadlines } });

  it("is the prefecture's to say, on unless it says otherwise", async () => {
    await enter(notice({ daysOff: [{ from: "2026-11-02", to: "2026-11-02" }] }));
    const on = async () => (await explained("533103", "2026-10-30", 1)).body["on"];
    expect(await on()).toBe("2026-11-03");
    expect((await set(false, "533103")).body).toMatchObject({ code: "authority/not-yours" });
    expect((await set(false)).status).toBe(200);
    expect(await harness.ask("GET", "/api/v1/settings/local-holidays")).toMatchObject({
      body: { stopDeadlines: false },
    });
    expect(await on()).toBe("2026-11-02");
    expect((await set(true)).status).toBe(200);
    expect(await on()).toBe("2026-11-03");
  });
});

it("a deadline of no day, of nobody or of no date is not explained", async () => {
  for (const [authority, after, workdays] of [
    ["533103", "2026-12-07", 0],
    ["530000", "2026-12-07", 5],
    ["533103", "2026-02-30", 5],
  ] as const)
    expect((await explained(authority, after, workdays)).status).toBe(422);
});
