import { inspectionOutcome, publicationTerms } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { saying } from "../testing/publications.ts";
import { classOf, longestTerms, monthsAfter, outcomeIn } from "./rules.ts";

describe("how grave a result is (信用修复管理办法)", () => {
  it("follows from what became of the check, of every outcome that there is", () => {
    const classes = Object.groupBy(inspectionOutcome.options, (outcome) => classOf(outcome));
    expect(classes).toMatchObject({ minor: ["problems-corrected"], serious: ["not-cooperating"] });
    expect(classes.ordinary).toEqual(expect.arrayContaining(["problems-pending", "no-problem", "upheld"]));
    expect(classOf(null)).toBe("ordinary");
  });

  it("is read from what is published, where that says what became of it", () => {
    const content = saying("结果");
    expect(outcomeIn({ ...content, facts: { outcome: "not-cooperating" } })).toBe("not-cooperating");
    for (const facts of [{}, { outcome: "rubbish" }, { outcome: 1 }])
      expect(outcomeIn({ ...content, facts })).toBeNull();
  });
});

describe("a term (信用修复管理办法)", () => {
  it("is at most 3 months, 3 months to a year, 1 to 3 years, by what a place has set", () => {
    const taken = (changes: object) => publicationTerms.safeParse({ ...longestTerms, ...changes }).success;
    for (const fits of [{}, { minor: 1 }, { ordinary: 3 }, { serious: 12 }]) expect(taken(fits)).toBe(true);
    for (const not of [{ minor: 0 }, { minor: 4 }, { ordinary: 2 }, { ordinary: 13 }, { serious: 11 }])
      expect(taken(not)).toBe(false);
    expect(taken({ serious: 37 })).toBe(false);
    expect(taken({ source: "" })).toBe(false);
  });

  it.each([
    ["2026-09-21T01:00:00.000Z", 3, "2026-12-21T01:00:00.000Z"],
    ["2026-11-30T02:00:00.000Z", 3, "2027-02-28T02:00:00.000Z"],
    ["2028-02-29T02:00:00.000Z", 12, "2029-02-28T02:00:00.000Z"],
    ["2026-01-31T02:00:00.000Z", 36, "2029-01-31T02:00:00.000Z"],
    // The 31st in Shanghai, the 30th elsewhere.
    ["2026-12-30T17:00:00.000Z", 2, "2027-02-27T17:00:00.000Z"],
  ])("from %s for %i months ends at %s", (from, months, end) => {
    expect(monthsAfter(new Date(from), months).toISOString()).toBe(end);
  });
});
