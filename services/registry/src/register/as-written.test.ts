import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

let serial = 0;
const newEntity = (change: object = {}) => ({
  creditCode: makeCreditCode("533123", 400_000 + (serial += 1)),
  name: "盈江建筑有限公司",
  address: "盈江县平原镇",
  legalRepresentative: "刀某",
  category: "builder",
  contactName: "岳某",
  contactPhone: "0692-8123456",
  ...change,
});
const newProject = (change: object = {}) => ({
  code: `YJ-${(serial += 1)}`,
  name: "平原镇住宅楼",
  address: "盈江县平原镇",
  permits: [{ number: "施工许可〔2026〕1号" }],
  leadName: "管某",
  basicFacts: "框架结构",
  contactName: "排某",
  contactPhone: "13800000000",
  ...change,
});
const newInspector = (change: object = {}) => ({
  kind: "officer",
  name: "线某",
  idNumber: makeIdNumber("1980-02-29", (serial += 1)),
  types: ["quality"],
  specialties: [],
  certificateNumber: `YN-${serial}`,
  certificateValidFrom: "2024-01-01",
  certificateValidTo: "2028-12-31",
  unit: "盈江县住房和城乡建设局",
  phone: "13800000000",
  ...change,
});
const expert = { kind: "expert", types: [], specialties: ["gas"] };
const certificate = { certificateNumber: null, certificateValidFrom: null, certificateValidTo: null };
const as = "533123";
const post = (kind: string, body: object) => registry.call("POST", `/api/v1/${kind}`, { as, body });
const register = async (kind: string, body: object) => {
  const answer = await post(kind, body);
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const service = async (path: string) => registry.call("GET", `/api/v1/${path}`, { as, service: true });
/** The code with another check character. */
const misread = (code: string) => code.replace(/.$/, (end) => (end === "1" ? "2" : "1"));
const refusedAt = (path: string) => ({ status: 422, body: { code: "body/invalid", errors: [{ path }] } });

describe("a code (articles 10 to 12)", () => {
  test("of one register never refuses another's: a permit's number may be as good as a credit code", async () => {
    for (const code of ["533123202601280101", makeCreditCode("533123", 499_001), "91350100M000100Y43"])
      expect(await register("projects", newProject({ code }))).toMatchObject({ code });
  });

  test("that an entity and a project have is of both, each with its own credit", async () => {
    const entity = newEntity();
    const code = entity.creditCode;
    await register("entities", entity);
    await register("projects", newProject({ code }));
    const record = { targetCode: code, kind: "violation", date: "2026-10-01", description: "未办理施工许可" };
    expect(await post("credit-records", record)).toMatchObject(refusedAt("/targetKind"));
    expect(await register("credit-records", { ...record, targetKind: "project" })).toMatchObject({
      targetKind: "project",
    });
    expect((await service(`targets/project/${code}`)).body["riskClass"]).toBe("C");
    expect((await service(`targets/entity/${code}`)).body["riskClass"]).toBe("B");
  });

  test("whose check character is wrong is taken with a stated reason, and marked by it; not without", async () => {
    const creditCode = misread(newEntity().creditCode);
    expect(await post("entities", newEntity({ creditCode }))).toMatchObject(refusedAt("/creditCode"));
    const checkCharacterReason = "营业执照原件如此，已向市场监管部门核实";
    const entity = newEntity({ creditCode, checkCharacterReason });
    expect(await register("entities", entity)).toMatchObject({ creditCode, checkCharacterReason });
    const { body } = await registry.call("GET", `/api/v1/entities/${creditCode}`, { as: "533103" });
    expect(body["checkCharacterReason"]).toBe(checkCharacterReason);
    expect((await service("snapshot/targets?kind=entity")).text).toContain(creditCode);
    // It is an entity like any other: a project may name it as its builder.
    await register("projects", newProject({ builderCreditCode: creditCode }));
    expect(await post("entities", newEntity({ checkCharacterReason }))).toMatchObject(
      refusedAt("/checkCharacterReason"),
    );
  });

  test.each(["91533123XN4000", "91533123XN400012345", "9153312３XN40000I2", "盈江县", ""])(
    "that has not the form of one is refused, whatever the reason: %j",
    async (creditCode) => {
      const entity = newEntity({ creditCode, checkCharacterReason: "执照如此" });
      expect(await post("entities", entity)).toMatchObject(refusedAt("/creditCode"));
    },
  );

  test("in small letters, in full width or with blanks is the one it is, and held once", async () => {
    const entity = newEntity();
    const { creditCode } = entity;
    const wide = [...creditCode].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join("");
    expect(await register("entities", { ...entity, creditCode: creditCode.toLowerCase() })).toMatchObject({
      creditCode,
    });
    for (const same of [wide, `${creditCode.slice(0, 8)} ${creditCode.slice(8)}`, `\u3000${creditCode}`])
      expect(await post("entities", { ...entity, creditCode: same })).toMatchObject({
        status: 409,
        body: { code: "registry/duplicate" },
      });
  });
});

describe("an ID number (articles 13, 14)", () => {
  /** The number of a serial from 1 on that ends in X. */
  const endingInX = () => {
    for (let i = 1; ; i += 1) {
      const number = makeIdNumber("1979-05-06", i);
      if (number.endsWith("X")) return number;
    }
  };

  test("ending in a small or a wide x is normalised, and is the same person", async () => {
    const number = endingInX();
    expect(await register("inspectors", newInspector({ idNumber: number.toLowerCase() }))).toMatchObject({
      idNumber: number,
    });
    for (const idNumber of [number, number.replace("X", "ｘ"), number.replace("X", "Ｘ")])
      expect(await post("inspectors", newInspector({ idNumber }))).toMatchObject({
        status: 409,
        body: { errors: [{ path: "/idNumber" }] },
      });
  });

  test("with a wrong check character is taken with a reason, and marked; one of no day is not", async () => {
    const idNumber = misread(newInspector().idNumber);
    expect(await post("inspectors", newInspector({ idNumber }))).toMatchObject(refusedAt("/idNumber"));
    const checkCharacterReason = "身份证原件如此";
    expect(await register("inspectors", newInspector({ idNumber, checkCharacterReason }))).toMatchObject({
      idNumber,
      checkCharacterReason,
    });
    const noDay = newInspector({ idNumber: "533100198002310017", checkCharacterReason });
    expect(await post("inspectors", noDay)).toMatchObject(refusedAt("/idNumber"));
  });
});

describe("a certificate (articles 13, 15, 25)", () => {
  const isValid = async (id: unknown) => {
    const answer = await registry.call("POST", "/api/v1/inspectors/availability", {
      as,
      service: true,
      body: { ids: [id] },
    });
    const [one] = answer.body["items"] as { reason: string | null }[];
    return one?.reason === null;
  };
  const isDealt = async (id: unknown) => (await service("snapshot/inspectors")).text.includes(String(id));

  test.each([null, "9999-12-31"])("may have no end, written %j", async (certificateValidTo) => {
    const officer = await register("inspectors", newInspector({ certificateValidTo }));
    expect(officer["certificateValidTo"]).toBeNull();
    expect([await isValid(officer["id"]), await isDealt(officer["id"])]).toEqual([true, true]);
  });

  test("an expert may have none: valid, dealt, and named in a conflict by the id", async () => {
    const person = await register("inspectors", newInspector({ ...expert, ...certificate }));
    const other = await register("inspectors", newInspector({ ...expert, ...certificate }));
    for (const { id } of [person, other])
      expect([await isValid(id), await isDealt(id)]).toEqual([true, true]);
    const card = await service(`inspectors/${String(person["id"])}/card`);
    expect(card.body).toMatchObject({ certificateNumber: null, kind: "expert" });
    const target = newEntity();
    await register("entities", target);
    const conflict = {
      inspectorId: person["id"],
      targetCode: target.creditCode,
      ground: "kinship",
      note: "姻亲",
    };
    expect(await register("conflicts", conflict)).toMatchObject({ inspectorId: person["id"] });
    expect((await service("snapshot/conflicts")).text).toContain(String(person["id"]));
    expect(await post("conflicts", { ...conflict, certificateNumber: "YN-1" })).toMatchObject(
      refusedAt("/certificateNumber"),
    );
  });

  test("an expert's that has run out still counts as run out", async () => {
    const person = await register(
      "inspectors",
      newInspector({ ...expert, certificateValidTo: "2026-11-01" }),
    );
    expect([await isValid(person["id"]), await isDealt(person["id"])]).toEqual([false, false]);
  });

  test("an officer has one, when registered and after each change", async () => {
    for (const missing of [certificate, { certificateNumber: null }, { certificateValidFrom: null }])
      expect(await post("inspectors", newInspector(missing))).toMatchObject(refusedAt("/certificateNumber"));
    const officer = await register("inspectors", newInspector());
    const change = (body: object) =>
      registry.call("PATCH", `/api/v1/inspectors/${String(officer["id"])}`, {
        as,
        body: { reason: "换证", ...body },
      });
    expect(await change({ version: 1, certificateNumber: null })).toMatchObject(
      refusedAt("/certificateNumber"),
    );
    expect(await change({ version: 1, certificateValidTo: "9999-12-31" })).toMatchObject({
      status: 200,
      body: { certificateValidTo: null },
    });
    // What a change leaves out stays.
    expect(await change({ version: 2, certificateValidTo: "2029-01-01" })).toMatchObject({ status: 200 });
    expect(await change({ version: 3, name: "线某某" })).toMatchObject({
      status: 200,
      body: { certificateValidTo: "2029-01-01" },
    });
  });

  test("is one by its folded number", async () => {
    await register("inspectors", newInspector({ certificateNumber: "云（2026）A-1号" }));
    for (const certificateNumber of ["云(2026)a-1号", "云（２０２６）A-1 号"])
      expect(await post("inspectors", newInspector({ certificateNumber }))).toMatchObject({
        status: 409,
        body: { errors: [{ path: "/certificateNumber" }] },
      });
    const target = newEntity();
    await register("entities", target);
    const conflict = {
      certificateNumber: "云(2026)a-1号",
      targetCode: target.creditCode,
      ground: "kinship",
      note: "姻亲",
    };
    await register("conflicts", conflict);
  });
});

describe("a leave (article 15)", () => {
  test("keeps an inspector out of draws from its first day to its last, and each change of it is a version", async () => {
    const officer = await register("inspectors", newInspector());
    const id = String(officer["id"]);
    const change = (body: object) =>
      registry.call("PATCH", `/api/v1/inspectors/${id}`, { as, body: { reason: "请假", ...body } });
    const isDealt = async () => (await service("snapshot/inspectors")).text.includes(id);
    expect(officer).toMatchObject({ leaves: [] });
    expect(await isDealt()).toBe(true);
    const open = [{ from: "2020-01-05", until: null }];
    expect(await change({ version: 1, leaves: [{ until: "2099-01-01" }] })).toMatchObject(
      refusedAt("/leaves/0/from"),
    );
    expect(await change({ version: 1, leaves: open })).toMatchObject({
      status: 200,
      body: { version: 2, leaves: open },
    });
    expect(await isDealt()).toBe(false);
    const over = [{ from: "2020-01-05", until: "2020-01-09" }];
    expect(await change({ version: 2, leaves: [{ from: "2020-01-05", until: "2020-01-04" }] })).toMatchObject(
      refusedAt("/leaves/0/until"),
    );
    expect(await change({ version: 2, leaves: over })).toMatchObject({ status: 200 });
    expect(await isDealt()).toBe(true);
    const { body } = await registry.call("GET", `/api/v1/inspectors/${id}/history`, { as });
    expect((body["items"] as { entry: object }[]).map(({ entry }) => entry)).toMatchObject([
      { leaves: [] },
      { leaves: open },
      { leaves: over },
    ]);
  });
});

describe("a phone", () => {
  test("is kept as it was written and in the form that is dialled, both masked for others", async () => {
    const contactPhone = "（0692）8123456转8、138 0000 0000";
    const entity = newEntity({ contactPhone });
    expect(await register("entities", entity)).toMatchObject({
      contactPhone,
      contactPhoneDialled: ["06928123456,8", "13800000000"],
    });
    const above = await registry.call("GET", `/api/v1/entities/${entity.creditCode}`, { as: "533100" });
    expect(above.text).not.toContain("8123456");
    expect(above.text).not.toContain("1380000");
    const person = await register("inspectors", newInspector({ phone: "0692-8123456-8" }));
    expect(person).toMatchObject({ phone: "0692-8123456-8", phoneDialled: ["06928123456,8"] });
  });
});

describe("a list narrowed by words", () => {
  const found = async (kind: string, q: string) => {
    const query = new URLSearchParams({ q, limit: "500" }).toString();
    const { body } = await registry.call("GET", `/api/v1/${kind}?${query}`, { as });
    return (body["items"] as { id: string }[]).map(({ id }) => id);
  };

  test("holds what is called so, however it is written, and what has that code", async () => {
    const entity = newEntity({ name: "德宏（昔马）ＡＢＣ建材公司" });
    const { id } = await register("entities", entity);
    for (const q of [
      "(昔马)abc",
      " 德宏（昔马） ",
      "昔马\u200B）",
      entity.creditCode.toLowerCase(),
      entity.creditCode.slice(0, 17),
    ])
      expect(await found("entities", q), q).toEqual([id]);
    expect(await found("entities", "昔马建材")).toEqual([]);
    expect((await found("entities", " ")).length).toBeGreaterThan(1);
    await registry.call("PATCH", `/api/v1/entities/${entity.creditCode}`, {
      as,
      body: { version: 1, reason: "更名", name: "那邦建材公司" },
    });
    expect([await found("entities", "昔马"), await found("entities", "那邦")]).toEqual([[], [id]]);
  });

  test("is there of projects, inspectors and items as well", async () => {
    const project = await register("projects", newProject({ name: "太平（一期）住宅楼" }));
    expect(await found("projects", "太平(一期)")).toEqual([project["id"]]);
    const person = await register("inspectors", newInspector({ unit: "苏典（傈僳族）乡" }));
    for (const q of ["苏典(傈僳族)乡", String(person["certificateNumber"]).toLowerCase()])
      expect(await found("inspectors", q)).toContain(person["id"]);
    const item = await register("items", {
      code: "YJ-KC-1",
      name: "勘察（岩土）检查",
      legalBasis: "某条例",
      legalBasisValidFrom: "2020-01-01",
      subject: "盈江县住房和城乡建设局",
      content: "内容",
      method: "现场",
      officerTypes: ["quality"],
      specialties: [],
      targetKind: "project",
      validFrom: "2025-01-01",
      validTo: "9999-12-31",
    });
    expect(item["validTo"]).toBeNull();
    for (const q of ["(岩土)", "yj-kc-1"]) expect(await found("items", q)).toEqual([item["id"]]);
    expect(await post("items", { ...item, id: undefined })).toMatchObject({ status: 422 });
  });
});

test("a project's code is one whether it is written in capitals or not, also another authority's (article 5)", async () => {
  const project = newProject({ code: "YJ-Case-1" });
  await register("projects", project);
  for (const caller of [as, "533103"])
    expect(
      await registry.call("POST", "/api/v1/projects", {
        as: caller,
        body: { ...project, code: "yj-CASE-1" },
      }),
    ).toMatchObject({ status: 409, body: { code: "registry/duplicate", errors: [{ path: "/code" }] } });
});

test("what is wrong with an entry is said in Chinese, by a code, at its place (article 12)", async () => {
  const { name: _name, ...nameless } = newEntity({
    category: "bank",
    contactPhone: "x",
    extra: 1,
    address: "",
  });
  const answer = await post("entities", nameless);
  expect(answer.body["errors"]).toEqual([
    { path: "/name", fault: "missing", message: "此项必填" },
    { path: "/address", fault: "missing", message: "此项必填" },
    {
      path: "/category",
      fault: "choice",
      message: expect.stringMatching(/^应为下列之一：builder、/) as string,
    },
    { path: "/contactPhone", fault: "phone", message: expect.stringMatching(/^不是电话号码/) as string },
    { path: "/extra", fault: "unknown-field", message: "没有“extra”这一项" },
  ]);
  const query = await registry.call("GET", "/api/v1/entities?category=bank&colour=red", { as });
  expect(
    (query.body["errors"] as { path: string; fault: string }[]).map(({ path, fault }) => [path, fault]),
  ).toEqual([
    ["/category", "choice"],
    ["/colour", "unknown-field"],
  ]);
});

test.each([
  ["entities", (name: string) => newEntity({ name })],
  ["entities", (legalRepresentative: string) => newEntity({ legalRepresentative })],
  ["entities", (contactName: string) => newEntity({ contactName })],
  ["entities", (address: string) => newEntity({ address })],
  ["projects", (name: string) => newProject({ name })],
  ["projects", (leadName: string) => newProject({ leadName })],
  ["projects", (permit: string) => newProject({ permits: [{ number: permit }] })],
  ["inspectors", (unit: string) => newInspector({ unit })],
  ["inspectors", (name: string) => newInspector({ name })],
] as const)("a name, unit or title that holds what cannot be seen is refused (%s)", async (kind, body) => {
  for (const unseen of ["\u200B", "\u00AD", "\u2060", "\uFEFF", "\u200E", "\u3164", "\uE000", "\uFE0F"])
    expect(await post(kind, body(`盈江A${unseen}B公司`))).toMatchObject({ status: 422 });
  await register(kind, body("盈江葛\u{E0100}·A（B）公司"));
});
