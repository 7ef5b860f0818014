import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const register = async (kind: string, as: string, body: object) => {
  const answer = await registry.call("POST", `/api/v1/${kind}`, { as, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const project = (code: string) => ({
  code,
  name: "团结大街住宅楼",
  address: "芒市勐焕街道",
  permits: [],
  leadName: "管某",
  basicFacts: "框架结构",
  contactName: "排某",
  contactPhone: "17900000003",
});
/** Reads a list page by page, and does something between the pages. */
const read = async (
  path: string,
  as: string,
  between: (page: number) => Promise<unknown> = async () => {},
) => {
  const items: Record<string, unknown>[] = [];
  for (let page = 1, after = ""; ; page += 1) {
    const { body } = await registry.call("GET", `/api/v1/${path}?limit=3${after}`, { as });
    items.push(...(body["items"] as Record<string, unknown>[]));
    if (body["next"] === null) return items;
    after = `&after=${body["next"] as string}`;
    await between(page);
  }
};

describe("a list read in pages while others register", () => {
  test("by code gives each entry once: what comes in before the place is left out, what comes after it is there", async () => {
    for (const code of ["B", "D", "F", "H", "J", "L", "N"])
      await register("projects", "533102", project(code));
    const seen = await read("projects", "533102", async (page) => {
      if (page === 1) for (const code of ["A", "E", "G"]) await register("projects", "533102", project(code));
      if (page === 2) await register("projects", "533102", project("M"));
    });
    expect(seen.map((entry) => entry["code"])).toEqual(["B", "D", "F", "G", "H", "J", "L", "M", "N"]);
  });

  test("by id gives each entry once and the new ones at its end, to a county and its superior alike", async () => {
    const creditCode = makeCreditCode("533123", 1);
    await register("entities", "533123", {
      creditCode,
      name: "盈江建筑工程有限公司",
      address: "盈江县",
      legalRepresentative: "刀某",
      category: "builder",
      contactName: "岳某",
      contactPhone: "17900000001",
    });
    const record = async (day: number) =>
      register("credit-records", "533123", {
        targetCode: creditCode,
        kind: "complaint",
        date: `2026-10-${String(day).padStart(2, "0")}`,
        description: "投诉",
      });
    for (let day = 1; day <= 7; day += 1) await record(day);
    const days = (items: Record<string, unknown>[]) =>
      items.map((entry) => Number(String(entry["date"]).slice(-2)));
    const seen = await read("credit-records", "533123", (page) => record(10 + page));
    expect(days(seen)).toEqual([1, 2, 3, 4, 5, 6, 7, 11, 12, 13].slice(0, seen.length));
    expect(seen.length).toBeGreaterThan(8);
    expect(new Set(seen.map((entry) => entry["id"])).size).toBe(seen.length);
    expect(await read("credit-records", "533100")).toMatchObject(await read("credit-records", "533123"));
    expect(await read("credit-records", "533124")).toEqual([]);
    expect(
      await registry.call("GET", "/api/v1/credit-records?authority=533123", { as: "533124" }),
    ).toMatchObject({
      body: { items: [], next: null },
    });
  });
});

test("a list that nothing narrows is counted once, however many authorities it is of and however it is sorted", async () => {
  for (const as of ["533122", "533124"])
    for (const n of [1, 2]) await register("projects", as, project(`COUNT-${as}-${n}`));
  const counted = async (sort: string) => {
    const { body } = await registry.call("GET", `/api/v1/projects?count=true&limit=500&sort=${sort}`, {
      as: "533100",
    });
    return { count: body["count"], items: (body["items"] as unknown[]).length };
  };
  const { items } = await counted("code");
  for (const sort of ["code", "name", "-updatedAt"])
    expect(await counted(sort), sort).toEqual({ items, count: { number: items, isMore: false } });
});
