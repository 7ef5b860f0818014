import {
  auditPage,
  eventPage,
  figuresByAuthority,
  learnAuthorities,
  supervisionCounts,
  supervisionList,
  type SupervisionDetail,
} from "@shuangsui/contracts";
import { recordHistory } from "@shuangsui/workflows/histories/record";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections } from "../testing/inspections.ts";
import { orderedAt, supervising, type Supervising } from "../testing/supervision.ts";

/** A town below 瑞丽: what 瑞丽 orders there escalates to the prefecture, above which nobody is. */
const town = "533181";
const authorities = [
  ...sampleAuthorities,
  {
    ...{ code: town, parent: "533102", level: "township" as const, name: "畹町开发区建设局", short: "畹町" },
    english: { name: "Wanding Bureau of Construction", short: "Wanding" },
  },
];
let harness: InspectionHarness;
let does: Supervising;
beforeAll(async () => {
  learnAuthorities(authorities);
  harness = await startInspectionHarness(sampleHeld(160), orderedAt, { authorities });
  does = supervising(harness);
}, 180_000);
afterAll(async () => {
  await harness.close();
  learnAuthorities(sampleAuthorities);
});

const whole = (code: string) => ({ kind: "authority", code }) as const;
const typesOf = ({ events }: SupervisionDetail) => events.map(({ type }) => type);
const workflowOf = (id: string) => harness.environment.client.workflow.getHandle(`supervision/${id}`);
const drafted = async (as = "533103") => {
  const body = { year: 2026, title: "2026年度计划", entries: [] };
  return String((await harness.call("POST", "/api/v1/plans", { as, body })).body["id"]);
};
const done = async (answer: Promise<{ status: number }>) => expect((await answer).status).toBe(200);
const countsOf = async (authority: string, as = "533100") => {
  const answer = await harness.call("GET", "/api/v1/supervision-orders/counts", { as });
  return supervisionCounts.parse(answer.body).items.find((one) => one.authority === authority);
};
const publicOf = async (authority: string) => {
  const answer = await harness.call("GET", "/internal/v1/figures", { service: true, as: "533100" });
  const { supervision } = figuresByAuthority.parse(answer.body);
  return supervision.find((one) => one.authority === authority);
};

describe("the list of orders taken away as a file (article 4)", () => {
  it("has each order with who must answer, who ordered and until when, narrowed as it was seen", async () => {
    await does.ordered(whole("533103"));
    const rowsOf = async (query: string) => {
      const answer = await fetch(
        new URL(`/api/v1/supervision-orders/export?format=csv&${query}`, harness.url),
        {
          headers: await harness.signedIn({ authority: "533100" }),
        },
      );
      expect(answer.status).toBe(200);
      return (await answer.text()).replace("\uFEFF", "").trimEnd().split("\r\n");
    };
    const [headings = "", ...rows] = await rowsOf("authority=533103");
    expect(headings.split(",").slice(0, 5)).toEqual(["督办要求", "督办对象", "承办单位", "督办单位", "状态"]);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.includes("芒市"))).toBe(true);
    expect(await rowsOf("authority=533124")).toHaveLength(1);
  });
});

describe("an order on a plan (article 4)", () => {
  it("is received, answered, given back, answered anew and closed, and its workflow goes along", async () => {
    const ordered = await does.ordered({ kind: "plan", id: await drafted() });
    const { id } = ordered;
    expect(ordered).toMatchObject({ authority: "533103", orderedBy: "533100", state: "opened" });
    expect(ordered).toMatchObject({ subject: { kind: "plan", title: "2026年度计划" }, text: "请核实并整改" });
    expect(ordered).toMatchObject({
      dueAt: "2026-09-18T16:00:00.000Z",
      workdaysLeft: 3,
      byItself: "overdue",
    });

    await done(does.act(id, "receive", {}, "533103"));
    await done(does.act(id, "answer", { statement: "已补充条目" }, "533103"));
    await done(does.act(id, "return", { reason: "比例仍未填写", workdays: 2 }, "533100"));
    const back = await does.read(id, "533103");
    expect(back).toMatchObject({ state: "received", dueAt: "2026-09-17T16:00:00.000Z", late: null });
    await done(does.act(id, "answer", { statement: "比例已填写" }, "533103"));
    await done(does.act(id, "close", { statement: "同意办结" }, "533100"));

    const closed = await does.read(id);
    expect(closed).toMatchObject({ state: "closed", dueAt: null, late: false, breaches: 0 });
    expect(closed.papers.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      ...["answer 已补充条目", "return 比例仍未填写", "answer 比例已填写", "closing 同意办结"],
    ]);
    expect(typesOf(closed)).toEqual([
      ...["opened", "received", "answered", "returned", "answered", "closed"],
    ]);
    await until(
      () => workflowOf(id).describe(),
      ({ status }) => status.name === "COMPLETED",
    );
    await recordHistory(workflowOf(id), "supervision-given-back-and-closed");
    expect(await harness.replay([`supervision/${id}`])).toEqual([]);
  }, 60_000);

  it("is in the feed by ids and states, and in the audit trail of whose it is, with who asked", async () => {
    const { id } = await does.ordered({ kind: "plan", id: await drafted() });
    await done(does.act(id, "withdraw", { reason: "重复下达" }, "533100"));
    const feed = await until(
      async () => {
        const path = "/api/v1/events?type=cn.shuangsui.supervision&limit=1000";
        const { items } = eventPage.parse((await harness.call("GET", path, { as: "533103" })).body);
        return items.filter((event) => event.data.id === id);
      },
      (items) => items.length === 2,
    );
    expect(feed.map(({ type, authority, data }) => [type, authority, data.state])).toEqual([
      ["cn.shuangsui.supervision.opened", "533103", "opened"],
      ["cn.shuangsui.supervision.withdrawn", "533103", "withdrawn"],
    ]);
    expect(JSON.stringify(feed)).not.toContain("请核实");
    await harness.linkNow();
    const trail = await until(
      async () =>
        auditPage.parse((await harness.call("GET", `/api/v1/audit?subject=${id}`, { as: "533103" })).body)
          .items,
      (items) => items.length === 2,
    );
    expect(
      trail.map(({ action, authority, callerAuthority }) => [action, authority, callerAuthority]),
    ).toEqual([
      ["supervision/order", "533103", "533100"],
      ["supervision/withdraw", "533103", "533100"],
    ]);
  });
});

