import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeCreditCode } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const codes = [1, 2, 3].map((serial) => makeCreditCode("533103", 740_000 + serial));
const call = (
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) => registry.call(method, `/api/v1/${path}`, { headers, ...(body === undefined ? {} : { body }) });
const nameOf = async (code: string) => (await call("GET", `entities/${code}`)).body["name"];

/** A busy machine takes its time to give changes their places in the feed. */
const patience = { timeout: 20_000 };

/** Another system that keeps the same entities: it follows the feed from a place, and writes over the version that it knows. */
function neighbour() {
  const kept = new Map<string, { name: string; etag: string }>();
  const changed = new Map<string, string>();
  let after = "";
  const fetchOne = async (code: string) => {
    const { body, headers } = await call("GET", `entities/${code}`);
    kept.set(code, { name: String(body["name"]), etag: String(headers["etag"]) });
  };
  return {
    kept,
    /** What it has never seen it has not to change. */
    change: (code: string, name: string) => void (kept.has(code) && changed.set(code, name)),
    async pull() {
      const { body } = await call(
        "GET",
        `events?type=cn.shuangsui.entity${after === "" ? "" : `&after=${after}`}`,
      );
      for (const { data } of body["items"] as { data: { id: string } }[]) await fetchOne(data.id);
      after = String(body["next"]);
    },
    /** Hands over what was changed here; where somebody was faster, what the registry has is taken, and the change given up. */
    async push() {
      for (const [code, name] of changed) {
        const { etag = "" } = kept.get(code) ?? {};
        const [, version = "0"] = /^"(\d+)/.exec(etag) ?? [];
        const change = { name, reason: "由业务系统同步", version: Number(version) };
        const answer = await call("PATCH", `entities/${code}`, change, { "if-match": etag });
        expect([200, 412], answer.text).toContain(answer.status);
        await fetchOne(code);
      }
      changed.clear();
    },
  };
}

test("a neighbour that follows the feed and writes over versions comes to what the registry has, whoever changes what (article 15)", async () => {
  for (const creditCode of codes)
    await call("POST", "entities", {
      ...{ creditCode, name: "甲公司", address: "芒市", legalRepresentative: "刀某", category: "builder" },
      ...{ contactName: "岳某", contactPhone: "17900000001" },
    });
  const other = neighbour();
  const step = fc.record({
    who: fc.constantFrom("registry", "neighbour", "pull", "push"),
    code: fc.constantFrom(...codes),
    name: fc.constantFrom("甲公司", "乙公司", "丙公司", "丁公司"),
  });
  const converges = fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
    for (const { who, code, name } of steps) {
      if (who === "neighbour") other.change(code, name);
      else if (who === "pull") await other.pull();
      else if (who === "push") await other.push();
      else {
        const { body } = await call("GET", `entities/${code}`);
        await call("PATCH", `entities/${code}`, { version: body["version"], reason: "更名", name });
      }
    }
    await vi.waitFor(async () => {
      await other.pull();
      expect(other.kept.size).toBe(codes.length);
    }, patience);
    await other.push();
    await vi.waitFor(async () => {
      await other.pull();
      const names = await Promise.all(codes.map(nameOf));
      expect(codes.map((code) => other.kept.get(code)?.name)).toEqual(names);
    }, patience);
  });
  await fc.assert(converges, { numRuns: 25 });
}, 60_000);

test("each register's changes are in the feed, with what they are fetched by", async () => {
  const { body } = await call("GET", "events?after=latest");
  const code = makeCreditCode("533103", 740_009);
  const bodies = {
    entities: {
      ...{
        creditCode: code,
        name: "戊公司",
        address: "芒市",
        legalRepresentative: "刀某",
        category: "builder",
      },
      ...{ contactName: "岳某", contactPhone: "17900000001" },
    },
    projects: {
      ...{
        code: "P-740009",
        name: "住宅楼",
        address: "芒市",
        permits: [],
        leadName: "管某",
        basicFacts: "框架结构",
      },
      ...{ contactName: "排某", contactPhone: "17900000003" },
    },
    items: {
      ...{
        code: "I-740009",
        name: "检查",
        legalBasis: "某条例",
        legalBasisValidFrom: "2020-01-01",
        subject: "建设局",
      },
      ...{
        content: "内容",
        method: "现场",
        officerTypes: ["quality"],
        specialties: [],
        targetKind: "entity",
        validFrom: "2025-01-01",
      },
    },
    "credit-records": { targetCode: code, kind: "complaint", date: "2026-03-05", description: "投诉" },
  };
  for (const [register, entry] of Object.entries(bodies))
    expect(await call("POST", register, entry), register).toMatchObject({ status: 201 });
  const registers = {
    entity: "entities",
    project: "projects",
    item: "items",
    "credit-record": "credit-records",
  };
  await vi.waitFor(async () => {
    const { items } = (await call("GET", `events?after=${String(body["next"])}`)).body as {
      items: { data: { kind: keyof typeof registers; id: string } }[];
    };
    expect(new Set(items.map(({ data }) => data.kind))).toEqual(new Set(Object.keys(registers)));
    for (const { data } of items)
      expect(await call("GET", `${registers[data.kind]}/${data.id}`), data.kind).toMatchObject({
        status: 200,
      });
  }, patience);
});
