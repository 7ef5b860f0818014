import { inspectionCounts, inspectionList, type InspectionDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { inspecting, type Inspecting } from "../testing/inspections.ts";
import { approve, ordered } from "../testing/orders.ts";
import { approvalsToDo } from "../testing/todo.ts";

let harness: InspectionHarness;
let team: Inspecting;
/** Two working days after 15 September. */
const due = "2026-09-17T16:00:00.000Z";
const reason = "脚手架有坍塌危险，可能危及人身安全";
const ids: string[] = [];

/** An emergency whose check has begun without an approval, its team confirmed at once. */
async function begunEmergency(): Promise<string> {
  const { id } = await ordered(harness, { emergency: { reason } });
  expect((await team.act(id, "confirm", { statement: "均无利害关系" })).status).toBe(200);
  await team.beginCheck(id);
  return id;
}

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  for (let made = 0; made < 4; made += 1) ids.push(await begunEmergency());
}, 180_000);
afterAll(() => harness.close());

const [inTime, published, missed, cancelled] = [
  () => ids[0] ?? "",
  () => ids[1] ?? "",
  () => ids[2] ?? "",
  () => ids[3] ?? "",
];
const types = ({ events }: InspectionDetail) => events.map(({ type }) => type);
const emergencyText = async (id: string, wanted: (text: string) => boolean) =>
  until(async () => {
    const publication = harness.disclosure.publications.get((await team.read(id)).publicationId ?? "");
    const content = publication?.content ?? publication?.opening.fact;
    return content?.sections.find(({ title }) => title === "紧急情况")?.text ?? "";
  }, wanted);
const overdue = async (as: string) =>
  inspectionList
    .parse((await harness.ask("GET", "/api/v1/inspections?attention=overdue", { as })).body)
    .items.map(({ id }) => id);