describe("an order that nobody answers (article 4)", () => {
  it("goes to the superior of who ordered it by itself; a late answer is taken, and marked", async () => {
    const { id, byItself } = await does.ordered(whole(town), { as: "533102", workdays: 1 });
    expect(byItself).toBe("escalated");
    expect((await does.act(id, "close", { statement: "代办" }, "533100")).body).toMatchObject({
      code: "supervision/not-who-ordered",
      article: 4,
    });
    await harness.skipTo(new Date("2026-09-16T15:59:00Z"));
    expect((await does.read(id)).state).toBe("opened");
    await harness.skipTo(new Date("2026-09-16T16:00:01Z"));
    const escalated = await does.reached(id, ({ state }) => state === "escalated");
    expect(escalated).toMatchObject({ escalatedTo: "533100", overdue: true, breaches: 1, byItself: null });

    await done(does.act(id, "receive", {}, town));
    await done(does.act(id, "answer", { statement: "已补报" }, town));
    expect(await does.read(id)).toMatchObject({ state: "answered", late: true, overdue: false });
    // To whom it went, as well as who ordered it.
    await done(does.act(id, "close", { statement: "已阅" }, "533100"));
    expect(typesOf(await does.read(id))).toEqual([
      ...["opened", "escalated", "received", "answered", "closed"],
    ]);
    await until(
      () => workflowOf(id).describe(),
      ({ status }) => status.name === "COMPLETED",
    );
    await recordHistory(workflowOf(id), "supervision-escalated-and-answered-late");
    expect(await countsOf(town)).toMatchObject({ open: 0, escalated: 0, escalations: 1, answeredInTime: 0 });
    expect(await publicOf(town)).toEqual({ authority: town, count: 1, answeredInTime: 0, escalations: 1 });
  }, 60_000);

  it("is overdue on the board of who ordered it where nobody is above, counted by one query, public in numbers alone", async () => {
    const first = await does.ordered(whole("533124"));
    await done(does.act(first.id, "receive", {}, "533124"));
    await done(does.act(first.id, "answer", { statement: "已核实" }, "533124"));
    const second = await does.ordered(whole("533124"), { workdays: 1 });
    await harness.skipTo(new Date(second.dueAt ?? ""));
    const late = await does.reached(second.id, ({ breaches }) => breaches === 1);
    expect(late).toMatchObject({ state: "opened", overdue: true, escalatedTo: null, workdaysLeft: -1 });
    expect(await countsOf("533124")).toEqual({
      ...{ authority: "533124", count: 2, open: 2, overdue: 1 },
      ...{ escalated: 0, escalations: 0, answeredInTime: 1 },
    });
    const behind = async (counted: string) => {
      const path = `/api/v1/supervision-orders?counted=${counted}&authority=533124`;
      const { items } = supervisionList.parse((await harness.call("GET", path, { as: "533100" })).body);
      return items.map(({ id }) => id);
    };
    expect((await behind("open")).toSorted()).toEqual([first.id, second.id].toSorted());
    expect(await behind("answeredInTime")).toEqual([first.id]);
    expect(await publicOf("533124")).toEqual({
      ...{ authority: "533124", count: 2, answeredInTime: 1, escalations: 0 },
    });
    const path = "/api/v1/supervision-orders?attention=overdue&authority=533124";
    const listed = supervisionList.parse((await harness.call("GET", path, { as: "533100" })).body).items;
    expect(listed.map(({ id }) => id)).toEqual([second.id]);
  }, 60_000);

  it("has its day moved by a calendar that changes, by which notice", async () => {
    const { id, dueAt } = await does.ordered(whole("533122"), { workdays: 4 });
    const now = await harness.clock.now();
    const tomorrow = new Date(now.getTime() + 32 * 3_600_000).toISOString().slice(0, 10);
    const body = {
      ...{ authority: "533122", number: "梁建〔2026〕1号", issuedOn: "2026-09-10", name: "放假通知" },
      ...{ daysOff: [{ from: tomorrow, to: tomorrow }], worked: [] },
    };
    expect((await harness.ask("POST", "/api/v1/calendar/notices", { as: "533122", body })).status).toBe(201);
    const moved = await does.reached(id, (order) => typesOf(order).includes("due-moved"));
    // What became of the order since, the time having gone on, is another matter.
    const facts = moved.events.find(({ type }) => type === "due-moved")?.facts;
    expect(facts).toMatchObject({ deadline: "supervision", from: dueAt, notice: "梁建〔2026〕1号" });
    expect(String(facts?.["to"]) > String(dueAt)).toBe(true);
  });
});

