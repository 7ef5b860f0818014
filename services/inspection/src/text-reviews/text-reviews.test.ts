import {
  eventPage,
  textReviewRequest,
  textReviewRequestList,
  type InspectionDetail,
  type TextReviewRequest,
} from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallOptions } from "../../../../infra/embedded/test-harness.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, planned } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";
import { todoOf } from "../testing/todo.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];
const phone = "联系人电话13912345678";
const requests = "/api/v1/text-review-requests";

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

const fresh = () => unused.shift() as InspectionDetail;
const officerOf = ({ team: members }: InspectionDetail, actor = "officer-1"): Partial<CallOptions> => ({
  ...{ actor, roles: ["officer"], inspector: members[0]?.inspectorId },
});
const reviewer = { actor: "reviewer-1", roles: ["reviewer"] } satisfies Partial<CallOptions>;

const asks = (
  subject: TextReviewRequest["subject"] | object | null,
  text: string,
  who: Partial<CallOptions>,
  form = "cancel",
) => harness.call("POST", requests, { body: { subject, form, texts: [{ path: "/reason", text }] }, ...who });
const asked = async (...given: Parameters<typeof asks>) => {
  const { status, body } = await asks(...given);
  expect([status, body["code"]]).toEqual([201, undefined]);
  return textReviewRequest.parse(body);
};
const decide = (id: string, passes: boolean, who: Partial<CallOptions> = reviewer) =>
  harness.call("POST", `${requests}/${id}/decision`, {
    body: { passes, reason: passes ? "系公开的值班电话" : "请删去个人电话" },
    ...who,
  });
const waitingFor = (who: Partial<CallOptions>) => todoOf(harness, who, "review");

