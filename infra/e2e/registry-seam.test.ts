import { api, Problem, type Operation } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { registryClient, type RegistryClient } from "../../services/inspection/src/neighbours/registry.ts";
import {
  sampleHeld,
  startFakeRegistry,
  type FakeRegistry,
} from "../../services/inspection/src/testing/fake-registry.ts";
import { startRegistry, type TestRegistry } from "../../services/registry/src/testing/service.ts";
import { makeCreditCode, makeIdNumber } from "../sample/codes.ts";

const as = "533103";
const code = makeCreditCode(as, 970_001);
/** The same firm, registered twice. */
const twin = makeCreditCode(as, 970_002);
const inspectionId = uuidv7();
const window = { from: "2026-11-03", until: "2026-11-20" };
/** What both sides know, by its ids. */
const known = { officer: "", suspended: "", tip: "", filter: "" };
let registry: TestRegistry;
let fake: FakeRegistry;
const urls = { "the registry": "", "its fake": "" };

const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await registry.call("POST", `/api/v1/${path}`, { as, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const officer = (serial: number) => ({
  ...{ kind: "officer", name: "线某", idNumber: makeIdNumber("1980-02-29", serial), types: ["market"] },
  ...{ specialties: [], certificateNumber: `YN-533103-97${serial}`, certificateValidFrom: "2024-01-01" },
  ...{ certificateValidTo: "2028-12-31", unit: "执法大队", phone: "17900000002" },
});

beforeAll(async () => {
  registry = await startRegistry("2026-11-02T02:00:00.000Z");
  for (const creditCode of [code, twin])
    await post("entities", {
      ...{ creditCode, name: "甲公司", address: "芒市", legalRepresentative: "刀某" },
      ...{ category: "builder", contactName: "岳某", contactPhone: "17900000001" },
    });
  await post("merges", { register: "entities", kept: code, merged: twin, reason: "重复登记" });
  const basis = { law: "建筑法", article: "第七条", validFrom: "1998-03-01", validTo: "2027-12-31" };
  await post("items", {
    ...{
      code: "I1",
      name: "施工许可检查",
      legalBasis: "《建筑法》第七条",
      legalBasisValidFrom: "1998-03-01",
    },
    ...{ subject: "住建局", content: "施工许可证", method: "现场检查", officerTypes: ["market"] },
    ...{ specialties: [], targetKind: "entity", validFrom: "2025-01-01" },
    bases: [(await post("legal-bases", basis))["id"]],
    checklist: [{ question: "是否取得施工许可证", judgedBy: "查验原件" }],
  });
  known.officer = String((await post("inspectors", officer(1)))["id"]);
  known.suspended = String((await post("inspectors", officer(2)))["id"]);
  const suspended = { version: 1, reason: "停职", status: "suspended" };
  await registry.call("PATCH", `/api/v1/inspectors/${known.suspended}`, { as, body: suspended });
  await post("conflicts", {
    ...{ inspectorId: known.officer, targetCode: code, ground: "kinship", note: "姻亲" },
  });
  const tip = { origin: "complaint", target: { kind: "entity", code } } as const;
  known.tip = String(
    (
      await post("tips", {
        ...{ ...tip, source: "12345热线", document: "1号", receivedOn: "2026-11-01", statement: "噪声" },
      })
    )["id"],
  );
  const filter = await post("filters", {
    ...{ register: "entities", name: "甲", query: { q: code }, shared: true },
  });
  known.filter = String(filter["id"]);

  const held = sampleHeld(1);
  const [person] = held.inspectors;
  fake = await startFakeRegistry({
    ...held,
    completeness: [{ code: "lists-compared", value: 0 }],
    targets: { entity: [{ code, riskClass: "B", category: "builder" }], project: [] },
    inspectors: person === undefined ? [] : [{ ...person, id: known.officer, types: ["market"] }],
    conflicts: [{ inspectorId: known.officer, targetCode: code }],
    tips: new Map([[known.tip, { ...tip, status: "open" }]]),
    repairs: [{ id: uuidv7(), authority: as, inspectionId, ...decision }],
    merges: [{ id: uuidv7(), authority: as, kind: "entity", kept: code, merged: twin }],
    filters: [
      {
        ...{ id: known.filter, authority: as, register: "entities", name: "甲", query: { q: code } },
        ...{ shared: true, actor: "official-1", version: 1, updatedAt: "2026-11-02T02:00:00.000Z" },
      },
    ],
    unavailable: new Map([[known.suspended, "suspended"]]),
  });
  urls["the registry"] = await registry.app.listen({ host: "127.0.0.1", port: 0 });
  urls["its fake"] = fake.url;
}, 60_000);
afterAll(async () => {
  await Promise.all([registry.close(), fake.close()]);
});

const decision = { number: "修复〔2026〕1号", decidedOn: "2026-10-30", reason: "已履行" };
const scope = { targetKind: "entity", categories: ["builder"], narrowed: { q: code } } as const;
const credit = {
  targetCode: code,
  targetKind: "entity",
  origin: "draw",
  outcome: "violation",
  on: "2026-10-20",
  revision: 1,
} as const;

/** Each call that the inspection service makes of the registry, and what both answer to it, as the client gives it. */
const calls: Readonly<
  Record<keyof RegistryClient, readonly [(client: RegistryClient) => Promise<unknown>, unknown]>
> = {
  items: [(client) => client.items(as, ["I1"]), [expect.objectContaining({ code: "I1", inForce: true })]],
  targets: [
    (client) => Array.fromAsync(client.targets(as, scope)),
    [{ code, riskClass: "B", category: "builder" }],
  ],
  countTargets: [(client) => client.countTargets(as, scope), 1],
  filters: [
    (client) => client.filters(as, [known.filter]),
    [expect.objectContaining({ name: "甲", query: { q: code }, shared: true })],
  ],
  inspectors: [
    (client) => Array.fromAsync(client.inspectors(as, window)),
    [expect.objectContaining({ kind: "officer", types: ["market"] })],
  ],
  conflicts: [
    (client) => Array.fromAsync(client.conflicts(as, window)),
    expect.arrayContaining([expect.objectContaining({ targetCode: code })]),
  ],
  completeness: [
    (client) => client.completeness(as, "entity", window),
    expect.arrayContaining([{ code: "lists-compared", value: 0 }]),
  ],
  list: [
    (client) => Array.fromAsync(client.list(as)),
    expect.arrayContaining([expect.objectContaining({ code: "I1", validTo: null })]),
  ],
  target: [
    (client) => client.target(as, "entity", code),
    expect.objectContaining({ code, kind: "entity", status: "active" }),
  ],
  targetNames: [async (client) => [...(await client.targetNames(as, "entity", [code])).keys()], [code]],
  townshipNames: [async (client) => (await client.townshipNames(as)).get("533103101"), "芒市镇"],
  inspectorCard: [
    (client) => client.inspectorCard(as, known.officer),
    expect.objectContaining({ kind: "officer", unit: "执法大队" }),
  ],
  unavailable: [
    async (client) =>
      [...(await client.unavailable(as, [known.officer, known.suspended])).values()].map(
        ({ reason }) => reason,
      ),
    ["suspended"],
  ],
  invalidCertificates: [
    async (client) => (await client.invalidCertificates(as, [known.officer, known.suspended])).size,
    1,
  ],
  tip: [
    (client) => client.tip(as, known.tip),
    expect.objectContaining({ origin: "complaint", target: { kind: "entity", code }, status: "open" }),
  ],
  tipInspected: [(client) => client.tipInspected(as, known.tip, inspectionId), undefined],
  credit: [(client) => client.credit(as, inspectionId, credit), undefined],
  merges: [
    (client) => client.merges(),
    [expect.objectContaining({ authority: as, kind: "entity", kept: code, merged: twin })],
  ],
  repairsDue: [
    (client) => client.repairsDue(),
    [expect.objectContaining({ ...decision, authority: as, inspectionId })],
  ],
  repair: [(client) => client.repair(as, inspectionId, decision), undefined],
};

/** The operation that a request asks for, as the registry's API declares it. */
function operationOf(method: string, path: string): Operation {
  const isIt = (one: Operation) =>
    one.method === method && new RegExp(`^${one.path.replaceAll(/:\w+/g, "[^/]+")}$`).test(path);
  const found: Operation[] = Object.values(api.registry).filter(isIt);
  // An address without parameters is meant before one with them.
  const [operation] = found.toSorted((a, b) => a.path.split(":").length - b.path.split(":").length);
  if (operation === undefined) throw new Error(`no operation is declared for ${method} ${path}`);
  return operation;
}

/** What went to a side and came back, byte by byte. */
type Exchange = { method: string; url: URL; body: string; answer: Promise<string> };
const exchanges: Exchange[] = [];
const platformFetch = globalThis.fetch;
beforeAll(() => {
  vi.stubGlobal("fetch", async (url: URL | string, init: RequestInit = {}) => {
    const response = await platformFetch(url, init);
    exchanges.push({
      ...{ method: init.method ?? "GET", url: new URL(url), answer: response.clone().text() },
      body: typeof init.body === "string" ? init.body : "",
    });
    return response;
  });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** Calls, and holds what was sent and what is read of the answer to what is declared: neither has anything less or more. */
async function held(side: keyof typeof urls, call: () => Promise<unknown>, reads: boolean): Promise<unknown> {
  exchanges.length = 0;
  const value = await call();
  const its = exchanges.filter(({ url }) => url.origin === urls[side]);
  expect(its).not.toEqual([]);
  for (const { method, url, body, answer } of its) {
    const operation = operationOf(method, url.pathname);
    const query = Object.fromEntries(url.searchParams);
    expect((operation.query ?? z.strictObject({})).parse(query)).toEqual(query);
    if (operation.body !== undefined) operation.body.parse(JSON.parse(body));
    const text = await answer;
    const schema = operation.lines ?? operation.answer ?? z.undefined();
    const told = operation.lines === undefined ? [text] : text.trimEnd().split("\n");
    for (const one of reads ? told : []) {
      const raw: unknown = JSON.parse(one);
      expect(schema.parse(raw)).toEqual(raw);
    }
  }
  return value;
}

describe.each(["the registry", "its fake"] as const)("what the inspection service asks of %s", (side) => {
  const client = () =>
    registryClient({ baseUrl: urls[side], credentials: registry.issuer.credentials("inspection") });
  const unread = new Set<string>(["tipInspected", "credit", "repair"]);

  it.each(Object.entries(calls))(
    "%s: is asked and answered as the contract says, and alike",
    async (name, [call, answer]) => {
      if (name === "repairsDue" && side === "the registry") await repairComes();
      expect(await held(side, () => call(client()), !unread.has(name))).toEqual(answer);
    },
  );

  it.each([
    ["target", (one: RegistryClient) => one.target(as, "entity", makeCreditCode(as, 970_099))],
    ["tip", (one: RegistryClient) => one.tip(as, uuidv7())],
    ["inspectorCard", (one: RegistryClient) => one.inspectorCard(as, uuidv7())],
  ])("%s: what is not there is refused by the same code", async (_, call) => {
    if (side === "its fake") fake.held.registered.set(makeCreditCode(as, 970_099), "nowhere");
    const refusal = await call(client()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ code: "not-found" });
  });
});

/** A repair of what the inspection has entered, as it comes in by a sheet. */
async function repairComes(): Promise<void> {
  const { body } = await registry.call("GET", `/api/v1/credit-records?targetCode=${code}`, { as });
  const [record] = body["items"] as { id: string }[];
  await post("credit-records", {
    ...{ targetCode: code, kind: "repair", date: decision.decidedOn, description: decision.reason },
    ...{ source: decision.number, repairs: record?.id },
  });
}
