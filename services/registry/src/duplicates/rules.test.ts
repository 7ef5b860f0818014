import { describe, expect, test } from "vitest";
import { likelyPairs, type Candidate } from "./rules.ts";

const candidate = (code: string, change: Partial<Candidate> = {}): Candidate => ({
  ...{ code, name: code, address: "芒市", nameMark: code, addressMark: "芒市", phones: [] },
  ...change,
});
const codesOf = (...asked: Parameters<typeof likelyPairs>) =>
  [...likelyPairs(...asked)].map(({ one, other, grounds }) => [one.code, other.code, ...grounds]);

describe("two entries that may be one (article 5)", () => {
  test("are called alike, and may be reached by one phone at one address as well", () => {
    const alike = [
      candidate("C", { nameMark: "甲", phones: ["1", "2"] }),
      candidate("A", { nameMark: "甲", phones: ["2"] }),
      candidate("B", { nameMark: "甲", phones: ["2"], addressMark: "瑞丽" }),
    ];
    expect(codesOf("name", alike)).toEqual([
      ["A", "B", "name"],
      ["A", "C", "name", "phone"],
      ["B", "C", "name"],
    ]);
  });

  test("or are reached by one phone at one address alone, however many phones they have in common", () => {
    const there = [
      candidate("D", { phones: ["1", "3"] }),
      candidate("C", { nameMark: "甲", phones: ["1", "2"] }),
      candidate("A", { nameMark: "甲", phones: ["2"] }),
      candidate("B", { phones: ["3", "1"] }),
    ];
    expect(codesOf("phone", there)).toEqual([
      ["B", "C", "phone"],
      ["B", "D", "phone"],
      ["C", "D", "phone"],
    ]);
  });

  test("are never one that several supervise, whose phones are those of all, and nothing is a pair of itself", () => {
    const both = [candidate("A", { phones: ["1", "1"] }), candidate("A", { phones: ["2"] })];
    expect(codesOf("name", both)).toEqual([]);
    expect(codesOf("phone", both)).toEqual([]);
    expect(codesOf("phone", [...both, candidate("B", { phones: ["2"] })])).toEqual([["A", "B", "phone"]]);
  });
});
