import { witnessHash } from "@shuangsui/lottery";
import { afterAll, beforeAll, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { builders, campaigning, twoWitnesses, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/registry-side.ts";
import { startStand, type Stand } from "../testing/stand.ts";

let stand: Stand;
let does: Campaigning;
beforeAll(async () => {
  stand = await startStand(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(stand);
}, 180_000);
afterAll(() => stand.close());

it("decides a commitment after what was received before it, though the engine hears of it first", async () => {
  const campaign = await does.triggered(await does.publishedPlan([builders]));
  const [first, second] = twoWitnesses();
  expect((await does.approveVenue()).status).toBe(200);
  expect((await does.setScheme(campaign.id)).status).toBe(200);
  await does.bind(campaign, [first]);

  // The last witness binds itself while the engine is away, and stays pending.
  stand.engine.up = false;
  const { name, unit, contribution } = second;
  const body = { name, unit, hash: witnessHash(campaign.drawId, name, contribution) };
  const key = uuidv7();
  expect((await stand.ask("POST", `/api/v1/campaigns/${campaign.id}/witnesses`, { body, key })).status).toBe(
    202,
  );

  stand.engine.up = true;
  expect((await does.commit(campaign.id)).status).toBe(200);
  expect((await stand.call("GET", `/api/v1/commands/${key}`)).body).toMatchObject({ status: "done" });
  expect((await does.read(campaign.id)).draw.witnesses).toHaveLength(2);
});
