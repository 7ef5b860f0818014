import { cursorOf } from "@shuangsui/service-kit";
import { sql } from "kysely";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCreditCode, makeIdNumber } from "../../../infra/sample/codes.ts";
import { creditOf } from "./snapshot/targets.ts";
import { startRegistry, type TestRegistry } from "./testing/service.ts";

const entity = {
  creditCode: "91533103XN00000004",
  name: "芒市勐焕建筑工程有限公司",
  address: "芒市勐焕街道团结大街1号",
  legalRepresentative: "刀某",
  category: "builder",
  contactName: "岳某",
  contactPhone: "17900000001",
};
const inspector = {
  kind: "officer",
  name: "线某",
  idNumber: "",
  types: ["quality"],
  specialties: [],
  certificateNumber: "YN-Z-533103-901",
  certificateValidFrom: "2024-01-01",
  certificateValidTo: "2028-12-31",
  unit: "芒市住房和城乡建设局",
  phone: "17900000002",
};
const project = {
  code: "533103-2024-901",
  name: "团结大街住宅楼",
  address: "芒市勐焕街道",
  permits: [{ number: "施工许可1号" }],
  leadName: "管某",
  basicFacts: "框架结构",
  contactName: "排某",
  contactPhone: "17900000003",
  builderCreditCode: null,
};

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
});
afterAll(() => registry.close());

const call: TestRegistry["call"] = (...request) => registry.call(...request);
let serial = 0;
const newEntity = (change: object = {}) => ({
  ...entity,
  creditCode: makeCreditCode("533103", 900_000 + (serial += 1)),
  ...change,
});
const newInspector = (change: object = {}) => ({
  ...inspector,
  idNumber: makeIdNumber("1980-02-29", (serial += 1)),
  certificateNumber: `YN-Z-533103-9${serial}`,
  ...change,
});

