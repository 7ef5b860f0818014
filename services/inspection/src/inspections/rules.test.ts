import { Problem, type InspectionCommand } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { kindOf } from "../kinds.ts";
import {
  requireEndOfCheck,
  requireObjectionInTime,
  requirePath,
  requireRecordings,
  requireRecusable,
  requireRecord,
  requireTeam,
  requireVisitLeft,
} from "./rules.ts";

const officer = (number: number) => ({ number, kind: "officer" as const });
const expert = (number: number) => ({ number, kind: "expert" as const });
const team = [officer(3), officer(7), expert(9)];

/** The code with which a rule refuses, or "allowed". */
function answerOf(rule: () => void): string {
  try {
    rule();
    return "allowed";
  } catch (error) {
    return error instanceof Problem ? error.code : "thrown";
  }
}

const record = (changes: Partial<InspectionCommand<"record">> = {}): InspectionCommand<"record"> => ({
  endedAt: "2026-09-22T03:00:00.000Z",
  conduct: { kind: "carried-out" },
  entries: [{ itemCode: "533103-01", result: "pass" }],
  findings: [],
  target: { signed: true, by: "现场负责人" },
  recordings: [{ sha256: "0".repeat(64), from: "2026-09-22T01:00:00.000Z", to: "2026-09-22T03:00:00.000Z" }],
  gaps: [],
  ...changes,
});
const began = new Date("2026-09-22T01:00:00.000Z");
const ended = new Date("2026-09-22T03:00:00.000Z");

describe("recusal (article 24)", () => {
  it.each([
    ["notified", 3, "allowed"],
    ["drawn", 8, "inspection/not-in-team"],
    ["checking", 3, "inspection/check-begun"],
    ["signed", 3, "inspection/check-begun"],
    ["closed", 3, "inspection/wrong-state"],
  ] as const)("in state %s, of number %i: %s", (state, number, answer) => {
    expect(answerOf(() => requireRecusable(state, team, number))).toBe(answer);
  });
});

describe("the beginning of a check (article 25)", () => {
  it.each([
    ["with two officers who show valid certificates", "notified", team, 2, [3, 7], [], "allowed"],
    ["before the notice", "confirmed", team, 2, [3, 7], [], "inspection/notice-missing"],
    ["twice", "checking", team, 2, [3, 7], [], "inspection/wrong-state"],
    [
      "with one officer and an expert",
      "notified",
      [officer(3), expert(9)],
      2,
      [3],
      [],
      "inspection/team-too-small",
    ],
    [
      "with fewer officers than the profile needs",
      "notified",
      team,
      3,
      [3, 7],
      [],
      "inspection/team-too-small",
    ],
    ["with an expired certificate", "notified", team, 2, [3, 7], [7], "inspection/certificate-invalid"],
    ["with a certificate not shown", "notified", team, 2, [3], [], "inspection/certificate-invalid"],
  ] as const)("%s", (_name, state, members, needed, shown, invalid, answer) => {
    expect(answerOf(() => requireTeam(state, members, needed, shown, new Set(invalid)))).toBe(answer);
  });
});

describe("the on-site record (article 26)", () => {
  it("has an entry for every item and none for others", () => {
    expect(answerOf(() => requireRecord(record(), ["533103-01", "533103-02"]))).toBe("body/invalid");
    expect(answerOf(() => requireRecord(record(), ["533103-02"]))).toBe("body/invalid");
  });

  it("is covered by recordings from start to end, or each gap has a reason", () => {
    const from = "2026-09-22T01:00:00.000Z";
    const half = { sha256: "0".repeat(64), from, to: "2026-09-22T02:00:00.000Z" };
    const gap = {
      from: "2026-09-22T02:00:00.000Z",
      to: "2026-09-22T03:00:00.000Z",
      reason: "电池耗尽",
    };
    expect(answerOf(() => requireRecordings(record(), began, ended))).toBe("allowed");
    expect(answerOf(() => requireRecordings(record({ recordings: [half] }), began, ended))).toBe(
      "record/av-gap",
    );
    expect(answerOf(() => requireRecordings(record({ recordings: [half], gaps: [gap] }), began, ended))).toBe(
      "allowed",
    );
    expect(answerOf(() => requireRecordings(record({ recordings: [] }), began, ended))).toBe("record/av-gap");
  });

  it("has findings for what failed and for nothing else, and looks at each item once", () => {
    const finding = {
      id: "019a0000-0000-7000-8000-000000000001",
      itemCode: "533103-01",
      description: "问题",
    };
    const signed = (changes: Partial<InspectionCommand<"record">>) =>
      answerOf(() => requireRecord(record(changes), ["533103-01"]));
    const entry = (result: "pass" | "fail") => ({ itemCode: "533103-01", result });
    expect(signed({ entries: [entry("fail")], findings: [finding] })).toBe("allowed");
    expect(signed({ entries: [entry("fail")], findings: [] })).toBe("body/invalid");
    expect(signed({ entries: [entry("pass")], findings: [finding] })).toBe("body/invalid");
    expect(signed({ entries: [entry("pass"), entry("fail")], findings: [finding] })).toBe("body/invalid");
  });

  it("ends between its beginning and its receipt", () => {
    expect(answerOf(() => requireEndOfCheck(began, ended, ended))).toBe("allowed");
    expect(answerOf(() => requireEndOfCheck(ended, began, ended))).toBe("body/invalid");
    expect(answerOf(() => requireEndOfCheck(began, ended, began))).toBe("body/invalid");
  });
});

