import { doneList, planList, type InspectionDetail, type Role, type Todo } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";
import { supervising } from "../testing/supervision.ts";
import { approvalsToDo, todoOf } from "../testing/todo.ts";

let harness: InspectionHarness;
let team: Inspecting;
let drawn: InspectionDetail[];
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  drawn = await drawnInspections(harness, builders, undefined, { approved: false, confirmed: false });
}, 180_000);
afterAll(() => harness.close());

type Who = { roles: Role[]; actor?: string; inspector?: string | undefined; as?: string };
const todo = (who: Who): Promise<Todo[]> => todoOf(harness, who);
const kindsOf = async (who: Who) => [...new Set((await todo(who)).map(({ kind }) => kind))].toSorted();
const one = (index: number): InspectionDetail => {
  const found = drawn[index];
  if (found === undefined) throw new RangeError("draw more");
  return found;
};
const officerOf = ({ team: members }: InspectionDetail, which = 0): Who => ({
  roles: ["officer"],
  inspector: members.filter(({ kind }) => kind === "officer")[which]?.inspectorId,
});

describe("待办", () => {
  it("are an officer's own steps, of no other team and not before they can be taken (article 25)", async () => {
    const own = one(0);
    expect(await todo(officerOf(own))).toEqual([]);
    await team.act(own.id, "confirm", { statement: "均无利害关系" });
    expect(await todo(officerOf(own))).toMatchObject([
      { kind: "notice", matter: "inspection", id: own.id, title: own.targetName, overdue: false },
    ]);
    expect(await todo({ roles: ["officer"], inspector: "01890000-0000-7000-8000-000000000009" })).toEqual([]);
    expect(await todo({ roles: ["officer"] })).toEqual([]);
  });

  it("are an approver's recusals but the own, and approvals that no check may begin without (articles 24, 25)", async () => {
    const recused = one(1);
    await team.askRecusal(recused.id);
    const of = async (actor: string) =>
      (await todo({ roles: ["approver"], actor })).filter(({ kind }) => kind === "recusal");
    expect(await of("head-1")).toMatchObject([{ id: recused.id, workdaysLeft: 1 }]);
    expect(await of("official-1")).toEqual([]);
    expect(await approvalsToDo(harness)).toMatchObject([{ matter: "campaign", id: recused.campaignId }]);
    // Nobody above asks it of the superior before it is escalated.
    expect(await kindsOf({ roles: ["approver"], as: "533100" })).toEqual([]);
  });

  it("are the orders that an authority is to receive, and nothing that others are waited for (article 4)", async () => {
    expect(await todo({ roles: ["supervisor"] })).toEqual([]);
    const order = await supervising(harness).ordered({ kind: "authority", code: "533103" });
    expect(await todo({ roles: ["supervisor"] })).toMatchObject([
      { kind: "receipt", matter: "supervision", id: order.id, authority: "533103" },
    ]);
    expect(await todo({ roles: ["supervisor"], as: "533100" })).toEqual([]);
    for (const role of ["reviewer", "publisher", "drawer", "auditor"] as const)
      expect(await kindsOf({ roles: [role] }), role).toEqual([]);
  });

  it("are the drafts of plans of who writes them, and what was submitted of another who reviews it (articles 16, 17)", async () => {
    const window = { from: "2027-09-01", to: "2027-12-31" };
    const draft = { year: 2027, title: "2027年度计划草案", entries: [{ ...builders, window }] };
    const planner = { roles: ["planner" as const], actor: "planner-1" };
    const { status, body } = await harness.call("POST", "/api/v1/plans", { ...planner, body: draft });
    expect(status).toBe(201);
    expect(await kindsOf(planner)).toContain("draft");
    expect(await kindsOf({ roles: ["publisher"] })).toEqual([]);
    const path = `/api/v1/plans/${String(body["id"])}/commands/submit`;
    expect((await harness.call("POST", path, { ...planner, body: {} })).status).toBe(200);
    expect(await kindsOf(planner)).not.toContain("draft");
    expect(await kindsOf({ roles: ["publisher"] })).toEqual(["publish"]);
    expect(await kindsOf({ roles: ["publisher"], actor: "planner-1" })).toEqual([]);
  });
});