describe("an entity (articles 5, 11, 15)", () => {
  test("is registered, read, changed with a reason, and keeps its history", async () => {
    const body = newEntity();
    const created = await call("POST", "/api/v1/entities", { body });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ ...body, authority: "533103", status: "active", version: 1 });
    const url = `/api/v1/entities/${body.creditCode}`;
    expect((await call("GET", url)).body).toEqual(created.body);

    const changed = await call("PATCH", url, {
      body: { version: 1, reason: "迁址", address: "芒市风平镇", contactPhone: "17900000009" },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 2, address: "芒市风平镇", contactPhone: "17900000009" },
    });
    expect(await call("PATCH", url, { body: { version: 1, reason: "迁址", address: "别处" } })).toMatchObject(
      { status: 409, body: { code: "registry/version-conflict" } },
    );

    const first = await call("GET", `${url}/history?limit=1`);
    expect(first.body["items"]).toMatchObject([
      {
        version: 1,
        actor: "official-1",
        reason: "registered",
        entry: { address: body.address, contactPhone: "17900000001" },
      },
    ]);
    const second = await call("GET", `${url}/history?after=${String(first.body["next"])}`);
    expect(second.body).toMatchObject({
      items: [
        { version: 2, reason: "迁址", at: "2026-11-02T02:00:00.000Z", entry: { address: "芒市风平镇" } },
      ],
      next: null,
    });
  });

  test("is one row in the prefecture: a second county becomes its supervisor with a contact of its own", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const url = `/api/v1/entities/${body.creditCode}`;

    const unsupervised = await call("GET", url, { as: "533102" });
    expect(unsupervised.body).toMatchObject({
      name: body.name,
      authority: null,
      contactName: null,
      contactPhone: null,
    });
    expect(
      await call("PATCH", url, { as: "533102", body: { version: 1, reason: "x", name: "别名" } }),
    ).toMatchObject({ status: 403, body: { code: "authority/not-yours" } });
    expect(
      await call("POST", "/api/v1/entities", { as: "533102", body: { ...body, name: "另一名称" } }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/name" }] },
    });

    const joined = await call("POST", "/api/v1/entities", {
      as: "533102",
      body: { ...body, contactPhone: "17900000077" },
    });
    expect(joined).toMatchObject({
      status: 201,
      body: { authority: "533102", version: 2, contactPhone: "17900000077" },
    });
    expect((await call("GET", url)).body).toMatchObject({ contactPhone: "17900000001", version: 2 });
    await call("PATCH", url, {
      body: { version: 2, reason: "经群众举报核实", status: "deregistered", removalGround: "closed" },
    });
    const history = async (as: string) =>
      (await call("GET", `${url}/history`, { as })).body["items"] as Record<string, unknown>[];
    const shared = { ...body, authority: null, status: null, contactName: null, contactPhone: null };
    const hidden = { authority: null, actor: null, reason: null, at: "2026-11-02T02:00:00.000Z" };
    const registrar = { ...hidden, authority: "533103" };
    expect(await history("533103")).toMatchObject([
      { version: 1, authority: "533103", actor: "official-1", entry: { contactPhone: "17900000001" } },
      { version: 2, ...hidden, entry: shared },
      { version: 3, reason: "经群众举报核实", entry: { status: "deregistered", removalGround: "closed" } },
    ]);
    expect(await history("533102")).toMatchObject([
      { version: 1, ...registrar, entry: shared },
      { version: 2, authority: "533102", reason: "registered", entry: { contactPhone: "17900000077" } },
      { version: 3, ...hidden, entry: shared },
    ]);
    // One that supervises nothing of it knows that it changed, and when, and who set what all share.
    expect(await history("533124")).toMatchObject([registrar, hidden, hidden]);
    expect((await history("533100")).map((version) => version["authority"])).toEqual([
      "533103",
      "533102",
      "533103",
    ]);
  });

  test("registered twice is refused, naming what it repeats", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const again = await call("POST", "/api/v1/entities", { body });
    expect(again).toMatchObject({
      status: 409,
      body: {
        code: "registry/duplicate",
        article: 12,
        errors: [{ path: "/creditCode", message: `名录库中已有：${body.creditCode}` }],
      },
    });
  });

  test("read many times in one turn is read once each for its own viewer", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const url = `/api/v1/entities/${body.creditCode}`;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        call("GET", i % 4 === 3 ? `${url}0` : url, { as: i % 2 === 0 ? "533103" : "533102" }),
      ),
    );
    for (const [i, answer] of answers.entries()) {
      expect(answer.status).toBe(i % 4 === 3 ? 404 : 200);
      if (answer.status === 200)
        expect(answer.body["contactPhone"]).toBe(i % 2 === 0 ? body.contactPhone : null);
    }
  });
});

describe("lists", () => {
  test("come in keyset pages, each entry once, narrowed by filters", async () => {
    const codes = new Set<string>();
    for (let i = 0; i < 7; i += 1) {
      const body = newEntity({ category: "testing-lab" });
      codes.add(body.creditCode);
      await call("POST", "/api/v1/entities", { as: "533122", body });
    }
    const seen: string[] = [];
    let after = "";
    for (;;) {
      const page = await call("GET", `/api/v1/entities?limit=3&category=testing-lab${after}`, {
        as: "533122",
      });
      seen.push(...(page.body["items"] as { creditCode: string }[]).map((item) => item.creditCode));
      if (page.body["next"] === null) break;
      after = `&after=${page.body["next"] as string}`;
    }
    expect(seen).toEqual([...codes].toSorted());
    expect((await call("GET", "/api/v1/entities?category=builder", { as: "533122" })).body["items"]).toEqual(
      [],
    );
    expect(
      (await call("GET", "/api/v1/entities?authority=533122", { as: "533100" })).body["items"],
    ).toHaveLength(7);
    for (const bad of ["after=zzz", "limit=0", "category=bank", "unknown=1", "after=WyJhIiwiYiJd"])
      expect(await call("GET", `/api/v1/entities?${bad}`)).toMatchObject({
        status: 422,
        body: { code: "body/invalid" },
      });
  });
});

