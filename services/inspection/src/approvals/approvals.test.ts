import type { InspectionDetail } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
let drawn: InspectionDetail[];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(200), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  drawn = await drawnInspections(harness, builders, undefined, { approved: false });
}, 180_000);
afterAll(() => harness.close());

const form = (changes: object = {}) => ({
  number: `芒建检批〔2026〕${randomUUID().slice(0, 8)}号`,
  approver: "局长",
  approvedOn: "2026-09-15",
  ...changes,
});
const approve = (path: string, body: object, options: object = {}) =>
  harness.call("POST", `${path}/approvals`, { body, ...options });
const at = (id = "") => `/api/v1/inspections/${id}`;
const notified = async (id = "") => {
  const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
  expect((await team.act(id, "notify", notice)).status).toBe(200);
  return id;
};
const begin = async (id: string) =>
  team.act(id, "begin", { shownCertificates: await team.officers(id), place: "办公地点" });

describe("a check without an approval on record (article 25)", () => {
  it("does not begin; with one of its own it does, and another check still does not", async () => {
    const [first, second] = [await notified(drawn[0]?.id), await notified(drawn[1]?.id)];
    expect(await begin(first)).toMatchObject({ status: 409, body: { code: "inspection/not-approved" } });
    expect((await team.read(first)).state).toBe("notified");
    expect(await approve(at(first), form())).toMatchObject({
      status: 201,
      body: { subject: "inspection", subjectId: first, actor: "official-1" },
    });
    expect((await begin(first)).status).toBe(200);
    expect(await begin(second)).toMatchObject({ status: 409, body: { code: "inspection/not-approved" } });
  });

  it("begins where its campaign's checks are approved together", async () => {
    const id = await notified(drawn[2]?.id);
    const campaign = `/api/v1/campaigns/${drawn[2]?.campaignId}`;
    const body = form();
    expect((await approve(campaign, body)).status).toBe(201);
    expect((await begin(id)).status).toBe(200);
    expect((await harness.ask("GET", `${campaign}/approvals`)).body["items"]).toMatchObject([
      { ...body, subject: "campaign" },
    ]);
  });
});

describe("an approval", () => {
  it("is put on record once a key, and its number is no other's, however it is written", async () => {
    const key = randomUUID();
    const body = form({ number: "芒建检批（2026）7号" });
    const first = await approve(at(drawn[3]?.id), body, { key });
    expect(await approve(at(drawn[3]?.id), body, { key })).toEqual(first);
    expect(await approve(at(drawn[4]?.id), body, { key })).toMatchObject({
      body: { code: "command/key-reused" },
    });
    expect(await approve(at(drawn[4]?.id), form({ number: "芒建检批(2026) 7号" }))).toMatchObject({
      status: 409,
      body: { code: "approval/number-used" },
    });
  });

  it.each([
    ["of a day to come", { approvedOn: "2026-09-16" }, {}, "body/invalid"],
    ["without an approver", { approver: "" }, {}, "body/invalid"],
    ["with a field that it does not have", { urgent: true }, {}, "body/invalid"],
    ["by the superior", {}, { as: "533100" }, "authority/not-yours"],
    ["by a sibling", {}, { as: "533102" }, "not-found"],
  ])("%s is refused", async (_, changes, options, code) => {
    expect((await approve(at(drawn[5]?.id), form(changes), options)).body["code"]).toBe(code);
    expect((await harness.ask("GET", `${at(drawn[5]?.id)}/approvals`)).body["items"]).toEqual([]);
  });
});
