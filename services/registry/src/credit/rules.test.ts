import { describe, expect, test } from "vitest";
import { creditSince, riskClassOf } from "./rules.ts";

describe("a target's class by its credit (article 21)", () => {
  test.each([
    [0, 0, 0, "B"],
    [0, 0, 1, "A"],
    [0, 1, 1, "B"],
    [0, 2, 5, "B"],
    [0, 3, 0, "C"],
    [0, 3, 1, "C"],
    [1, 0, 0, "C"],
    [1, 9, 9, "C"],
    [2, 0, 0, "D"],
    [5, 9, 9, "D"],
  ] as const)(
    "%i violations, %i complaints, %i honest records: %s",
    (violations, complaints, honest, riskClass) => {
      expect(riskClassOf({ violations, complaints, honest })).toBe(riskClass);
    },
  );
  test("without any record it is B", () => expect(riskClassOf(undefined)).toBe("B"));
});

test("records count from 24 months before the day", () => {
  expect(creditSince("2026-11-02")).toBe("2024-11-02");
  expect(creditSince("2026-02-28")).toBe("2024-02-28");
  expect(creditSince("2028-02-29")).toBe("2026-02-28");
  expect(creditSince("2026-12-31")).toBe("2024-12-31");
});
