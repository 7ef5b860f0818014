import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 0;
const as = "533123";
const newCode = () => makeCreditCode("533123", 730_000 + (serial += 1));
const post = (path: string, body: object, by = as) =>
  registry.call("POST", `/api/v1/${path}`, { as: by, body });
const made = async (path: string, body: object, by = as) => {
  const answer = await post(path, body, by);
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const read = async (path: string, by = as) =>
  (await registry.call("GET", `/api/v1/${path}`, { as: by })).body;
/** Registers an entity; gives its code. */
const entity = async (change: object, by = as): Promise<string> => {
  const body = {
    ...{
      creditCode: newCode(),
      name: `盈江第${serial}公司`,
      address: `盈江县${serial}号`,
      legalRepresentative: "刀某",
    },
    ...{
      category: "builder",
      contactName: "岳某",
      contactPhone: `1790001${String(serial).padStart(4, "0")}`,
    },
    ...change,
  };
  return String((await made("entities", body, by))["creditCode"]);
};
type Pair = { one: { code: string }; other: { code: string }; grounds: string[] };
const pairs = async (by = as) =>
  (await read("duplicates?register=entities&limit=500", by))["items"] as Pair[];
const pairOf = async (codes: readonly string[], by = as) =>
  (await pairs(by)).find(({ one, other }) => codes.includes(one.code) && codes.includes(other.code));

describe("entries that may be registered twice (article 5)", () => {
  test("are put before a clerk in pairs: called alike in folded form, or reached by one phone at one address", async () => {
    const named = [await entity({ name: "太平（昔马）公司" }), await entity({ name: "太平(昔马) 公司" })];
    const reached = [
      await entity({ address: "团结大街１号", contactPhone: "0692-8123456" }),
      await entity({ address: "团结大街 1号", contactPhone: "06928123456" }),
    ];
    const apart = await entity({ address: "勐焕路", contactPhone: "0692-8123456" });
    expect(await pairOf(named)).toMatchObject({ grounds: ["name"] });
    expect(await pairOf(reached)).toMatchObject({ grounds: ["phone"] });
    expect((await pairs()).flatMap(({ one, other }) => [one.code, other.code])).not.toContain(apart);
    expect(await pairs("533103")).toEqual([]);
    expect(await pairOf(named, "533100")).toMatchObject({ grounds: ["name"] });
  });

  test("are not put before the same authority again once they were found to be two", async () => {
    const codes = [await entity({ name: "同名公司" }), await entity({ name: "同名公司" })];
    expect(await pairOf(codes)).toBeDefined();
    const dismissal = { register: "entities", one: codes[1], other: codes[0], reason: "两家不同的公司" };
    await made("duplicates/dismissals", dismissal);
    expect(await pairOf(codes)).toBeUndefined();
    expect(await pairOf(codes, "533100")).toBeDefined();
    expect(await made("duplicates/dismissals", { ...dismissal, reason: "另一理由" })).toMatchObject({
      reason: "两家不同的公司",
    });
  });

  test("come in pages, each pair once", async () => {
    for (let number = 0; number < 3; number += 1) await entity({ name: "多家公司" });
    const all = await pairs();
    const paged: Pair[] = [];
    for (let after: string | null = ""; after !== null;) {
      const body = await read(`duplicates?register=entities&limit=2${after === "" ? "" : `&after=${after}`}`);
      paged.push(...(body["items"] as Pair[]));
      after = body["next"] as string | null;
    }
    expect(paged).toEqual(all);
  });

  test("that have the same code are refused, naming the one that is there", async () => {
    const code = await entity({});
    const again = await post("entities", {
      ...{ creditCode: code, name: "又一公司", address: "盈江县", legalRepresentative: "刀某" },
      ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
    });
    expect(again).toMatchObject({
      status: 409,
      body: { code: "registry/duplicate", errors: [{ path: "/creditCode" }] },
    });
    expect(again.text).toContain(code);
  });
});

/** Two entities that are one, and what hangs on the second: a project, a credit record, a conflict. */
async function twice() {
  const name = `重复公司${(serial += 1)}`;
  const [kept, merged] = [await entity({ name }), await entity({ name })];
  const project = await made("projects", {
    ...{
      code: `P-${serial}`,
      name: "住宅楼",
      address: "盈江",
      permits: [],
      leadName: "管某",
      basicFacts: "框架结构",
    },
    ...{ contactName: "排某", contactPhone: "17900000003", builderCreditCode: merged },
  });
  const record = await made("credit-records", {
    ...{ targetCode: merged, kind: "violation", date: "2026-10-01", description: "未办理施工许可" },
  });
  const inspector = await made("inspectors", {
    ...{
      kind: "officer",
      name: "线某",
      idNumber: makeIdNumber("1980-02-29", (serial % 900) + 1),
      types: ["quality"],
    },
    ...{
      specialties: [],
      certificateNumber: `YN-${serial}`,
      certificateValidFrom: "2024-01-01",
      unit: "建设局",
    },
    phone: "17900000002",
  });
  const conflict = await made("conflicts", {
    ...{ inspectorId: inspector["id"], targetCode: merged, ground: "kinship", note: "表兄弟" },
  });
  const ids = {
    project: String(project["id"]),
    record: String(record["id"]),
    conflict: String(conflict["id"]),
  };
  return { kept, merged, ...ids };
}

/** On which code everything hangs. */
async function hangsOn({ project, record, conflict }: Awaited<ReturnType<typeof twice>>) {
  return [
    (await read(`projects/${project}`))["builderCreditCode"],
    (await read(`credit-records/${record}`))["targetCode"],
    (await read(`conflicts/${conflict}`))["targetCode"],
  ];
}
const merging = (kept: string, merged: string) => ({
  register: "entities",
  kept,
  merged,
  reason: "同一企业换证后重复登记",
});

describe("a merge of two entries that are one (article 5)", () => {
  test("moves what hangs on the one to the other, takes it out of the register, and keeps both histories", async () => {
    const both = await twice();
    const merge = await made("merges", merging(both.kept, both.merged));
    expect(merge).toMatchObject({ kept: both.kept, merged: both.merged, undone: null });
    expect((merge["moved"] as unknown[]).length).toBe(3);
    expect(await hangsOn(both)).toEqual([both.kept, both.kept, both.kept]);
    expect(await read(`entities/${both.merged}`)).toMatchObject({
      status: "deregistered",
      removalGround: "registered-twice",
    });
    expect(await pairOf([both.kept, both.merged])).toBeUndefined();
    const history = (await read(`entities/${both.merged}/history`))["items"];
    expect(history).toMatchObject([
      { reason: "registered" },
      { reason: "同一企业换证后重复登记", actor: "official-1" },
    ]);
    expect((await read(`entities/${both.kept}/history`))["items"]).toHaveLength(1);
    const { fields } = await read(`credit-records/${both.record}/difference?from=1`);
    expect(fields).toMatchObject([
      { field: "targetCode", was: both.merged, is: both.kept, by: { reason: "同一企业换证后重复登记" } },
    ]);
    const card = await registry.call("GET", `/api/v1/targets/entity/${both.kept}`, { as, service: true });
    expect(card.body["riskClass"]).toBe("C");
  });

  test("can be undone: all hangs where it hung, and both are in force", async () => {
    const both = await twice();
    const { id } = await made("merges", merging(both.kept, both.merged));
    const undone = await post(`merges/${String(id)}/undo`, { reason: "经核实为两家" });
    expect(undone, undone.text).toMatchObject({ status: 200, body: { undone: { reason: "经核实为两家" } } });
    expect(await hangsOn(both)).toEqual([both.merged, both.merged, both.merged]);
    expect(await read(`entities/${both.merged}`)).toMatchObject({ status: "active", version: 3 });
    expect(await post(`merges/${String(id)}/undo`, { reason: "再次" })).toMatchObject({
      status: 409,
      body: { code: "merge/undone" },
    });
    expect((await read("merges?limit=500"))["items"]).toContainEqual(undone.body);
    await made("merges", merging(both.kept, both.merged));
  });

  test("counts and shows under the kept one what others have under the merged one, until it is undone", async () => {
    const name = `两处登记公司${(serial += 1)}`;
    const [kept, merged] = [await entity({ name }), await entity({ name })];
    const [others, superior] = ["533102", "533100"];
    const violation = { kind: "violation", date: "2026-09-01", description: "擅自施工" };
    for (const targetCode of [kept, merged])
      await made("credit-records", { ...violation, targetCode }, others);
    await made("credit-records", { ...violation, targetCode: merged, kind: "complaint" }, others);
    const tip = await made(
      "tips",
      {
        ...{ origin: "complaint", target: { kind: "entity", code: merged }, source: "12345热线" },
        ...{ document: `${serial}号`, receivedOn: "2026-10-30", statement: "夜间施工" },
      },
      others,
    );
    const inspector = await made(
      "inspectors",
      {
        ...{ kind: "officer", name: "线某", idNumber: makeIdNumber("1980-02-28", (serial % 900) + 1) },
        ...{ types: ["quality"], specialties: [], certificateNumber: `YN-R-${serial}`, phone: "17900000002" },
        ...{ certificateValidFrom: "2024-01-01", unit: "建设局" },
      },
      others,
    );
    const interest = { inspectorId: inspector["id"], targetCode: merged, ground: "kinship", note: "表兄弟" };
    await made("conflicts", interest, others);
    const seen = async () => {
      const codes = async (list: string) =>
        (
          (await read(`${list}?targetCode=${kept}`, superior))["items"] as {
            targetCode?: string;
            target?: { code: string };
          }[]
        ).map(({ targetCode, target }) => targetCode ?? target?.code);
      const { riskClass, because } = await read(`risk-classes/entity/${kept}`);
      const asService = (path: string) =>
        registry.call("GET", `/api/v1/${path}`, { as: others, service: true });
      const conflicts = await asService("snapshot/conflicts?from=2026-11-03&until=2026-11-20");
      return {
        ...{ riskClass, because, records: await codes("credit-records"), tips: await codes("tips") },
        inspected: ((await asService(`tips/${String(tip["id"])}/card`)).body["target"] as { code: string })
          .code,
        isBarred: conflicts.text.includes(kept),
        merges: ((await asService("snapshot/merges")).body["items"] as { kept: string }[]).filter(
          (one) => one.kept === kept,
        ).length,
      };
    };
    const apart = await seen();
    expect(apart).toMatchObject({
      ...{ riskClass: "C", because: [{ reason: "violations", count: 1 }], records: [kept], tips: [] },
      ...{ inspected: merged, isBarred: false, merges: 0 },
    });
    const { id } = await made("merges", merging(kept, merged));
    expect(await seen()).toMatchObject({
      // Who said the same of both said it once.
      ...{ riskClass: "C", because: [{ reason: "violations", count: 1 }] },
      ...{ records: [kept, merged, merged], tips: [merged], inspected: kept, isBarred: true, merges: 1 },
    });
    await made("credit-records", { ...violation, targetCode: merged, date: "2026-09-02" }, others);
    expect(await read(`risk-classes/entity/${kept}`)).toMatchObject({ riskClass: "D" });
    await post(`merges/${String(id)}/undo`, { reason: "经核实为两家" });
    expect(await seen()).toEqual(apart);
  });

  test("leaves what was moved on by hand where it was moved to when it is undone", async () => {
    const both = await twice();
    const { id } = await made("merges", merging(both.kept, both.merged));
    const third = await entity({});
    const change = { version: 2, reason: "换施工单位", builderCreditCode: third };
    await registry.call("PATCH", `/api/v1/projects/${both.project}`, { as, body: change });
    await post(`merges/${String(id)}/undo`, { reason: "经核实为两家" });
    expect(await hangsOn(both)).toEqual([third, both.merged, both.merged]);
  });

  test("leaves what the other has on record already", async () => {
    const both = await twice();
    const same = { kind: "violation", date: "2026-10-01", description: "未办理施工许可" };
    await made("credit-records", { ...same, targetCode: both.kept });
    await made("merges", merging(both.kept, both.merged));
    expect((await hangsOn(both))[1]).toBe(both.merged);
  });

  test("is refused of one that others supervise too, that is none of one's own, or not in force", async () => {
    const both = await twice();
    const refused = async (kept: string, merged: string, by = as) =>
      (await post("merges", merging(kept, merged), by)).body["code"];
    expect(await refused(both.kept, both.kept)).toBe("merge/not-in-force");
    expect(await refused(both.kept, newCode())).toBe("not-found");
    expect(await refused(both.kept, both.merged, "533103")).toBe("not-found");
    const name = `共管公司${(serial += 1)}`;
    const shared = await entity({ name });
    const own = await read(`entities/${shared}`);
    const { name: sameName, address, legalRepresentative, category } = own;
    await made(
      "entities",
      {
        ...{
          creditCode: shared,
          name: sameName,
          address,
          legalRepresentative,
          category,
          contactName: "番某",
          contactPhone: "17900000009",
        },
      },
      "533103",
    );
    expect(await refused(both.kept, shared)).toBe("registry/shared");
    await made("merges", merging(both.kept, both.merged));
    expect(await refused(both.kept, both.merged)).toBe("merge/not-in-force");
    expect(await hangsOn(both)).toEqual([both.kept, both.kept, both.kept]);
  });
});
