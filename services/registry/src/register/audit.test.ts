import { auditPage, type AuditEntry } from "@shuangsui/contracts";
import { createLogger, startAuditLinker, type AuditLinker } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { makeCreditCode, makeIdNumber, makePhone } from "../../../../infra/sample/codes.ts";
import { startRegistry, type TestRegistry } from "../testing/service.ts";

let registry: TestRegistry;
let linker: AuditLinker;
beforeAll(async () => {
  registry = await startRegistry(undefined, { trustedProxies: ["10.0.0.0/8"] });
  linker = startAuditLinker(
    { database: registry.database, logger: createLogger("test", "silent") },
    { restsMs: 20 },
  );
});
afterAll(async () => {
  await linker.stop();
  await registry.close();
});

const secrets = {
  idNumber: makeIdNumber("1980-02-29", 7),
  phone: "17900000002",
  contactPhone: "17900000001",
};
const item = {
  code: "533103-SJ-01",
  name: "建筑施工许可检查",
  legalBasis: "《建筑法》第七条",
  legalBasisValidFrom: "2019-04-23",
  legalBasisValidTo: null,
  subject: "芒市住房和城乡建设局",
  content: "施工许可证的取得与延期",
  method: "现场检查",
  officerTypes: ["quality"],
  specialties: [],
  targetKind: "entity",
  validFrom: "2025-01-01",
  validTo: null,
};
const entity = {
  creditCode: makeCreditCode("533103", 610_001),
  name: "芒市勐焕建筑工程有限公司",
  address: "芒市勐焕街道",
  legalRepresentative: "刀小某",
  category: "builder",
  contactName: "岳小某",
  contactPhone: secrets.contactPhone,
};
const project = {
  code: "533103-2026-610",
  name: "团结大街住宅楼",
  address: "芒市勐焕街道",
  permits: [{ number: "施工许可1号" }],
  leadName: "管小某",
  basicFacts: "框架结构",
  contactName: "排小某",
  contactPhone: secrets.contactPhone,
  builderCreditCode: null,
};
const inspector = {
  kind: "officer",
  name: "线小某",
  idNumber: secrets.idNumber,
  types: ["quality"],
  specialties: [],
  certificateNumber: "YN-Z-533103-610",
  certificateValidFrom: "2024-01-01",
  certificateValidTo: "2028-12-31",
  unit: "芒市住房和城乡建设局",
  phone: secrets.phone,
};
const bodies = { items: item, entities: entity, projects: project, inspectors: inspector };

/** What is found by a query, as an authority's auditor sees it, once so many entries are. */
async function found(query: Record<string, string>, count: number, as = "533103"): Promise<AuditEntry[]> {
  const search = new URLSearchParams({ limit: "500", ...query });
  const ask = async () =>
    auditPage.parse((await registry.call("GET", `/api/v1/audit?${search.toString()}`, { as })).body).items;
  await expect.poll(ask, { timeout: 10_000 }).toHaveLength(count);
  return ask();
}