describe("已办", () => {
  const doneOf = async (actor: string, after?: string) => {
    const path = `/api/v1/done?limit=1${after === undefined ? "" : `&after=${encodeURIComponent(after)}`}`;
    return doneList.parse((await harness.call("GET", path, { actor, roles: ["planner"] })).body);
  };

  it("is what one did oneself, the newest first, page by page", async () => {
    const [first, second] = [one(2), one(3)];
    const roles: Role[] = ["planner"];
    for (const { id } of [first, second]) {
      const body = { statement: "均无利害关系" };
      const path = `/api/v1/inspections/${id}/commands/confirm`;
      expect((await harness.call("POST", path, { actor: "planner-7", roles, body })).status).toBe(200);
    }
    const newest = await doneOf("planner-7");
    expect(newest.items).toMatchObject([
      { action: "inspection/confirm", subject: { matter: "inspection", id: second.id } },
    ]);
    // By which the bell knows one's own deeds.
    const { events } = await team.read(second.id);
    expect(events.find(({ type }) => type === "confirmed")?.at).toBe(newest.items[0]?.at);
    const before = await doneOf("planner-7", newest.next ?? "");
    expect(before.items).toMatchObject([{ subject: { id: first.id, title: first.targetName } }]);
    expect(before.next).toBeNull();
    expect((await doneOf("planner-8")).items).toEqual([]);
  });

  it("refuses a cursor of another list", async () => {
    const answer = await harness.call("GET", "/api/v1/done?after=WyJ4Il0", { roles: ["planner"] });
    expect(answer).toMatchObject({ status: 422, body: { code: "body/invalid" } });
  });
});

describe("what a search asks of the lists", () => {
  const idsIn = async (path: string): Promise<string[]> => {
    const { status, body } = await harness.call("GET", path, { roles: ["supervisor"] });
    expect([path, status]).toEqual([path, 200]);
    return (body["items"] as { id: string }[]).map(({ id }) => id);
  };

  it("finds inspections by their targets' codes", async () => {
    const [first, second] = [one(0), one(1)];
    const targets = `${first.targetCode},${second.targetCode},T999999`;
    expect((await idsIn(`/api/v1/inspections?targets=${targets}`)).toSorted()).toEqual(
      [first.id, second.id].toSorted(),
    );
    expect(await idsIn("/api/v1/inspections?targets=T999999")).toEqual([]);
  });

  it("finds campaigns by their title or the number of their draw, and takes no sign for a pattern", async () => {
    const { campaignId, drawId } = one(0);
    expect(await idsIn(`/api/v1/campaigns?q=${drawId}`)).toEqual([campaignId]);
    const { body } = await harness.call("GET", `/api/v1/campaigns/${campaignId}`);
    expect(
      await idsIn(`/api/v1/campaigns?q=${encodeURIComponent(String(body["title"]).slice(1, 4))}`),
    ).toEqual([campaignId]);
    for (const q of ["%25", "_", "%5C"]) expect(await idsIn(`/api/v1/campaigns?q=${q}`)).toEqual([]);
  });

  it("finds plans and orders by what they say", async () => {
    const { body } = await harness.call("GET", "/api/v1/plans");
    const [plan] = planList.parse(body).items;
    expect(await idsIn(`/api/v1/plans?q=${encodeURIComponent(plan?.title ?? "")}`)).toContain(plan?.id);
    expect(await idsIn("/api/v1/plans?q=nothing")).toEqual([]);
    expect(await idsIn("/api/v1/supervision-orders?q=nothing")).toEqual([]);
  });
});
