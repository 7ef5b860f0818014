import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { orderedAt, supervising, type Supervising } from "../testing/supervision.ts";

let harness: InspectionHarness;
let does: Supervising;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(1), orderedAt, { engine: "development" });
  does = supervising(harness);
}, 240_000);
afterAll(() => harness.close());

const done = async (answer: Promise<{ status: number }>) => expect((await answer).status).toBe(200);

it("an order goes on where it stands after its worker was killed, and while the engine was away (article 4)", async () => {
  // Given an engine that was away when it was ordered, and a worker that is killed
  harness.engine.up = false;
  const { id, dueAt } = await does.ordered({ kind: "authority", code: "533103" }, { workdays: 1 });
  harness.engine.up = true;
  await harness.stopWorker();
  // When it is received meanwhile, and its day passes unanswered
  await done(does.act(id, "receive", {}, "533103"));
  await harness.skipTo(new Date(dueAt ?? ""));
  expect(await does.read(id)).toMatchObject({ state: "received", breaches: 0, overdue: true });
  await harness.startWorker();
  // Then another worker writes down that it passed, once, and the order goes its way to its end.
  await does.reached(id, ({ breaches }) => breaches === 1);
  await done(does.act(id, "answer", { statement: "已补报" }, "533103"));
  await done(does.act(id, "close", { statement: "同意办结" }, "533100"));
  expect(await does.read(id)).toMatchObject({ state: "closed", late: true, breaches: 1 });
  const handle = harness.environment.client.workflow.getHandle(`supervision/${id}`);
  await until(
    () => handle.describe(),
    ({ status }) => status.name === "COMPLETED",
  );
}, 120_000);
