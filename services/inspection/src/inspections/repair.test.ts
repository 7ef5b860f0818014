import type { InspectionDetail } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const ids: string[] = [];
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  ids.push(...(await drawnInspections(harness, builders)).map(({ id }) => id));
}, 180_000);
afterAll(() => harness.close());

const decision = { number: "信用修复〔2026〕1号", decidedOn: "2026-09-15", reason: "已整改到位，申请修复" };
const url = (id: string) => `/api/v1/inspections/${id}/commands/repair`;
const publicationOf = async (id: string) =>
  harness.disclosure.publications.get((await team.read(id)).publicationId ?? "");
const has = (type: string) => (one: InspectionDetail) => one.events.some((event) => event.type === type);

/** A check that is closed, its result public and its outcome in the credit record: with a problem, or none. */
async function closed(withProblem: boolean): Promise<string> {
  const id = ids.shift() ?? "";
  await team.beginCheck(id);
  const found = { id: uuidv7(), itemCode: "I1", description: "未公示资质证书" };
  const entries = [
    { itemCode: "I1", result: "fail" },
    { itemCode: "I2", result: "pass" },
  ];
  const path = { findingId: found.id, path: "on-the-spot", document: "责令改正", due: null, settled: true };
  const answers = withProblem
    ? [await team.record(id, { entries, findings: [found] }), await team.act(id, "path", path)]
    : [await team.record(id)];
  answers.push(await team.report(id), await team.feedback(id), await team.act(id, "publish", {}));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const { dueAt } = await team.reached(id, ({ state }) => state === "published");
  await harness.skipTo(new Date(Date.parse(dueAt ?? "") + 60_000));
  await team.reached(id, ({ state }) => state === "closed");
  return id;
}

describe("the repair of what an inspection entered (article 31, 信用修复管理办法)", () => {
  it("is handed to the registry and takes the result down; the decision is a paper, and what comes later changes nothing", async () => {
    const id = await closed(true);
    expect((await team.act(id, "repair", decision)).status).toBe(200);
    const repaired = await team.reached(id, has("result-taken-down"));
    expect(repaired.state).toBe("closed");
    expect(harness.registry.repaired.get(id)).toEqual(decision);
    expect((await publicationOf(id))?.takenDown).toBe(decision.reason);
    const { body } = await harness.call("GET", `/api/v1/inspections/${id}/documents`, { as: "533103" });
    expect(body["items"]).toContainEqual(
      expect.objectContaining({ kind: "repair", versions: [expect.objectContaining({ content: decision })] }),
    );
  });

  it("comes once, however often it is asked, and by another decision not again", async () => {
    const id = await closed(true);
    const key = uuidv7();
    const ask = (body: object, by = key) => harness.call("POST", url(id), { as: "533103", body, key: by });
    const first = await ask(decision);
    expect(first.status).toBe(200);
    expect((await ask(decision)).body).toEqual(first.body);
    await team.reached(id, has("result-taken-down"));
    const another = await ask({ ...decision, number: "信用修复〔2026〕2号" }, uuidv7());
    expect(another).toMatchObject({ status: 409, body: { code: "credit/repaired" } });
    expect((await publicationOf(id))?.keys.filter(({ step }) => step === "take-down")).toHaveLength(1);
  });

  it("is had also by what came into the registry as repaired, by a sheet or by another service, once", async () => {
    const id = await closed(true);
    const due = { id: uuidv7(), authority: "533103", inspectionId: id, ...decision };
    harness.registry.held.repairs.push(due);
    await Promise.all([harness.watchRepairsNow(), harness.watchRepairsNow()]);
    const repaired = await team.reached(id, has("result-taken-down"));
    expect(repaired.events.filter(({ type }) => type === "credit-repaired")).toMatchObject([
      { actor: "system", facts: { decidedOn: decision.decidedOn } },
    ]);
    await expect.poll(() => harness.registry.repaired.get(id)).toEqual(decision);
    expect((await publicationOf(id))?.takenDown).toBe(decision.reason);
    // Handed over, it is due no more.
    expect(await harness.watchRepairsNow()).toBe(0);
  });

  it("waits for whichever service is away, and holds up the other for none", async () => {
    const id = await closed(true);
    harness.disclosure.away = true;
    expect((await team.act(id, "repair", decision)).status).toBe(200);
    await team.reached(id, has("credit-repaired"));
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 60_000));
    expect((await publicationOf(id))?.takenDown).toBeNull();
    harness.disclosure.away = false;
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 120_000));
    await team.reached(id, has("result-taken-down"));
    expect(harness.registry.repaired.get(id)).toEqual(decision);
  });

  it("is its own authority's: a superior may not ask for it, to a sibling there is no such inspection", async () => {
    const id = await closed(true);
    for (const [as, status, code] of [
      ["533100", 403, "authority/not-yours"],
      ["533102", 404, "not-found"],
    ] as const)
      expect(await harness.call("POST", url(id), { as, body: decision })).toMatchObject({
        status,
        body: { code },
      });
    expect(has("credit-repaired")(await team.read(id))).toBe(false);
  });

  it("is of what speaks against the target, by a decision that was made", async () => {
    const [clean, open = ""] = [await closed(false), ids.shift()];
    for (const id of [clean, open])
      expect(await team.act(id, "repair", decision)).toMatchObject({
        status: 409,
        body: { code: "credit/not-repairable" },
      });
    const id = await closed(true);
    const tomorrow = { ...decision, decidedOn: "2027-12-31" };
    expect(await team.act(id, "repair", tomorrow)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/decidedOn" }] },
    });
    expect((await publicationOf(id))?.takenDown).toBeNull();
  });
});
