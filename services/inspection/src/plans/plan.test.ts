import { planDetail, planList, planPreview, type PlanDetail } from "@shuangsui/contracts";
import { recordHistory } from "@shuangsui/workflows/histories/record";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { publishPlan, submitPlan } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { planVersionOf } from "./content.ts";

let harness: InspectionHarness;
const entry = {
  title: "建筑业企业抽查",
  items: ["I1", "I2"],
  scope: { targetKind: "entity", categories: ["builder"] },
  inspectors: { officers: 2 },
  ratios: { A: "0.02", B: "0.05", C: "0.1", D: "0.2" },
  frequency: 1,
  window: { from: "2026-09-01", to: "2026-12-31" },
};

beforeAll(async () => {
  // Mid-Autumn of 2026, a Friday; National Day follows within five working days.
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-25T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

async function draft(entries: unknown[], as = "533103"): Promise<PlanDetail> {
  const answer = await harness.call("POST", "/api/v1/plans", {
    as,
    body: { year: 2026, title: "2026年度计划", entries },
  });
  expect(answer).toMatchObject({ status: 201, location: `/api/v1/plans/${String(answer.body["id"])}` });
  return planDetail.parse(answer.body);
}
const publish = (id: string, as = "533103") => publishPlan(harness, id, as);
const read = async (id: string, as = "533103") =>
  planDetail.parse((await harness.call("GET", `/api/v1/plans/${id}`, { as })).body);
const state = (id: string, wanted: PlanDetail["state"], as?: string) =>
  until(
    () => read(id, as),
    (plan) => plan.state === wanted,
  );

describe("a yearly plan", () => {
  it("is drafted once a key, however often the request is sent, and not without one", async () => {
    const key = uuidv7();
    const send = (title: string) =>
      harness.call("POST", "/api/v1/plans", { as: "533124", key, body: { year: 2026, title, entries: [] } });
    const both = await Promise.all([send("一次"), send("一次")]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body["id"]).toBe(both[1]?.body["id"]);
    expect(await send("另一次")).toMatchObject({ status: 409, body: { code: "command/key-reused" } });
    const there = await harness.call("GET", "/api/v1/plans", { as: "533124" });
    expect(planList.parse(there.body).items).toHaveLength(1);
    const keyless = await fetch(new URL("/api/v1/plans", harness.url), {
      method: "POST",
      headers: { ...(await harness.signedIn({ authority: "533124" })), "content-type": "application/json" },
      body: JSON.stringify({ year: 2026, title: "无键", entries: [] }),
    });
    expect(await keyless.json()).toMatchObject({ code: "command/key-missing" });
  });

  it("is drafted, previewed, published, adjusted, and the adjustment public by its deadline (articles 9, 16–18)", async () => {
    const plan = await draft([]);
    expect(await publish(plan.id)).toMatchObject({ status: 422, body: { code: "plan/incomplete" } });
    const { version } = await read(plan.id);
    const written = await harness.call("PUT", `/api/v1/plans/${plan.id}`, {
      ifMatch: version,
      body: { year: 2026, title: "2026年度计划", entries: [entry] },
    });
    expect(written.status).toBe(200);
    const [first] = planDetail.parse(written.body).entries;
    if (first === undefined) throw new Error("an entry");

    // A campaign of a plan that is not public is refused.
    expect(
      await harness.call("POST", `/api/v1/plans/${plan.id}/entries/${first.id}/campaigns`, { body: {} }),
    ).toMatchObject({ status: 409, body: { code: "plan/not-published" } });
    expect(
      await harness.call("POST", `/api/v1/plans/${plan.id}/entries/${uuidv7()}/campaigns`, { body: {} }),
    ).toMatchObject({ status: 404 });

    const preview = planPreview.parse((await harness.call("GET", `/api/v1/plans/${plan.id}/preview`)).body);
    expect(preview).toMatchObject({ refusals: [], entries: [{ population: 120, total: 9 }] });
    const [previewed] = preview.entries;
    const byCategory = previewed?.byCategory.reduce((sum, { population }) => sum + population, 0);
    expect(byCategory).toBe(120);
    expect(previewed?.inspectors.officers).toBeGreaterThan(0);
    expect(previewed?.officerDays).toBe(9 * (first.inspectors?.officers ?? 0) * (first.frequency ?? 0));

    // When it is reviewed and published, its version is the hash of what disclosure has.
    expect((await submitPlan(harness, plan.id)).status).toBe(200);
    const key = uuidv7();
    expect(
      (await harness.call("POST", `/api/v1/plans/${plan.id}/commands/publish`, { body: {}, key })).status,
    ).toBe(200);
    expect(
      (await harness.call("POST", `/api/v1/plans/${plan.id}/commands/publish`, { body: {}, key })).status,
    ).toBe(200);
    const published = await state(plan.id, "published");
    const publication = harness.disclosure.publications.get(published.publicationId ?? "");
    expect(publication?.opening).toMatchObject({ kind: "plan", dueAt: "2026-10-09T16:00:00.000Z" });
    if (publication === undefined || publication.content === null) throw new Error("content");
    expect(published.planVersion).toBe(planVersionOf(publication.content));
    expect(published.entries[0]?.itemVersions).toEqual([
      { code: "I1", version: 1 },
      { code: "I2", version: 1 },
    ]);
    expect(
      (
        await harness.call("PUT", `/api/v1/plans/${plan.id}`, {
          ifMatch: published.version,
          body: { year: 2026, title: "另一份", entries: [] },
        })
      ).body,
    ).toMatchObject({ code: "plan/wrong-state" });
    expect(await publish(plan.id)).toMatchObject({ status: 409, body: { code: "plan/wrong-state" } });

    // An adjustment is published by its deadline, five working days later over the holiday; the version before stays in force till then.
    const adjusted = {
      title: "2026年度计划（调整）",
      reason: "增加频次",
      entries: [{ ...entry, id: first.id, frequency: 2 }],
      revision: published.revision,
    };
    // Whoever wrote it from another revision has not seen what is in force.
    expect(
      await harness.call("POST", `/api/v1/plans/${plan.id}/commands/adjust`, {
        body: { ...adjusted, revision: published.revision + 1 },
      }),
    ).toMatchObject({ body: { code: "version/changed" } });
    expect(
      (await harness.call("POST", `/api/v1/plans/${plan.id}/commands/adjust`, { body: adjusted })).status,
    ).toBe(200);
    const adjusting = await read(plan.id);
    expect(adjusting).toMatchObject({
      state: "adjusting",
      revision: 2,
      publishedRevision: 1,
      dueAt: "2026-10-09T16:00:00.000Z",
      planVersion: published.planVersion,
    });
    expect(adjusting.publishedEntries?.[0]?.frequency).toBe(1);
    expect(
      await harness.call("POST", `/api/v1/plans/${plan.id}/commands/adjust`, { body: adjusted }),
    ).toMatchObject({ status: 409 });
    await until(
      async () => harness.disclosure.publications.get(adjusting.publicationId ?? ""),
      (renewed) => renewed?.renewing === true,
    );
    // It is the next version of the plan's publication, and says what changed.
    expect(adjusting.publicationId).toBe(published.publicationId);
    const changes = publication.content.sections.find(({ title }) => title === "变更内容")?.text;
    expect(changes).toBe(
      [
        "原：2026年度计划\n现：2026年度计划（调整）",
        "抽查计划 1",
        "原：抽查频次：每年 1 次\n现：抽查频次：每年 2 次",
      ].join("\n"),
    );
    await harness.disclosure.publishDue(new Date("2026-10-09T16:00:00Z"));
    const again = await state(plan.id, "published");
    expect(again).toMatchObject({ revision: 2, publishedRevision: 2, dueAt: null });
    expect(again.planVersion).not.toBe(published.planVersion);

    // An adjustment is also published early by command.
    expect(
      (
        await harness.call("POST", `/api/v1/plans/${plan.id}/commands/adjust`, {
          body: { ...adjusted, title: "再次调整", revision: again.revision },
        })
      ).status,
    ).toBe(200);
    expect((await publish(plan.id)).status).toBe(200);
    expect(await state(plan.id, "published")).toMatchObject({ publishedRevision: 3, title: "再次调整" });
    await recordHistory(
      harness.environment.client.workflow.getHandle(`plan/${plan.id}`),
      "plan-published-and-adjusted",
    );
    expect((await read(plan.id)).events.map((event) => event.type)).toEqual([
      "drafted",
      "redrafted",
      "submitted",
      "handed-in",
      "published",
      "adjusted",
      "published",
      "adjusted",
      "publishing-asked",
      "published",
    ]);
  }, 60_000);

  it("is reviewed by another person than who submitted it, who returns it with a reason or publishes it (article 16)", async () => {
    const [as, at] = ["533123", (path: string) => `/api/v1/plans/${plan.id}${path}`];
    const entries = [{ ...entry, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } }];
    const plan = await draft(entries, as);
    const ask = (type: string, body: object, actor = "head-1") =>
      harness.call("POST", at(`/commands/${type}`), { as, actor, body });
    // Given a draft, which nobody publishes or returns before it is submitted.
    const wrongState = { status: 409, body: { code: "plan/wrong-state" } };
    expect(await ask("publish", {})).toMatchObject(wrongState);
    expect(await ask("return", { reason: "尚未提交" })).toMatchObject(wrongState);

    // When it is submitted, it is not written over, and its planner does not review it.
    expect((await ask("submit", {}, "planner-1")).status).toBe(200);
    const submitted = await read(plan.id, as);
    expect(submitted).toMatchObject({ state: "submitted", submittedBy: "planner-1", returned: null });
    const body = { year: 2026, title: "2026年度计划（改）", entries };
    const write = (ifMatch: number) => harness.call("PUT", at(""), { as, ifMatch, body });
    expect(await write(submitted.version)).toMatchObject(wrongState);
    const own = { status: 403, body: { code: "plan/own-submission" } };
    expect(await ask("publish", {}, "planner-1")).toMatchObject(own);
    expect(await ask("return", { reason: "自行退回" }, "planner-1")).toMatchObject(own);

    // Its planner alone takes it back, and submits it again.
    expect(await ask("withdraw", {})).toMatchObject({
      status: 403,
      body: { code: "plan/not-who-submitted" },
    });
    expect((await ask("withdraw", {}, "planner-1")).status).toBe(200);
    expect(await read(plan.id, as)).toMatchObject({ state: "draft", submittedBy: null });
    expect((await ask("submit", {}, "planner-1")).status).toBe(200);

    // Then it is returned with a reason, changed, submitted and published.
    const reason = "请补充专项检查的审批文号";
    expect(await ask("return", {})).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    expect((await ask("return", { reason })).status).toBe(200);
    const returned = await read(plan.id, as);
    expect(returned).toMatchObject({
      ...{ state: "draft", submittedBy: null, returned: { reason, actor: "head-1" } },
      events: [
        { type: "drafted" },
        { type: "submitted", actor: "planner-1" },
        { type: "withdrawn", actor: "planner-1" },
        { type: "submitted" },
        { type: "returned" },
      ],
    });
    expect(JSON.stringify(returned.events)).not.toContain(reason);
    expect((await write(returned.version)).status).toBe(200);
    expect((await ask("submit", {}, "planner-1")).status).toBe(200);
    expect((await ask("publish", {})).status).toBe(200);
    expect(await state(plan.id, "published", as)).toMatchObject({ title: body.title, returned: null });
  }, 60_000);

  it("is told which entry lacks what, by the answer, by the command and by its preview (articles 8, 18)", async () => {
    const as = "533102";
    const { scope: _, frequency: __, ...lacking } = entry;
    const nowhere = { ...entry, scope: { targetKind: "entity", categories: ["testing-lab"] } };
    const plan = await draft([entry, lacking, { ...entry, items: [] }], as);
    const errors = [
      { path: "/entries/1/scope", message: "is missing" },
      { path: "/entries/1/frequency", message: "is missing" },
      { path: "/entries/2/items", message: "names no item" },
    ];
    const refused = await publish(plan.id, as);
    expect(refused).toMatchObject({ status: 422, body: { code: "plan/incomplete", errors } });
    expect((await harness.call("GET", refused.location ?? "", { as })).body).toMatchObject({
      status: "refused",
      code: "plan/incomplete",
      errors,
    });
    const previewed = async () =>
      planPreview.parse((await harness.call("GET", `/api/v1/plans/${plan.id}/preview`, { as })).body);
    const preview = await previewed();
    expect(preview.refusals).toContainEqual({ code: "plan/incomplete", errors });
    expect(preview.entries.map(({ refusals }) => refusals)).toEqual([
      [],
      [{ code: "plan/incomplete", errors: errors.slice(0, 2) }],
      [{ code: "plan/incomplete", errors: errors.slice(2) }],
    ]);

    const body = { year: 2026, title: plan.title, entries: [entry, { ...nowhere, items: ["I1", "I9"] }] };
    await harness.call("PUT", `/api/v1/plans/${plan.id}`, { as, body, ifMatch: plan.version });
    const item = {
      code: "item/not-in-force",
      detail: "item I9",
      errors: [{ path: "/entries/1/items/1", message: "is not in force" }],
    };
    expect((await publish(plan.id, as)).body).toMatchObject(item);
    const { refusals, entries } = await previewed();
    const empty = { path: "/entries/1/scope", message: "matches no target" };
    expect(refusals).toEqual([item, { code: "plan/empty-scope", errors: [empty] }]);
    expect(entries[1]?.refusals).toEqual(refusals);
  }, 60_000);

  it("is refused above the prefecture's caps, exactly at them it is not (article 20)", async () => {
    const ratios = { A: "0.01", B: "0.01", C: "0.01", D: "0.01" };
    const once = await draft([{ ...entry, ratios: { ...ratios, D: "0.011" } }], "533100");
    expect(await publish(once.id, "533100")).toMatchObject({
      status: 422,
      body: { code: "plan/ratio-above-cap" },
    });
    const often = await draft(
      [{ ...entry, ratios: { A: "0", B: "0", C: "0", D: "0.001" }, frequency: 3 }],
      "533100",
    );
    expect(await publish(often.id, "533100")).toMatchObject({
      status: 422,
      body: { code: "plan/frequency-above-cap" },
    });
    const at = await draft([{ ...entry, ratios: { ...ratios, A: "0.005", D: "0.02" } }], "533100");
    expect((await publish(at.id, "533100")).status).toBe(200);
    await state(at.id, "published", "533100");
    // The year's plans count together.
    const more = await draft([{ ...entry, ratios: { A: "0", B: "0", C: "0", D: "0.001" } }], "533100");
    expect(await publish(more.id, "533100")).toMatchObject({
      status: 422,
      body: { code: "plan/ratio-above-cap" },
    });
    expect(
      await harness.call("PUT", "/api/v1/settings/caps", {
        as: "533100",
        body: { ratio: "0.02", frequency: 2 },
      }),
    ).toMatchObject({ status: 422, body: { code: "plan/ratio-above-cap" } });
  }, 60_000);

  it("is the county's own within the caps that the county has set", async () => {
    expect(
      await harness.call("PUT", "/api/v1/settings/caps", {
        as: "533122",
        body: { ratio: "0.05", frequency: 1 },
      }),
    ).toMatchObject({ status: 200 });
    const plan = await draft([entry], "533122");
    expect(await publish(plan.id, "533122")).toMatchObject({ body: { code: "plan/ratio-above-cap" } });
    const nothing = await draft(
      [{ ...entry, scope: { targetKind: "entity", categories: ["testing-lab"] } }],
      "533122",
    );
    expect(await publish(nothing.id, "533122")).toMatchObject({
      status: 422,
      body: { code: "plan/empty-scope" },
    });
    const lifted = await draft([{ ...entry, liftInspected: {} }], "533122");
    expect(await publish(lifted.id, "533122")).toMatchObject({
      status: 422,
      body: { code: "plan/exclusion-reason-missing" },
    });
    const repealed = await draft([{ ...entry, items: ["I9"] }], "533122");
    expect(await publish(repealed.id, "533122")).toMatchObject({
      status: 409,
      body: { code: "item/not-in-force" },
    });
  }, 60_000);

  it("is read by its superior, unknown to a sibling, and written by its own authority alone (article 3)", async () => {
    const plan = await draft([entry], "533123");
    expect((await harness.call("GET", `/api/v1/plans/${plan.id}`, { as: "533100" })).status).toBe(200);
    const draftAnew = { year: 2026, title: "另一份", entries: [] };
    const asks = [
      ["POST", "commands/submit", {}],
      ["POST", "commands/withdraw", {}],
      ["POST", "commands/return", { reason: "退回" }],
      ["POST", "commands/publish", {}],
      ["POST", "commands/adjust", { title: "调整", reason: "调整", entries: [] }],
      ["PUT", "", draftAnew],
    ] as const;
    for (const [method, path, body] of asks) {
      const as = (authority: string) =>
        harness.call(method, `/api/v1/plans/${plan.id}/${path}`.replace(/\/$/, ""), { as: authority, body });
      expect(await as("533100")).toMatchObject({ status: 403, body: { code: "authority/not-yours" } });
      expect(await as("533124")).toMatchObject({ status: 404, body: { code: "not-found" } });
    }
    expect((await harness.call("GET", `/api/v1/plans/${plan.id}`, { as: "533124" })).status).toBe(404);
    expect((await harness.call("GET", `/api/v1/plans/${uuidv7()}`)).status).toBe(404);
    const bad = { year: 2026, title: "x\u0000", entries: [] };
    expect(await harness.call("POST", "/api/v1/plans", { body: bad })).toMatchObject({
      status: 422,
      body: { code: "body/invalid" },
    });
    const page = planList.parse((await harness.call("GET", "/api/v1/plans?limit=1", { as: "533100" })).body);
    expect(page.items).toHaveLength(1);
    const next = planList.parse(
      (await harness.call("GET", `/api/v1/plans?limit=200&after=${page.next}`, { as: "533100" })).body,
    );
    expect(next.items.map((one) => one.id)).not.toContain(page.items[0]?.id);
  }, 60_000);
});
