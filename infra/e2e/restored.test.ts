import type { InspectionDetail } from "@shuangsui/contracts";
import { refreshMatter, taskQueues } from "@shuangsui/temporal-kit";
import { inspectionWorkflowId, inspectionWorkflowType } from "@shuangsui/workflows/inspection/contract";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ok } from "../sample/officials.ts";
import { backUp, restore } from "./backup.ts";
import { builderItems } from "./builders.ts";
import { authority, startProxied, type Proxied } from "./proxied.ts";
import type { Passed } from "./proxy.ts";

let system: Proxied;
beforeAll(async () => {
  system = await startProxied(new Date("2026-10-12T01:00:00Z"), "0.05");
}, 180_000);
afterAll(() => system.close());

const act = async (id: string, type: string, body: object) =>
  ok(await system.officer.act(id, type, body), type);
const kept = (id: string) => backUp(system.whole.superUrl, id);
const restored = (backup: Awaited<ReturnType<typeof kept>>) => restore(system.whole.superUrl, backup);
const isPublic = (id: string, text: string) => expect.poll(() => system.page(id)).toContain(text);
/** Contents that disclosure was given, and has answered. */
const given =
  (publication: string) =>
  ({ path, status }: Passed) =>
    path.endsWith(`${publication}/commands/content`) && status !== null;
const reported = {
  timeAndContent: "对资质条件与市场行为进行检查",
  methodAndSteps: "现场查验、资料核对",
  situationAndAssessment: "总体规范",
};
const refusals = ({ events }: InspectionDetail) =>
  events.filter(({ type }) => type === "delivery-refused").map(({ facts }) => facts);
/** What the reconciler does for what is not over and does not run. */
const reconciled = (id: string) =>
  refreshMatter(system.whole.environment.client, {
    workflowType: inspectionWorkflowType,
    workflowId: inspectionWorkflowId(id),
    taskQueue: taskQueues.inspection,
    authority,
    input: { id, authority },
  });
/** Lets time pass until the inspection is closed, with nothing stuck. */
async function goesToItsEnd(id: string): Promise<InspectionDetail> {
  const { dueAt } = await system.officer.read(id);
  await system.whole.skipTo(new Date(Date.parse(dueAt ?? "") + 60_000));
  const closed = await system.reached(id, ({ state }) => state === "closed", "the end");
  expect(closed.stuck).toEqual([]);
  return closed;
}

describe("an inspection whose database was restored to an older one", () => {
  it("is believed to stand where it is, and goes on; what disclosure has of a higher revision is kept (article 30)", async () => {
    // Given a result with its objection at disclosure, when the database is again as it was before the report.
    const id = await system.handled();
    const backup = await kept(id);
    ok(await system.officer.report(id), "report");
    ok(await system.officer.feedback(id), "feedback");
    const contents = given(await system.publicationOf(id));
    await system.came("disclosure", contents, 1);
    await act(id, "object", { statement: "对第一项有异议" });
    await system.came("disclosure", contents, 2);
    await restored(backup);
    expect((await system.officer.read(id)).state).toBe("handled");

    // Then what is asked of it is decided on that, its workflow follows, and what is older is refused.
    ok(await system.officer.signed(id, "report", { ...reported, opinion: "建议整改" }), "report");
    ok(await system.officer.feedback(id), "feedback");
    await system.came("disclosure", (request) => contents(request) && request.status === 409);
    const after = await system.reached(id, (one) => refusals(one).length > 0, "the refusal on record");
    expect(refusals(after)).toEqual([{ deed: "giveContent", code: "publication/superseded" }]);
    const closed = await goesToItsEnd(id);
    expect(closed.events.filter(({ type }) => type === "published")).toHaveLength(1);
    await isPublic(id, "对第一项有异议");
  }, 60_000);
});

describe("an inspection whose database was restored to before", () => {
  it("its record, of which disclosure knows the result: what is recorded anew is published (article 30)", async () => {
    const id = await system.confirmed();
    await system.officer.beginCheck(id);
    const backup = await kept(id);
    ok(await system.officer.record(id, builderItems), "record");
    ok(await system.officer.report(id), "report");
    ok(await system.officer.feedback(id), "feedback");
    await system.came("disclosure", given(await system.publicationOf(id)));
    await restored(backup);
    ok(
      await system.officer.record(id, builderItems, [{ id: uuidv7(), description: "未公示资质证书" }]),
      "record",
    );
    const [finding] = (await system.officer.read(id)).findings;
    await act(id, "path", {
      findingId: finding?.id,
      path: "on-the-spot",
      document: "1号",
      due: null,
      settled: true,
    });
    ok(await system.officer.report(id), "report");
    ok(await system.officer.feedback(id), "feedback");
    await goesToItsEnd(id);
    await isPublic(id, '"findings":1');
  }, 60_000);

  it("its check, after it was closed: the engine starts it anew, and what is recorded then is another version", async () => {
    const id = await system.confirmed();
    const backup = await kept(id);
    await system.fedBack(id);
    await goesToItsEnd(id);
    await restored(backup);
    await reconciled(id);
    await system.fedBack(id);
    const closed = await goesToItsEnd(id);
    expect(closed.events.filter(({ type }) => type === "published")).toMatchObject([
      { facts: { version: 2, by: "correction" } },
    ]);
  }, 60_000);

  it("the notice that its result is public: a day after the deadline disclosure is asked, and tells again (articles 30, 31)", async () => {
    const id = await system.fedBack();
    await system.came("disclosure", given(await system.publicationOf(id)));
    const backup = await kept(id);
    await act(id, "publish", {});
    await system.published(id);
    await goesToItsEnd(id);
    await restored(backup);
    await reconciled(id);
    const { dueAt } = await system.officer.read(id);
    await system.whole.skipTo(new Date(Date.parse(dueAt ?? "") + 86_400_000 + 60_000));
    const closed = await system.reached(id, ({ state }) => state === "closed", "the end");
    expect(closed.events.filter(({ type }) => type.startsWith("publi"))).toMatchObject([
      { type: "publication-unheard" },
      { type: "published", facts: { version: 1, by: "official" } },
    ]);
  }, 60_000);
});
