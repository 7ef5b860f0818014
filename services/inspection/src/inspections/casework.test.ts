import type { InspectionDetail } from "@shuangsui/contracts";
import { systemScope } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { builders, campaigning } from "../testing/campaigns.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`);
const soon = async (ms: number) => new Date((await harness.clock.now()).getTime() + ms);

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

/** An inspection that no test has used, its team confirmed. */
function fresh(): string {
  const one = unused.shift();
  if (one === undefined) throw new RangeError("draw more");
  return one.id;
}
const finding = (itemCode: string, id = uuidv7()) => ({ id, itemCode, description: "未公示资质证书" });
const failed = (...failing: string[]) =>
  ["I1", "I2"].map((itemCode) => ({ itemCode, result: failing.includes(itemCode) ? "fail" : "pass" }));

describe("a check", () => {
  it("begins within its window only, with certificates that are valid now (article 25)", async () => {
    const id = fresh();
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
    expect((await team.act(id, "notify", notice)).status).toBe(200);
    const shownCertificates = await team.officers(id);
    const begin = () => team.act(id, "begin", { shownCertificates, place: "办公地点" });
    const member = (await team.read(id)).team[0];
    harness.registry.held.unavailable.set(member?.inspectorId ?? "", "certificate");
    expect(await begin()).toMatchObject({ body: { code: "inspection/certificate-invalid" } });
    harness.registry.held.unavailable.clear();
    expect((await begin()).status).toBe(200);
    expect((await team.record(id)).status).toBe(200);
  });

  it("waits for the registry where that is away, while everything else goes on", async () => {
    const [id, cancelled] = [fresh(), fresh()];
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
    expect((await team.act(id, "notify", notice)).status).toBe(200);
    const shownCertificates = await team.officers(id);
    harness.registry.away = true;
    const key = uuidv7();
    const pending = await fetch(new URL(`/api/v1/inspections/${id}/commands/begin`, harness.url), {
      method: "POST",
      headers: {
        ...(await harness.signedIn()),
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify({ shownCertificates, place: "办公地点" }),
    });
    expect(pending.status).toBe(202);
    expect((await team.act(cancelled, "cancel", { reason: "企业停业整顿" })).status).toBe(200);
    harness.registry.away = false;
    await harness.skipTo(await soon(60_000));
    await team.reached(id, ({ state }) => state === "checking");
    expect((await team.record(id)).status).toBe(200);
  });

  it("is refused on an inspection that has ended, which holds up nothing (article 25)", async () => {
    const id = fresh();
    const shownCertificates = await team.officers(id);
    expect((await team.act(id, "cancel", { reason: "企业停业整顿" })).status).toBe(200);
    expect(await team.act(id, "begin", { shownCertificates, place: "办公地点" })).toMatchObject({
      body: { code: "inspection/wrong-state" },
    });
    expect(await team.act(id, "cancel", { reason: "再次取消" })).toMatchObject({
      body: { code: "inspection/wrong-state" },
    });
  });

  it("keeps each finding as its own, though another inspection's has the same id (article 27)", async () => {
    const [first, second] = [fresh(), fresh()];
    const shared = uuidv7();
    for (const id of [first, second]) {
      await team.beginCheck(id);
      expect(await team.record(id, { findings: [finding("I1", shared)] })).toMatchObject({
        body: { code: "body/invalid" },
      });
      expect(
        (await team.record(id, { entries: failed("I1"), findings: [finding("I1", shared)] })).status,
      ).toBe(200);
      expect((await team.read(id)).findings).toHaveLength(1);
      expect(await team.report(id)).toMatchObject({ body: { code: "report/finding-open" } });
    }
    const path = { findingId: shared, path: "own-department", document: "立案审批表1号", due: "2026-10-30" };
    expect((await team.act(first, "path", { ...path, settled: false })).status).toBe(200);
    expect((await team.report(first)).status).toBe(200);
    expect(await team.report(second)).toMatchObject({ body: { code: "report/finding-open" } });
    // What is not settled yet can be settled after the report, and no new path is taken then.
    expect((await team.act(first, "path", { ...path, settled: true })).status).toBe(200);
    expect(await team.act(first, "path", { ...path, path: "on-the-spot", settled: true })).toMatchObject({
      body: { code: "inspection/wrong-state" },
    });
  });

  it("publishes as many findings as a record may have, with an objection and its answer (article 30)", async () => {
    const id = fresh();
    await team.beginCheck(id);
    const findings = Array.from({ length: 100 }, () => finding("I2"));
    expect((await team.record(id, { entries: failed("I2"), findings })).status).toBe(200);
    for (const { id: findingId } of findings)
      expect(
        (
          await team.act(id, "path", {
            findingId,
            path: "on-the-spot",
            document: "责令改正通知书",
            due: null,
            settled: true,
          })
        ).status,
      ).toBe(200);
    expect((await team.report(id)).status).toBe(200);
    expect((await team.feedback(id)).status).toBe(200);
    expect((await team.act(id, "object", { statement: "有异议" })).status).toBe(200);
    expect((await team.act(id, "answer", { statement: "维持", upheld: false })).status).toBe(200);
    const { publicationId, dueAt } = await team.read(id);
    await until(
      async () => harness.disclosure.publications.get(publicationId ?? "")?.content?.sections.length,
      (sections) => sections === 107,
    );
    expect(harness.disclosure.publications.get(publicationId ?? "")?.dueAt).toBe(dueAt);
  }, 30_000);

  it("goes on with who takes the place of a member that leaves the draw, and as it is where nobody can (article 24)", async () => {
    const [over, running, ahead] = [fresh(), fresh(), fresh()];
    await team.beginCheck(over);
    expect((await team.record(over)).status).toBe(200);
    await team.beginCheck(running);
    // Whoever is in the team that is still ahead leaves, one after another, until nobody can take a place.
    for (let left = 0; left < 8; left += 1) {
      const { state, team: members } = await team.read(ahead);
      if (state !== "confirmed") break;
      const [member] = members;
      const leave = { number: member?.number, reason: "leave", statement: "离职" };
      expect((await team.act(ahead, "replace", leave)).status).toBe(200);
    }
    expect(await team.read(ahead)).toMatchObject({ state: "no-team", outcome: "no-team", breaches: 1 });
    // A check that has begun, or is over, does not lapse by it, and whoever is in its team now signs for it.
    expect((await team.read(over)).state).toBe("handled");
    expect((await team.report(over)).status).toBe(200);
    expect((await team.read(running)).state).toBe("checking");
    expect((await team.record(running)).status).toBe(200);
    // Whoever else lost its team by it is told to the public, though nobody acted on it: the sweep finds what is owed.
    await harness.database.as(systemScope, (work) =>
      work
        .updateTable("outbox")
        .set({ next_attempt_at: new Date(0) })
        .where("deed", "=", "publishWhy")
        .execute(),
    );
    await harness.sweepNow();
    for (const one of unused.splice(0)) {
      const { state, publicationId } = await team.read(one.id);
      expect(["no-team", "confirmed"]).toContain(state);
      if (state !== "no-team") continue;
      const shown = () => harness.disclosure.publications.get(publicationId ?? "");
      await until(
        async () => shown()?.version,
        (version) => version === 1,
      );
      // It was the authority's fault, and is not told as a window that the target let pass.
      expect(shown()?.content?.summary).toContain("检查组无法组成，未实施检查");
      expect(shown()?.content?.facts).toMatchObject({
        outcome: "no-team",
        responsible: "authority",
        breaches: 1,
      });
    }
  });
});

describe("time", () => {
  it("makes a check that has no record overdue, and lapses one that never began", async () => {
    const scope = { targetKind: "entity", categories: ["developer"] };
    const [forgotten, unbegun, abandoned] = await drawnInspections(harness, {
      ...builders,
      title: "开发企业抽查",
      scope,
    });
    for (const one of [forgotten, abandoned]) await team.beginCheck(one?.id ?? "");
    await harness.skipTo(endOf("2026-10-30"));
    const missed = await team.reached(forgotten?.id ?? "", ({ breaches }) => breaches === 1);
    expect(missed).toMatchObject({ state: "checking", overdue: true, dueAt: "2026-10-30T16:00:00.000Z" });
    expect(missed.events.filter(({ type }) => type === "reminded")).toHaveLength(2);
    expect(missed.timeline.find(({ step }) => step === "recorded")?.status).toBe("missed");
    // That is public at once, and counted once.
    const { publicationId } = missed;
    await team.reached(forgotten?.id ?? "", ({ events }) =>
      events.some(({ type }) => type === "missing-record-published"),
    );
    const shown = () => harness.disclosure.publications.get(publicationId ?? "");
    expect(shown()).toMatchObject({ version: 1, opening: { fact: { facts: { overdue: "record" } } } });
    expect((await team.read(forgotten?.id ?? "")).breaches).toBe(1);
    await team.reached(unbegun?.id ?? "", ({ state }) => state === "lapsed");
    const overdue = await harness.call("GET", "/api/v1/inspections?attention=overdue");
    expect(JSON.stringify(overdue.body)).toContain(forgotten?.id);
    // Nobody waits for it to reveal the draw, and it may still be recorded, or cancelled.
    await campaigning(harness).reached(forgotten?.campaignId ?? "", "ended");
    expect((await team.record(forgotten?.id ?? "")).status).toBe(200);
    expect((await team.act(abandoned?.id ?? "", "cancel", { reason: "检查组未完成记录" })).status).toBe(200);
    const { publicationId: abandonedPage } = await team.read(abandoned?.id ?? "");
    await until(
      async () => harness.disclosure.publications.get(abandonedPage ?? "")?.content?.summary,
      (summary) => summary?.includes("检查已取消") === true,
    );
    const listed = await harness.call("GET", "/api/v1/inspections?order=due&limit=500");
    const order = (listed.body["items"] as { id: string; dueAt: string | null }[]).map(({ id, dueAt }) => [
      id,
      dueAt,
    ]);
    const firstWithout = order.findIndex(([, dueAt]) => dueAt === null);
    expect(order.slice(firstWithout).every(([, dueAt]) => dueAt === null)).toBe(true);
    expect(order.slice(firstWithout).map(([id]) => id)).toContain(abandoned?.id);
  });
});
