import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { order } from "../testing/orders.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

/** A complaint about a firm, as the registry has it. */
const tipOn = (code: string, changes: object = {}) => {
  const tip = uuidv7();
  const target = { kind: "entity" as const, code };
  harness.registry.held.tips.set(tip, { origin: "complaint", target, status: "open", ...changes });
  return tip;
};
const ordering = (tip: string, code: string, changes: object = {}, options = {}) =>
  order(harness, { tip, target: { kind: "entity", code }, ...changes }, options);

describe("a tip of the registry (article 2)", () => {
  it("brings about one inspection, whoever orders it, and shows what became of it", async () => {
    const tip = tipOn("T000020");
    const key = uuidv7();
    const became = (as = "533103") => harness.call("GET", `/api/v1/tips/${tip}/inspection`, { as });
    expect((await became()).status).toBe(404);
    const first = await ordering(tip, "T000020", {}, { key });
    expect(first.status).toBe(201);
    const { id } = first.body;
    expect(await ordering(tip, "T000020", {}, { key })).toMatchObject({ status: 201, body: { id } });
    for (const actor of ["official-1", "official-2"])
      expect(await ordering(tip, "T000020", {}, { actor })).toMatchObject({
        status: 409,
        body: { code: "tip/used" },
      });
    // It is owed to the registry, and handed over as whatever is owed.
    await expect.poll(() => harness.registry.inspectedTips.get(tip)).toBe(id);
    expect((await became()).body).toEqual({ inspectionId: id, state: "drawn", outcome: null });
    expect((await became("533102")).status).toBe(404);
  });

  it.each([
    ["of another target", "T000022", {}, {}, "tip/differs"],
    ["of another origin", "T000021", {}, { origin: "referral" }, "tip/differs"],
    ["of one that was dismissed", "T000021", { status: "dismissed" }, {}, "tip/dismissed"],
  ])("brings about none by an order %s", async (_what, code, tip, changes, refusal) => {
    const answer = await ordering(tipOn("T000021", tip), code, changes);
    expect(answer.body["code"]).toBe(refusal);
  });

  it("is none where the registry knows of none", async () => {
    expect((await ordering(uuidv7(), "T000021")).status).toBe(404);
  });
});
