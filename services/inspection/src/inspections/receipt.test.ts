import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
let team: Inspecting;
let ids: string[];
const afterWindow = new Date("2026-10-30T16:00:01Z");
const typesOf = async (id: string) => (await team.read(id)).events.map(({ type }) => type);
const wrongState = { status: 409, body: { code: "inspection/wrong-state" } };

beforeAll(async () => {
  // The clock stands still until it is moved, and no timer of the engine sees that: what is received finds a deadline
  // passed that nobody has looked at.
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-10-26T01:00:00Z"), {
    engine: "development",
  });
  team = inspecting(harness);
  ids = (await drawnInspections(harness, builders)).map(({ id }) => id);
}, 180_000);
afterAll(() => harness.close());

describe("the workflow of an inspection", () => {
  it("answers what it waits for, and is found by its authority", async () => {
    const [id = ""] = ids;
    const { dueAt } = await team.read(id);
    const workflow = harness.environment.client.workflow.getHandle(`inspection/${id}`);
    expect(
      await until(
        () => workflow.query("waiting"),
        (answer) => isDeepStrictEqual(answer, { state: "confirmed", waitingFor: "notice", dueAt }),
      ),
    ).toBeDefined();
    const { typedSearchAttributes } = await workflow.describe();
    const attributes = typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
    expect(attributes).toContainEqual(["Authority", "533103"]);
  });
});

describe("what is received after a deadline", () => {
  it("comes after what the deadline did, though nobody had looked yet", async () => {
    const [unbegun = "", cancelled = "", reported = ""] = ids;
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-10-30" };
    expect((await team.act(unbegun, "notify", notice)).status).toBe(200);
    const shownCertificates = await team.officers(unbegun);
    await team.beginCheck(reported);
    expect((await team.record(reported)).status).toBe(200);

    // A check cannot begin after its window, nor a lapse be hidden by a cancellation (articles 25, 30).
    await harness.skipTo(afterWindow);
    expect(await team.act(unbegun, "begin", { shownCertificates, place: "办公地点" })).toMatchObject(
      wrongState,
    );
    expect(await team.act(cancelled, "cancel", { reason: "补办取消" })).toMatchObject(wrongState);
    for (const id of [unbegun, cancelled]) expect((await team.read(id)).state).toBe("lapsed");

    // A late report is a breach first (article 29).
    await harness.skipTo(new Date("2026-11-03T01:00:00Z"));
    expect((await team.report(reported)).status).toBe(200);
    expect(await team.read(reported)).toMatchObject({ state: "signed", breaches: 1 });
    const types = await typesOf(reported);
    expect(types.indexOf("report-missed")).toBeLessThan(types.lastIndexOf("paper-signed"));
    expect(types.lastIndexOf("paper-signed")).toBe(types.indexOf("signed") - 1);

    // And so is a late feedback (article 30).
    await harness.skipTo(new Date("2026-11-06T01:00:00Z"));
    expect((await team.feedback(reported)).status).toBe(200);
    expect(await team.read(reported)).toMatchObject({ state: "fed-back", breaches: 2 });
    const later = await typesOf(reported);
    expect(later.indexOf("feedback-missed")).toBe(later.indexOf("fed-back") - 1);
  });
});

describe("the list of inspections", () => {
  beforeAll(async () => {
    // All others have lapsed: none moves while pages are read.
    await until(
      async () => {
        const { body } = await harness.call("GET", "/api/v1/inspections?state=lapsed&limit=200");
        return (body["items"] as unknown[]).length;
      },
      (lapsed) => lapsed === ids.length - 1,
    );
  });

  it("has the most urgent first, those with nothing due last, page by page, none twice and none left out", async () => {
    type Row = { id: string; dueAt: string | null; overdue: boolean };
    const seen: Row[] = [];
    let next: string | null = "";
    while (next !== null) {
      const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
      const { body } = await harness.call("GET", `/api/v1/inspections?order=due&limit=4${after}`);
      seen.push(...(body["items"] as Row[]));
      next = body["next"] as string | null;
    }
    expect(seen.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b))).toEqual(
      ids.toSorted((a, b) => a.localeCompare(b)),
    );
    const dues = seen.map(({ dueAt }) => dueAt ?? "none");
    expect(dues).toEqual(dues.toSorted((a, b) => a.localeCompare(b)));
    expect(dues.at(-1)).toBe("none");
    for (const query of ["order=worst", "order=due&after=rubbish", "order=id&after=WyJuZXZlciIsIngiXQ"])
      expect((await harness.call("GET", `/api/v1/inspections?${query}`)).status).toBe(422);
  });

  it("is counted by what is overdue and what is due within two working days", async () => {
    const { body } = await harness.call("GET", "/api/v1/inspections?order=due&limit=200");
    const rows = body["items"] as { workdaysLeft: number | null; overdue: boolean }[];
    const counts = (await harness.call("GET", "/api/v1/inspections/counts")).body["items"] as {
      overdue: number;
      dueSoon: number;
    }[];
    const sum = (of: "overdue" | "dueSoon") => counts.reduce((total, one) => total + one[of], 0);
    expect(sum("overdue")).toBe(rows.filter(({ overdue }) => overdue).length);
    const soon = rows.filter(({ overdue, workdaysLeft }) => !overdue && (workdaysLeft ?? 9) <= 2);
    expect(sum("dueSoon")).toBe(soon.length);
  });
});
