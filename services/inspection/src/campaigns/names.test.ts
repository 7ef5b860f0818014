import { inspectionList } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testPayloads } from "../../../../infra/embedded/test-payloads.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning, twoWitnesses, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let does: Campaigning;

beforeAll(async () => {
  const held = sampleHeld(160);
  for (const { code } of held.targets.entity) held.territories.set(code, "533103101");
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
  await does.approveVenue();
  await harness.call("PUT", "/api/v1/settings/caps", { body: { ratio: "1", frequency: 2 } });
}, 180_000);
afterAll(() => harness.close());

const targets = async (campaign: string) =>
  inspectionList.parse((await harness.call("GET", `/api/v1/inspections?campaign=${campaign}`)).body).items;

/** A campaign is drawn, the registry being away or not when lots are cast. */
async function drawn(away: boolean): Promise<string> {
  const { id } = await does.triggered(await does.publishedPlan([builders]));
  const witnesses = twoWitnesses();
  await does.setScheme(id);
  await does.bind(await does.read(id), witnesses);
  expect((await does.commit(id)).status).toBe(200);
  await does.announced(id);
  harness.registry.away = away;
  for (const witness of witnesses) expect((await does.contribute(id, witness)).status).toBe(200);
  await does.reached(id, "running");
  return id;
}

describe("the targets of a draw (articles 10, 11)", { timeout: 60_000 }, () => {
  it("have their names and divisions at once, and each inspection's workflow begins by waiting, asking nobody", async () => {
    const items = await targets(await drawn(false));
    expect(items.length).toBeGreaterThan(0);
    for (const { id, targetName, territory } of items) {
      expect(targetName).toMatch(/^企业T/);
      expect(territory).toBe("533103101");
      const handle = harness.environment.client.workflow.getHandle(`inspection/${id}`);
      const { events } = await handle.fetchHistory();
      expect(events).toHaveLength(1);
      const [details] = await testPayloads.decode([events?.[0]?.userMetadata?.details ?? {}]);
      expect(Buffer.from(details?.data ?? []).toString()).toBe(
        '"at first drawn: waits for declarations until 2026-09-17T16:00:00.000Z"',
      );
    }
  });

  it("are drawn while the registry is away, and told their names and divisions when it is back", async () => {
    const campaign = await drawn(true);
    for (const { targetName, targetCode, territory } of await targets(campaign))
      expect([targetName, territory]).toEqual([targetCode, null]);
    harness.registry.away = false;
    await until(
      () => targets(campaign),
      (items) =>
        items.every(
          ({ targetName, territory }) => targetName.startsWith("企业T") && territory === "533103101",
        ),
    );
  });
});
