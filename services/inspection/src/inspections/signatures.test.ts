import type { InspectionDetail } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(240), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

const report = {
  timeAndContent: "时间和内容",
  methodAndSteps: "方法步骤",
  situationAndAssessment: "情况和评价",
  opinion: "意见",
};
const refused = (code: string, status: number) => ({ status, body: { code } });
const sign = (revision: number, paper = "report") => ({ paper, revision });

/** A check that has begun. */
async function checking(): Promise<string> {
  const { id } = unused.shift() ?? { id: "" };
  await team.beginCheck(id);
  return id;
}
/** One whose record is in, signed by all. */
async function handled(): Promise<string> {
  const id = await checking();
  expect((await team.record(id)).status).toBe(200);
  return id;
}
/** A record that its writer alone has signed. */
async function writtenRecord(id: string) {
  const began = (await team.read(id)).events.find(({ type }) => type === "begun")?.at;
  const endedAt = (await harness.clock.now()).toISOString();
  return team.asOfficer(id, "record", {
    endedAt,
    entries: ["I1", "I2"].map((itemCode) => ({ itemCode, result: "pass" })),
    findings: [],
    target: { signed: true, by: "负责人" },
    recordings: [{ sha256: "0".repeat(64), from: began, to: endedAt }],
    gaps: [],
  });
}

describe("a record (article 26)", () => {
  it("ends the check once each officer who was on the spot has signed it, and not before", async () => {
    const id = await checking();
    expect((await writtenRecord(id)).status).toBe(200);
    const [first, second] = await team.officers(id);
    expect(await team.read(id)).toMatchObject({
      state: "checking",
      outcome: null,
      signing: [
        {
          paper: "record",
          revision: 1,
          signatures: [{ number: first }],
          missing: 1,
          awaits: [second],
          complete: false,
        },
      ],
    });
    expect((await team.asOfficer(id, "sign", sign(1, "record"), 1)).status).toBe(200);
    expect(await team.read(id)).toMatchObject({
      state: "handled",
      outcome: "no-problem",
      signing: [
        { signatures: [{ number: first }, { number: second }], missing: 0, awaits: [], complete: true },
      ],
    });
  });

  it("that was written anew is signed as it was written last", async () => {
    const id = await checking();
    for (let written = 0; written < 2; written += 1) await writtenRecord(id);
    const [, second] = await team.officers(id);
    expect((await team.read(id)).signing).toMatchObject([
      { revision: 1, missing: 1, awaits: [] },
      { revision: 2, missing: 1, awaits: [second] },
    ]);
    expect(await team.asOfficer(id, "sign", sign(1, "record"), 1)).toMatchObject(
      refused("signature/superseded", 409),
    );
    expect((await team.asOfficer(id, "sign", sign(2, "record"), 1)).status).toBe(200);
  });

  it("that was not signed by all is signed no more once the check is cancelled", async () => {
    const id = await checking();
    await writtenRecord(id);
    expect((await team.act(id, "cancel", { reason: "企业停产" })).status).toBe(200);
    expect((await team.read(id)).signing).toMatchObject([{ awaits: [], complete: false }]);
    expect(await team.asOfficer(id, "sign", sign(1, "record"), 1)).toMatchObject(
      refused("inspection/wrong-state", 409),
    );
  });
});

describe("a report (article 29)", () => {
  it("is signed off by the second officer's own call, from which its feedback is due", async () => {
    const id = await handled();
    expect((await team.asOfficer(id, "report", report)).status).toBe(200);
    expect(await team.read(id)).toMatchObject({ state: "handled", waitingFor: "report" });
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 86_400_000));
    const signedAt = await harness.clock.now();
    expect((await team.asOfficer(id, "sign", sign(1), 1)).status).toBe(200);
    const one = await until(
      () => team.read(id),
      ({ state }) => state === "signed",
    );
    expect(Date.parse(one.events.find(({ type }) => type === "signed")?.at ?? "")).toBeGreaterThanOrEqual(
      signedAt.getTime(),
    );
    // Two working days after the second signature, 16 September; not after the first.
    expect(one.dueAt).toBe("2026-09-18T16:00:00.000Z");
  });

  it("is not signed twice by one, nor for another, nor by who is none of the team or nobody's inspector", async () => {
    const id = await handled();
    const { team: members } = await team.read(id);
    const asked = (inspector: string | undefined, type = "sign", body: object = sign(1)) =>
      harness.call("POST", `/api/v1/inspections/${id}/commands/${type}`, {
        body,
        actor: "somebody",
        inspector,
      });
    expect(await asked(randomUUID(), "report", report)).toMatchObject(refused("signature/not-yours", 403));
    expect((await team.asOfficer(id, "report", report)).status).toBe(200);
    expect(await asked(members[0]?.inspectorId)).toMatchObject(refused("signature/given", 409));
    for (const inspector of [undefined, randomUUID()])
      expect(await asked(inspector)).toMatchObject(refused("signature/not-yours", 403));
    expect((await team.read(id)).state).toBe("handled");
  });

  it("takes no names of who signed: a body that has any is refused", async () => {
    const id = await handled();
    const signedBy = await team.officers(id);
    expect(await team.asOfficer(id, "report", { ...report, signedBy })).toMatchObject(
      refused("body/invalid", 422),
    );
  });

  it("that nobody wrote, or that all have signed, is not signed", async () => {
    const id = await handled();
    expect(await team.asOfficer(id, "sign", sign(1))).toMatchObject(refused("inspection/wrong-state", 409));
    expect((await team.report(id)).status).toBe(200);
    expect(await team.asOfficer(id, "sign", sign(1), 1)).toMatchObject(
      refused("inspection/wrong-state", 409),
    );
  });
});