describe("who orders what (article 4)", () => {
  it("an inspection and a campaign as well, whosever of the subordinates they are", async () => {
    const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };
    const [inspection] = await drawnInspections(harness, few);
    if (inspection === undefined) throw new Error("draw more");
    const { id, campaignId, targetName } = inspection;
    const onInspection = await does.ordered({ kind: "inspection", id });
    expect(onInspection).toMatchObject({ authority: "533103", subject: { id, title: targetName } });
    const onCampaign = await does.ordered({ kind: "campaign", id: campaignId ?? "" });
    expect(onCampaign).toMatchObject({ authority: "533103", subject: { kind: "campaign" } });
    const path = `/api/v1/supervision-orders?subject=${id}`;
    const listed = supervisionList.parse((await harness.call("GET", path, { as: "533103" })).body).items;
    expect(listed.map((order) => order.id)).toEqual([onInspection.id]);
  }, 120_000);

  it("nobody its own, a sibling's or what is not there, and nothing without a day that can be kept", async () => {
    const plan = await drafted();
    const before = await countsOf("533103");
    const refusals = [
      [does.order(whole("533100")), 403, "supervision/not-subordinate"],
      [does.order({ kind: "plan", id: plan }, { as: "533103" }), 403, "supervision/not-subordinate"],
      [does.order({ kind: "plan", id: plan }, { as: "533102" }), 404, "not-found"],
      [does.order(whole("533103"), { as: "533102" }), 404, "not-found"],
      [does.order(whole("530000")), 404, "not-found"],
      [does.order({ kind: "inspection", id: randomUUID() }), 404, "not-found"],
      [does.order({ kind: "campaign", id: plan }), 404, "not-found"],
      [does.order({ kind: "plan", id: plan }, { workdays: 0 }), 422, "body/invalid"],
      [does.order({ kind: "plan", id: plan }, { workdays: 61 }), 422, "body/invalid"],
      [does.order({ kind: "plan", id: plan }, { workdays: 1.5 }), 422, "body/invalid"],
      [does.order({ kind: "plan", id: plan }, { text: " " }), 422, "body/invalid"],
    ] as const;
    for (const [answering, status, code] of refusals)
      expect(await answering).toMatchObject({ status, body: { code } });
    expect(await countsOf("533103")).toEqual(before);
  });

  it("once a key, and a superior's key is its own wherever it was used", async () => {
    const [body, other] = ["请核实", "请立即核实"].map((text) => ({
      ...{ subject: whole("533103"), text, workdays: 2 },
    }));
    const key = randomUUID();
    const send = (as: string, sent: unknown) =>
      harness.ask("POST", "/api/v1/supervision-orders", { as, key, body: sent });
    const [first, second] = await Promise.all([send("533100", body), send("533100", body)]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body["id"]).toBe(second.body["id"]);
    expect((await send("533100", other)).body).toMatchObject({ code: "command/key-reused" });
    // A key that was used on the superior's own.
    const own = randomUUID();
    const plan = { year: 2026, title: "州计划", entries: [] };
    const drafting = { as: "533100", key: own, body: plan };
    expect((await harness.ask("POST", "/api/v1/plans", drafting)).status).toBe(201);
    const reused = await harness.ask("POST", "/api/v1/supervision-orders", { as: "533100", key: own, body });
    expect(reused).toMatchObject({ status: 409, body: { code: "command/key-reused" } });
  });

  it("is seen by both, and for a sibling it is not there", async () => {
    const { id } = await does.ordered(whole("533103"));
    const path = `/api/v1/supervision-orders/${id}`;
    const statuses = await Promise.all(
      ["533100", "533103", "533102"].map(async (as) => (await harness.call("GET", path, { as })).status),
    );
    expect(statuses).toEqual([200, 200, 404]);
    expect((await does.act(id, "receive", {}, "533102")).status).toBe(404);
    // Who ordered it does not confirm receipt in the place of who must answer.
    expect((await does.act(id, "receive", {}, "533100")).body).toMatchObject({ code: "authority/not-yours" });
    expect((await does.act(id, "close", { statement: "自行办结" }, "533103")).body).toMatchObject({
      code: "supervision/not-who-ordered",
    });
    const listed = await harness.call("GET", "/api/v1/supervision-orders?authority=533103", { as: "533102" });
    expect(supervisionList.parse(listed.body).items).toEqual([]);
  });
});
