import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockDraw } from "../draws/store.ts";
import { builders, campaigning, schemeBody } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
let drawId: string;
let campaignId: string;
const unused: string[] = [];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  const drawn = await drawnInspections(harness, builders);
  unused.push(...drawn.map(({ id }) => id));
  drawId = drawn[0]?.drawId ?? "";
  campaignId = drawn[0]?.campaignId ?? "";
}, 180_000);
afterAll(() => harness.close());

/** An inspection that no test has used, its target told of the check. */
async function notified(): Promise<string> {
  const id = unused.shift() ?? "";
  const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
  expect((await team.act(id, "notify", notice)).status).toBe(200);
  return id;
}
const begin = async (id: string) =>
  team.act(id, "begin", { shownCertificates: await team.officers(id), place: "办公地点" });
/** A member of the team leaves all its teams of the draw, or changes places with one of another team. */
const leave = async (id: string) =>
  team.act(id, "replace", { number: (await team.officers(id))[0], reason: "leave", statement: "说明" });
const recuse = async (id: string) => team.grantRecusal(id, await team.askRecusal(id));

describe("two commands on inspections of one draw (articles 24, 25)", () => {
  /** Holds the draw's lock while something is done. */
  const whileLocked = <T>(mode: "share" | "update", work: () => Promise<T>) =>
    harness.database.as("533103", async (transaction) => {
      await lockDraw(transaction, drawId, mode);
      return work();
    });
  const patience = 400;
  const unansweredFor = (work: Promise<unknown>) =>
    Promise.race([work.then(() => false), new Promise((resolve) => setTimeout(resolve, patience, true))]);

  it("that begin a check share its lock: one goes on while another holds it, and a recusal waits", async () => {
    const [first, second, third] = [await notified(), await notified(), await notified()];
    const recusing = await whileLocked("share", async () => {
      const answers = await Promise.all([begin(first), begin(second)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const recused = recuse(third);
      expect(await unansweredFor(recused)).toBe(true);
      return { recused };
    });
    expect((await recusing.recused).status).toBe(200);
  });

  it("of which one begins a check wait for the one that changes teams", async () => {
    const id = await notified();
    const { begun } = await whileLocked("update", async () => {
      const begun = begin(id);
      expect(await unansweredFor(begun)).toBe(true);
      return { begun };
    });
    expect((await begun).status).toBe(200);
  });

  it("leave a check that has begun with the team that it began with, whichever comes first", async () => {
    const checks = [await notified(), await notified(), await notified()];
    const recusals = [await notified(), await notified(), await notified()];
    const answers = await Promise.all([...checks.map(begin), ...recusals.map(recuse)]);
    for (const [index, id] of checks.entries()) {
      const one = await team.read(id);
      const begun = one.events.findIndex(({ type }) => type === "begun");
      const since = begun < 0 ? [] : one.events.slice(begun);
      expect(since.map(({ type }) => type)).not.toContain("team-changed");
      expect([answers[index]?.status === 200, one.state]).toEqual(
        begun < 0 ? [false, "notified"] : [true, "checking"],
      );
      if (begun < 0) expect((await begin(id)).status).toBe(200);
      expect((await team.record(id)).status).toBe(200);
    }
    // Who was swapped into another team meanwhile is not in this one any more.
    for (const { status, body } of answers.slice(checks.length))
      expect([200, "inspection/not-in-team"]).toContain(status === 200 ? 200 : body["code"]);
  });
});

describe("a check whose beginning is refused (article 25)", () => {
  let forgotten: string;

  it("by the registry itself is refused with that code, and begins when it is asked for again", async () => {
    forgotten = await notified();
    const again = await notified();
    harness.registry.refuses = "body/invalid";
    for (const id of [again, forgotten])
      expect(await begin(id)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    harness.registry.refuses = null;
    expect((await team.read(again)).state).toBe("notified");
    expect((await begin(again)).status).toBe(200);
    expect((await team.record(again)).status).toBe(200);
  });

  it("does not stop its deadline: it lapses with the window, and the campaign hears once that all checks are over", async () => {
    const cancelled = unused.splice(0);
    expect(cancelled.length).toBeGreaterThan(4);
    for (const id of cancelled) expect((await team.act(id, "cancel", { reason: "改期" })).status).toBe(200);
    await harness.skipTo(new Date("2026-10-30T16:00:01Z"));
    const lapsed = await team.reached(forgotten, ({ state }) => state === "lapsed");
    expect(lapsed.events.find(({ type }) => type === "lapsed")?.facts).toEqual({ windowTo: "2026-10-30" });
    await campaigning(harness).reached(campaignId, "ended");
    const campaign = harness.environment.client.workflow.getHandle(`campaign/${campaignId}`);
    const signals = ((await campaign.fetchHistory()).events ?? []).flatMap(
      (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
    );
    expect(signals.filter((name) => name === "refresh").length).toBeLessThanOrEqual(3);
  });

  it("since it has ended, or has no team, leaves it as it is, and holds up no later command", async () => {
    const scope = { targetKind: "entity", categories: ["developer"] };
    const window = { from: "2026-11-02", to: "2026-12-20" };
    const [cancelled, leaving] = await drawnInspections(
      harness,
      { ...builders, scope },
      { ...schemeBody, window },
    );
    const ids = [cancelled?.id ?? "", leaving?.id ?? ""] as const;
    const shownCertificates = await team.officers(ids[0]);
    expect((await team.act(ids[0], "cancel", { reason: "企业停业整顿" })).status).toBe(200);
    // Whoever is in the team leaves, until nobody can take a place.
    for (let left = 0; left < 8 && (await team.read(ids[1])).team.length > 0; left += 1)
      expect((await leave(ids[1])).status).toBe(200);
    expect(await team.read(ids[1])).toMatchObject({ state: "no-team", team: [] });
    for (const id of ids)
      for (const [type, body] of [
        ["begin", { shownCertificates, place: "门口" }],
        ["begin", { shownCertificates: [1], place: "门口" }],
        ["cancel", { reason: "再次取消" }],
        ["gone", { statement: "已注销", evidenceSha256: "a".repeat(64) }],
        ["replace", { number: 1, reason: "leave", statement: "离职" }],
      ] as const)
        expect(await team.act(id, type, body)).toMatchObject({
          status: 409,
          body: { code: "inspection/wrong-state" },
        });
  });
});
