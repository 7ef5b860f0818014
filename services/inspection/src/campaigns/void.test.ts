import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning, schemeBody, twoWitnesses, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { todoOf } from "../testing/todo.ts";

let harness: InspectionHarness;
let does: Campaigning;
const hour = 3_600_000;
const soon = async (ms: number) => new Date((await harness.clock.now()).getTime() + ms);
const shown = (drawId: string) => harness.disclosure.draws.get(drawId)?.announcement.state;
/** The void draws that wait for the superior. */
const todo = async () =>
  (await todoOf(harness, { as: "533100", roles: ["approver"] }, "redraw")).map(({ id }) => id);
const redraw = (id: string) =>
  harness.call("POST", `/api/v1/campaigns/${id}/commands/redraw`, {
    as: "533100",
    body: { reason: "承诺未能按时公开", document: "德建〔2026〕9号" },
  });

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
}, 180_000);
afterAll(() => harness.close());

describe("a draw that becomes void while the portal is away", () => {
  it("is shown as void before it is repeated, blames no witness, and the new draw is announced as itself", async () => {
    const campaign = await does.triggered(await does.publishedPlan([builders]));
    const witnesses = twoWitnesses();
    expect((await does.approveVenue()).status).toBe(200);
    const beacon = { kind: "witness", revealWithinHours: 1 };
    expect((await does.setScheme(campaign.id, { ...schemeBody, beacon })).status).toBe(200);
    await does.bind(campaign, witnesses);

    // The commitment cannot be published, so no witness may reveal, and the draw is void.
    harness.disclosure.away = true;
    expect((await does.commit(campaign.id)).status).toBe(200);
    expect(await does.contribute(campaign.id, witnesses[0])).toMatchObject({
      body: { code: "campaign/wrong-state" },
    });
    await harness.skipTo(await soon(hour + 60_000));
    const voided = await does.reached(campaign.id, "void");
    expect(await redraw(campaign.id)).toMatchObject({ status: 409, body: { code: "campaign/wrong-state" } });
    expect(shown(voided.drawId)).toBeUndefined();
    expect(await todo()).toEqual([]);

    harness.disclosure.away = false;
    await harness.skipTo(await soon(60_000));
    await until(
      async () => shown(voided.drawId),
      (state) => state === "void",
    );
    expect(await until(todo, (ids) => ids.length > 0)).toEqual([campaign.id]);
    await until(
      () => redraw(campaign.id),
      ({ status }) => status === 200,
    );

    // The same witnesses are bound again: they could not have revealed.
    const anew = await does.read(campaign.id);
    expect(anew).toMatchObject({ state: "scheme", draw: { previousDraw: voided.drawId } });
    await does.bind(anew, witnesses);
    expect((await does.commit(anew.id)).status).toBe(200);
    await does.announced(anew.id);
    expect(shown(voided.drawId)).toBe("void");
    expect(shown(anew.drawId)).toBe("committed");
    for (const witness of witnesses) expect((await does.contribute(anew.id, witness)).status).toBe(200);
    await does.reached(anew.id, "running");
  }, 60_000);
});
