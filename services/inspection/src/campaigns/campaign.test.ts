import { campaignDetail, inspectionList } from "@shuangsui/contracts";
import { FILE_NAMES, makeSecret, verifyDraw } from "@shuangsui/lottery";
import { recordHistory } from "@shuangsui/workflows/histories/record";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { builders, campaigning, schemeBody, twoWitnesses, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let does: Campaigning;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
}, 180_000);
afterAll(() => harness.close());

describe("a campaign", () => {
  it("is drawn, started, ends with its checks, and is revealed so that anybody can verify it (articles 20–23)", async () => {
    // Given a published plan and a campaign of it.
    const plan = await does.publishedPlan([builders]);
    const key = uuidv7();
    const path = `/api/v1/plans/${plan.id}/entries/${plan.entries[0]?.id}/campaigns`;
    const created = await harness.call("POST", path, { body: {}, key });
    expect(created).toMatchObject({
      status: 201,
      location: `/api/v1/campaigns/${String(created.body["id"])}`,
    });
    const again = await harness.call("POST", path, { body: {}, key });
    expect(again.body["id"]).toBe(created.body["id"]);
    const campaign = campaignDetail.parse(created.body);

    // When anything is missing, the commitment is refused with its code and nothing is written.
    expect(await does.commit(campaign.id)).toMatchObject({ body: { code: "campaign/no-scheme" } });
    const outside = { ...schemeBody, window: { from: "2026-08-15", to: "2026-10-30" } };
    expect(await does.setScheme(campaign.id, outside)).toMatchObject({
      status: 422,
      body: { code: "campaign/outside-window" },
    });
    expect((await does.setScheme(campaign.id)).status).toBe(200);
    expect(await does.commit(campaign.id)).toMatchObject({ body: { code: "draw/venue-not-approved" } });
    expect((await does.approveVenue()).status).toBe(200);
    expect(await does.commit(campaign.id)).toMatchObject({ body: { code: "draw/witnesses-missing" } });
    const bound = twoWitnesses();
    await does.bind(campaign, bound);
    harness.registry.held.items.forEach((item) => (item.inForce = false));
    expect(await does.commit(campaign.id)).toMatchObject({ body: { code: "item/not-in-force" } });
    harness.registry.held.items.forEach((item) => (item.inForce = true));
    const { inspectors } = harness.registry.held;
    harness.registry.held.inspectors = inspectors.slice(0, 1);
    expect(await does.commit(campaign.id)).toMatchObject({ body: { code: "draw/unservable-target" } });
    harness.registry.held.inspectors = inspectors;

    // Then it is committed to, and public before any witness reveals.
    const [first, second] = bound;
    expect(await does.contribute(campaign.id, first)).toMatchObject({
      body: { code: "campaign/wrong-state" },
    });
    expect((await does.commit(campaign.id)).status).toBe(200);
    const committed = await does.announced(campaign.id);
    expect(harness.disclosure.draws.get(campaign.drawId)?.announcement.state).toBe("committed");
    expect([...(harness.disclosure.draws.get(campaign.drawId)?.files.keys() ?? [])]).toEqual([
      "commitment.json",
    ]);
    expect(committed.draw.strata.map((stratum) => stratum.population)).toEqual([40, 40, 20, 20]);

    expect(await does.contribute(campaign.id, { ...first, contribution: makeSecret() })).toMatchObject({
      body: { code: "draw/contribution-mismatch" },
    });
    expect((await does.contribute(campaign.id, first)).status).toBe(200);
    expect((await does.contribute(campaign.id, second)).status).toBe(200);
    const running = await does.reached(campaign.id, "running");
    // 0.8 + 2 + 2 + 4 of the classes, rounded up.
    expect(running.inspections).toBe(9);
    expect(running.draw.strata.map((stratum) => stratum.quota)).toEqual([1, 2, 2, 4]);

    const { items } = inspectionList.parse(
      (await harness.call("GET", `/api/v1/inspections?campaign=${campaign.id}`)).body,
    );
    const handles = items.map((one) => harness.environment.client.workflow.getHandle(`inspection/${one.id}`));
    expect(
      (await Promise.all(handles.map((handle) => handle.describe()))).map((one) => one.status.name),
    ).toEqual(items.map(() => "RUNNING"));

    // Meanwhile a second campaign leaves out those in an open check and their alternates (articles 5, 20).
    const other = await does.triggered(plan);
    await does.setScheme(other.id);
    const late = twoWitnesses();
    await does.bind(other, late);
    expect((await does.commit(other.id)).status).toBe(200);
    expect((await does.read(other.id)).draw.excluded).toEqual([
      { ground: "alternate-elsewhere", number: 8 },
      { ground: "open-inspection", number: 9 },
    ]);
    expect((await does.read(other.id)).draw.strata.map((stratum) => stratum.population)).toEqual([
      40, 40, 20, 20,
    ]);
    expect(await harness.call("POST", path, { body: {} })).toMatchObject({
      status: 422,
      body: { code: "plan/frequency-above-cap" },
    });

    // A witness that does not reveal in time voids it, and the void is public with its cause.
    await does.announced(other.id);
    expect((await does.contribute(other.id, late[0])).status).toBe(200);
    expect(
      await harness.call("POST", `/api/v1/campaigns/${other.id}/commands/redraw`, {
        as: "533100",
        body: { reason: "更换见证人", document: "德建〔2026〕9号" },
      }),
    ).toMatchObject({
      status: 409,
      body: { code: "draw/not-void" },
    });
    await harness.skipTo(new Date("2026-09-17T03:00:00Z"));
    const voided = await does.reached(other.id, "void");
    await until(
      async () => harness.disclosure.draws.get(other.drawId)?.announcement.state,
      (state) => state === "void",
    );
    expect(harness.disclosure.draws.get(other.drawId)?.announcement.cause).toContain("乙");
    expect(await does.contribute(other.id, late[1])).toMatchObject({ body: { code: "draw/too-late" } });

    // Only the superior lets it be drawn again, from the same snapshot, without the witness that failed.
    const redraw = { reason: "更换见证人", document: "德建〔2026〕9号" };
    expect(
      await harness.call("POST", `/api/v1/campaigns/${other.id}/commands/redraw`, { body: redraw }),
    ).toMatchObject({ status: 403 });
    expect(
      await harness.call("POST", `/api/v1/campaigns/${other.id}/commands/redraw`, {
        as: "533102",
        body: redraw,
      }),
    ).toMatchObject({ status: 404 });
    expect(
      (
        await harness.call("POST", `/api/v1/campaigns/${other.id}/commands/redraw`, {
          as: "533100",
          body: redraw,
        })
      ).status,
    ).toBe(200);
    const anew = await does.read(other.id);
    expect(anew).toMatchObject({ state: "scheme", draw: { previousDraw: voided.drawId } });
    const [kept] = late;
    const defaulted = { name: "乙", unit: "行业协会", hash: "b".repeat(64) };
    expect(
      await harness.call("POST", `/api/v1/campaigns/${other.id}/witnesses`, { body: defaulted }),
    ).toMatchObject({ body: { code: "draw/witness-defaulted" } });
    const replaced = [
      { ...kept, contribution: makeSecret() },
      { name: "丙", unit: "司法局", contribution: makeSecret() },
    ];
    await does.bind(anew, replaced);
    expect((await does.commit(other.id)).status).toBe(200);
    await does.announced(other.id);
    for (const one of replaced) expect((await does.contribute(other.id, one)).status).toBe(200);
    await does.reached(other.id, "running");

    // When the window has ended, what was not begun lapses; the draws are revealed five working days later by themselves.
    expect(
      await harness.call("POST", `/api/v1/campaigns/${campaign.id}/commands/reveal`, { body: {} }),
    ).toMatchObject({ body: { code: "campaign/wrong-state" } });
    await harness.skipTo(new Date("2026-10-31T02:00:00Z"));
    const ended = await does.reached(campaign.id, "ended");
    expect(ended).toMatchObject({ dueAt: "2026-11-06T16:00:00.000Z", checksOver: 9 });
    expect(
      (await harness.call("POST", `/api/v1/campaigns/${other.id}/commands/reveal`, { body: {} })).status,
    ).toBe(200);
    await does.reached(other.id, "closed");
    await harness.skipTo(new Date("2026-11-06T16:00:01Z"));
    const closed = await does.reached(campaign.id, "closed");
    expect(closed.statistics).toContainEqual({ code: "lapsed", value: 9 });

    for (const drawId of [campaign.drawId, anew.drawId]) {
      const shown = harness.disclosure.draws.get(drawId);
      expect(shown?.announcement.state).toBe("revealed");
      expect([...(shown?.files.keys() ?? [])].toSorted()).toEqual([...FILE_NAMES].toSorted());
      const checks = [...verifyDraw(Object.fromEntries(shown?.files ?? []))];
      expect(checks.filter((check) => check.ok === false)).toEqual([]);
      expect(checks.length).toBeGreaterThan(5);
    }
    // Replay catches no changed value: how long it waited is held here. Two days for the witnesses; then, at each look,
    // until the window's end on 30 October; then until the reveal's deadline on 6 November.
    const waits = await harness.waits(`campaign/${campaign.id}`);
    expect(Math.max(...waits.slice(0, 2))).toBeCloseTo(48, 1);
    expect(waits.find((hours) => hours > 48)).toBeCloseTo(45 * 24 + 15, 0);
    expect(waits.at(-1)).toBeCloseTo(7 * 24, 0);

    const workflow = (id: string) => harness.environment.client.workflow.getHandle(`campaign/${id}`);
    await recordHistory(workflow(campaign.id), "campaign-revealed-by-itself");
    await recordHistory(workflow(other.id), "campaign-void-and-redrawn");
    const ids = [
      `plan/${plan.id}`,
      `campaign/${campaign.id}`,
      `campaign/${other.id}`,
      ...items.map((one) => `inspection/${one.id}`),
    ];
    expect(await harness.replay(ids)).toEqual([]);
    expect(harness.disclosure.draws.get(anew.drawId)?.announcement.statistics).toContainEqual({
      code: "void-draws",
      value: 1,
    });
  }, 170_000);
});
