import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { folded } from "@shuangsui/contracts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const as = "533123";
let registry: TestRegistry;

/** An entity as the registry has it, and as a list of plain objects has it. */
type Plain = {
  creditCode: string;
  name: string;
  initials: string;
  legalRepresentative: string;
  category: "builder" | "developer";
  territory: string;
  permits: { number: string }[];
  status: "active" | "deregistered";
  riskClass: "B" | "C" | "D";
};
const heads = [
  ["盈江", "yj"],
  ["太平", "tp"],
  ["重庆", "cq"],
  ["长安", "ca"],
] as const;
const trades = [
  ["建筑", "jz"],
  ["建材", "jc"],
  ["（昔马）ＡＢＣ", "(xm)abc"],
] as const;
const people = ["刀某", "刀安某", "线某", "管刀"] as const;
const plain: Plain[] = heads.flatMap(([head, first], h) =>
  trades.flatMap(([trade, second], t) =>
    [0, 1, 2].map((n): Plain => {
      const serial = h * 9 + t * 3 + n;
      return {
        creditCode: makeCreditCode("533123", 700_000 + ((serial * 7) % 36)),
        name: `${head}${trade}${n === 0 ? "" : `第${n}`}公司`,
        initials: `${first}${second}${n === 0 ? "" : `d${n}`}gs`,
        legalRepresentative: people[serial % people.length] ?? "刀某",
        category: serial % 3 === 0 ? "developer" : "builder",
        territory: serial % 2 === 0 ? "533123101" : "533123",
        permits: serial % 5 === 0 ? [{ number: `云建许〔2026〕${serial}号` }] : [],
        status: serial % 7 === 0 ? "deregistered" : "active",
        riskClass: serial % 11 === 0 ? "D" : serial % 4 === 0 ? "C" : "B",
      };
    }),
  ),
);

const call = async (method: "GET" | "POST" | "PATCH", url: string, body?: object) => {
  const answer = await registry.call(method, url, { as, ...(body === undefined ? {} : { body }) });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
};

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  for (const { status, initials: _initials, riskClass, ...entity } of plain) {
    await call("POST", "/api/v1/entities", {
      ...entity,
      address: "盈江县",
      contactName: "岳某",
      contactPhone: "17900000001",
    });
    const url = `/api/v1/entities/${entity.creditCode}`;
    if (status === "deregistered")
      await call("PATCH", url, { version: 1, reason: "迁出", status, removalGround: "moved-away" });
    for (const day of riskClass === "D" ? [1, 2] : riskClass === "C" ? [1] : [])
      await call("POST", "/api/v1/credit-records", {
        ...{
          targetCode: entity.creditCode,
          kind: "violation",
          date: `2026-10-0${day}`,
          description: "未办理施工许可",
        },
      });
  }
}, 120_000);
afterAll(() => registry.close());

type Asked = Partial<
  Record<"q" | "person" | "place" | "permit" | "category" | "status" | "riskClass" | "sort", string>
>;
const collator = new Intl.Collator("zh");

/** What a list of plain objects gives. */
function expected(asked: Asked): string[] {
  const holds = (text: string, part = "") => folded(text).includes(folded(part));
  const { q = "", sort = "code" } = asked;
  const found = plain.filter(
    (one) =>
      (/^\d{4,}/.test(q) ? one.creditCode.startsWith(q) : holds(one.name, q) || holds(one.initials, q)) &&
      holds(one.legalRepresentative, asked.person) &&
      one.territory.startsWith(asked.place ?? "") &&
      (asked.permit === undefined || one.permits.some(({ number }) => holds(number, asked.permit))) &&
      (asked.category ?? one.category) === one.category &&
      (asked.status ?? one.status) === one.status &&
      (asked.riskClass ?? one.riskClass) === one.riskClass,
  );
  const order = (one: Plain, other: Plain) =>
    sort.endsWith("name")
      ? collator.compare(one.name, other.name)
      : one.creditCode < other.creditCode
        ? -1
        : 1;
  return found
    .toSorted((one, other) => (sort.startsWith("-") ? order(other, one) : order(one, other)))
    .map(({ creditCode }) => creditCode);
}

/** All pages of the registry's list, so many at once, and how many the first says there are. */
async function listed(asked: Asked, limit: number): Promise<{ codes: string[]; count: unknown }> {
  const codes: string[] = [];
  let count: unknown;
  for (let after: string | null = ""; after !== null;) {
    const query = new URLSearchParams({
      ...asked,
      limit: String(limit),
      count: "true",
      ...(after === "" ? {} : { after }),
    });
    const body = await call("GET", `/api/v1/entities?${query.toString()}`);
    if (after === "") count = body["count"];
    codes.push(...(body["items"] as { creditCode: string }[]).map(({ creditCode }) => creditCode));
    after = body["next"] as string | null;
  }
  return { codes, count };
}

