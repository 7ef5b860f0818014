import type { InspectionDetail, PublicationContent } from "@shuangsui/contracts";
import { latestDocuments } from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
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
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
}, 180_000);
afterAll(() => harness.close());

/** An inspection that no test has used, its check begun. */
async function begun(): Promise<string> {
  const id = unused.shift()?.id ?? "";
  await team.beginCheck(id);
  return id;
}

const shown = { statement: "大门紧锁，无人应答", witness: "社区工作人员", evidence: ["1".repeat(64)] };
/** A record without the target's signature. */
const without = (kind: string, changes: object = {}) => ({
  conduct: { kind, ...shown, ...changes },
  entries: [],
  target: undefined,
});
const failed = [
  { itemCode: "I1", result: "fail" },
  { itemCode: "I2", result: "pass" },
];
const finding = () => ({ id: uuidv7(), itemCode: "I1", description: "未公示资质证书" });
const onTheSpot = (findingId: string) => ({
  findingId,
  path: "on-the-spot",
  document: "责令改正通知书",
  due: null,
  settled: true,
});

const done = async (asked: Promise<{ status: number }>) => expect(await asked).toMatchObject({ status: 200 });
/** What stands ready for the public, or is public. */
async function contentOf(id: string, wanted: (content: PublicationContent) => boolean = () => true) {
  const { publicationId } = await team.read(id);
  return until(
    async () => harness.disclosure.publications.get(publicationId ?? "")?.content ?? null,
    (content) => content !== null && wanted(content),
  );
}
/** The result is given to its target and public, and the time for objections over. */
async function toTheEnd(id: string, how = {}): Promise<InspectionDetail> {
  await done(team.report(id));
  await done(team.act(id, "feedback", { receivedBy: "负责人", method: "in-person", ...how }));
  await done(team.act(id, "publish", {}));
  return ended(id);
}
async function ended(id: string): Promise<InspectionDetail> {
  const { dueAt } = await team.reached(id, ({ state }) => state === "published");
  await harness.skipTo(new Date(Date.parse(dueAt ?? "") + 1_000));
  return team.reached(id, ({ state }) => state === "closed");
}
const creditOf = (id: string) => harness.registry.credited.get(id);

describe("a check at a locked door (articles 26, 30, 31)", () => {
  it("ends with a witness and evidence in place of the target's signature, and is never a check without findings", async () => {
    const id = await begun();
    const record = without("not-found");
    await done(team.record(id, record));
    expect(await team.read(id)).toMatchObject({ state: "handled", outcome: "not-found" });
    // Nobody takes its result: that is what a public notice is for.
    await done(team.report(id));
    expect(await team.act(id, "feedback", { receivedBy: null, method: "mail" })).toMatchObject({
      status: 422,
    });
    await done(team.act(id, "feedback", { receivedBy: null, method: "public-notice" }));
    await done(team.act(id, "publish", {}));
    const closed = await ended(id);
    const content = await contentOf(id);
    expect(content?.summary).toContain("通过登记的住所（经营场所）无法联系");
    expect(JSON.stringify(content)).not.toContain("未发现问题");
    expect(content?.facts).toMatchObject({ outcome: "not-found", evidenceSha256: shown.evidence[0] });
    expect(creditOf(id)).toBeUndefined();
    // The market supervision authority is told, by a letter on record.
    expect(closed.events.map(({ type }) => type)).toContain("market-supervision-told");
    const documents = await harness.database.as("533103", (work) => latestDocuments(work, id));
    expect(documents.get("market-supervision")).toMatchObject({
      text: expect.stringContaining(closed.targetCode),
    });
  });

  it("is refused without a witness or evidence, with a signature, or with an item that was looked at", async () => {
    const id = await begun();
    const record = without("not-found");
    for (const [changes, code] of [
      [{ ...record, conduct: { ...record.conduct, witness: undefined } }, "body/invalid"],
      [{ ...record, conduct: { ...record.conduct, evidence: [] } }, "body/invalid"],
      [{ ...record, target: { signed: true, by: "负责人" } }, "body/invalid"],
      [{ ...record, entries: [{ itemCode: "I1", result: "pass" }] }, "body/invalid"],
      [{ conduct: { kind: "carried-out" }, target: undefined }, "record/not-signed"],
      [{ entries: [{ itemCode: "I1", result: "not-applicable" }] }, "body/invalid"],
    ] as const)
      expect(await team.record(id, changes)).toMatchObject({ status: 422, body: { code } });
    expect(await team.read(id)).toMatchObject({ state: "checking", outcome: null });
  });
});

describe("a check that was refused (article 25)", () => {
  it("lawfully, is a breach of the authority and enters no credit record", async () => {
    const id = await begun();
    await done(team.record(id, without("lawfully-refused", { ground: "no-approval" })));
    expect(await team.read(id)).toMatchObject({ outcome: "lawfully-refused", breaches: 1 });
    await toTheEnd(id);
    expect((await contentOf(id))?.facts).toMatchObject({ responsible: "authority", breaches: 1 });
    expect(creditOf(id)).toBeUndefined();
  });

  it("without a lawful ground, is a violation", async () => {
    const id = await begun();
    await done(team.record(id, without("not-cooperating")));
    await toTheEnd(id, { receivedBy: null, method: "public-notice" });
    expect((await contentOf(id))?.summary).toContain("不配合检查情节严重");
    expect(creditOf(id)).toMatchObject({ outcome: "violation" });
  });
});

