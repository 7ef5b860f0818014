import { createSealer, sealingKeys } from "@shuangsui/sealing";
import { createLogger, openDatabase } from "@shuangsui/service-kit";
import { lazyClient } from "@shuangsui/temporal-kit";
import { randomUUID } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInspectionApp } from "../../services/inspection/src/app.ts";
import { engineOf } from "../../services/inspection/src/engine.ts";
import { registryClient } from "../../services/inspection/src/neighbours/registry.ts";
import type { Tables } from "../../services/inspection/src/tables.ts";
import { testPayloads } from "../embedded/test-payloads.ts";
import { drawnCampaign, officerAt, ok, registerSample, windowFrom } from "../sample/officials.ts";
import { anybodyAt, personAt, until, type Person } from "../sample/people.ts";
import { planOverBuilders, testWitnesses } from "./builders.ts";
import { startWhole, type Whole } from "./whole.ts";

const authority = "533103";
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`);
let whole: Whole;
let official: Person;
let officer: ReturnType<typeof officerAt>;
let ids: string[];

beforeAll(async () => {
  whole = await startWhole(new Date("2026-10-12T01:00:00Z"));
  official = personAt(whole.inspection, whole.people, authority);
  officer = officerAt(official, () => whole.clock.now());
  await registerSample(personAt(whole.registry, whole.people, authority), authority);
  const now = await whole.clock.now();
  const plan = await planOverBuilders(official, now, "0.06");
  const campaign = await drawnCampaign(official, plan, windowFrom(now, 50), testWitnesses);
  await whole.skipTo(endOf("2026-10-14"));
  const all = await until(
    () => officer.all(campaign.id),
    (inspections) => inspections.every((one) => one.state === "confirmed"),
    "confirmed teams",
  );
  ids = all.map((one) => one.id);
}, 180_000);
afterAll(async () => whole.close());

/** The nth inspection of the campaign. */
function nth(n: number): string {
  const id = ids[n];
  if (id === undefined) throw new Error(`fewer than ${n + 1} were drawn`);
  return id;
}

/** The headers of somebody of the authority. */
const signedIn = async (actor: string) => ({
  authorization: `Bearer ${await whole.people.tokenFor({ authority, actor })}`,
});

const coded = (code: string) => ({ body: { code } });

describe("what an inspection refuses, by its code, with nothing written", () => {
  it("a check with an officer whose certificate is no longer valid (article 25)", async () => {
    const id = nth(0);
    const clerk = personAt(whole.registry, whole.people, authority);
    const checkOn = (await whole.clock.now()).toISOString().slice(0, 10);
    ok(await officer.act(id, "notify", { deliveredTo: "前台", method: "mail", checkOn }), "notify");
    const before = await officer.read(id);
    const officers = before.team.filter((member) => member.kind === "officer");
    const suspended = officers[0]?.inspectorId ?? "";
    const entry = ok(await clerk.get(`/api/v1/inspectors/${suspended}`), "the inspector");
    const path = `/api/v1/inspectors/${suspended}`;
    const change = { status: "suspended", reason: "暂扣执法证", version: entry["version"] };
    const patched = await fetch(new URL(path, whole.registry), {
      method: "PATCH",
      headers: { "content-type": "application/json", ...(await signedIn("clerk")) },
      body: JSON.stringify(change),
    });
    expect(patched.status).toBe(200);
    const shown = officers.map((member) => member.number);
    expect(await officer.act(id, "begin", { shownCertificates: shown, place: "门口" })).toMatchObject(
      coded("inspection/certificate-invalid"),
    );
    expect((await officer.read(id)).state).toBe("notified");
    // The suspended officer leaves all teams by replacement, by itself, and the check can begin.
    const replaced = await until(
      () => officer.read(id),
      ({ team }) => !team.some((member) => member.number === shown[0]),
      "the replacement",
    );
    expect(replaced.events.some((event) => event.type === "notice-amended")).toBe(true);
    const now = replaced.team.filter((member) => member.kind === "officer").map((member) => member.number);
    ok(await officer.act(id, "begin", { shownCertificates: now, place: "门口" }), "begin");
    const leave = { number: now[0] ?? 0, reason: "leave", statement: "因病休假" };
    expect(await officer.act(id, "replace", leave)).toMatchObject(coded("inspection/check-begun"));
    expect(
      await officer.act(id, "gone", { statement: "注销", evidenceSha256: "b".repeat(64) }),
    ).toMatchObject(coded("inspection/check-begun"));
  });

  it("a record without signatures, without recordings, or of other items (article 26)", async () => {
    const id = nth(1);
    await officer.beginCheck(id);
    const began = (await officer.read(id)).events.find((event) => event.type === "begun")?.at ?? "";
    await whole.skipTo(new Date(Date.parse(began) + 3_600_000));
    const endedAt = new Date(Date.parse(began) + 3_000_000).toISOString();
    const record = {
      endedAt,
      entries: [{ itemCode: "533103-01", result: "pass" }],
      findings: [],
      target: { signed: false, reason: "拒绝签字", witness: "社区工作人员" },
      recordings: [{ sha256: "c".repeat(64), from: began, to: endedAt }],
      gaps: [],
    };
    const { target: _unsigned, ...unsigned } = record;
    expect(await officer.signed(id, "record", unsigned)).toMatchObject(coded("record/not-signed"));
    expect(await officer.act(id, "record", record)).toMatchObject(coded("signature/not-yours"));
    expect(await officer.signed(id, "record", { ...record, recordings: [] })).toMatchObject(
      coded("record/av-gap"),
    );
    expect(
      await officer.signed(id, "record", { ...record, entries: [{ itemCode: "533103-09", result: "pass" }] }),
    ).toMatchObject(coded("body/invalid"));
    ok(await officer.signed(id, "record", record), "record");
    expect(await officer.signed(id, "record", record)).toMatchObject(coded("inspection/wrong-state"));
    expect(await officer.feedback(id)).toMatchObject(coded("inspection/wrong-state"));
    const written = {
      timeAndContent: "时间与内容",
      methodAndSteps: "方法",
      situationAndAssessment: "情况",
      opinion: "意见",
    };
    expect(await officer.act(id, "report", written)).toMatchObject(coded("signature/not-yours"));
    expect(await officer.act(id, "report", { ...written, opinion: "" })).toMatchObject({
      status: 422,
      ...coded("body/invalid"),
    });
    ok(await officer.report(id), "report");
    ok(await officer.feedback(id), "feedback");
    expect(await officer.act(id, "answer", { statement: "无异议可答", upheld: false })).toMatchObject(
      coded("inspection/wrong-state"),
    );
    const fedBackAt = (await officer.read(id)).events.find((event) => event.type === "fed-back")?.at ?? "";
    await whole.skipTo(new Date(Date.parse(fedBackAt) + 6 * 86_400_000));
    expect(await officer.act(id, "object", { statement: "过期异议" })).toMatchObject(
      coded("objection/too-late"),
    );
  });

  it("a notice for a day outside the campaign's window (article 22)", async () => {
    expect(
      await officer.act(nth(2), "notify", { deliveredTo: "前台", method: "mail", checkOn: "2027-06-01" }),
    ).toMatchObject(coded("campaign/outside-window"));
  });

  it("rubbish: wrong types, NUL, forbidden names, unknown fields and ids, missing keys and callers", async () => {
    const at = `/api/v1/inspections/${nth(3)}/commands/cancel`;
    const raw = async (body: string, headers: Record<string, string> = {}) =>
      fetch(new URL(at, whole.inspection), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(await signedIn("a")),
          "idempotency-key": uuidv7(),
          ...headers,
        },
        body,
      }).then(async (response) => ({
        status: response.status,
        code: ((await response.json()) as { code: string }).code,
      }));
    expect(await raw('{"reason":1}')).toEqual({ status: 422, code: "body/invalid" });
    expect(await raw('{"reason":"a\\u0000b"}')).toEqual({ status: 422, code: "body/invalid" });
    expect(await raw('{"reason":"x","__proto__":{"a":1}}')).toEqual({ status: 422, code: "body/invalid" });
    expect(await raw('{"reason":"x","extra":1}')).toEqual({ status: 422, code: "body/invalid" });
    expect(await raw("{")).toEqual({ status: 400, code: "body/not-json" });
    expect(await raw(JSON.stringify({ reason: "x".repeat(2_000_000) }))).toEqual({
      status: 413,
      code: "body/too-large",
    });
    expect(await raw('{"reason":"x"}', { "idempotency-key": "1" })).toEqual({
      status: 400,
      code: "command/key-missing",
    });
    expect(await raw('{"reason":"x"}', { authorization: "Bearer of-nobody" })).toEqual({
      status: 401,
      code: "caller/token-invalid",
    });
    expect(await official.get(`/api/v1/inspections/${randomUUID()}`)).toMatchObject({
      status: 404,
      ...coded("not-found"),
    });
    expect(await official.get("/api/v1/inspections/1")).toMatchObject({ status: 422 });
    expect(await official.get("/api/v1/inspections?after=rubbish")).toMatchObject({ status: 422 });
    expect(await official.get("/api/v1/nowhere")).toMatchObject({ status: 404, ...coded("not-found") });
    expect((await officer.read(nth(3))).state).toBe("confirmed");
  });
});

describe("a service cut off from the engine", () => {
  it("decides what needs nobody else, keeps what does and says where to look, and the relay has it done", async () => {
    // Given a service whose engine does not answer: a port where nothing listens.
    const logger = createLogger("cut-off", "silent");
    const database = openDatabase<Tables>(whole.inspectionDatabaseUrl, { logger });
    const client = lazyClient({
      address: `127.0.0.1:${await closedPort()}`,
      namespace: "default",
      payloads: testPayloads,
    });
    const app = await createInspectionApp({
      frame: { database, clock: whole.clock, logger, engine: engineOf(client) },
      ping: () => database.ping(),
      registry: registryClient({
        baseUrl: whole.registry,
        credentials: { token: async () => "not asked for" },
      }),
      tokens: whole.tokens,
      sealer: createSealer(sealingKeys.parse("ab".repeat(32))),
      destinations: { allowLoopback: false },
    });
    const cutOff = personAt(await app.listen({ host: "127.0.0.1", port: 0 }), whole.people, authority);
    try {
      const id = nth(4);
      const path = `/api/v1/inspections/${id}/commands`;
      // The beginning of a check needs the registry's word on certificates: it waits for the workflow.
      const begin = { shownCertificates: [1, 2], place: "门口" };
      const kept = await cutOff.post(`${path}/begin`, begin, uuidv7());
      const { commandId } = kept.body;
      expect(kept).toMatchObject({
        status: 202,
        location: `/api/v1/commands/${String(commandId)}`,
        body: { status: "pending" },
      });
      // The relay, which reaches the engine, finds it.
      const outcome = await until(
        () => official.get(`/api/v1/commands/${String(commandId)}`),
        ({ body }) => body["status"] !== "pending",
        "the relayed command",
      );
      expect(outcome.body).toMatchObject({ status: "refused", code: "inspection/notice-missing" });
      // A cancellation needs nobody: it is decided at once, and the public hears why when the engine does.
      const key = uuidv7();
      const cancel = () => cutOff.post(`${path}/cancel`, { reason: "企业停产，改期" }, key);
      const first = await cancel();
      expect(first).toMatchObject({ status: 200, body: { status: "done" } });
      expect((await cancel()).body).toEqual(first.body);
      const { publicationId } = await officer.read(id);
      await until(
        () => anybodyAt(whole.portal).get(`/api/v1/publications/${publicationId}`),
        ({ status }) => status === 200,
        "the published reason",
      );
    } finally {
      await app.close();
      // The client is left open: it is still trying the closed port.
      await database.close();
    }
  });
});

/** A port of this machine on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