describe("a change of a register (articles 15, 32, 33)", () => {
  it.each(Object.entries(bodies))(
    "of %s leaves one entry, with names of fields alone",
    async (kind, body) => {
      const created = await registry.call("POST", `/api/v1/${kind}`, { body });
      expect(created, created.text).toMatchObject({ status: 201 });
      const { id } = created.body;
      const changed = await registry.call("PATCH", `/api/v1/${kind}/${String(id)}`, {
        body: { version: 1, reason: "更名", name: "更名之后" },
        actor: "official-2",
        headers: { "x-request-id": "0191d6f0-0000-7000-8000-000000000001" },
      });
      expect(changed, changed.text).toMatchObject({ status: 200 });
      const subject = kind === "entities" ? entity.creditCode : String(id);
      // That the answer showed somebody's data is an entry of its own, which may come at any time.
      const entries = [
        ...(await found({ subject, action: `${kind}/registered` }, 1)),
        ...(await found({ subject, action: `${kind}/changed` }, 1)),
      ];
      expect(entries).toMatchObject([
        { action: `${kind}/registered`, actor: "official-1", before: null, after: { version: 1 } },
        {
          action: `${kind}/changed`,
          actor: "official-2",
          remote: "127.0.0.1",
          requestId: "0191d6f0-0000-7000-8000-000000000001",
          before: { version: 1 },
          after: { version: 2 },
        },
      ]);
      const [was, is] = [entries[1]?.before?.["fields"] ?? {}, entries[1]?.after?.["fields"] ?? {}];
      expect(Object.keys(is)).toEqual(["name"]);
      expect(Object.keys(was)).toEqual(["name"]);
      expect(Object.values(is)).not.toEqual(Object.values(was));
    },
  );

  it("tells of no field that was stated again as it stands", async () => {
    const permits = [{ number: "施工许可9号", kind: "施工许可", validFrom: "2025-01-01", validTo: null }];
    const body = { ...project, code: "533103-2026-619", permits };
    const created = await registry.call("POST", "/api/v1/projects", { body });
    const subject = String(created.body["id"]);
    const change = { version: 1, reason: "换负责人", leadName: "金小某", permits };
    const changed = await registry.call("PATCH", `/api/v1/projects/${subject}`, { body: change });
    expect(changed, changed.text).toMatchObject({ status: 200 });
    const [entry] = await found({ subject, action: "projects/changed" }, 1);
    expect(Object.keys(entry?.after?.["fields"] ?? {})).toEqual(["lead_name"]);
  });

  it("leaves no personal data in the trail, not even by hashes of it that could be tried", async () => {
    const { rows } = await connected(registry.fresh.superUrl, (client) =>
      client.query<{ text: string }>("select string_agg(audit::text, '') as text from registry.audit"),
    );
    const text = rows[0]?.text ?? "";
    expect(text).toContain("inspectors/registered");
    for (const secret of [...Object.values(secrets), "线小某", "岳小某", "刀小某", "更名之后"])
      expect(text).not.toContain(secret);
  });

  it("that is refused leaves none, nor one that is only checked; an import leaves one a row", async () => {
    const again = await registry.call("POST", "/api/v1/items", { body: item });
    expect(again.status).toBe(409);
    const headings = Object.keys(item).join(",");
    const csv = [1, 2, 3]
      .map((n) =>
        Object.values({ ...item, code: `533103-SJ-9${n}` })
          .map((cell) => cell ?? "")
          .join(","),
      )
      .join("\n");
    const actor = { actor: "importer" };
    const checked = await registry.importFile("items", `${headings}\n${csv}\n`, { apply: null });
    expect(checked, checked.text).toMatchObject({ status: 200, body: { counts: { created: 3 } } });
    const imported = await registry.importFile("items", `${headings}\n${csv}\n`, actor);
    expect(imported, imported.text).toMatchObject({ status: 200, body: { imported: 3 } });
    // The upload, and three items.
    await found({ actor: "importer" }, 4);
    await found({ action: "items/registered" }, 4);
  });
});

describe("a change that several supervisors make together (article 5)", () => {
  it("has the proposal and each answer on record, and the change in the proposer's name", async () => {
    const creditCode = makeCreditCode("533103", 610_500);
    for (const as of ["533103", "533102"])
      await registry.call("POST", "/api/v1/entities", { as, body: { ...entity, creditCode } });
    const url = `/api/v1/entities/${creditCode}/proposals`;
    const proposing = { version: 2, reason: "营业执照已变更", name: "提议之名" };
    const headers = { "idempotency-key": "0191d6f0-0000-4000-8000-000000000002" };
    const proposed = await registry.call("POST", url, { body: proposing, headers, actor: "proposer" });
    expect(proposed, proposed.text).toMatchObject({ status: 201 });
    const answering = { as: "533102", body: { consent: true }, actor: "answerer" };
    const answered = await registry.call("POST", `${url}/${String(proposed.body["id"])}/answer`, answering);
    expect(answered, answered.text).toMatchObject({ status: 200, body: { status: "applied" } });
    const entries = await found({ subject: creditCode }, 5, "533100");
    expect(entries.slice(2)).toMatchObject([
      { action: "entities/proposed", actor: "proposer", after: { fields: ["name"] } },
      { action: "entities/answered", actor: "answerer", after: { consent: true, status: "applied" } },
      { action: "entities/changed", actor: "proposer", authority: "533103", after: { version: 3 } },
    ]);
    expect(JSON.stringify(entries)).not.toContain("提议之名");
  });
});