describe("a check of which no item applies (articles 30, 31)", () => {
  it("found no such business, and says why of each item", async () => {
    const id = await begun();
    const note = "未开展该项业务";
    const entries = ["I1", "I2"].map((itemCode) => ({ itemCode, result: "not-applicable", note }));
    await done(team.record(id, { entries }));
    await toTheEnd(id);
    const content = await contentOf(id);
    expect(content?.summary).toContain("未发现开展相关经营活动");
    expect(content?.sections.find(({ title }) => title === "不适用的事项")?.text).toContain(
      `事项 I1：${note}`,
    );
    expect(creditOf(id)).toBeUndefined();
  });
});

describe("an objection (articles 30, 31)", () => {
  /** A check with so many problems, settled on the spot, its result given to the target. */
  async function withFindings(count: number): Promise<{ id: string; findings: string[] }> {
    const id = await begun();
    const findings = Array.from({ length: count }, finding);
    await done(team.record(id, { entries: failed, findings }));
    for (const { id: findingId } of findings) await done(team.act(id, "path", onTheSpot(findingId)));
    await done(team.report(id));
    await done(team.feedback(id));
    return { id, findings: findings.map((one) => one.id) };
  }

  it("that is upheld changes the headline of what is public, and enters no credit record", async () => {
    const { id } = await withFindings(1);
    await done(team.act(id, "publish", {}));
    await team.reached(id, ({ state }) => state === "published");
    expect((await contentOf(id))?.summary).toContain("发现问题，已责令改正（1 项）");
    await done(team.act(id, "object", { statement: "有异议" }));
    await done(team.act(id, "answer", { statement: "采纳", upheld: true }));
    await contentOf(id, ({ summary }) => summary.endsWith("异议成立"));
    const { publicationId } = await team.read(id);
    await until(
      async () => harness.disclosure.publications.get(publicationId ?? "")?.version ?? 0,
      (version) => version >= 2,
    );
    expect(await ended(id)).toMatchObject({ outcome: "upheld", findings: [{ takenBack: true }] });
    expect(creditOf(id)).toBeUndefined();
  });

  it("that is upheld to one of two findings leaves the other", async () => {
    const { id, findings } = await withFindings(2);
    await done(team.act(id, "object", { statement: "有异议" }));
    const answer = (named: string[]) =>
      team.act(id, "answer", { statement: "部分采纳", upheld: true, findings: named });
    expect(await answer([uuidv7()])).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    await done(answer(findings.slice(0, 1)));
    const content = await contentOf(id, ({ facts }) => facts["findings"] === 1);
    expect(content?.summary).toContain("发现问题，已责令改正（1 项）");
    expect(content?.sections.map(({ title }) => title)).toContain("问题 1（事项 I1）：异议成立，已撤销");
    await done(team.act(id, "publish", {}));
    await ended(id);
    expect(creditOf(id)).toMatchObject({ outcome: "violation-corrected" });
  });

  it("that is upheld late takes back what was entered", async () => {
    const { id } = await withFindings(1);
    await done(team.act(id, "object", { statement: "有异议" }));
    await done(team.act(id, "publish", {}));
    await ended(id);
    expect(creditOf(id)).toMatchObject({ outcome: "violation-corrected" });
    await done(team.act(id, "answer", { statement: "采纳", upheld: true }));
    await until(
      async () => creditOf(id),
      (credit) => (credit as { outcome: unknown }).outcome === null,
    );
    const corrected = ({ events }: InspectionDetail) =>
      events.some(({ type }) => type === "credit-corrected");
    expect(await team.reached(id, corrected)).toMatchObject({ state: "closed", outcome: "upheld" });
  });
});

describe("a problem that is settled later (articles 27, 30)", () => {
  it("changes the headline, and corrects the credit record", async () => {
    const id = await begun();
    const { id: findingId, ...rest } = finding();
    await done(team.record(id, { entries: failed, findings: [{ id: findingId, ...rest }] }));
    const path = { findingId, path: "own-department", document: "立案审批表", due: "2026-12-31" };
    await done(team.act(id, "path", { ...path, settled: false }));
    await toTheEnd(id);
    expect((await contentOf(id))?.summary).toContain("发现问题，待后续处理");
    expect(creditOf(id)).toMatchObject({ outcome: "violation" });
    await done(team.act(id, "path", { ...path, settled: true }));
    await contentOf(id, ({ summary }) => summary.includes("发现问题，已责令改正"));
    await until(
      async () => creditOf(id),
      (credit) => (credit as { outcome: unknown }).outcome === "violation-corrected",
    );
  });
});
