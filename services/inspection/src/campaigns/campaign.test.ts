import { campaignDetail, inspectionList, type CampaignDetail, type PlanDetail } from "@shuangsui/contracts";
import { FILE_NAMES, makeSecret, verifyDraw } from "@shuangsui/lottery";
import { recordHistory } from "@shuangsui/workflows/histories/record";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { until } from "../../../../infra/embedded/test-time.ts";
import {
  builders,
  campaigning,
  schemeBody,
  signedInAs,
  twoWitnesses,
  type Campaigning,
} from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let does: Campaigning;
let plan: PlanDetail;
/** The campaign that goes the whole way, and the one that is void and drawn again. */
let first: CampaignDetail;
let second: CampaignDetail;
let inspections: string[];
const witnesses = twoWitnesses();
const late = twoWitnesses();

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  does = campaigning(harness);
  plan = await does.publishedPlan([builders]);
}, 180_000);
afterAll(() => harness.close());

const triggerPath = () => `/api/v1/plans/${plan.id}/entries/${plan.entries[0]?.id}/campaigns`;
const ask = (id: string, command: "redraw" | "reveal", body: unknown, as = "533103") =>
  harness.call("POST", `/api/v1/campaigns/${id}/commands/${command}`, { as, body });
const shown = (drawId: string) => harness.disclosure.draws.get(drawId);
const redraw = { reason: "更换见证人", document: "德建〔2026〕9号" };

describe("a campaign (articles 20–23)", { timeout: 60_000 }, () => {
  it("is triggered once a key, and not for another title under the same key", async () => {
    const key = uuidv7();
    const body = { title: "第三季度抽查" };
    const created = await harness.call("POST", triggerPath(), { body, key });
    const id = String(created.body["id"]);
    expect(created).toMatchObject({ status: 201, location: `/api/v1/campaigns/${id}`, body });
    expect((await harness.call("POST", triggerPath(), { body, key })).body["id"]).toBe(id);
    for (const other of [{ title: "第四季度抽查" }, {}])
      expect(await harness.call("POST", triggerPath(), { body: other, key })).toMatchObject({
        status: 409,
        body: { code: "command/key-reused" },
      });
    first = campaignDetail.parse(created.body);
  });

  it("is not committed to while anything is missing, and nothing is written then", async () => {
    const { id } = first;
    expect(await does.commit(id)).toMatchObject({ body: { code: "campaign/no-scheme" } });
    const outside = { ...schemeBody, window: { from: "2026-08-15", to: "2026-10-30" } };
    expect(await does.setScheme(id, outside)).toMatchObject({
      status: 422,
      body: { code: "campaign/outside-window" },
    });
    expect((await does.setScheme(id)).status).toBe(200);
    expect(await does.commit(id)).toMatchObject({ body: { code: "draw/venue-not-approved" } });
    expect((await does.approveVenue()).status).toBe(200);
    expect(await does.commit(id)).toMatchObject({ body: { code: "draw/witnesses-missing" } });
    const [one, other] = witnesses;
    await does.bind(first, [
      { ...one, unit: "司法局（芒市）" },
      { ...other, unit: "司法局 (芒市)" },
    ]);
    expect(await does.commit(id)).toMatchObject({ body: { code: "draw/witnesses-missing" } });
    await does.bind(first, witnesses);
    const { held } = harness.registry;
    held.items.forEach((item) => (item.inForce = false));
    expect(await does.commit(id)).toMatchObject({ body: { code: "item/not-in-force" } });
    held.items.forEach((item) => (item.inForce = true));
    const { inspectors } = held;
    held.inspectors = inspectors.slice(0, 1);
    expect(await does.commit(id)).toMatchObject({ body: { code: "draw/unservable-target" } });
    held.inspectors = inspectors;
    expect((await does.read(id)).state).toBe("scheme");
  });

  it("is committed to, and public before any witness reveals", async () => {
    const [one] = witnesses;
    expect(await does.contribute(first.id, one)).toMatchObject({ body: { code: "campaign/wrong-state" } });
    expect((await does.commit(first.id)).status).toBe(200);
    const committed = await does.announced(first.id);
    expect(shown(first.drawId)?.announcement.state).toBe("committed");
    expect([...(shown(first.drawId)?.files.keys() ?? [])]).toEqual(["commitment.json"]);
    expect(committed.draw.strata.map((stratum) => stratum.population)).toEqual([40, 40, 20, 20]);
  });

  it("is drawn when all witnesses have revealed, and each inspection's workflow is started", async () => {
    const [one, other] = witnesses;
    expect(await does.contribute(first.id, { ...one, contribution: makeSecret() })).toMatchObject({
      body: { code: "draw/contribution-mismatch" },
    });
    expect((await does.contribute(first.id, one)).status).toBe(200);
    expect((await does.contribute(first.id, other)).status).toBe(200);
    const running = await does.reached(first.id, "running");
    // 0.8 + 2 + 2 + 4 of the classes, rounded up.
    expect(running.inspections).toBe(9);
    expect(running.draw.strata.map((stratum) => stratum.quota)).toEqual([1, 2, 2, 4]);
    const { items } = inspectionList.parse(
      (await harness.call("GET", `/api/v1/inspections?campaign=${first.id}`)).body,
    );
    inspections = items.map(({ id }) => id);
    const { workflow } = harness.environment.client;
    const described = inspections.map((id) => workflow.getHandle(`inspection/${id}`).describe());
    expect((await Promise.all(described)).map((one) => one.status.name)).toEqual(items.map(() => "RUNNING"));
  });
});

