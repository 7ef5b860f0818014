import { campaignDetail, planDetail, type Action, type InspectionDetail } from "@shuangsui/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionsIn, expectPolicy, type Representative } from "../../../infra/embedded/test-policy.ts";
import { builders } from "./testing/campaigns.ts";
import { sampleHeld } from "./testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "./testing/harness.ts";
import { drawnInspections, inspecting } from "./testing/inspections.ts";
import { supervising } from "./testing/supervision.ts";

/** Of the policy's actions those that this service has; what stands for each is known once there are matters. */
const actions = [
  ...(["approval.read", "approval.record", "audit.read", "calendar.read", "calendar.write"] as const),
  ...(["campaign.cancel", "campaign.read", "credit.repair"] as const),
  ...(["campaign.scheme", "campaign.trigger", "command.read", "draw.commit", "draw.contribute"] as const),
  ...([
    "draw.repeat",
    "draw.reveal",
    "draw.witnesses",
    "events.read",
    "feedback.give",
    "figures.read",
  ] as const),
  ...([
    "inspection.cancel",
    "inspection.order",
    "inspection.prepare",
    "inspection.read",
    "inspection.record",
    "item-use.read",
  ] as const),
  ...(["objection.answer", "objection.enter", "plan.publish", "plan.read", "plan.write"] as const),
  ...([
    "publication.publish",
    "recusal.ask",
    "recusal.decide",
    "paper.sign",
    "settings.read",
    "text.ask",
    "text.review",
    "access-code.give",
    "notice.read",
    "feedback.receive",
  ] as const),
  ...(["settings.write", "stuck.read", "stuck.retry", "webhook.read", "webhook.write"] as const),
  "workbench.read",
  ...(["supervision.answer", "supervision.order", "supervision.read"] as const),
] satisfies readonly Action[];

let harness: InspectionHarness;
type Supervision = "supervision.answer" | "supervision.order" | "supervision.read";
let routes: Readonly<Record<(typeof actions)[number], Representative>>;
let cells = 0;

/** What there is of an authority: a plan, its drawn campaign, an inspection of it and a recusal that is open there. */
async function mattersOf(as: string, entry: object) {
  const [first, second, third] = await drawnInspections(harness, entry, undefined, {
    confirmed: false,
    as,
  });
  if (first === undefined || second === undefined) throw new RangeError("draw more");
  const team = inspecting(harness, as);
  const recusalId = await team.askRecusal(second.id);
  const campaign = campaignDetail.parse(
    (await harness.call("GET", `/api/v1/campaigns/${first.campaignId}`, { as })).body,
  );
  const plan = planDetail.parse((await harness.call("GET", `/api/v1/plans/${campaign.planId}`, { as })).body);
  if (third !== undefined) {
    await team.act(third.id, "confirm", { statement: "均无利害关系" });
    await team.act(third.id, "notify", { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" });
  }
  const noticed = third?.id ?? first.id;
  return { noticed, inspection: first, recused: second, recusalId, campaign, plan };
}
type Matters = Awaited<ReturnType<typeof mattersOf>>;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  const county = await mattersOf("533103", builders);
  const prefecture = await mattersOf("533100", {
    ...builders,
    // All that a prefecture may draw in a year.
    ratios: { A: "0", B: "0", C: "0", D: "0.04" },
    frequency: 1,
  });
  const order = await supervising(harness).ordered({ kind: "plan", id: county.plan.id });
  routes = { ...routesAt(county, prefecture), ...routesAtOrder(order.id) };
}, 180_000);
afterAll(async () => {
  process.stderr.write(`policy: ${cells} cells of the inspection service asserted\n`);
  await harness.close();
});

/** Who is of its team, by an inspector's id; and who is inspected there. */
const memberOf = ({ id, team }: InspectionDetail) => ({ inspector: team[0]?.inspectorId, inspection: id });

