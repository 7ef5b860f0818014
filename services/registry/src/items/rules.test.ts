import { expect, test } from "vitest";
import { isInForce } from "./rules.ts";

const item = {
  valid_from: "2025-01-01",
  valid_to: "2026-12-31",
  legal_basis_valid_from: "2015-03-01",
  legal_basis_valid_to: null,
};

test("an item is in force within its own validity and its legal basis's, both ends included (article 8)", () => {
  expect(["2024-12-31", "2025-01-01", "2026-12-31", "2027-01-01"].map((day) => isInForce(item, day))).toEqual(
    [false, true, true, false],
  );
  const repealed = { ...item, legal_basis_valid_to: "2026-06-30" };
  expect(["2026-06-30", "2026-07-01"].map((day) => isInForce(repealed, day))).toEqual([true, false]);
  expect(isInForce({ ...item, legal_basis_valid_from: "2025-02-01" }, "2025-01-15")).toBe(false);
});