describe("a second campaign beside it (articles 5, 20, 23)", { timeout: 60_000 }, () => {
  it("leaves out those in an open check and their alternates, and is the last that the plan has", async () => {
    second = await does.triggered(plan);
    await does.setScheme(second.id);
    await does.bind(second, late);
    expect((await does.commit(second.id)).status).toBe(200);
    const { draw } = await does.announced(second.id);
    expect(draw.excluded).toEqual([
      { ground: "alternate-elsewhere", number: 8 },
      { ground: "open-inspection", number: 9 },
    ]);
    expect(draw.strata.map((stratum) => stratum.population)).toEqual([40, 40, 20, 20]);
    expect(await harness.call("POST", triggerPath(), { body: {} })).toMatchObject({
      status: 422,
      body: { code: "plan/frequency-above-cap" },
    });
  });

  it("is void where a witness does not reveal in time, and the public sees why", async () => {
    expect((await does.contribute(second.id, late[0])).status).toBe(200);
    expect(await ask(second.id, "redraw", redraw, "533100")).toMatchObject({
      status: 409,
      body: { code: "draw/not-void" },
    });
    await harness.skipTo(new Date("2026-09-17T03:00:00Z"));
    await does.reached(second.id, "void");
    await until(
      async () => shown(second.drawId)?.announcement.state,
      (state) => state === "void",
    );
    expect(shown(second.drawId)?.announcement.cause).toContain("乙");
    expect(await does.contribute(second.id, late[1])).toMatchObject({ body: { code: "draw/too-late" } });
  });

  it("is drawn again with the superior's approval alone, without the witness that failed", async () => {
    expect(await ask(second.id, "redraw", redraw)).toMatchObject({ status: 403 });
    expect(await ask(second.id, "redraw", redraw, "533102")).toMatchObject({ status: 404 });
    await until(
      () => ask(second.id, "redraw", redraw, "533100"),
      ({ status }) => status === 200,
    );
    const anew = await does.read(second.id);
    expect(anew).toMatchObject({ state: "scheme", draw: { previousDraw: second.drawId } });
    second = anew;
    const bindAs = (name: string, actor: string) =>
      harness.call("POST", `/api/v1/campaigns/${second.id}/witnesses`, {
        body: { hash: "b".repeat(64) },
        ...signedInAs({ name, unit: "行业协会" }),
        actor,
      });
    for (const name of ["乙", "乙\u{E0100}"])
      expect(await bindAs(name, "another-account")).toMatchObject({
        body: { code: "draw/witness-defaulted" },
      });
    expect(await bindAs("乙\u200B", "another-account")).toMatchObject({ status: 422 });
    const replaced = [
      { ...late[0], contribution: makeSecret() },
      { name: "丙", unit: "司法局", contribution: makeSecret() },
    ];
    await does.bind(second, replaced);
    expect((await does.commit(second.id)).status).toBe(200);
    await does.announced(second.id);
    for (const one of replaced) expect((await does.contribute(second.id, one)).status).toBe(200);
    await does.reached(second.id, "running");
  });
});