describe("a text that waits for its review (article 30)", () => {
  it("is at the reviewer's workbench, passes there, and is named by its own id, with nothing copied", async () => {
    const inspection = fresh();
    const subject = { matter: "inspection", id: inspection.id };
    const request = await asked(subject, phone, { actor: "planner-1", roles: ["planner"] });
    expect(request).toMatchObject({
      ...{ state: "waiting", askedBy: "planner-1", decision: null },
      subject: { ...subject, title: inspection.targetName },
      texts: [{ path: "/reason", text: phone, before: null }],
    });
    // Asked again while it waits, it is the same.
    expect((await asked(subject, phone, { actor: "planner-1", roles: ["planner"] })).id).toBe(request.id);
    expect(await waitingFor(reviewer)).toMatchObject([
      { matter: "text-review", id: request.id, title: inspection.targetName, dueAt: null },
    ]);
    const cancel = () =>
      harness.call("POST", `/api/v1/inspections/${inspection.id}/commands/cancel`, {
        ...{ actor: "planner-1", roles: ["planner"] as const },
        body: { reason: phone, personalDataReview: request.id },
      });
    expect(await cancel()).toMatchObject({ status: 422, body: { code: "text/personal-data" } });
    expect((await decide(request.id, true)).body).toMatchObject({
      state: "passed",
      decision: { by: "reviewer-1", reason: "系公开的值班电话" },
    });
    expect(await waitingFor(reviewer)).toEqual([]);
    expect((await cancel()).status).toBe(200);
    expect((await team.read(inspection.id)).events.map(({ type }) => type)).toContain(
      "personal-data-reviewed",
    );
    expect(await decide(request.id, false)).toMatchObject({
      status: 409,
      body: { code: "text-review/decided" },
    });
  }, 60_000);

  it("is returned with a reason, and shows beside what comes next in its place", async () => {
    const inspection = fresh();
    const [subject, officer] = [{ matter: "inspection", id: inspection.id }, officerOf(inspection)];
    const first = await asked(subject, phone, officer);
    expect((await decide(first.id, false)).body).toMatchObject({
      state: "returned",
      decision: { reason: "请删去个人电话" },
    });
    const told = () =>
      harness.call("GET", "/api/v1/events?type=cn.shuangsui.text-review&limit=1000", reviewer);
    const ofFirst = async () =>
      eventPage
        .parse((await told()).body)
        .items.filter(({ data }) => data.id === first.id)
        .map(({ type, data }) => [type, data.state]);
    expect(await until(ofFirst, (events) => events.length === 2)).toEqual([
      ["cn.shuangsui.text-review.ask", "waiting"],
      ["cn.shuangsui.text-review.return", "returned"],
    ]);
    const own = await harness.call("GET", `${requests}/${first.id}`, officer);
    expect(own.body).toMatchObject({ state: "returned" });
    const again = await asked(subject, "值班电话13900000000", officer);
    expect(again.texts).toEqual([{ path: "/reason", text: "值班电话13900000000", before: phone }]);
    // Nothing stood before it in another form of the same inspection, nor in what is not there yet.
    const elsewhere = await asked(subject, "现场电话13911111111", officer, "report");
    expect(elsewhere.texts).toMatchObject([{ before: null }]);
    const order = await asked(null, phone, officer, "order");
    await decide(order.id, false);
    expect((await asked(null, "电话13922222222", officer, "order")).texts).toMatchObject([{ before: null }]);
  });

  it("of a plan shows what the plan says in its place", async () => {
    const plan = await planned(harness, [builders]);
    const body = { subject: { matter: "plan", id: plan.id }, texts: [{ path: "/title", text: phone }] };
    const answer = await harness.call("POST", requests, { body, actor: "planner-1", roles: ["planner"] });
    expect(answer.body).toMatchObject({ texts: [{ before: plan.title }], subject: { title: plan.title } });
    // A campaign that is begun from an entry has none of the plan's texts: it is called as its entry is, where nothing else is said.
    const [entry] = plan.entries;
    const begun = await harness.call("POST", requests, {
      body: { ...body, subject: { ...body.subject, entry: entry?.id }, form: "trigger" },
      actor: "planner-1",
      roles: ["planner"],
    });
    expect(begun.body).toMatchObject({
      texts: [{ text: phone, before: entry?.title }],
      subject: { matter: "plan", id: plan.id, title: plan.title },
    });
  });

  it("is decided on by another person alone, of no team of it, of the same authority", async () => {
    const inspection = fresh();
    const request = await asked({ matter: "inspection", id: inspection.id }, phone, officerOf(inspection));
    const both = { roles: ["officer", "reviewer"] as const };
    const refused = async (who: Partial<CallOptions>) => (await decide(request.id, true, who)).body["code"];
    expect(await refused({ ...both, actor: "officer-1" })).toBe("text-review/own-request");
    const colleague = { ...both, actor: "officer-2", inspector: inspection.team[1]?.inspectorId };
    expect(await refused(colleague)).toBe("inspection/own-work");
    expect((await waitingFor(colleague)).map(({ id }) => id)).not.toContain(request.id);
    expect(await refused({ ...reviewer, as: "533102" })).toBe("not-found");
    expect(await refused({ roles: ["publisher"] })).toBe("caller/not-allowed");
  });

  it("is seen by who asked for it and by reviewers, and is of no inspection that one does not see", async () => {
    const own = fresh();
    const stranger = {
      ...officerOf(own, "officer-8"),
      inspector: "01890000-0000-7000-8000-000000000009",
    };
    const request = await asked({ matter: "inspection", id: own.id }, phone, officerOf(own, "officer-7"));
    const listed = async (who: Partial<CallOptions>) =>
      textReviewRequestList
        .parse((await harness.call("GET", `${requests}?state=waiting&limit=500`, who)).body)
        .items.map(({ id }) => id);
    expect(await listed(reviewer)).toContain(request.id);
    expect(await listed(officerOf(own, "officer-7"))).toEqual([request.id]);
    expect(await listed(stranger)).toEqual([]);
    expect((await harness.call("GET", `${requests}/${request.id}`, stranger)).status).toBe(404);
    expect((await asks({ matter: "inspection", id: own.id }, phone, stranger)).status).toBe(404);
    expect((await asked(null, phone, { actor: "planner-9", roles: ["planner"] })).subject).toBeNull();
  });
});