describe("a look at personal data that is not masked", () => {
  it("is on record of each entry, page and history, and of its owner alone", async () => {
    const created = await registry.call("POST", "/api/v1/inspectors", {
      body: { ...inspector, idNumber: makeIdNumber("1981-02-28", 8), certificateNumber: "YN-Z-533103-611" },
    });
    const id = String(created.body["id"]);
    const by = (actor: string) => ({ actor });
    await registry.call("GET", `/api/v1/inspectors/${id}`, { as: "533100", ...by("superior") });
    await registry.call("GET", `/api/v1/inspectors/${id}`, by("reader"));
    await registry.call("GET", "/api/v1/inspectors", by("lister"));
    await registry.call("GET", `/api/v1/inspectors/${id}/history`, by("historian"));
    for (const actor of ["reader", "historian"])
      expect(await found({ actor }, 1)).toMatchObject([{ action: "inspectors/looked", subject: id }]);
    const [listed] = await found({ actor: "lister", subject: id }, 1);
    expect(listed?.after?.["subjects"]).toContain(id);
    // What it saw was masked; had it been noted, that would have been before the others.
    await found({ actor: "superior" }, 0, "533100");
  });
});

describe("what is masked of an inspector for those of the own authority (articles 13, 14)", () => {
  const phone = makePhone(9);
  const idNumber = makeIdNumber("1981-02-28", 9);
  const maskedNumber = `${"*".repeat(14)}${idNumber.slice(-4)}`;
  let url = "";
  beforeAll(async () => {
    const body = { ...inspector, idNumber, phone, certificateNumber: "YN-Z-533103-619" };
    const created = await registry.call("POST", "/api/v1/inspectors", { body });
    url = `/api/v1/inspectors/${String(created.body["id"])}`;
  });

  it.each([
    ["registry-clerk", { idNumber, phone }, 1],
    ["officer", { idNumber: maskedNumber, phone }, 1],
    ["planner", { idNumber: maskedNumber, phone }, 1],
    ["supervisor", { idNumber: maskedNumber, phone: `*******${phone.slice(-4)}` }, 0],
    ["auditor", { idNumber: maskedNumber, phone: `*******${phone.slice(-4)}` }, 0],
    ["administrator", { idNumber: maskedNumber, phone: `*******${phone.slice(-4)}` }, 0],
  ] as const)("follows the role: %s", async (role, seen, looks) => {
    const actor = `one-${role}`;
    expect((await registry.call("GET", url, { roles: [role], actor })).body).toMatchObject(seen);
    await found({ actor, action: "inspectors/looked" }, looks);
  });

  it("is a look, too, where a change answers with it", async () => {
    const change = { version: 1, reason: "调动", unit: "芒市住房和城乡建设局质监站" };
    const { body } = await registry.call("PATCH", url, { body: change, actor: "changer" });
    expect(body).toMatchObject({ idNumber });
    await found({ actor: "changer", action: "inspectors/looked" }, 1);
  });
});

