import { expect, test } from "vitest";
import { reasonAgainst } from "./rules.ts";

const officer = {
  status: "active",
  certificate_valid_from: "2024-01-01",
  certificate_valid_to: "2026-11-02",
} as const;

test("an inspector inspects in service, not suspended, on days of the certificate, both ends included (articles 15, 25)", () => {
  expect(
    ["2023-12-31", "2024-01-01", "2026-11-02", "2026-11-03"].map((day) => reasonAgainst(officer, day)),
  ).toEqual(["expired", undefined, undefined, "expired"]);
  expect(reasonAgainst({ ...officer, status: "suspended" }, "2025-01-01")).toBe("suspended");
  expect(reasonAgainst({ ...officer, status: "left" }, "2030-01-01")).toBe("left");
});