const optional = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const asked = fc
  .record({
    q: optional([
      "盈江",
      "江",
      "建",
      "建筑",
      "太平建",
      "yj",
      "yjjz",
      "jcgs",
      "cqjz",
      "abc",
      "（昔马）",
      "第1",
      "91533123",
      "公司",
      "公",
      "没有",
      "gs",
      "d2",
    ]),
    person: optional(["刀", "某", "刀安", "线某", "无"]),
    place: optional(["533123", "533123101", "5331", "533102"]),
    permit: optional(["云建许", "〔2026〕", "15号", "1"]),
    category: optional(["builder", "developer"]),
    status: optional(["active", "deregistered"]),
    riskClass: optional(["B", "C", "D", "A"]),
    sort: optional(["code", "-code", "name", "-name"]),
  })
  .map(
    (record) =>
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Asked,
  );

describe("a list of market entities, searched (articles 10, 11)", () => {
  test("gives what a plain list of them gives, however it is narrowed, sorted and cut into pages", async () => {
    const same = fc.asyncProperty(asked, fc.integer({ min: 1, max: 9 }), async (query, limit) => {
      const { codes, count } = await listed(query, limit);
      const codesExpected = expected(query);
      expect(codes).toEqual(codesExpected);
      expect(count).toEqual({ number: codesExpected.length, isMore: false });
    });
    await fc.assert(same, { numRuns: 150 });
  }, 120_000);

  test("gives each entity once while others register and change, also sorted by names", async () => {
    const query = new URLSearchParams({ q: "建材", sort: "name", limit: "3" }).toString();
    const first = await call("GET", `/api/v1/entities?${query}`);
    const [seen] = first["items"] as { creditCode: string; name: string }[];
    await call("POST", "/api/v1/entities", {
      ...{
        creditCode: makeCreditCode("533123", 799_001),
        name: "阿昌建材公司",
        address: "盈江县",
        legalRepresentative: "刀某",
      },
      ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
    });
    const rest = await call("GET", `/api/v1/entities?${query}&after=${String(first["next"])}`);
    const names = [...(first["items"] as { name: string }[]), ...(rest["items"] as { name: string }[])].map(
      ({ name }) => name,
    );
    expect(names).toEqual(expect.not.arrayContaining(["阿昌建材公司"]));
    expect(new Set(names).size).toBe(6);
    expect(seen?.name).toBe(names[0]);
  });

  test("refuses a cursor of a list that is sorted otherwise, and a sort that it does not know", async () => {
    const { body } = await registry.call("GET", "/api/v1/entities?sort=name&limit=1", { as });
    const other = await registry.call("GET", `/api/v1/entities?sort=-name&after=${String(body["next"])}`, {
      as,
    });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ path: "/after" }] } });
    expect(await registry.call("GET", "/api/v1/entities?sort=colour", { as })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/sort", fault: "choice" }] },
    });
  });

  test("shows a county nothing of its neighbours', and the prefecture all", async () => {
    for (const [viewer, number] of [
      ["533103", 0],
      ["533100", 10],
    ] as const) {
      const { body } = await registry.call("GET", "/api/v1/entities?q=重庆&count=true", { as: viewer });
      expect(body).toMatchObject({ count: { number: Math.min(number, 9), isMore: false } });
    }
  });

  test("finds it anew by what it is called since, whoever supervises it beside", async () => {
    const creditCode = makeCreditCode("533123", 799_002);
    const entity = {
      ...{
        creditCode,
        name: "那邦建材公司",
        address: "盈江县",
        legalRepresentative: "刀某",
        category: "builder",
      },
      ...{ contactName: "岳某", contactPhone: "17900000001" },
    };
    for (const authority of ["533103", as])
      expect(await registry.call("POST", "/api/v1/entities", { as: authority, body: entity })).toMatchObject({
        status: 201,
      });
    const change = { version: 2, reason: "更名", name: "勐弄建材公司", legalRepresentative: "番某" };
    expect(
      await registry.call("PATCH", `/api/v1/entities/${creditCode}`, { as: "533100", body: change }),
    ).toMatchObject({ status: 200 });
    for (const viewer of ["533103", as]) {
      const found = async (query: string) =>
        ((await registry.call("GET", `/api/v1/entities?${query}`, { as: viewer })).body["items"] as unknown[])
          .length;
      expect([await found("q=那邦"), await found("q=mnjc"), await found("person=番")]).toEqual([0, 1, 1]);
    }
  });
});
