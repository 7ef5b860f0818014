import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
const targets = 2_000;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(targets), new Date("2026-09-15T01:00:00Z"), {
    workflows: "testing/starts-only",
  });
}, 180_000);
afterAll(() => harness.close());

describe("a campaign of many inspections", () => {
  it("starts each once, a bounded number a run, and continues as new on the way", async () => {
    const does = campaigning(harness);
    await harness.call("PUT", "/api/v1/settings/caps", { body: { ratio: "1", frequency: 1 } });
    expect((await does.approveVenue()).status).toBe(200);
    const most = { A: "0.6", B: "0.6", C: "0.6", D: "0.6" };
    const scope = { targetKind: "entity", categories: [] };
    const plan = await does.publishedPlan([
      { ...builders, items: ["I1"], scope, ratios: most, frequency: 1, alternates: undefined },
    ]);
    const campaign = await does.triggered(plan);
    expect((await does.setScheme(campaign.id)).status).toBe(200);
    const witnesses = twoWitnesses();
    await does.bind(campaign, witnesses);
    expect((await does.commit(campaign.id)).status).toBe(200);
    await does.announced(campaign.id);
    for (const witness of witnesses) expect((await does.contribute(campaign.id, witness)).status).toBe(200);
    const running = await does.reached(campaign.id, "running", 2_000);
    expect(running.inspections).toBe(1_200);

    const { client } = harness.environment;
    const { raw } = await client.workflow.getHandle(`campaign/${campaign.id}`).describe();
    const last = raw.workflowExecutionInfo;
    const firstRun = client.workflow.getHandle(`campaign/${campaign.id}`, last?.firstRunId ?? "");
    expect(last?.firstRunId).not.toBe(last?.execution?.runId);
    const started: string[] = [];
    const runs: (typeof firstRun)[] = [];
    for (let run: typeof firstRun | undefined = firstRun; run !== undefined;) {
      runs.push(run);
      const { events } = await run.fetchHistory();
      const ids = (events ?? []).flatMap(
        (event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? [],
      );
      expect(ids.length).toBeLessThanOrEqual(550);
      started.push(...ids);
      const next: string | null | undefined =
        events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
      run =
        next === null || next === undefined
          ? undefined
          : client.workflow.getHandle(`campaign/${campaign.id}`, next);
    }
    expect(runs.length).toBeGreaterThanOrEqual(3);
    expect(await harness.replay(runs)).toEqual([]);
    expect(started).toHaveLength(1_200);
    expect(new Set(started).size).toBe(1_200);
  }, 170_000);
});