describe("an emergency (article 25)", () => {
  it("begins without an approval, which is due two working days later and waited for first", async () => {
    const one = await team.read(inTime());
    const afterwards = { due, approvedAt: null, missedAt: null };
    expect(one).toMatchObject({ state: "checking", emergency: true, waitingFor: "approval", dueAt: due });
    expect(one.approvalAfterwards).toEqual(afterwards);
    // The way itself waits for the record.
    expect(one.timeline.find(({ status }) => status === "now")).toMatchObject({ waitingFor: "record" });
  });

  it("is refused without an approval where nobody ordered it as one", async () => {
    const { id } = await ordered(harness);
    await team.act(id, "confirm", { statement: "均无利害关系" });
    await team.act(id, "notify", { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" });
    const begin = { shownCertificates: await team.officers(id), place: "办公地点" };
    expect((await team.act(id, "begin", begin)).body["code"]).toBe("inspection/not-approved");
    expect((await team.act(id, "cancel", { reason: "举报人撤回" })).status).toBe(200);
  });

  it("that is approved in time is no breach, and the public reads when it was", async () => {
    expect((await approve(harness, inTime())).status).toBe(201);
    expect((await approve(harness, inTime())).status).toBe(201);
    const one = await team.read(inTime());
    expect(one).toMatchObject({ waitingFor: "record", breaches: 0, approvalAfterwards: { missedAt: null } });
    expect(types(one).filter((type) => type === "approved-afterwards")).toHaveLength(1);
    expect((await team.record(inTime())).status).toBe(200);
    const text = await emergencyText(inTime(), (said) => said !== "");
    expect(text).toBe(`因情况紧急先行检查、事后审批，理由：${reason}\n检查审批已于2026-09-15补办。`);
  });
});

describe("an approval at the moment at which the check begins (article 25)", () => {
  it("is never waited for afterwards, whichever comes first", async () => {
    for (let tried = 0; tried < 5; tried += 1) {
      const { id } = await ordered(harness, { emergency: { reason } });
      await team.act(id, "confirm", { statement: "均无利害关系" });
      await team.act(id, "notify", { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" });
      const shownCertificates = await team.officers(id);
      const [begun, approved] = await Promise.all([
        team.act(id, "begin", { shownCertificates, place: "办公地点" }),
        approve(harness, id),
      ]);
      expect([begun.status, approved.status]).toEqual([200, 201]);
      const { approvalAfterwards, state, waitingFor } = await team.read(id);
      expect({ state, waitingFor }).toEqual({ state: "checking", waitingFor: "record" });
      expect(approvalAfterwards?.approvedAt).not.toBeNull();
      expect((await team.act(id, "cancel", { reason: "险情已排除" })).status).toBe(200);
    }
  });
});

describe("an emergency that nobody approved in time (article 25)", () => {
  beforeAll(async () => {
    for (const id of [published(), missed()]) expect((await team.record(id)).status).toBe(200);
    expect((await team.report(published())).status).toBe(200);
    expect((await team.feedback(published())).status).toBe(200);
    expect((await team.act(published(), "publish", {})).status).toBe(200);
    await team.reached(published(), ({ state }) => state === "published");
    expect((await team.act(cancelled(), "cancel", { reason: "险情已排除" })).status).toBe(200);
    await harness.skipTo(new Date("2026-09-17T16:01:00Z"));
    for (const id of [published(), missed(), cancelled()]) {
      await harness.sweepNow();
      await team.reached(id, (one) => types(one).includes("approval-missed"));
    }
  }, 120_000);

  it("is a breach of the authority and overdue, with its superior too, also where the check was cancelled", async () => {
    for (const id of [published(), missed(), cancelled()]) {
      const one = await team.read(id);
      expect(one).toMatchObject({ breaches: 1, overdue: true, dueAt: due });
      expect(one.events.find(({ type }) => type === "approval-missed")).toMatchObject({
        actor: "system",
        facts: { due },
      });
    }
    for (const as of ["533103", "533100"])
      expect((await overdue(as)).toSorted()).toEqual([published(), missed(), cancelled()].toSorted());
    const { items } = inspectionCounts.parse(
      (await harness.ask("GET", "/api/v1/inspections/counts", { as: "533100" })).body,
    );
    expect(items.reduce((sum, one) => sum + one.overdue, 0)).toBe(3);
  });

  it("is said in public, in a new version where the result was public already", async () => {
    const late = "检查审批应于2026-09-17 24:00前补办，逾期未补办，计入主管部门逾期记录。";
    expect(await emergencyText(published(), (text) => text.endsWith(late))).toContain(reason);
    const page = harness.disclosure.publications.get((await team.read(published())).publicationId ?? "");
    expect(page).toMatchObject({ reason: "检查审批情况更新" });
    expect(page?.version).toBeGreaterThan(1);
    expect(page?.content?.facts).toMatchObject({ breaches: 1, emergency: true });
  });

  it("stays with who approves, as overdue, until it is approved", async () => {
    const found = await approvalsToDo(harness);
    expect(found.map(({ id }) => id).toSorted()).toEqual([published(), missed(), cancelled()].toSorted());
    expect(found.filter(({ overdue: isOverdue }) => !isOverdue)).toEqual([]);
  });

  it("stays a breach once it is approved, and is overdue no longer", async () => {
    for (const id of [published(), missed(), cancelled()])
      expect((await approve(harness, id, "2026-09-17")).status).toBe(201);
    expect(await overdue("533100")).toEqual([]);
    expect(await approvalsToDo(harness)).toEqual([]);
    const one = await team.read(published());
    expect(one).toMatchObject({ breaches: 1, overdue: false });
    expect(one.events.find(({ type }) => type === "approved-afterwards")?.facts).toEqual({ late: true });
    const text = await emergencyText(published(), (said) => said.includes("已于"));
    expect(text).toContain("逾期，已于2026-09-18补办，计入主管部门逾期记录。");
  });
});
