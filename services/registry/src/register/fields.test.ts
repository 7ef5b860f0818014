import { steeredClock } from "@shuangsui/clock";
import { createLogger, startAuditLinker } from "@shuangsui/service-kit";
import { cellText, cellValue } from "./cells.ts";
import { columnsOf } from "./columns.ts";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeCreditCode, makeIdNumber } from "../../../../infra/sample/codes.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { warnOfCertificates } from "../inspectors/certificates.ts";
import { certificateStageOf } from "../inspectors/rules.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

const today = "2026-11-02";
let registry: TestRegistry;
let serial = 0;
let linker: ReturnType<typeof startAuditLinker>;
beforeAll(async () => {
  registry = await startRegistry(`${today}T02:00:00.000Z`);
  const logger = createLogger("test", "silent");
  linker = startAuditLinker({ database: registry.database, logger }, { restsMs: 20 });
});
afterAll(async () => {
  await linker.stop();
  await registry.close();
});

const newEntity = (changes: object = {}) => ({
  creditCode: makeCreditCode("533103", (serial += 1)),
  name: `第${serial}建筑工程有限公司`,
  address: "团结大街",
  legalRepresentative: "刀某",
  category: "builder",
  contactName: "岳某",
  contactPhone: "17900000001",
  ...changes,
});
const newProject = (changes: object = {}) => ({
  code: `533103-2026-${(serial += 1)}`,
  name: `第${serial}住宅楼`,
  address: "勐焕街道",
  permits: [],
  leadName: "刀某",
  basicFacts: "框架",
  contactName: "岳某",
  contactPhone: "17900000001",
  ...changes,
});
const newInspector = (changes: object = {}) => ({
  kind: "officer",
  name: "线某",
  idNumber: makeIdNumber("1980-02-29", (serial += 1)),
  types: ["quality"],
  specialties: [],
  certificateNumber: `YN-${serial}`,
  certificateValidFrom: "2024-01-01",
  certificateValidTo: null,
  unit: "芒市住房和城乡建设局",
  phone: "17900000002",
  ...changes,
});

const post = (path: string, body: object, as = "533103") =>
  registry.call("POST", `/api/v1/${path}`, { as, body });
const patch = (path: string, ref: unknown, body: object, as = "533103") =>
  registry.call("PATCH", `/api/v1/${path}/${String(ref)}`, { as, body: { reason: "更正", ...body } });