describe("whose rows (article 3)", () => {
  test("a superior reads, masked, and does not write; a sibling's row is as if it did not exist", async () => {
    const body = newInspector();
    const created = await call("POST", "/api/v1/inspectors", { body });
    expect(created.status).toBe(201);
    const url = `/api/v1/inspectors/${String(created.body["id"])}`;

    const above = await call("GET", url, { as: "533100" });
    expect(above.body).toMatchObject({
      name: "线某",
      phone: "*******0002",
      idNumber: `${"*".repeat(14)}${body.idNumber.slice(-4)}`,
    });
    expect((await call("GET", `${url}/history`, { as: "533100" })).text).not.toContain(body.idNumber);
    expect(
      await call("PATCH", url, { as: "533100", body: { version: 1, reason: "x", status: "left" } }),
    ).toMatchObject({ status: 403, body: { code: "authority/not-yours" } });

    const headers = { "x-request-id": "019a0000-0000-7000-8000-00000000aaaa" };
    const unknown = (
      await call("GET", "/api/v1/inspectors/019a0000-0000-7000-8000-000000000000", { as: "533102", headers })
    ).text;
    for (const method of ["GET", "PATCH"] as const) {
      const sibling = await call(method, url, {
        as: "533102",
        headers,
        ...(method === "PATCH" ? { body: { version: 1, reason: "x", status: "left" } } : {}),
      });
      expect(sibling.status).toBe(404);
      expect(sibling.text).toBe(unknown);
    }
    expect((await call("GET", `${url}/history`, { as: "533102", headers })).text).toBe(unknown);
    expect((await call("GET", "/api/v1/inspectors", { as: "533102" })).body["items"]).toEqual([]);

    const plan = await call("POST", "/api/v1/projects", { body: project });
    expect(plan.status).toBe(201);
    expect((await call("GET", `/api/v1/projects/${project.code}`, { as: "533102", headers })).text).toBe(
      unknown,
    );
    expect(
      (await call("GET", `/api/v1/projects/${project.code}`, { as: "533100" })).body["contactPhone"],
    ).toBe("*******0003");
  });

  test("the database itself holds the rows apart, and a scope does not outlive its transaction", async () => {
    const count = (scope: string) =>
      registry.database.as(scope, (work) => work.selectFrom("inspector").select("authority").execute());
    expect(new Set((await count("533103")).map((row) => row.authority))).toEqual(new Set(["533103"]));
    expect(await count("533102")).toEqual([]);
    expect((await count("533100")).length).toBeGreaterThan(0);
    expect(await registry.database.plain.selectFrom("inspector").select("id").execute()).toEqual([]);
    expect(await registry.database.plain.selectFrom("entity").select("credit_code").execute()).toEqual([]);
    await expect(
      registry.database.as("533124", (work) =>
        work.updateTable("entity").set({ name: "taken" }).executeTakeFirstOrThrow(),
      ),
    ).resolves.toMatchObject({ numUpdatedRows: 0n });
    const seen = await registry.database.as("533102", async (work) => {
      await work.selectFrom("entity").select("credit_code").execute();
      await creditOf(work, "533102", "entity", ["x"], "2026-11-02", { months: 24 });
      return work.selectFrom("inspector").select("id").execute();
    });
    expect(seen).toEqual([]);
  });

  test("what was kept of a change cannot be changed or removed by the service itself (article 15)", async () => {
    await call("POST", "/api/v1/entities", { body: newEntity() });
    for (const scope of ["533103", "system"])
      for (const statement of [
        "update version set reason = 'another'",
        "delete from version",
        "truncate version",
      ])
        await expect(
          registry.database.as(scope, (work) => sql.raw(statement).execute(work)),
          statement,
        ).rejects.toThrow(/permission denied/);
  });

  test("ID numbers and phones lie encrypted, in rows and versions alike", async () => {
    const body = newInspector({ phone: "17900004321" });
    await call("POST", "/api/v1/inspectors", { body });
    await call("POST", "/api/v1/entities", { body: newEntity({ contactPhone: "17900004321" }) });
    const client = new Client({ connectionString: registry.fresh.superUrl });
    await client.connect();
    try {
      for (const table of ["inspector", "entity_supervision", "project", "version"]) {
        const { rows } = await client.query<{ text: string }>(
          `select row_to_json(t)::text as text from registry.${table} t`,
        );
        const all = rows.map((row) => row.text).join("\n");
        expect(rows.length).toBeGreaterThan(0);
        expect(all).not.toContain("17900004321");
        expect(all).not.toContain("1790000");
        expect(all).not.toContain(body.idNumber);
      }
    } finally {
      await client.end();
    }
  });

  test("the same person may be an inspector of two authorities, and is refused twice at one, without the number being named", async () => {
    const body = newInspector();
    expect((await call("POST", "/api/v1/inspectors", { body })).status).toBe(201);
    expect((await call("POST", "/api/v1/inspectors", { as: "533124", body })).status).toBe(201);
    const again = await call("POST", "/api/v1/inspectors", {
      body: { ...body, certificateNumber: "YN-OTHER" },
    });
    expect(again).toMatchObject({
      status: 409,
      body: { code: "registry/duplicate", errors: [{ path: "/idNumber" }] },
    });
    expect(again.text).not.toContain(body.idNumber);
  });
});

