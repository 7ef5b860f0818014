import { inspectionCommands, type PaperKind } from "@shuangsui/contracts";
import { zh as consoleZh } from "@shuangsui/contracts/console-words/zh";
import { inspectionZh } from "@shuangsui/contracts/inspection-words/zh";
import { zh } from "@shuangsui/contracts/words/zh";
import { describe, expect, it } from "vitest";
import { inspectorsIn, paperLines, type PaperLine } from "./paper-lines.ts";

const id = "01900000-0000-7000-8000-000000000001";
const instant = "2026-11-02T02:00:00.000Z";
const words = { words: zh, console: consoleZh, own: inspectionZh };
const names = {
  item: () => "资质",
  finding: () => "未公示资质证书",
  member: (number: number) => `${number} 号`,
  inspector: () => "线某",
};
const linesOf = (kind: PaperKind, content: Record<string, unknown>) =>
  paperLines(kind, content, words, names);

/** A paper's lines as text, parts within brackets. */
function textOf(lines: readonly PaperLine[]): string {
  return lines
    .map(({ label, says }) =>
      typeof says === "string" ? `${label}：${says}` : `${label}（${says.map(textOf).join("）（")}）`,
    )
    .join("；");
}

const record = inspectionCommands.record.parse({
  endedAt: instant,
  conduct: { kind: "carried-out" },
  entries: [
    { itemCode: "I1", result: "fail", note: "证书过期" },
    { itemCode: "I2", result: "pass" },
  ],
  findings: [{ id, itemCode: "I1", description: "未公示资质证书" }],
  target: { signed: false, reason: "拒绝签名", witness: "见证人" },
  recordings: [{ sha256: "1".repeat(64), from: instant, to: instant }],
  gaps: [],
});

/** One of each kind, as the service writes them. */
const papers: Record<PaperKind, Record<string, unknown>> = {
  order: {
    ...{
      origin: "complaint",
      target: { kind: "entity", code: "533103" },
      items: ["I1"],
      candidates: 3,
      tip: id,
    },
    window: { from: "2026-11-01", to: "2026-11-30" },
    source: { document: "1号", about: "扬尘" },
    team: { by: "named", inspectors: [id], reason: "专业对口" },
    emergency: { reason: "险情" },
  },
  lot: { order: [id], needs: { officers: 2, types: ["quality"], specialties: [] }, team: [id] },
  confirm: { statement: "均已申报" },
  recusal: { recusalId: id, number: 7, ground: "kinship", declaredBy: "target", statement: "系近亲属" },
  "recusal-decision": { recusalId: id, granted: true, statement: "属实" },
  replacement: { number: 7, reason: "leave", statement: "请假" },
  notice: {
    deliveredTo: "前台",
    method: "mail",
    checkOn: "2026-11-03",
    itemCodes: ["I1"],
    team: [7, 12],
    amended: false,
  },
  begin: { shownCertificates: [7, 12], place: "办公楼" },
  record,
  path: { findingId: id, path: "on-the-spot", document: "责令改正通知书", due: null, settled: true },
  report: { timeAndContent: "时间", methodAndSteps: "方法", situationAndAssessment: "情况", opinion: "意见" },
  feedback: { receivedBy: null, method: "public-notice" },
  receipt: { by: "负责人" },
  objection: { statement: "有异议" },
  answer: { statement: "部分成立", upheld: true, findings: [id] },
  gone: { statement: "已注销", evidenceSha256: "2".repeat(64) },
  cancel: { reason: "重复立项" },
  "market-supervision": { text: "函" },
  repair: { number: "2号", decidedOn: "2026-11-20", reason: "已整改" },
};

describe("what a paper says", () => {
  it.each(Object.entries(papers))(
    "of %s is in words: no code, no name of a field, no id",
    (kind, content) => {
      const text = textOf(linesOf(kind as PaperKind, content));
      expect(text.replaceAll(/[12]{64}/g, "").match(/[A-Za-z][A-Za-z-]+|[0-9a-f]{8}-/g)).toBeNull();
    },
  );

  it("of a record is all that its officers sign for: each item's result, each finding, who signed and what was recorded", () => {
    const text = textOf(linesOf("record", record));
    for (const said of [
      "不符合",
      "符合",
      "证书过期",
      "未公示资质证书",
      "拒绝签名",
      "已实施检查",
      "1".repeat(64),
    ])
      expect(text).toContain(said);
    expect(text).toContain("2026-11-02 10:00");
  });

  it("names people by what they are called, a field that is empty as that", () => {
    expect(textOf(linesOf("recusal", papers.recusal))).toBe(
      "检查人员：7 号；事由：近亲属关系；提出人：检查对象；说明：系近亲属",
    );
    expect(textOf(linesOf("feedback", papers.feedback))).toBe("签收人：无；方式：公告送达");
    expect(textOf(linesOf("notice", papers.notice))).toContain("检查组：7 号、12 号");
    expect(textOf(linesOf("repair", papers.repair))).toContain("文号：2号");
  });

  it("says who is to be asked for by name", () => {
    expect(inspectorsIn(papers.lot)).toEqual([id, id]);
    expect(inspectorsIn(papers.order)).toEqual([id]);
    expect(inspectorsIn(papers.notice)).toEqual([]);
  });
});
