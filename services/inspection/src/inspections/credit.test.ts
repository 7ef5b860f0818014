import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { builders } from "../testing/campaigns.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let team: Inspecting;
const day = 86_400_000;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
}, 180_000);
afterAll(() => harness.close());

describe("the credit record (article 31)", () => {
  it("waits for the objection window though an objection is unanswered, and leaves out what was taken back", async () => {
    const [unanswered, upheld] = await drawnInspections(harness, builders);
    const entries = [
      { itemCode: "I1", result: "fail" },
      { itemCode: "I2", result: "pass" },
    ];
    for (const one of [unanswered, upheld]) {
      const id = one?.id ?? "";
      const found = { id: uuidv7(), itemCode: "I1", description: "未公示资质证书" };
      await team.beginCheck(id);
      expect((await team.record(id, { entries, findings: [found] })).status).toBe(200);
      const path = {
        findingId: found.id,
        path: "on-the-spot",
        document: "责令改正",
        due: null,
        settled: true,
      };
      expect((await team.act(id, "path", path)).status).toBe(200);
      expect((await team.report(id)).status).toBe(200);
      expect((await team.feedback(id)).status).toBe(200);
      expect((await team.act(id, "object", { statement: "有异议" })).status).toBe(200);
      expect((await team.act(id, "publish", {})).status).toBe(200);
      await team.reached(id, ({ state }) => state === "published");
    }
    expect((await team.act(upheld?.id ?? "", "answer", { statement: "采纳", upheld: true })).status).toBe(
      200,
    );
    const waiting = await team.read(unanswered?.id ?? "");
    expect(Date.parse(waiting.dueAt ?? "")).toBeGreaterThan((await harness.clock.now()).getTime() + 6 * day);
    await harness.skipTo(new Date(Date.parse(waiting.dueAt ?? "") + 60_000));
    await team.reached(unanswered?.id ?? "", ({ state }) => state === "closed");
    const withheld = await team.reached(upheld?.id ?? "", ({ state }) => state === "closed");
    expect(harness.registry.credited.get(unanswered?.id ?? "")).toMatchObject({ outcome: "violation" });
    expect(harness.registry.credited.has(upheld?.id ?? "")).toBe(false);
    expect(withheld.events.some(({ type }) => type === "credit-withheld")).toBe(true);
  });
});