/** At an order that the prefecture gave the county; nobody is above the prefecture, so it has none. */
function routesAtOrder(orderId: string): Pick<typeof routes, Supervision> {
  const at = (path: string) => ({
    county: `/api/v1/supervision-orders/${orderId}${path}`,
    prefecture: `/api/v1/supervision-orders/${uuidv7()}${path}`,
  });
  const body = { statement: "已整改" };
  return {
    "supervision.read": { method: "GET", path: at("") },
    // Nothing is answered before receipt is confirmed, nor closed before it is answered: refused as that.
    "supervision.answer": { method: "POST", path: at("/commands/answer"), body },
    "supervision.order": {
      method: "POST",
      path: at("/commands/close"),
      body,
      refused: { own: "supervision/not-who-ordered" },
    },
  };
}

function routesAt(county: Matters, prefecture: Matters): Omit<typeof routes, Supervision> {
  const at = (path: (matters: Matters) => string) => ({
    county: `/api/v1/${path(county)}`,
    prefecture: `/api/v1/${path(prefecture)}`,
  });
  const ofPlan = (path: string) => at(({ plan }) => `plans/${plan.id}${path}`);
  const ofCampaign = (path: string) => at(({ campaign }) => `campaigns/${campaign.id}${path}`);
  const ofInspection = (path: string) => at(({ inspection }) => `inspections/${inspection.id}${path}`);
  const person = memberOf(county.inspection);
  const command = (type: string, body: object): Representative => ({
    method: "POST",
    path: ofInspection(`/commands/${type}`),
    body,
    person,
  });
  // What is not to be published is refused, and changes nothing.
  const reason = "联系电话13800138000";
  const tomorrow = { number: "审批1号", approver: "局长", approvedOn: "2026-12-31" };
  return {
    "approval.read": { method: "GET", path: ofCampaign("/approvals") },
    "approval.record": { method: "POST", path: ofCampaign("/approvals"), body: tomorrow },
    "calendar.read": {
      method: "GET",
      path: {
        county: "/api/v1/calendar/explain?authority=533103&after=2026-12-07&workdays=5",
        prefecture: "/api/v1/calendar/explain?authority=533100&after=2026-12-07&workdays=5",
      },
    },
    "calendar.write": {
      method: "POST",
      path: "/api/v1/calendar/notices",
      body: { authority: "533103", number: "1", issuedOn: "2026-09-15", name: "无", daysOff: [], worked: [] },
    },
    "campaign.cancel": { method: "POST", path: ofCampaign("/commands/cancel"), body: { reason } },
    "campaign.read": { method: "GET", path: ofCampaign("") },
    "campaign.scheme": {
      method: "PUT",
      path: ofCampaign("/scheme"),
      body: {
        procedure: "现场检查",
        content: "资质条件",
        window: { from: "2026-09-15", to: "2026-10-30" },
        beacon: { kind: "witness", revealWithinHours: 48 },
      },
    },
    "campaign.trigger": {
      method: "POST",
      path: at(({ plan }) => `plans/${plan.id}/entries/${plan.entries[0]?.id}/campaigns`),
      body: {},
    },
    "command.read": { method: "GET", path: at(({ recusalId }) => `commands/${recusalId}`) },
    "credit.repair": command("repair", { number: "1号", decidedOn: "2026-09-14", reason: "已整改到位" }),
    "draw.commit": { method: "POST", path: ofCampaign("/commands/commit"), body: {} },
    "draw.contribute": {
      method: "POST",
      path: ofCampaign("/contributions"),
      body: { contribution: "ab".repeat(32) },
      person: { witness: { name: "甲", unit: "公证处" } },
    },
    "draw.repeat": {
      method: "POST",
      path: ofCampaign("/commands/redraw"),
      body: { reason: "无效", document: "文号" },
      refused: { own: "authority/not-yours" },
    },
    "draw.reveal": { method: "POST", path: ofCampaign("/commands/reveal"), body: {} },
    "draw.witnesses": {
      method: "POST",
      path: ofCampaign("/witnesses/withdraw"),
      body: { name: "丙" },
    },
    "feedback.give": command("feedback", { receivedBy: "前台", method: "in-person" }),
    "audit.read": { method: "GET", path: "/api/v1/audit" },
    "events.read": { method: "GET", path: "/api/v1/events" },
    "workbench.read": { method: "GET", path: "/api/v1/todo" },
    "webhook.read": { method: "GET", path: "/api/v1/webhooks" },
    // An address inside the network: refused as that.
    "webhook.write": {
      method: "POST",
      path: "/api/v1/webhooks",
      body: { url: "https://10.0.0.1/", types: [] },
    },
    "figures.read": { method: "GET", path: "/api/v1/inspections/counts" },
    "inspection.cancel": command("cancel", { reason }),
    "inspection.order": {
      method: "POST",
      path: "/api/v1/inspections",
      body: {
        origin: "complaint",
        target: { kind: "entity", code: "T000010" },
        items: ["I1"],
        window: { from: "2026-09-15", to: "2026-10-30" },
        source: { document: "1号", about: reason },
      },
    },
    "inspection.prepare": command("gone", { statement: reason, evidenceSha256: "ab".repeat(32) }),
    "inspection.read": { method: "GET", path: ofInspection(""), person },
    "inspection.record": command("supplement", { text: "补充" }),
    "objection.answer": {
      ...command("answer", { statement: "维持", upheld: false }),
      // Of no team.
      person: { inspector: uuidv7() },
    },
    "objection.enter": command("object", { statement: "异议" }),
    "plan.publish": { method: "POST", path: ofPlan("/commands/publish"), body: {} },
    "item-use.read": { method: "GET", path: "/api/v1/items/unused" },
    "plan.read": { method: "GET", path: ofPlan("") },
    "plan.write": {
      method: "PUT",
      path: ofPlan(""),
      body: { year: 2026, title: "另一计划", entries: [] },
      ifMatch: 9_999,
    },
    "publication.publish": command("publish", {}),
    "recusal.ask": command("recuse", {
      number: 9_999,
      ground: "kinship",
      declaredBy: "target",
      statement: "近亲属",
    }),
    // Before the notice: refused as that.
    "access-code.give": { method: "POST", path: ofInspection("/access-codes"), body: {}, person },
    "feedback.receive": command("receive", { by: "负责人" }),
    "notice.read": {
      method: "GET",
      path: at(({ noticed }) => `inspections/${noticed}/notice`),
      person: { inspection: county.noticed },
    },
    "recusal.decide": {
      method: "POST",
      path: at(({ recused, recusalId }) => `inspections/${recused.id}/recusals/${recusalId}/decision`),
      body: { granted: false, statement: "不属于应当回避的情形" },
      // Who asked for it: refused as that, and not decided.
      person: { actor: "official-1" },
      refused: { child: "authority/not-yours" },
    },
    "paper.sign": command("sign", { paper: "report", revision: 1 }),
    "settings.read": { method: "GET", path: "/api/v1/settings/caps" },
    "settings.write": {
      method: "PUT",
      path: "/api/v1/settings/caps",
      body: { ratio: "0.5", frequency: 2 },
    },
    // Without a text: refused as that.
    "text.ask": {
      method: "POST",
      path: "/api/v1/text-review-requests",
      body: { subject: null, texts: [] },
    },
    // Without a reason: refused as that.
    "text.review": { method: "POST", path: "/api/v1/text-reviews", body: { texts: ["文本"], reason: "" } },
    "stuck.read": { method: "GET", path: "/api/v1/stuck" },
    // Nothing of it is stuck: refused as that.
    "stuck.retry": { method: "POST", path: at(({ recused }) => `inspections/${recused.id}/retry`), body: {} },
  };
}

describe("the policy, as every role meets it at its own, a child's, a sibling's and a parent's matter (articles 3, 4)", () => {
  it("is asked for each action that the service has", async () => {
    const document: unknown = await (await fetch(new URL("/openapi.json", harness.url))).json();
    expect(actionsIn(document)).toEqual(actions.toSorted());
  });

  it.each(actions)("%s", async (action) => {
    cells += await expectPolicy(action, routes[action], (method, path, options) =>
      harness.call(method === "PATCH" ? "PUT" : method, path, { key: uuidv7(), ...options }),
    );
  });
});