describe("the reveal of a draw (article 23)", { timeout: 60_000 }, () => {
  it("waits for the last check, is then asked for, or comes by itself five working days later", async () => {
    expect(await ask(first.id, "reveal", {})).toMatchObject({ body: { code: "campaign/wrong-state" } });
    // When the window has ended, what was not begun lapses.
    await harness.skipTo(new Date("2026-10-31T02:00:00Z"));
    const ended = await does.reached(first.id, "ended");
    expect(ended).toMatchObject({
      dueAt: "2026-11-06T16:00:00.000Z",
      inspections: 9,
      checked: 0,
      breaches: 9,
    });
    await does.reached(second.id, "ended");
    expect((await ask(second.id, "reveal", {})).status).toBe(200);
    await does.reached(second.id, "closed");
    await harness.skipTo(new Date("2026-11-06T16:00:01Z"));
    const closed = await does.reached(first.id, "closed");
    expect(closed.statistics).toContainEqual({ code: "lapsed", value: 9 });
    const byItself = async (id: string) =>
      (await does.read(id)).events.find(({ type }) => type === "revealed")?.facts["byItself"];
    expect([await byItself(first.id), await byItself(second.id)]).toEqual([true, false]);
  });

  it("lets anybody verify it, and counts the draws that were void", async () => {
    for (const { drawId } of [first, second]) {
      const draw = shown(drawId);
      expect(draw?.announcement.state).toBe("revealed");
      expect([...(draw?.files.keys() ?? [])].toSorted()).toEqual([...FILE_NAMES].toSorted());
      const checks = await Array.fromAsync(verifyDraw(Object.fromEntries(draw?.files ?? [])));
      expect(checks.filter((check) => check.ok === false)).toEqual([]);
      expect(checks.length).toBeGreaterThan(5);
    }
    expect(shown(second.drawId)?.announcement.statistics).toContainEqual({ code: "void-draws", value: 1 });
  });

  it("is told to the workflow once, not with each check: its history names the commands and little else", async () => {
    const { events } = await harness.environment.client.workflow
      .getHandle(`campaign/${first.id}`)
      .fetchHistory();
    const names = (events ?? []).flatMap(
      (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
    );
    expect(names.filter((name) => name === "refresh").length).toBeLessThanOrEqual(3);
    expect(names).toEqual(expect.arrayContaining(["scheme", "witness", "contribution"]));
  });

  it("is waited for as long as it should be, and what the workflows did replays", async () => {
    // Replay catches no changed value: two days for the witnesses, and from the last check on until 6 November.
    const [untilRevealBy, untilRevealDue, ...more] = await harness.waits(`campaign/${first.id}`);
    expect(untilRevealBy).toBeCloseTo(48, 1);
    expect(untilRevealDue).toBeGreaterThan(6.5 * 24);
    expect(untilRevealDue).toBeLessThanOrEqual(7 * 24);
    expect(more).toEqual([]);
    const workflow = (id: string) => harness.environment.client.workflow.getHandle(`campaign/${id}`);
    await recordHistory(workflow(first.id), "campaign-revealed-by-itself");
    await recordHistory(workflow(second.id), "campaign-void-and-redrawn");
    const ids = [
      `plan/${plan.id}`,
      `campaign/${first.id}`,
      `campaign/${second.id}`,
      ...inspections.map((id) => `inspection/${id}`),
    ];
    expect(await harness.replay(ids)).toEqual([]);
  });
});
