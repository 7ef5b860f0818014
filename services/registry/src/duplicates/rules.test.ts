import { describe, expect, test } from "vitest";
import { likelyPairs, type Candidate } from "./rules.ts";

const candidate = (code: string, change: Partial<Candidate> = {}): Candidate => ({
  ...{ code, name: code, address: "芒市", nameKey: code, addressKey: "芒市", phones: [] },
  ...change,
});
const codesOf = (candidates: readonly Candidate[]) =>
  likelyPairs(candidates).map(({ one, other, grounds }) => [one.code, other.code, ...grounds]);

describe("two entries that may be one (article 5)", () => {
  test("are called alike, or have a phone at an address in common, or both", () => {
    expect(
      codesOf([
        candidate("C", { nameKey: "甲", phones: ["1", "2"] }),
        candidate("A", { nameKey: "甲", phones: ["2"] }),
        candidate("B", { phones: ["1"] }),
        candidate("D", { phones: ["1"], addressKey: "瑞丽" }),
      ]),
    ).toEqual([
      ["A", "C", "name", "phone"],
      ["B", "C", "phone"],
    ]);
  });

  test("are never one that several supervise, and nothing is a pair of itself", () => {
    expect(codesOf([candidate("A", { phones: ["1", "1"] }), candidate("A", { phones: ["1"] })])).toEqual([]);
  });

  test("are all pairs of three that are alike, each once, by their codes", () => {
    const alike = ["B", "C", "A"].map((code) => candidate(code, { nameKey: "甲" }));
    expect(codesOf(alike)).toEqual([
      ["A", "B", "name"],
      ["A", "C", "name"],
      ["B", "C", "name"],
    ]);
  });
});
