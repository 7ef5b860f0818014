import { describe, expect, it } from "vitest";
import { reportDraft } from "./report-draft.ts";

const inspection = {
  targetName: "芒市甲建筑有限公司",
  targetCode: "91533103MA6TEST000",
  outcome: "problems-corrected" as const,
  team: [
    { inspectorId: "019a0000-0000-7000-8000-000000000001", number: 3, kind: "officer" as const, lead: true },
    { inspectorId: "019a0000-0000-7000-8000-000000000002", number: 7, kind: "officer" as const, lead: false },
  ],
  events: [
    {
      seq: 5,
      type: "begun" as const,
      at: "2026-10-12T01:00:00.000Z",
      actor: "a",
      state: "checking" as const,
      facts: {},
    },
  ],
  findings: [
    {
      id: "019a0000-0000-7000-8000-000000000003",
      itemCode: "I2",
      description: "临边防护缺失",
      takenBack: false,
      paths: [{ path: "on-the-spot" as const, document: "责改〔2026〕1号", due: null, settledAt: null }],
    },
  ],
};
const record = {
  endedAt: "2026-10-12T03:30:00.000Z",
  conduct: { kind: "carried-out" },
  entries: [
    { itemCode: "I1", result: "pass" },
    { itemCode: "I2", result: "fail", note: "三层临边" },
  ],
  findings: [],
  target: { signed: true, by: "现场负责人" },
  recordings: [],
  gaps: [],
};
const papersOf = (content: Record<string, unknown>) => ({
  items: [
    {
      kind: "record" as const,
      versions: [
        {
          version: 1,
          form: "original" as const,
          at: record.endedAt,
          actor: "a",
          content,
          sha256: "0".repeat(64),
        },
      ],
    },
  ],
});
const items = [
  { code: "I1", name: "资质", method: "查阅资料" },
  { code: "I2", name: "安全防护", method: "现场查看" },
];

describe("a report put together from the record (article 29)", () => {
  it("says when, what, how, what was found of each item, and what became of the findings", () => {
    expect(reportDraft(inspection, papersOf(record), items)).toEqual({
      timeAndContent:
        "2026-10-12 09:00至2026-10-12 11:30，对芒市甲建筑有限公司（91533103MA6TEST000）实施现场检查，检查事项：资质、安全防护。",
      methodAndSteps: expect.stringContaining("检查组 2 人到场") as string,
      situationAndAssessment:
        "资质：符合\n安全防护：不符合，三层临边\n检查发现的问题均已责令改正、处理完毕。",
      opinion: expect.stringMatching(/^1\. 临边防护缺失。处理：.+（责改〔2026〕1号）。$/) as string,
    });
  });

  it("says why a check was not carried out in the place of its items", () => {
    const shown = { statement: "大门紧闭", witness: "社区干部", evidence: ["a".repeat(64)] };
    const without = { ...record, conduct: { kind: "not-found", ...shown }, entries: [], target: undefined };
    const draft = reportDraft(
      { ...inspection, findings: [], outcome: "not-found" },
      papersOf(without),
      items,
    );
    expect(draft.situationAndAssessment).toContain("大门紧闭");
    expect(draft.opinion).toBe("未发现问题，不作处理。");
  });

  it("is left to the officer where there is no record", () => {
    expect(reportDraft(inspection, { items: [] }, items)).toEqual({});
  });
});
