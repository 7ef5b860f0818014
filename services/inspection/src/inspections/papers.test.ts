import { inspectionPapers, type InspectionDetail, type PaperKind } from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

const fresh = () => unused.shift()?.id ?? "";
const documents = (id: string, as = "533103") =>
  harness.call("GET", `/api/v1/inspections/${id}/documents`, { as });
async function papers(id: string, as?: string) {
  const answer = await documents(id, as);
  expect(answer.status).toBe(200);
  return inspectionPapers.parse(answer.body).items;
}
const versionsOf = async (id: string, kind: PaperKind) =>
  (await papers(id)).find((paper) => paper.kind === kind)?.versions ?? [];

/** A check whose record is in. */
async function recorded(): Promise<string> {
  const id = fresh();
  await team.beginCheck(id);
  expect((await team.record(id)).status).toBe(200);
  return id;
}
const supplement = (id: string, text: string) => team.signed(id, "supplement", { text });

describe("the papers of an inspection (articles 25–30)", () => {
  it("are read with who wrote each and when, in their order", async () => {
    const id = fresh();
    await team.beginCheck(id);
    const found = { id: uuidv7(), itemCode: "I1", description: "未公示资质证书" };
    const entries = [
      { itemCode: "I1", result: "fail" },
      { itemCode: "I2", result: "pass" },
    ];
    expect((await team.record(id, { entries, findings: [found] })).status).toBe(200);
    const path = { findingId: found.id, path: "on-the-spot", document: "责令改正通知书", due: null };
    expect((await team.act(id, "path", { ...path, settled: true })).status).toBe(200);
    expect((await team.report(id)).status).toBe(200);
    expect((await team.feedback(id)).status).toBe(200);
    expect((await team.act(id, "object", { statement: "有异议" })).status).toBe(200);
    expect((await team.act(id, "answer", { statement: "维持", upheld: false })).status).toBe(200);

    const read = await papers(id);
    expect(read.map(({ kind }) => kind)).toEqual([
      "confirm",
      "notice",
      "begin",
      "record",
      "path",
      "report",
      "feedback",
      "objection",
      "answer",
    ]);
    const said = Object.fromEntries(read.map(({ kind, versions }) => [kind, versions[0]?.content]));
    expect(said["notice"]).toMatchObject({ deliveredTo: "前台", team: await team.officers(id) });
    expect(said["record"]).toMatchObject({ findings: [found], target: { by: "负责人" } });
    expect(said["report"]).toMatchObject({ opinion: "意见" });
    expect(said["objection"]).toEqual({ statement: "有异议" });
    expect(said["answer"]).toMatchObject({ statement: "维持", upheld: false });
    // Whatever the order in which a field was sent or is stored: as docs/decisions/0055 says.
    const hashed = Object.fromEntries(read.map(({ kind, versions }) => [kind, versions[0]?.sha256]));
    const sha256 = (json: string) => createHash("sha256").update(json).digest("hex");
    expect(hashed["objection"]).toBe(sha256('{"statement":"有异议"}'));
    expect(hashed["answer"]).toBe(sha256('{"statement":"维持","upheld":false}'));
    const { events } = await team.read(id);
    const [first, second] = await team.officers(id);
    const signed = events.find(({ type }) => type === "signed");
    expect(read.find(({ kind }) => kind === "report")?.versions).toMatchObject([
      {
        version: 1,
        form: "original",
        actor: "officer-1",
        revision: 1,
        signatures: [
          { number: first, actor: "officer-1" },
          { number: second, actor: "officer-2", at: signed?.at },
        ],
      },
    ]);
    expect(read.find(({ kind }) => kind === "notice")?.versions[0]).not.toHaveProperty("signatures");
  });

  it("are read by the authority that inspects and its superior; to a sibling there are none (article 3)", async () => {
    const id = await recorded();
    expect(await papers(id, "533100")).toEqual(await papers(id));
    const missing = await documents(uuidv7(), "533102");
    expect(missing).toMatchObject({ status: 404, body: { code: "not-found" } });
    expect(await documents(id, "533102")).toMatchObject({ status: 404, body: { code: "not-found" } });
  });
});

describe("a record (article 26)", () => {
  it("is never altered: what it did not say stands beside it, also after the case is told to the target", async () => {
    const id = await recorded();
    const [record] = await versionsOf(id, "record");
    expect((await supplement(id, "补充：当日在场人员两名")).status).toBe(200);
    expect((await team.report(id)).status).toBe(200);
    expect((await team.feedback(id)).status).toBe(200);
    expect((await supplement(id, "再补充：门牌号更正")).status).toBe(200);
    const versions = await versionsOf(id, "record");
    expect(versions[0]).toEqual(record);
    expect(versions.slice(1)).toMatchObject([
      { version: 2, form: "supplement", content: { text: "补充：当日在场人员两名" } },
      { version: 3, form: "supplement", content: { text: "再补充：门牌号更正" } },
    ]);
    const { state, events, outcome } = await team.read(id);
    expect({ state, outcome }).toEqual({ state: "fed-back", outcome: "no-problem" });
    expect(events.filter(({ type }) => type === "record-supplemented")).toHaveLength(2);
  });

  it("is supplemented once there is one, by officers of the team; else nothing is written", async () => {
    const ahead = fresh();
    expect(await supplement(ahead, "补充")).toMatchObject({ body: { code: "inspection/wrong-state" } });
    const id = await recorded();
    expect(await team.act(id, "supplement", { text: "补充" })).toMatchObject({
      status: 403,
      body: { code: "signature/not-yours" },
    });
    expect(await versionsOf(id, "record")).toHaveLength(1);
  });

  it("is not supplemented by one officer alone; two supplements are two texts, each signed for itself", async () => {
    const id = await recorded();
    for (const text of ["补充一", "补充二"])
      expect((await team.asOfficer(id, "supplement", { text })).status).toBe(200);
    const supplemented = async () =>
      (await team.read(id)).events.filter(({ type }) => type === "record-supplemented").length;
    expect(await supplemented()).toBe(0);
    for (const revision of [1, 2])
      expect((await team.asOfficer(id, "sign", { paper: "record-supplement", revision }, 1)).status).toBe(
        200,
      );
    expect(await supplemented()).toBe(2);
  });
});
