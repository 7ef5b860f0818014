import { mayDo, type CloudEvent, type InspectionState, type Role } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { newsOf } from "./news-of.ts";

const eventOf = (
  type: string,
  state: InspectionState,
  authority = "533103",
  kind = "inspection",
): CloudEvent => ({
  specversion: "1.0",
  id: `${kind}_1_1`,
  source: "urn:shuangsui:inspection",
  type: `cn.shuangsui.${kind}.${type}`,
  subject: `${kind}/1`,
  time: "2026-10-09T02:30:00.000Z",
  datacontenttype: "application/json",
  authority,
  sequence: "000000000000001",
  data: { kind, id: "1", revision: 1, state },
});
const toldTo = (role: Role, event: CloudEvent) =>
  newsOf(event, "533103", (action) => mayDo([role], action, "own"))?.why;

describe("what is told by the bell", () => {
  it.each([
    ["planner", "confirmed", "confirmed"],
    ["officer", "notified", "notified"],
    ["officer", "begun", "checking"],
    ["officer", "findings-handled", "handled"],
  ] as const)("to a %s that %s makes the next step theirs", (role, type, state) => {
    expect(toldTo(role, eventOf(type, state))).toBe("mine");
  });

  it("to nobody else: neither of another role, nor of another authority", () => {
    expect(toldTo("supervisor", eventOf("notified", "notified"))).toBeUndefined();
    expect(toldTo("officer", eventOf("notified", "notified", "533102"))).toBeUndefined();
  });

  it("to all who see it that a deadline has passed, a subordinate's too (article 4)", () => {
    for (const authority of ["533103", "533102"])
      expect(toldTo("supervisor", eventOf("report-missed", "handled", authority))).toBe("late");
  });

  it("of nothing that only goes on by itself, and of no other kind", () => {
    expect(toldTo("officer", eventOf("version-published", "published"))).toBeUndefined();
    expect(toldTo("planner", eventOf("confirmed", "confirmed", "533103", "plan"))).toBeUndefined();
  });
});