/** Registers an entry, and gives how it is shown. */
const registered = async (path: string, body: object, as = "533103") => {
  const answer = await post(path, body, as);
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const service = (path: string, as = "533103") =>
  registry.call("GET", `/api/v1/${path}`, { as, service: true });
const refusedAt = (path: string, fault: string) => ({
  status: 422,
  body: { code: "body/invalid", errors: [expect.objectContaining({ path, fault })] },
});

describe("a market entity (article 11)", () => {
  const facts = {
    businessState: "suspended",
    territory: "533103001",
    trades: ["房屋建筑业", "市政道路工程建筑"],
    permits: [
      { number: "D253000001", kind: "建筑业企业资质证书", validFrom: "2024-01-01", validTo: "2028-12-31" },
      { number: "(滇)JZ安许证字[2024]000001", kind: "安全生产许可证", validFrom: null, validTo: null },
    ],
    longitude: 98.58,
    latitude: 24.43,
  };

  test("has its state, territory, trades, permits and place, which maps of China show elsewhere than receivers give it", async () => {
    const entity = await registered("entities", newEntity(facts));
    expect(entity).toMatchObject({
      ...facts,
      shownAt: { longitude: 98.580154, latitude: 24.426832 },
    });
    expect(await registered("entities", newEntity())).toMatchObject({
      businessState: "open",
      territory: null,
      trades: [],
      permits: [],
      shownAt: null,
    });
  });

  test.each([
    ["territory", { territory: "芒市" }, "/territory", "territory"],
    [
      "longitude and latitude in the other's place",
      { longitude: 24.43, latitude: 98.58 },
      "/longitude",
      "coordinate",
    ],
    ["half of a place", { longitude: 98.58 }, "/latitude", "place"],
    ["a permit twice", { permits: [{ number: "甲1" }, { number: "甲 1" }] }, "/permits", "twice"],
    [
      "a permit that ends before it begins",
      { permits: [{ number: "甲1", validFrom: "2026-01-02", validTo: "2026-01-01" }] },
      "/permits/0/validTo",
      "order",
    ],
  ])("is refused with a wrong %s", async (_what, wrong, path, fault) => {
    const { status, body } = await post("entities", newEntity(wrong));
    expect(status).toBe(422);
    expect((body["errors"] as object[])[0]).toMatchObject({ path, fault });
  });

  test("has what all share in one version: another supervisor need not state it, and does not state it otherwise (article 5)", async () => {
    const entity = newEntity(facts);
    await registered("entities", entity);
    const { creditCode, name, address, legalRepresentative, category, contactName, contactPhone } = entity;
    const plain = { creditCode, name, address, legalRepresentative, category, contactName, contactPhone };
    expect(await post("entities", { ...plain, trades: ["房屋建筑业"] }, "533102")).toMatchObject(
      refusedAt("/trades", "differs"),
    );
    const joined = await registered("entities", { ...plain, trades: facts.trades.toReversed() }, "533102");
    expect(joined).toMatchObject({ ...facts, version: 2 });
    expect(
      await patch("entities", creditCode, { version: 2, businessState: "open" }, "533102"),
    ).toMatchObject({
      status: 403,
      body: { code: "registry/shared" },
    });
  });

  test("is not drawn any more once it is closed or has moved away, and still is where it has only stopped (article 15)", async () => {
    const { creditCode } = newEntity();
    await registered("entities", newEntity({ creditCode }));
    const isDrawn = async () => (await service("snapshot/targets?kind=entity")).text.includes(creditCode);
    const states = ["suspended", "closed", "open", "revoked", "open", "moved-away"];
    const drawn: boolean[] = [];
    for (const [index, businessState] of states.entries()) {
      expect(await patch("entities", creditCode, { version: index + 1, businessState })).toMatchObject({
        status: 200,
      });
      drawn.push(await isDrawn());
    }
    expect(drawn).toEqual([true, false, true, false, true, false]);
    expect((await service(`targets/entity/${creditCode}`)).body).toMatchObject({ status: "deregistered" });
  });

  test("leaves a register on a ground, and on none otherwise (article 15)", async () => {
    const { creditCode } = await registered("entities", newEntity());
    for (const wrong of [
      { status: "deregistered" },
      { status: "active", removalGround: "closed" },
      { removalGround: "closed" },
    ])
      expect(await patch("entities", creditCode, { version: 1, ...wrong })).toMatchObject(
        refusedAt("/removalGround", "removal-ground"),
      );
    const left = { version: 1, status: "deregistered", removalGround: "moved-away" };
    expect(await patch("entities", creditCode, left)).toMatchObject({
      body: { removalGround: "moved-away" },
    });
    expect(await patch("entities", creditCode, { version: 2, status: "active" })).toMatchObject({
      body: { status: "active", removalGround: null },
    });
  });
});

describe("other contacts (articles 11, 12)", () => {
  const contacts = [{ name: "岳某", post: "安全员", phone: "0692-2123456转8" }];
  test.each(["entities", "projects"])(
    "of %s lie sealed, and their phones are masked for whoever does not call them up",
    async (path) => {
      const entry = await registered(
        path,
        path === "entities" ? newEntity({ contacts }) : newProject({ contacts }),
      );
      const own = { name: "岳某", post: "安全员", phone: "0692-2123456转8", phoneDialled: ["06922123456,8"] };
      expect(entry["contacts"]).toEqual([own]);
      const ref = String(entry["creditCode"] ?? entry["code"]);
      const { body } = await registry.call("GET", `/api/v1/${path}/${ref}`, { as: "533100" });
      expect(body["contacts"]).toEqual([
        { name: "岳某", post: "安全员", phone: "*".repeat(10) + "56转8", phoneDialled: ["*********56,8"] },
      ]);
      await connected(registry.fresh.superUrl, async (client) => {
        const { rows } = await client.query<{ held: string }>(
          `select (select string_agg(contacts, '') from registry.entity_supervision) || coalesce((select string_agg(contacts, '') from registry.project), '')
           || (select string_agg(entry::text, '') from registry.version) as held`,
        );
        expect(rows[0]?.held).not.toContain("2123456");
      });
    },
  );
});

describe("a project (article 12)", () => {
  test("is linked to the entities that build, develop, supervise, design and survey it, each of them registered", async () => {
    const code = async () => String((await registered("entities", newEntity()))["creditCode"]);
    const parties = {
      builderCreditCode: await code(),
      developerCreditCode: await code(),
      supervisorCreditCode: await code(),
      designerCreditCode: await code(),
      surveyorCreditCode: await code(),
    };
    const project = await registered("projects", newProject(parties));
    expect(project).toMatchObject(parties);
    const unknown = makeCreditCode("533103", 99_999);
    expect(
      await patch("projects", project["code"], { version: 1, supervisorCreditCode: unknown }),
    ).toMatchObject(refusedAt("/supervisorCreditCode", "unknown-builder"));
    expect(
      await patch("projects", project["code"], { version: 1, supervisorCreditCode: null }),
    ).toMatchObject({
      body: { ...parties, supervisorCreditCode: null },
    });
  });

  test("has its days and its state, and is not drawn once it is completed (articles 12, 15)", async () => {
    const days = { startsOn: "2026-01-05", endsOn: "2027-06-30" };
    const project = await registered("projects", newProject(days));
    const code = String(project["code"]);
    expect(project).toMatchObject({ ...days, state: "building" });
    expect(await patch("projects", code, { version: 1, endsOn: "2026-01-04" })).toMatchObject(
      refusedAt("/endsOn", "order"),
    );
    const isDrawn = async () => (await service("snapshot/targets?kind=project")).text.includes(code);
    expect(await isDrawn()).toBe(true);
    await patch("projects", code, { version: 1, state: "completed" });
    expect(await isDrawn()).toBe(false);
  });
});

describe("who is drawn for a check on some day of a window (articles 15, 25)", () => {
  const during = async (window: string) => (await service(`snapshot/inspectors${window}`)).text;
  test.each([
    ["is not on leave", {}, true, true],
    ["is on leave for a part of it", { leaves: [{ from: "2026-11-10", until: "2026-11-12" }] }, true, true],
    [
      "is on leave for all of it, in two periods",
      {
        leaves: [
          { from: "2026-11-10", until: "2026-11-12" },
          { from: "2026-11-13", until: null },
        ],
      },
      true,
      false,
    ],
    ["has a certificate that ends before it", { certificateValidTo: "2026-11-09" }, true, false],
    [
      "is on leave from the day on which the certificate ends",
      { certificateValidTo: "2026-11-12", leaves: [{ from: "2026-11-10", until: null }] },
      true,
      false,
    ],
    ["is on leave today", { leaves: [{ from: "2026-11-01", until: "2026-11-02" }] }, false, false],
  ])("an inspector who %s", async (_who, changes, now, then) => {
    const id = String((await registered("inspectors", newInspector(changes)))["id"]);
    expect((await during("")).includes(id)).toBe(now);
    expect((await during("?from=2026-11-10&until=2026-11-20")).includes(id)).toBe(then);
  });

  test("an interest counts while it holds (article 24)", async () => {
    const { id } = await registered("inspectors", newInspector());
    const { creditCode: targetCode } = await registered("entities", newEntity());
    const period = { validFrom: "2023-11-05", validTo: "2026-11-09" };
    await registered("conflicts", {
      inspectorId: id,
      targetCode,
      ground: "employment",
      note: "曾任职",
      ...period,
    });
    const isKept = async (window: string) =>
      (await service(`snapshot/conflicts${window}`)).text.includes(String(id));
    expect([
      await isKept(""),
      await isKept("?until=2026-12-01"),
      await isKept("?from=2026-11-10&until=2026-12-01"),
    ]).toEqual([true, true, false]);
  });
});

describe("an interest declared beforehand (article 24)", () => {
  test("shows its kind, period and evidence to those alone who keep it and who decide on recusals, and that is on record", async () => {
    const { id: inspectorId } = await registered("inspectors", newInspector());
    const { creditCode: targetCode } = await registered("entities", newEntity());
    const told = {
      ground: "kinship",
      note: "配偶的兄长",
      evidence: "户籍证明，存人事科",
      validFrom: "2020-01-01",
      validTo: null,
    };
    const { id } = await registered("conflicts", { inspectorId, targetCode, ...told });
    const seenBy = async (as: string, role: string) =>
      (
        await registry.call("GET", `/api/v1/conflicts/${String(id)}`, {
          as,
          actor: `${role}-1`,
          roles: [role as "planner"],
        })
      ).body;
    const known = { inspectorId, targetCode, status: "declared" };
    for (const role of ["registry-clerk", "approver"])
      expect(await seenBy("533103", role)).toMatchObject({ ...known, ...told });
    const masked = { ground: null, note: null, evidence: null, validFrom: null, validTo: null };
    for (const [as, role] of [
      ["533103", "planner"],
      ["533103", "officer"],
      ["533103", "auditor"],
      ["533100", "registry-clerk"],
    ] as const)
      expect(await seenBy(as, role)).toMatchObject({ ...known, ...masked });
    await expect
      .poll(
        async () =>
          (await registry.call("GET", "/api/v1/audit?action=conflicts/looked&actor=approver-1")).body[
            "items"
          ],
      )
      .toMatchObject([{ subject: id }]);
  });
});

describe("a certificate's end (article 13)", () => {
  test("has a stage 60, 30 and 7 days before it, and past it", () => {
    const days = [
      "2027-01-02",
      "2027-01-01",
      "2026-12-03",
      "2026-12-02",
      "2026-11-10",
      "2026-11-09",
      "2026-11-02",
      "2026-11-01",
    ];
    expect(days.map((day) => certificateStageOf(day, today))).toEqual([
      null,
      "within-60",
      "within-60",
      "within-30",
      "within-30",
      "within-7",
      "within-7",
      "expired",
    ]);
  });

  test("is listed by stage, the first to end first, page by page", async () => {
    const as = "533123";
    const ids = new Map<string, unknown>();
    for (const certificateValidTo of ["2026-11-20", "2026-10-31", "2026-12-31", "2026-11-05", "2027-06-30"])
      ids.set(
        certificateValidTo,
        (await registered("inspectors", newInspector({ certificateValidTo }), as))["id"],
      );
    const list = async (query: string) =>
      (await registry.call("GET", `/api/v1/certificates/ending?${query}`, { as })).body;
    const first = await list("limit=3");
    const second = await list(`limit=3&after=${String(first["next"])}`);
    expect([...(first["items"] as object[]), ...(second["items"] as object[])]).toMatchObject([
      { inspectorId: ids.get("2026-10-31"), validTo: "2026-10-31", daysLeft: -2, stage: "expired" },
      { inspectorId: ids.get("2026-11-05"), daysLeft: 3, stage: "within-7" },
      { inspectorId: ids.get("2026-11-20"), stage: "within-30" },
      { inspectorId: ids.get("2026-12-31"), stage: "within-60" },
    ]);
    expect(second["next"]).toBeNull();
    expect((await list("stage=within-30"))["items"]).toMatchObject([{ inspectorId: ids.get("2026-11-20") }]);
    expect(
      (await registry.call("GET", "/api/v1/certificates/ending", { as: "533124" })).body["items"],
    ).toEqual([]);
  });

  test("is told once a stage, also by two that watch at once, and anew of a renewed one", async () => {
    const as = "533124";
    const { id } = await registered("inspectors", newInspector({ certificateValidTo: "2026-12-20" }), as);
    const on = (day: string) => ({
      database: registry.database,
      clock: steeredClock(async () => Date.parse(`${day}T02:00:00.000Z`)),
    });
    const told = async () => {
      const { body } = await registry.call("GET", "/api/v1/events?type=cn.shuangsui.inspector&limit=1000", {
        as,
      });
      return (body["items"] as { type: string; data: { id: string } }[])
        .filter(({ data, type }) => data.id === id && type.includes("certificate"))
        .map(({ type }) => type.replace("cn.shuangsui.inspector.certificate-", ""));
    };
    for (const day of [today, today, "2026-11-25", "2026-12-19", "2026-12-21", "2026-12-22"])
      await Promise.all([warnOfCertificates(on(day)), warnOfCertificates(on(day))]);
    expect(await warnOfCertificates(on("2026-12-22"))).toBe(0);
    await expect.poll(told).toEqual(["within-60", "within-30", "within-7", "expired"]);
    await patch("inspectors", id, { version: 1, certificateValidTo: "2027-01-10" }, as);
    await warnOfCertificates(on("2026-12-22"));
    await expect.poll(told).toEqual(["within-60", "within-30", "within-7", "expired", "within-30"]);
  });
});

describe("a cell with more than one value", () => {
  const permits = [
    { number: "甲1", kind: "资质证书", validFrom: "2024-01-01", validTo: null },
    { number: "乙2", kind: null, validFrom: null, validTo: null },
  ];
  const people = [{ name: "岳某", post: null, phone: "17900000001" }];
  const periods = [
    { from: "2026-01-05", until: "2026-01-09" },
    { from: "2026-03-01", until: null },
  ];
  test.each([
    ["permits", columnsOf.projects["permits"], permits],
    ["contacts", columnsOf.entities["contacts"], people],
    ["leaves", columnsOf.inspectors["leaves"], periods],
  ])("is read as it was written: %s", (_field, column, value) => {
    if (column === undefined) throw new RangeError("no such column");
    expect(cellValue(cellText(value, column), column)).toEqual(value);
  });

  const { permits: ofPermits, trades, contacts } = columnsOf.entities;
  const { title } = columnsOf.inspectors;
  const numbered = (...numbers: string[]) =>
    numbers.map((number) => ({ number, kind: null, validFrom: null, validTo: null }));
  const [power, building] = ["电力、热力生产和供应业", "房屋建筑业"];
  const reached = (phone: string) => ({ name: "岳某", post: null, phone });
  test.each([
    ["one with a comma by a semicolon", trades, [power], `${power}；`],
    ["several by semicolons", trades, [power, building], `${power}；${building}`],
    ["one with a semicolon in quotation marks", trades, ["甲；乙", building], `"甲；乙"；${building}`],
    ["a permit's number with a comma", ofPermits, numbered("YN，2026"), "YN，2026|||"],
    [
      "a contact with two phones",
      contacts,
      [reached("17900000001、0692-2123456")],
      "岳某||17900000001、0692-2123456",
    ],
    ["what only looks as if there were none", title, "无", '"无"'],
  ])("is written as it is read: %s", (_which, column, value, text) => {
    if (column === undefined) throw new RangeError("no such column");
    expect(cellText(value, column)).toBe(text);
    expect(cellValue(text, column)).toEqual(value);
  });

  test.each([
    ["建筑业、房地产业", trades, ["建筑业", "房地产业"]],
    ["建筑业，房地产业,物业", trades, ["建筑业", "房地产业", "物业"]],
    ["建筑业\n房地产业", trades, ["建筑业", "房地产业"]],
    [`${power}；${building}`, trades, [power, building]],
    ["A1、A2", ofPermits, numbered("A1", "A2")],
    [
      "岳某|17900000001、线某|0692-2123456",
      contacts,
      [reached("17900000001"), { ...reached("0692-2123456"), name: "线某" }],
    ],
  ])("is read as people write it: %s", (text, column, value) => {
    if (column === undefined) throw new RangeError("no such column");
    expect(cellValue(text, column)).toEqual(value);
  });

  test("says nothing where it is empty, and 无 that there is none", () => {
    const { permits: column, longitude } = columnsOf.entities;
    if (column === undefined || longitude === undefined) throw new RangeError("no such column");
    expect([
      cellValue("", column),
      cellValue("无", column),
      cellValue("", longitude),
      cellValue("98.58", longitude),
    ]).toEqual([undefined, [], undefined, 98.58]);
  });
});
