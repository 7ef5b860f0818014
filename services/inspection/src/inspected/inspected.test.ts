import {
  accessCodeGiven,
  auditPage,
  inspectedSession,
  inspectedView,
  type InspectionDetail,
} from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

const at = (id: string) => `/api/v1/inspections/${id}`;
const refused = (code: string, status: number) => ({ status, body: { code } });
const fresh = () => unused.shift()?.id ?? "";
/** An inspection whose notice was delivered. */
async function noticed(): Promise<string> {
  const id = fresh();
  const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
  expect((await team.act(id, "notify", notice)).status).toBe(200);
  return id;
}
const askCode = (id: string, options: object = {}) =>
  harness.call("POST", `${at(id)}/access-codes`, { body: {}, ...options });
const given = async (id: string) => accessCodeGiven.parse((await askCode(id)).body).code;

/** Calls as whoever shows that token, from an address of its own where a proxy says so. */
async function call(method: "GET" | "POST", path: string, token: string | null, body?: object) {
  const response = await fetch(new URL(path, harness.url), {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const use = (code: string) => call("POST", "/api/v1/access-codes/session", null, { code });
/** The inspected of an inspection, who has used its code. */
async function inspected(id: string) {
  const { token } = inspectedSession.parse((await use(await given(id))).body);
  return {
    token,
    notice: async () => inspectedView.parse((await call("GET", `${at(id)}/notice`, token)).body),
    act: (type: string, body: object, of = id) => call("POST", `${at(of)}/commands/${type}`, token, body),
  };
}
const recusal = (number: number, declaredBy = "target") => ({
  number,
  ground: "kinship",
  declaredBy,
  statement: "近亲属",
});

describe("a code of the inspected (article 25)", () => {
  it("is given with the notice, not before it, by an officer of the team, and shown once", async () => {
    const early = fresh();
    expect(await askCode(early)).toMatchObject(refused("inspection/notice-missing", 409));
    const id = await noticed();
    const stranger = { roles: ["officer"], inspector: randomUUID() };
    expect(await askCode(id, stranger)).toMatchObject(refused("not-found", 404));
    const inspector = (await team.read(id)).team[0]?.inspectorId;
    const key = randomUUID();
    const first = await askCode(id, { roles: ["officer"], inspector, key });
    expect(first.status).toBe(201);
    expect(String(first.body["code"])).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(await askCode(id, { roles: ["officer"], inspector, key })).toMatchObject(
      refused("access-code/shown", 409),
    );
  });

  it("is kept by its hash alone: neither the code nor the token stands in any row", async () => {
    const id = await noticed();
    const code = await given(id);
    const { token } = inspectedSession.parse((await use(code)).body);
    const rows = await harness.database.as("system", async (work) => [
      ...(await work.selectFrom("access_code").selectAll().execute()),
      ...(await work.selectFrom("command").selectAll().execute()),
      ...(await work.selectFrom("audit").selectAll().execute()),
    ]);
    const all = JSON.stringify(rows);
    for (const secret of [code, code.replaceAll("-", ""), token]) expect(all).not.toContain(secret);
  });

  it("holds once, as it is read aloud too, and no longer once another was given or its days are over", async () => {
    const id = await noticed();
    const [first, second] = [await given(id), await given(id)];
    expect(await use(first)).toMatchObject(refused("access-code/expired", 401));
    expect(await use(second.toLowerCase().replaceAll("-", " "))).toMatchObject({ status: 201 });
    expect(await use(second)).toMatchObject(refused("access-code/used", 401));
    expect(await use("00000-00000-00000-00000")).toMatchObject(refused("access-code/wrong", 401));
  });

  it("opens one session where it is used twice at once", async () => {
    const code = await given(await noticed());
    const answers = await Promise.all([use(code), use(code), use(code)]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(2);
  });

  it("leaves its use on record, and what tells of an attack (articles 32, 33)", async () => {
    const id = await noticed();
    const code = await given(id);
    await use(code);
    await use(code);
    const actions = async () => {
      await harness.linkNow();
      const { items } = auditPage.parse((await harness.call("GET", "/api/v1/audit?limit=500")).body);
      return items.map(({ action, subject, code: refusal }) => [action, subject, refusal]);
    };
    const seen = await until(actions, (entries) =>
      entries.some(([action, subject]) => action === "access-code/used" && subject === id),
    );
    expect(seen.filter(([action]) => action === "access-code/give").length).toBeGreaterThan(0);
    const attacks = () =>
      harness.database.as("system", (work) =>
        work.selectFrom("audit").select("code").where("code", "like", "access-code/%").execute(),
      );
    await expect.poll(attacks).toContainEqual({ code: "access-code/used" });
  });
});

describe("the inspected, at its own inspection", () => {
  it("reads its notice with basis, content, period and the team's certificates (article 25)", async () => {
    const id = await noticed();
    const { notice } = await inspected(id);
    expect(await notice()).toMatchObject({
      id,
      state: "notified",
      checkOn: "2026-09-15",
      items: [{ code: "I1", legalBasis: "《建筑法》" }, { code: "I2" }],
      team: [
        { kind: "officer", certificateNumber: expect.stringMatching(/^证/) },
        { kind: "officer", name: expect.stringMatching(/^检查人员/), unit: "执法大队" },
      ],
      result: null,
    });
  });

  it("asks for a recusal as the inspected, which another decides (article 24)", async () => {
    const id = await noticed();
    const { act, notice } = await inspected(id);
    const number = (await notice()).team[0]?.number ?? 0;
    expect(await act("recuse", recusal(number, "supervisor"))).toMatchObject(refused("body/invalid", 422));
    expect(await act("recuse", recusal(number))).toMatchObject({ status: 200 });
    expect((await team.read(id)).recusals).toMatchObject([{ number, declaredBy: "target", granted: null }]);
  });

  it("reads its result once that is given, says that it has it, and objects to it (article 30)", async () => {
    const id = fresh();
    await team.beginCheck(id);
    const { act, notice } = await inspected(id);
    expect((await team.record(id)).status).toBe(200);
    expect((await team.report(id)).status).toBe(200);
    expect(await act("object", { statement: "有异议" })).toMatchObject(
      refused("inspection/wrong-state", 409),
    );
    expect((await notice()).result).toBeNull();
    expect((await team.feedback(id)).status).toBe(200);
    expect((await notice()).result).toMatchObject({
      outcome: "no-problem",
      received: false,
      objected: false,
    });
    expect(await act("receive", { by: "负责人" })).toMatchObject({ status: 200 });
    expect(await act("receive", { by: "负责人" })).toMatchObject(refused("inspection/wrong-state", 409));
    expect(await act("object", { statement: "有异议" })).toMatchObject({ status: 200 });
    expect((await notice()).result).toMatchObject({ received: true, objected: true });
    const { events } = await team.read(id);
    expect(events.find(({ type }) => type === "objected")?.actor).toMatch(/^inspected:/);
  });

  it("does nothing else: another's inspection is not there, and what is not its own is not allowed", async () => {
    const [id, other] = [await noticed(), await noticed()];
    const { act, token } = await inspected(id);
    const missing = await call("GET", `${at(randomUUID())}/notice`, token);
    const foreign = await call("GET", `${at(other)}/notice`, token);
    expect({ ...foreign.body, instance: "" }).toEqual({ ...missing.body, instance: "" });
    expect(foreign).toMatchObject(refused("not-found", 404));
    expect(await act("object", { statement: "有异议" }, other)).toMatchObject(refused("not-found", 404));
    expect(await act("recuse", recusal(1), other)).toMatchObject(refused("not-found", 404));
    for (const path of [at(id), `${at(id)}/documents`, "/api/v1/inspections", "/api/v1/campaigns"])
      expect(await call("GET", path, token)).toMatchObject(refused("caller/not-allowed", 403));
    for (const type of ["confirm", "begin", "record", "feedback"])
      expect(await act(type, {})).toMatchObject(refused("caller/not-allowed", 403));
  });

  it("has its session until another code is given, and no token of its own making holds", async () => {
    const id = await noticed();
    const { token } = await inspected(id);
    expect(await call("GET", `${at(id)}/notice`, token)).toMatchObject({ status: 200 });
    await given(id);
    expect(await call("GET", `${at(id)}/notice`, token)).toMatchObject(refused("caller/token-invalid", 401));
    const invented = `inspected-${"A".repeat(43)}`;
    expect(await call("GET", `${at(id)}/notice`, invented)).toMatchObject(
      refused("caller/token-invalid", 401),
    );
  });
});

describe("wrong codes", () => {
  it("are no more than ten from one address: then a right one is refused there too, and that is on record", async () => {
    const code = await given(await noticed());
    const statuses: number[] = [];
    while (statuses.length < 11) statuses.push((await use("00000-00000-00000-00000")).status);
    expect(statuses.at(-1)).toBe(429);
    expect(await use(code)).toMatchObject(refused("access-code/too-many", 429));
    const noted = () =>
      harness.database.as("system", (work) =>
        work.selectFrom("audit").select("code").where("code", "=", "access-code/too-many").execute(),
      );
    await expect.poll(noted).not.toEqual([]);
  });
});
