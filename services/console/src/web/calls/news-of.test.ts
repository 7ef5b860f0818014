import { mayDo, type CloudEvent, type InspectionState, type Role } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { newsOf } from "./news-of.ts";

const eventOf = (
  type: string,
  state: InspectionState | null,
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
  newsOf(event, { authority: "533103", may: (action) => mayDo([role], action, "own") })?.why;

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

  it("of nothing that one may not read", () => {
    expect(toldTo("registry-clerk", eventOf("report-missed", "handled"))).toBeUndefined();
    expect(toldTo("expert", eventOf("voided", null, "533103", "campaign"))).toBeUndefined();
  });

  it("of nothing that only goes on by itself, and of no plan to who writes plans", () => {
    expect(toldTo("officer", eventOf("version-published", "published"))).toBeUndefined();
    expect(toldTo("planner", eventOf("adjusted", null, "533103", "plan"))).toBeUndefined();
  });

  it("of a plan that it waits for one's review or was returned to be changed (articles 16, 17)", () => {
    const plan = (type: string, authority?: string) => eventOf(type, null, authority, "plan");
    for (const type of ["submitted", "adjusted"]) {
      expect(toldTo("approver", plan(type))).toBe("mine");
      expect(toldTo("planner", plan(type))).toBeUndefined();
      expect(toldTo("approver", plan(type, "533102"))).toBeUndefined();
    }
    expect(toldTo("planner", plan("returned"))).toBe("mine");
  });

  it("to who must answer an order that it was given, and to who ordered it that it was answered (article 4)", () => {
    const order = (type: string, authority?: string) => eventOf(type, null, authority, "supervision");
    for (const type of ["opened", "returned"]) {
      expect(toldTo("supervisor", order(type))).toBe("mine");
      expect(toldTo("supervisor", order(type, "533102"))).toBeUndefined();
      expect(toldTo("officer", order(type))).toBeUndefined();
    }
    expect(toldTo("supervisor", order("answered", "533102"))).toBe("mine");
    expect(toldTo("supervisor", order("answered"))).toBeUndefined();
    expect(toldTo("supervisor", order("escalated", "533102"))).toBe("late");
  });

  it("of a campaign what is to be done, and that its draw is void (article 23)", () => {
    const campaign = (type: string) => eventOf(type, null, "533103", "campaign");
    expect(toldTo("planner", campaign("triggered"))).toBe("mine");
    expect(toldTo("drawer", campaign("scheme-set"))).toBe("mine");
    expect(toldTo("reviewer", campaign("scheme-set"))).toBeUndefined();
    expect(toldTo("reviewer", campaign("voided"))).toBe("void");
  });

  it("of texts that look like personal data to who reviews them, and of what became of them to who may ask (article 30)", () => {
    const review = (type: string, authority?: string) => eventOf(type, null, authority, "text-review");
    expect(toldTo("reviewer", review("ask"))).toBe("mine");
    expect(toldTo("officer", review("ask"))).toBeUndefined();
    for (const type of ["review", "return"]) {
      expect(toldTo("officer", review(type))).toBe("mine");
      expect(toldTo("officer", review(type, "533102"))).toBeUndefined();
      expect(toldTo("auditor", review(type))).toBeUndefined();
    }
  });

  it("of a tip that came in to who may order its inspection (article 2)", () => {
    const tip = (type: string) => eventOf(type, null, "533103", "tip");
    expect(toldTo("planner", tip("registered"))).toBe("mine");
    expect(toldTo("planner", tip("changed"))).toBeUndefined();
    expect(toldTo("officer", tip("registered"))).toBeUndefined();
  });
});