describe("what the system's services ask", () => {
  test("is theirs alone", async () => {
    for (const url of [
      "snapshot/targets?kind=entity",
      "snapshot/targets/count?kind=entity",
      "snapshot/inspectors",
      "snapshot/conflicts",
      "items/by-codes?codes=a",
      "targets/entity/x",
    ])
      expect(await call("GET", `/api/v1/${url}`)).toMatchObject({
        status: 403,
        body: { code: "caller/not-service" },
      });
  });

  test("who may inspect, and why not: no valid certificate, suspended, left, on leave, unknown (articles 15, 25)", async () => {
    const ids: string[] = [];
    for (const change of [
      {},
      { certificateValidTo: "2026-11-01" },
      {},
      {},
      { leaves: [{ from: "2026-01-05" }] },
    ]) {
      const created = await call("POST", "/api/v1/inspectors", { body: newInspector(change) });
      ids.push(String(created.body["id"]));
    }
    await call("PATCH", `/api/v1/inspectors/${ids[2] ?? ""}`, {
      body: { version: 1, reason: "暂扣证件", status: "suspended" },
    });
    await call("PATCH", `/api/v1/inspectors/${ids[3] ?? ""}`, {
      body: { version: 1, reason: "调离", status: "left" },
    });
    ids.push("019a0000-0000-7000-8000-000000000000");
    const { body } = await call("POST", "/api/v1/inspectors/availability", { service: true, body: { ids } });
    expect(body["items"]).toMatchObject([
      { reason: null, version: 1 },
      { reason: "certificate", version: 1 },
      { reason: "suspended", version: 2 },
      { reason: "withdrawn", version: 2 },
      { reason: "leave", version: 1 },
      { reason: "unknown", version: null },
    ]);
    const lines = (await call("GET", "/api/v1/snapshot/inspectors", { service: true })).text;
    expect(ids.map((id) => lines.includes(id))).toEqual([true, false, false, false, false, false]);
    const card = await call("GET", `/api/v1/inspectors/${ids[0] ?? ""}/card`, { service: true });
    expect(Object.keys(card.body).toSorted()).toEqual(["certificateNumber", "id", "kind", "name", "unit"]);
    expect(
      (await call("GET", `/api/v1/inspectors/${ids[0] ?? ""}/card`, { service: true, as: "533102" })).status,
    ).toBe(404);
  });

  test("how many targets a snapshot has, as many as its lines (articles 10-12)", async () => {
    for (const query of ["kind=entity", "kind=entity&categories=builder", "kind=project"])
      for (const as of ["533100", "533103"]) {
        const { text } = await call("GET", `/api/v1/snapshot/targets?${query}`, { as, service: true });
        const { body } = await call("GET", `/api/v1/snapshot/targets/count?${query}`, { as, service: true });
        expect(body).toEqual({ count: text.split("\n").length - 1 });
      }
  });

  test("an inspection's outcome is entered once and counts in the class (articles 21, 31)", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const target = `/api/v1/targets/entity/${body.creditCode}`;
    expect((await call("GET", target, { service: true })).body).toMatchObject({
      riskClass: "B",
      status: "active",
    });
    const outcome = {
      targetCode: body.creditCode,
      targetKind: "entity",
      origin: "complaint",
      outcome: "violation",
      on: "2026-10-30",
      revision: 20,
    };
    const url = "/api/v1/credit-records/inspections/019a0000-0000-7000-8000-0000000000aa";
    const first = await call("PUT", url, { service: true, body: outcome });
    expect(first).toMatchObject({ status: 200, body: { description: "投诉举报：发现违法违规行为" } });
    // Of the same inspection nothing older takes its place.
    for (const revision of [19, 20]) {
      const again = await call("PUT", url, {
        service: true,
        body: { ...outcome, outcome: "clean", revision },
      });
      expect(again.body).toEqual(first.body);
    }
    expect((await call("GET", target, { service: true })).body["riskClass"]).toBe("C");
    // Recorded by another authority, it still counts.
    await call("POST", "/api/v1/credit-records", {
      as: "533102",
      body: { targetCode: body.creditCode, kind: "violation", date: "2026-01-05", description: "未备案" },
    });
    expect((await call("GET", target, { service: true })).body["riskClass"]).toBe("D");
    const id = String(first.body["id"]);
    await call("PATCH", `/api/v1/credit-records/${id}`, {
      body: { version: 1, reason: "录入有误", status: "withdrawn" },
    });
    expect((await call("GET", target, { service: true })).body["riskClass"]).toBe("C");
  });

  test("the names of those targets that are known, of either kind", async () => {
    const known = newEntity();
    await call("POST", "/api/v1/entities", { body: known });
    const named = (kind: string) =>
      call("POST", `/api/v1/targets/${kind}/names`, {
        service: true,
        body: { codes: ["no-such-code", known.creditCode] },
      });
    expect((await named("entity")).body["items"]).toEqual([
      { code: known.creditCode, name: known.name, territory: null },
    ]);
    expect((await named("project")).body["items"]).toEqual([]);
    expect(await named("person")).toMatchObject({ status: 422, body: { code: "body/invalid" } });
  });

  test("an inspection's record is corrected by what became of it later, and taken back with an objection that is upheld (articles 30, 31)", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const target = `/api/v1/targets/entity/${body.creditCode}`;
    const url = "/api/v1/credit-records/inspections/019a0000-0000-7000-8000-0000000000ab";
    const entered = async (outcome: string | null, revision: number) =>
      call("PUT", url, {
        service: true,
        body: {
          targetCode: body.creditCode,
          targetKind: "entity",
          origin: "draw",
          outcome,
          on: "2026-10-30",
          revision,
        },
      });
    const riskClass = async () => (await call("GET", target, { service: true })).body["riskClass"];
    const first = await entered("violation", 20);
    // Settled later, it was a violation all the same.
    expect((await entered("violation-corrected", 22)).body).toMatchObject({
      id: first.body["id"],
      version: 2,
      description: "随机抽查：发现违法违规行为，已改正",
    });
    expect(await riskClass()).toBe("C");
    expect((await entered(null, 25)).body).toMatchObject({ version: 3, status: "withdrawn", outcome: null });
    expect(await riskClass()).toBe("B");
    const history = await call("GET", `/api/v1/credit-records/${String(first.body["id"])}/history`);
    expect(JSON.stringify(history.body)).toContain("发现违法违规行为，已改正");
  });

  test("a deregistered target and a withdrawn conflict drop out; a repealed basis takes its item out of force (articles 8, 15)", async () => {
    const as = "533123";
    const body = newEntity();
    await call("POST", "/api/v1/entities", { as, body });
    const officer = newInspector();
    await call("POST", "/api/v1/inspectors", { as, body: officer });
    const conflict = await call("POST", "/api/v1/conflicts", {
      as,
      body: {
        certificateNumber: officer.certificateNumber,
        targetCode: body.creditCode,
        ground: "kinship",
        note: "表兄弟",
      },
    });
    expect(conflict.status).toBe(201);
    const lines = async (path: string) =>
      (await call("GET", `/api/v1/snapshot/${path}`, { as, service: true })).text;
    expect(await lines("targets?kind=entity")).toBe(
      `${JSON.stringify({ code: body.creditCode, riskClass: "B", category: "builder" })}\n`,
    );
    expect(await lines("conflicts")).toContain(body.creditCode);
    await call("PATCH", `/api/v1/conflicts/${String(conflict.body["id"])}`, {
      as,
      body: { version: 1, reason: "已离婚", status: "withdrawn" },
    });
    await call("PATCH", `/api/v1/entities/${body.creditCode}`, {
      as,
      body: { version: 1, reason: "注销", status: "deregistered", removalGround: "closed" },
    });
    expect(await lines("targets?kind=entity")).toBe("");
    expect(await lines("conflicts")).toBe("");

    const item = {
      code: "YJ-01",
      name: "检查",
      legalBasis: "某条例",
      legalBasisValidFrom: "2020-01-01",
      subject: "盈江县住房和城乡建设局",
      content: "内容",
      method: "现场",
      officerTypes: ["quality"],
      specialties: [],
      targetKind: "entity",
      validFrom: "2025-01-01",
    };
    expect((await call("POST", "/api/v1/items", { as, body: item })).status).toBe(201);
    const asked = async () =>
      (await call("GET", "/api/v1/items/by-codes?codes=YJ-01", { as, service: true })).body["items"];
    expect(await asked()).toMatchObject([{ inForce: true, version: 1 }]);
    const repeal = { version: 1, reason: "条例废止", legalBasisValidTo: "2026-11-01" };
    expect((await call("PATCH", "/api/v1/items/YJ-01", { as, body: repeal })).status).toBe(200);
    expect(await asked()).toMatchObject([{ inForce: false, version: 2 }]);
  });
});

