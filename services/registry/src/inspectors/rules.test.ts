import { expect, test } from "vitest";
import { reasonAgainst } from "./rules.ts";

const officer = {
  status: "active",
  certificate_valid_from: "2024-01-01",
  certificate_valid_to: "2026-11-02",
  leaves: [],
} as const;

test("an inspector inspects in service, not suspended, on days of the certificate, both ends included (articles 15, 25)", () => {
  expect(
    ["2023-12-31", "2024-01-01", "2026-11-02", "2026-11-03"].map((day) => reasonAgainst(officer, day)),
  ).toEqual(["certificate", null, null, "certificate"]);
  expect(reasonAgainst({ ...officer, status: "suspended" }, "2025-01-01")).toBe("suspended");
  expect(reasonAgainst({ ...officer, status: "left" }, "2030-01-01")).toBe("withdrawn");
});

test("an inspector on leave does not inspect from the first to the last day of each, or until a last one is entered (article 15)", () => {
  const leaves = [
    { from: "2025-05-06", until: "2025-05-08" },
    { from: "2025-06-01", until: "2025-06-01" },
  ];
  const away = { ...officer, leaves };
  const days = ["2025-05-05", "2025-05-06", "2025-05-08", "2025-05-09", "2025-06-01", "2025-06-02"];
  expect(days.map((day) => reasonAgainst(away, day))).toEqual([null, "leave", "leave", null, "leave", null]);
  const untilEntered = [{ from: "2025-05-06", until: null }];
  expect(reasonAgainst({ ...away, leaves: untilEntered }, "2026-01-01")).toBe("leave");
  expect(reasonAgainst({ ...away, status: "suspended" }, "2025-05-06")).toBe("suspended");
});
