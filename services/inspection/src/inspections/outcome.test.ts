import { inspectionOutcome, type FindingPath } from "@shuangsui/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  creditOf,
  hasProblems,
  isBreach,
  outcomeOf,
  responsibleFor,
  type JudgedFinding,
  type Objection,
  type Recorded,
} from "./outcome.ts";

const at = new Date("2026-09-22T03:00:00Z");
const shown = { statement: "大门紧锁", witness: "社区工作人员", evidence: ["0".repeat(64)] };
const carriedOut = { kind: "carried-out" } as const;
const entry = (result: "pass" | "fail" | "not-applicable") => ({ itemCode: "I1", result, note: "说明" });
const found = (id: string, ...paths: [FindingPath, "settled" | "open"][]): JudgedFinding => ({
  id,
  paths: paths.map(([path, state]) => ({ path, settled_at: state === "settled" ? at : null })),
});
const none: Objection = { upheld: false, takenBack: [] };
const corrected = found("a", ["on-the-spot", "settled"]);
const pending = found("b", ["own-department", "open"]);

describe("what became of a check (articles 26, 27, 30)", () => {
  it.each<[string, Recorded, JudgedFinding[], Objection]>([
    ["not-found", { conduct: { kind: "not-found", ...shown }, entries: [] }, [], none],
    ["not-found", { conduct: { kind: "not-found", ...shown }, entries: [entry("not-applicable")] }, [], none],
    ["no-business", { conduct: carriedOut, entries: [entry("not-applicable")] }, [], none],
    [
      "not-cooperating",
      { conduct: { kind: "not-cooperating", ...shown }, entries: [entry("fail")] },
      [pending],
      none,
    ],
    [
      "lawfully-refused",
      { conduct: { kind: "lawfully-refused", ground: "no-notice", ...shown }, entries: [] },
      [],
      none,
    ],
    ["problems-corrected", { conduct: carriedOut, entries: [entry("fail")] }, [corrected], none],
    ["problems-pending", { conduct: carriedOut, entries: [entry("fail")] }, [corrected, pending], none],
    ["problems-pending", { conduct: carriedOut, entries: [entry("fail")] }, [found("c")], none],
    // A transfer for crime ends no administrative handling.
    [
      "problems-pending",
      { conduct: carriedOut, entries: [entry("fail")] },
      [found("d", ["crime-transfer", "settled"])],
      none,
    ],
    ["no-problem", { conduct: carriedOut, entries: [entry("not-applicable"), entry("pass")] }, [], none],
    [
      "upheld",
      { conduct: carriedOut, entries: [entry("fail")] },
      [corrected, pending],
      { upheld: true, takenBack: ["a", "b"] },
    ],
    // What the objection was not upheld to stands.
    [
      "problems-corrected",
      { conduct: carriedOut, entries: [entry("fail")] },
      [corrected, pending],
      { upheld: true, takenBack: ["b"] },
    ],
    [
      "upheld",
      { conduct: { kind: "not-found", ...shown }, entries: [] },
      [],
      { upheld: true, takenBack: [] },
    ],
  ])("is %s", (outcome, record, findings, objection) => {
    expect(outcomeOf(record, findings, objection)).toBe(outcome);
  });

  it("is never that there was no problem, unless an item was looked at and none failed", () => {
    const results = fc.array(fc.constantFrom("pass", "fail", "not-applicable"), { maxLength: 6 });
    fc.assert(
      fc.property(results, (made) => {
        const entries = made.map((result) => entry(result));
        const findings = made.flatMap((result, index) => (result === "fail" ? [found(String(index))] : []));
        const outcome = outcomeOf({ conduct: carriedOut, entries }, findings, none);
        expect(outcome === "no-problem").toBe(made.includes("pass") && !made.includes("fail"));
        expect(hasProblems(outcome)).toBe(made.includes("fail"));
      }),
    );
  });
});

describe("what follows from it (articles 24, 25, 31)", () => {
  it.each([
    ["not-found", null, "target", false],
    ["no-business", null, null, false],
    ["not-cooperating", "violation", "target", false],
    ["lawfully-refused", null, "authority", true],
    ["problems-corrected", "violation-corrected", null, false],
    ["problems-pending", "violation", null, false],
    ["no-problem", "clean", null, false],
    ["upheld", null, null, false],
    ["gone", null, "target", false],
    ["no-team", null, "authority", true],
    ["lapsed", null, "authority", true],
    ["cancelled", null, "authority", false],
  ] as const)("%s: credit %s, in %s, a breach: %s", (outcome, credit, responsible, breach) => {
    expect(creditOf(outcome)).toBe(credit);
    expect(responsibleFor(outcome)).toBe(responsible);
    expect(isBreach(outcome)).toBe(breach);
  });

  it("is said of every outcome there is", () => expect(inspectionOutcome.options).toHaveLength(12));
});