describe("a refusal that tells of an attack", () => {
  it("is on record: a wrong token, and a superior who writes", async () => {
    const { body } = await registry.call("POST", "/api/v1/projects", {
      body: { ...project, code: "533103-2026-611" },
    });
    const id = String(body["id"]);
    const actor = "intruder";
    expect((await registry.call("GET", "/api/v1/snapshot/inspectors", { actor })).status).toBe(403);
    const wrong = { headers: { authorization: "Bearer wrong" } };
    expect((await registry.call("GET", "/api/v1/items", wrong)).status).toBe(401);
    const change = { version: 1, reason: "越权", name: "改名" };
    const superior = await registry.call("PATCH", `/api/v1/projects/${id}`, {
      as: "533100",
      body: change,
      actor,
    });
    expect(superior.body).toMatchObject({ code: "authority/not-yours" });
    expect(await found({ actor: "intruder", action: "request/refused" }, 2, "533100")).toMatchObject([
      { code: "caller/not-service", after: { method: "GET", route: "/api/v1/snapshot/inspectors" } },
      { code: "authority/not-yours", subject: id, authority: "533100" },
    ]);
    expect(await found({ actor: "unknown", action: "request/refused" }, 1, "533100")).toMatchObject([
      { code: "caller/token-invalid", after: { route: "/api/v1/items" } },
    ]);
  });

  it("is not one for an ordinary reason", async () => {
    const actor = "ordinary";
    expect((await registry.call("GET", "/api/v1/items/533103-NONE", { actor })).status).toBe(404);
    expect((await registry.call("POST", "/api/v1/items", { body: {}, actor })).status).toBe(422);
    await registry.call("GET", "/api/v1/snapshot/inspectors", { actor: "ordinary-after" });
    await found({ actor: "ordinary-after" }, 1);
    await found({ actor: "ordinary" }, 0);
  });

  it("names who connects, and whom a proxy names only where that proxy is trusted", async () => {
    const from = async (actor: string, remoteAddress: string) => {
      const headers = { ...(await registry.signedIn({ actor })), "x-forwarded-for": "203.0.113.9" };
      await registry.app.inject({ url: "/api/v1/snapshot/inspectors", headers, remoteAddress });
      return (await found({ actor }, 1))[0]?.remote;
    };
    expect(await from("direct", "192.0.2.1")).toBe("192.0.2.1");
    expect(await from("proxied", "10.1.2.3")).toBe("203.0.113.9");
  });
});

describe("the trail as auditors read it", () => {
  it("is searched by actor, action and time, page by page, in the order of the chain", async () => {
    const all = await found({ actor: "importer", action: "items/registered" }, 3);
    const [first] = all;
    const at = Date.parse(first?.at ?? "");
    const later = new Date(at + 60_000).toISOString();
    await found({ actor: "importer", from: later }, 0);
    await found(
      { actor: "importer", action: "items/registered", to: later, from: new Date(at).toISOString() },
      3,
    );
    const pageAfter = async (after: number) => {
      const url = `/api/v1/audit?actor=importer&action=items/registered&limit=2&after=${after}`;
      return auditPage.parse((await registry.call("GET", url)).body);
    };
    const one = await pageAfter(0);
    const two = await pageAfter(one.next ?? -1);
    expect([...one.items, ...two.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(two.next).toBeNull();
  });

  it("is an authority's own and its subordinates', and foreign ones are not told of", async () => {
    await found({ actor: "importer" }, 4, "533100");
    await found({ actor: "importer" }, 0, "533102");
    const chain = await registry.call("GET", "/api/v1/audit/chain", { as: "533102" });
    expect(chain.text).not.toContain("importer");
  });

  it("refuses what it does not know and calls that name nobody", async () => {
    expect((await registry.call("GET", "/api/v1/audit?who=x")).status).toBe(422);
    expect((await registry.call("GET", "/api/v1/audit?from=yesterday")).status).toBe(422);
    for (const url of ["/api/v1/audit", "/api/v1/audit/chain", "/api/v1/audit/head"])
      expect((await registry.app.inject({ url })).json()).toMatchObject({ code: "caller/missing" });
  });

  it("is exported whole for spreadsheets: with a BOM, in words, and no cell a formula", async () => {
    await registry.call("GET", "/api/v1/snapshot/inspectors", { actor: "-A1" });
    await found({ actor: "-A1" }, 1);
    expect(await registry.call("HEAD", "/api/v1/audit?format=csv")).toMatchObject({ status: 200, text: "" });
    const file = await registry.call("GET", "/api/v1/audit?format=csv&limit=1");
    expect(file.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8" });
    const [heading = "", ...rows] = file.text.trimEnd().split("\r\n");
    expect(heading.startsWith("\uFEFF序号,时间,主管部门")).toBe(true);
    expect(rows.length).toBeGreaterThan(10);
    expect(file.text).toContain("检查人员 · 查看未脱敏个人信息");
    expect(file.text).toContain(",'-A1,");
    await found({ action: "audit/exported" }, 1);
  });
});
