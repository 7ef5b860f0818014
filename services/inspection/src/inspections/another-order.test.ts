import { createLogger, systemScope, type Engine } from "@shuangsui/service-kit";
import { startReconciler } from "@shuangsui/temporal-kit";
import { inspectionWorkflowId } from "@shuangsui/workflows/inspection/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { openFinders } from "../due.ts";
import { engineOf } from "../engine.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
let ids: string[];
let engine: Engine;
let reconciler: ReturnType<typeof startReconciler>;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"), {
    engine: "development",
  });
  team = inspecting(harness);
  ids = (await drawnInspections(harness, builders)).map(({ id }) => id);
  engine = engineOf(harness.environment.client);
  reconciler = startReconciler(harness.environment.client, createLogger("inspection-worker", "silent"), [
    {
      type: "inspection",
      workflowId: inspectionWorkflowId,
      open: (after, limit) =>
        harness.database.as(systemScope, (work) => openFinders.inspection(work, after, limit)),
      start: (matter, options) => engine.refresh({ type: "inspection", ...matter }, options),
    },
  ]);
}, 180_000);
afterAll(async () => {
  reconciler.stop();
  await harness.close();
});

const done = async (asked: ReturnType<Inspecting["act"]>) => expect((await asked).status).toBe(200);

/** The engine's number of the behaviour: its enum is not there for modules at run time. */
const pinned = 1;
/** What its workflow's last run is, or a run given, and how that stands. */
const runOf = async (id: string, run?: string) => {
  const { runId, status, raw } = await harness.environment.client.workflow
    .getHandle(inspectionWorkflowId(id), run)
    .describe();
  return {
    runId,
    status: status.name,
    isPinned: raw.workflowExecutionInfo?.versioningInfo?.behavior?.valueOf() === pinned,
  };
};
const runIs = (id: string, status: string) =>
  until(
    () => runOf(id),
    (run) => run.status === status,
  );
const given = (id: string, summary: string) =>
  until(
    async () =>
      harness.disclosure.publications.get((await team.read(id)).publicationId ?? "")?.content?.summary,
    (said) => said?.includes(summary) === true,
  );

describe("inspections whose workflow code is replaced by one with another order of steps", () => {
  let recorded: string;
  let confirmed: string;
  beforeAll(async () => {
    [recorded = "", confirmed = ""] = ids;
    await team.beginCheck(recorded);
    await done(team.record(recorded));
    await harness.stopWorker();
    await harness.startWorker("testing/inspection-in-another-order");
  }, 60_000);

  it("are pinned to the code that no worker runs, until the relay has told them in vain: then the new code goes on", async () => {
    const before = await runOf(recorded);
    // Commands that the engine was not told of: the relay tells of them, and waits for a worker that has heard.
    harness.engine.up = false;
    await done(team.report(recorded));
    await done(team.feedback(recorded));
    harness.engine.up = true;
    expect(await runOf(recorded)).toEqual({ ...before, status: "RUNNING", isPinned: true });
    for (let told = 0; told < 6; told += 1) await harness.relayNow();
    await given(recorded, "未发现问题");
    const after = await runOf(recorded);
    expect(after).toMatchObject({ status: "RUNNING", isPinned: false });
    expect(after.runId).not.toBe(before.runId);
    expect((await runOf(recorded, before.runId)).status).toBe("TERMINATED");
  }, 60_000);

  it("are started anew by the reconciler where they are not pinned and the code can't replay them", async () => {
    await harness.stopWorker();
    await harness.startWorker();
    // The relay would start them too: here it does not reach the engine.
    harness.engine.up = false;
    await done(team.act(recorded, "publish", {}));
    await engine.refresh({ type: "inspection", id: recorded, authority: "533103" });
    expect((await team.read(recorded)).state).toBe("fed-back");
    expect(
      await until(
        () => reconciler.once(),
        ({ length }) => length > 0,
        1_800,
      ),
    ).toEqual([recorded]);
    harness.engine.up = true;
    await team.reached(recorded, ({ state }) => state === "published");
  }, 180_000);

  it("reach their end (articles 24–31)", async () => {
    await done(team.act(confirmed, "cancel", { reason: "改期" }));
    const { dueAt } = await team.read(recorded);
    await harness.skipTo(new Date(Date.parse(dueAt ?? "") + 1_000));
    await harness.sweepNow();
    await team.reached(recorded, ({ state }) => state === "closed");
    for (const id of [recorded, confirmed]) await runIs(id, "COMPLETED");
    expect(harness.registry.credited.has(recorded)).toBe(true);
    expect(
      harness.disclosure.publications.get((await team.read(confirmed)).publicationId ?? "")?.version,
    ).toBe(1);
    expect(await reconciler.once()).toEqual([]);
  }, 60_000);
});
