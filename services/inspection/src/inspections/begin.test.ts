import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { lockDraw } from "../draws/store.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
let drawId: string;
let campaignId: string;
const unused: string[] = [];
const wrongState = { status: 409, body: { code: "inspection/wrong-state" } };

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
const leave = async (id: string) =>
  team.act(id, "recuse", {
    number: (await team.officers(id))[0],
    reason: "leave",
    declaredBy: "supervisor",
    statement: "离职",
  });
const conflict = async (id: string) =>
  team.act(id, "recuse", {
    number: (await team.officers(id))[0],
    reason: "conflict",
    declaredBy: "officer",
    statement: "近亲属任职",
  });

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
      const recused = conflict(third);
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
    const answers = await Promise.all([...checks.map(begin), ...recusals.map(conflict)]);
    for (const [index, id] of checks.entries()) {
      const one = await team.read(id);
      const begun = one.events.findIndex(({ type }) => type === "begun");
      expect(one.events.slice(begun).map(({ type }) => type)).not.toContain("team-changed");
      expect([answers[index]?.status, one.state]).toEqual(begun < 0 ? [409, "notified"] : [200, "checking"]);
      if (begun < 0) expect((await begin(id)).status).toBe(200);
      expect((await team.record(id)).status).toBe(200);
    }
    for (const { status, body } of answers.slice(checks.length))
      expect([status, body]).toMatchObject([200, {}]);
  });
});

describe("a check whose beginning is refused (article 25)", () => {
  it("by the registry itself is refused with that code, and goes on: its next command, and its deadline", async () => {
    const [again, forgotten] = [await notified(), await notified()];
    harness.registry.refuses = "body/invalid";
    for (const id of [again, forgotten])
      expect(await begin(id)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    harness.registry.refuses = null;
    expect((await team.read(again)).state).toBe("notified");
    expect((await begin(again)).status).toBe(200);
    expect((await team.record(again)).status).toBe(200);
    // The other one lapses with its window, below.
    lapsing.push(forgotten);
  });

  it("since it has ended, or has no team, leaves it as it is, and holds up nobody's command", async () => {
    const [cancelled, leaving] = [await notified(), await notified()];
    const shownCertificates = await team.officers(cancelled);
    expect((await team.act(cancelled, "cancel", { reason: "企业停业整顿" })).status).toBe(200);
    // Whoever is in the team leaves, until nobody can take a place.
    for (let left = 0; left < 8 && (await team.read(leaving)).team.length > 0; left += 1)
      expect((await leave(leaving)).status).toBe(200);
    expect(await team.read(leaving)).toMatchObject({ state: "lapsed", team: [] });
    for (const id of [cancelled, leaving]) {
      for (const shown of [shownCertificates, [1]])
        expect(await team.act(id, "begin", { shownCertificates: shown, place: "门口" })).toMatchObject(
          wrongState,
        );
      for (const [type, body] of [
        ["cancel", { reason: "再次取消" }],
        ["gone", { statement: "已注销", evidenceSha256: "a".repeat(64) }],
        ["recuse", { number: 1, reason: "leave", declaredBy: "supervisor", statement: "离职" }],
      ] as const)
        expect(await team.act(id, type, body)).toMatchObject(wrongState);
    }
  });
  const lapsing: string[] = [];

  it("does not stop its deadline: it lapses with the window, and the campaign hears once that all checks are over", async () => {
    for (const id of unused.splice(0)) await team.act(id, "cancel", { reason: "改期" });
    await harness.skipTo(new Date("2026-10-30T16:00:01Z"));
    for (const id of lapsing) await team.reached(id, ({ state }) => state === "lapsed");
    const campaign = harness.environment.client.workflow.getHandle(`campaign/${campaignId}`);
    const refreshes = async () =>
      ((await campaign.fetchHistory()).events ?? []).filter(
        ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === "refresh",
      ).length;
    await until(
      async () => (await harness.call("GET", `/api/v1/campaigns/${campaignId}`)).body["state"],
      (state) => state === "ended",
    );
    expect(await refreshes()).toBe(1);
  });
});
