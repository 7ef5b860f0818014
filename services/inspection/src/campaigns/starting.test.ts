import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { engineOf } from "../engine.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { startInspections } from "./starting.ts";

let harness: InspectionHarness;
const targets = 2_000;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(targets), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

describe("a campaign of many inspections", () => {
  it("starts each once, to wait, and its own history stays as short as one of few", async () => {
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
    const own = client.workflow.getHandle(`campaign/${campaign.id}`);
    const { events } = await own.fetchHistory();
    expect(events?.length).toBeLessThan(80);
    expect(await harness.replay([own])).toEqual([]);
    const rows = await harness.database.as("533103", (work) =>
      work.selectFrom("inspection").select("id").where("campaign_id", "=", campaign.id).execute(),
    );
    const runs = () =>
      Promise.all(
        rows.map(async ({ id }) => {
          const { runId, historyLength } = await client.workflow.getHandle(`inspection/${id}`).describe();
          return { id, runId, historyLength };
        }),
      );
    const started = await runs();
    expect(started).toHaveLength(1_200);
    expect(new Set(started.map(({ runId }) => runId)).size).toBe(1_200);
    expect(started.every(({ historyLength }) => historyLength === 1)).toBe(true);

    // A worker that died on the way begins anew
    const { database, clock } = harness;
    await startInspections({ database, clock, engine: engineOf(client) }, campaign);
    expect(await runs()).toEqual(started);
  }, 170_000);
});