describe("bad requests", () => {
  const refused = async (body: unknown) => {
    const answer = await call("POST", "/api/v1/entities", { body });
    expect(answer, answer.text).toMatchObject({ status: 422, body: { code: "body/invalid" } });
  };
  test("NUL, lone surrogates, wrong types, unknown fields, wrong check characters: 422, never coerced", async () => {
    await refused(newEntity({ name: "a\u0000b" }));
    await refused(newEntity({ name: "\ud800" }));
    await refused(newEntity({ name: 7 }));
    await refused(newEntity({ name: ["x"] }));
    await refused(newEntity({ name: " padded " }));
    await refused(newEntity({ name: "C\u0327" }));
    await refused(newEntity({ name: "甲公司\u202E" }));
    await refused(newEntity({ name: "甲公司\u001B[31m" }));
    await refused(newEntity({ extra: true }));
    await refused(newEntity({ contactPhone: 17_900_000_001 }));
    await refused(newEntity({ creditCode: "91533103XN00000005" }));
    await refused([newEntity()]);
    await refused("text");
    const raw = JSON.stringify(newEntity()).replace("{", '{"__proto__":{"admin":true},');
    expect(
      await call("POST", "/api/v1/entities", { raw, headers: { "content-type": "application/json" } }),
    ).toMatchObject({ status: 422 });
    expect(
      await call("POST", "/api/v1/entities", { raw: "{", headers: { "content-type": "application/json" } }),
    ).toMatchObject({ status: 400 });
    expect(
      await call("POST", "/api/v1/entities", { raw: "<a/>", headers: { "content-type": "text/xml" } }),
    ).toMatchObject({ status: 415 });
    expect(await call("PATCH", "/api/v1/entities/x", { body: { version: "1", reason: "x" } })).toMatchObject({
      status: 422,
    });
  });

  test("a body of more than 1 MiB is refused as too large", async () => {
    const answer = await call("POST", "/api/v1/entities", {
      body: newEntity({ name: "长".repeat(400_000) }),
    });
    expect(answer).toMatchObject({ status: 413, body: { code: "body/too-large" } });
  });

  test("numbers of a query are written in digits, within bounds; a cursor is this list's own", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const history = `/api/v1/entities/${body.creditCode}/history`;
    for (const limit of ["", "%203", "0x10", "1e1", "-1", "501", "2147483648"])
      for (const url of ["/api/v1/entities", history])
        expect((await call("GET", `${url}?limit=${limit}`)).status, limit).toBe(422);
    for (const version of ["", " 1", "0x1", "1e0", "-1", "2147483648"])
      expect((await call("GET", `${history}?after=${cursorOf([version])}`)).status, version).toBe(422);
    expect((await call("GET", `${history}?after=${cursorOf(["0"])}`)).body["items"]).toHaveLength(1);
  });

  test("an id in capitals is the same id; a code has not the form of one", async () => {
    const created = await call("POST", "/api/v1/inspectors", { body: newInspector() });
    const capitals = String(created.body["id"]).toUpperCase();
    expect((await call("GET", `/api/v1/inspectors/${capitals}`)).body).toEqual(created.body);
    expect((await call("GET", `/api/v1/inspectors/${capitals}/card`, { service: true })).status).toBe(200);
    const { body } = await call("POST", "/api/v1/inspectors/availability", {
      service: true,
      body: { ids: [capitals] },
    });
    expect(body["items"]).toEqual([{ id: created.body["id"], reason: null, version: 1 }]);
    const code = "019a0000-0000-7000-8000-00000000abcd";
    expect(await call("POST", "/api/v1/projects", { body: { ...project, code } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/code" }] },
    });
  });

  test("unknown addresses and references: 404; of an authority that there is not: 403", async () => {
    for (const url of [
      "/api/v1/entities/..%2F..",
      "/api/v1/inspectors/not-an-id",
      "/api/v1/nothing",
      `/api/v1/entities/${"x".repeat(150)}`,
    ])
      expect((await call("GET", url)).status, url).toBe(404);
    expect((await call("GET", "/api/v1/entities/%00")).status).toBe(422);
    expect(await call("GET", "/api/v1/entities", { as: "999999" })).toMatchObject({
      status: 403,
      body: { code: "caller/authority-unknown" },
    });
    expect((await registry.importFile("unknown", "a")).status).toBe(422);
  });

  test("changes that break a rule or repeat a certificate are refused and leave no version", async () => {
    const [one, other] = [newInspector(), newInspector()];
    const created = await call("POST", "/api/v1/inspectors", { body: one });
    await call("POST", "/api/v1/inspectors", { body: other });
    const url = `/api/v1/inspectors/${String(created.body["id"])}`;
    expect(
      await call("PATCH", url, {
        body: { version: 1, reason: "x", certificateNumber: other.certificateNumber },
      }),
    ).toMatchObject({ status: 409, body: { code: "registry/duplicate" } });
    expect(
      await call("PATCH", url, { body: { version: 1, reason: "x", certificateValidTo: "2020-01-01" } }),
    ).toMatchObject({ status: 422 });
    expect(await call("PATCH", url, { body: { version: 1, reason: "x", types: [] } })).toMatchObject({
      status: 422,
    });
    expect((await call("GET", `${url}/history`)).body["items"]).toHaveLength(1);
  });

  test("of two changes of one version made at once, one is refused", async () => {
    const body = newEntity();
    await call("POST", "/api/v1/entities", { body });
    const answers = await Promise.all(
      ["一", "二"].map((name) =>
        call("PATCH", `/api/v1/entities/${body.creditCode}`, { body: { version: 1, reason: "更名", name } }),
      ),
    );
    expect(answers.map((answer) => String(answer.status)).toSorted()).toEqual(["200", "409"]);
  });
});

test("the API describes itself, health and all", async () => {
  const { body } = await call("GET", "/openapi.json");
  expect(body["openapi"]).toBe("3.1.0");
  expect(Object.keys(body["paths"] as object)).toEqual(
    expect.arrayContaining(["/api/v1/entities/{ref}", "/api/v1/imports/{id}", "/api/v1/snapshot/targets"]),
  );
  expect((await call("GET", "/health/ready")).status).toBe(200);
});
