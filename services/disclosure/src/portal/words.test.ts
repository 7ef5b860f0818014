import { expect, it } from "vitest";
import { dueTime } from "./words.ts";

it("writes a due time as the day that it ends, and says of one that it may still move", () => {
  expect(dueTime("2026-12-31T16:00:00Z")).toBe("2026-12-31 24:00");
  expect(dueTime(new Date("2027-01-06T16:00:00Z"))).toBe("2027-01-06 24:00（暂定）");
});
