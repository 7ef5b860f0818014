import { expect, it } from "vitest";
import { windowFrom } from "./officials.ts";

it.each([
  ["2026-11-20T02:00:00Z", { from: "2026-11-20", to: "2026-11-25" }],
  ["2026-12-26T02:00:00Z", { from: "2026-12-26", to: "2026-12-31" }],
  ["2026-12-28T02:00:00Z", { from: "2026-12-28", to: "2026-12-31" }],
  ["2026-12-31T15:59:59Z", { from: "2026-12-31", to: "2026-12-31" }],
  ["2026-12-31T16:00:00Z", { from: "2027-01-01", to: "2027-01-06" }],
])("a window of five days from %s ends with its year at the latest", (from, window) => {
  expect(windowFrom(new Date(from), 5)).toEqual(window);
});