describe("a finding's path (article 27)", () => {
  const path = (changes: Partial<InspectionCommand<"path">> = {}) => ({
    findingId: "019a0000-0000-7000-8000-000000000001",
    path: "own-department" as const,
    document: "立案审批表1号",
    due: "2026-10-30",
    settled: false,
    ...changes,
  });
  it.each([
    ["recorded", [], path(), "allowed"],
    ["recorded", [], path({ due: null }), "body/invalid"],
    ["recorded", [], path({ due: null, settled: true }), "allowed"],
    ["signed", [], path(), "inspection/wrong-state"],
    ["signed", [], path({ settled: true }), "inspection/wrong-state"],
    ["closed", ["own-department"], path({ settled: true }), "allowed"],
    ["closed", ["own-department"], path(), "inspection/wrong-state"],
    ["cancelled", ["own-department"], path({ settled: true }), "inspection/wrong-state"],
  ] as const)("in state %s beside %j: %o: %s", (state, standing, body, answer) => {
    expect(answerOf(() => requirePath(state, standing, body))).toBe(answer);
  });
});

describe("an objection (article 30)", () => {
  const due = new Date("2026-09-25T16:00:00.000Z");
  it.each([
    ["2026-09-25T15:59:59.999Z", false, "allowed"],
    ["2026-09-25T16:00:00.000Z", false, "objection/too-late"],
    ["2026-09-25T10:00:00.000Z", true, "inspection/wrong-state"],
  ] as const)("received at %s, objected before: %s: %s", (received, before, answer) => {
    expect(answerOf(() => requireObjectionInTime("fed-back", new Date(received), due, before))).toBe(answer);
  });
});

describe("the kind of an inspection", () => {
  it.each([
    ["draw", false, "daily"],
    ["draw", true, "special"],
    ["statutory", false, "daily"],
    ["complaint", false, "case"],
    ["data-alert", false, "case"],
    ["referral", true, "case"],
    ["assignment", false, "case"],
    ["follow-up", false, "case"],
    ["review", false, "case"],
  ] as const)("of origin %s, special: %s, is %s", (origin, isSpecial, kind) =>
    expect(kindOf(origin, isSpecial)).toBe(kind),
  );
});

describe("the year's cap of visits to a target (article 20)", () => {
  const cap = {
    perYear: 2,
    exemptOrigins: ["complaint" as const],
    exemptKinds: ["special" as const],
    source: "1号",
  };
  const daily = { origin: "draw", kind: "daily" } as const;
  it.each([
    [daily, cap, 1, "allowed"],
    [daily, cap, 2, "inspection/visit-cap"],
    [{ origin: "draw", kind: "special" } as const, cap, 2, "allowed"],
    [{ origin: "complaint", kind: "case" } as const, cap, 2, "allowed"],
    [{ origin: "referral", kind: "case" } as const, cap, 2, "inspection/visit-cap"],
    [daily, { ...cap, perYear: null }, 99, "allowed"],
  ])("%o under %o after %d visits: %s", (one, by, counted, answer) =>
    expect(answerOf(() => requireVisitLeft(one, { cap: by, counted }))).toBe(answer),
  );
});
