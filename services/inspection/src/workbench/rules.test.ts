import type { InspectionState } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import type { Recusal, Signature } from "../inspections/tables.ts";
import { recusalDueOf, todoOfOfficer } from "./rules.ts";

const team = [1, 2, 3].map((number) => ({
  number,
  kind: number === 3 ? ("expert" as const) : ("officer" as const),
  inspector_id: `inspector-${number}`,
}));
const signed = (paper: Signature["paper"], number: number, revision = 1): Signature => ({
  ...{ paper, revision, number, actor: `officer-${number}`, at: "2026-09-15T01:00:00.000Z" },
});
const recusal = (changes: Partial<Recusal> = {}): Recusal => ({
  ...{ id: "r", number: 1, ground: "kinship", declaredBy: "target", askedBy: "supervisor-1" },
  ...{ askedAt: "2026-09-15T01:00:00.000Z", due: "2026-09-16T16:00:00.000Z" },
  ...{ escalatedAt: null, decidedAt: null, granted: null, ...changes },
});
const todo = (
  state: InspectionState,
  { signatures = [], recusals = [] }: { signatures?: Signature[]; recusals?: Recusal[] } = {},
  inspector = "inspector-1",
) => todoOfOfficer({ state, signatures, recusals }, team, inspector);

describe("what waits for an officer of a team", () => {
  it.each([
    ["drawn", null],
    ["confirmed", "notice"],
    ["notified", "check"],
    ["checking", "record"],
    ["recorded", "paths"],
    ["handled", "report"],
    ["signed", "feedback"],
    ["fed-back", null],
    ["closed", null],
  ] as const)("at an inspection that is %s is %s (articles 25 to 30)", (state, kind) => {
    expect(todo(state)).toBe(kind);
  });

  it("is a paper that is to be signed by them, and nothing while it waits for another (articles 26, 29)", () => {
    const offered = { signatures: [signed("record", 1)] };
    expect(todo("checking", offered, "inspector-2")).toBe("sign");
    expect(todo("checking", offered, "inspector-1")).toBeNull();
    expect(todo("handled", { signatures: [signed("report", 2)] })).toBe("sign");
  });

  it("is no paper that all have signed, nor one that a newer revision took the place of", () => {
    const both = [signed("record", 1), signed("record", 2)];
    expect(todo("recorded", { signatures: both })).toBe("paths");
    const newer = [signed("record", 2), signed("record", 1, 2)];
    expect(todo("checking", { signatures: newer }, "inspector-1")).toBeNull();
  });

  it("is a supplement, also when all is over, which holds up no step", () => {
    const supplement = { signatures: [signed("record-supplement", 1)] };
    expect(todo("recorded", supplement, "inspector-1")).toBe("paths");
    for (const state of ["published", "closed"] as const)
      expect(todo(state, supplement, "inspector-2")).toBe("sign");
  });

  it("is nothing while a recusal is undecided before the check (article 24)", () => {
    expect(todo("confirmed", { recusals: [recusal()] })).toBeNull();
    expect(todo("confirmed", { recusals: [recusal({ decidedAt: "2026-09-15T02:00:00.000Z" })] })).toBe(
      "notice",
    );
  });

  it("is nothing of an expert's, nor of another team's", () => {
    expect(todo("confirmed", {}, "inspector-3")).toBeNull();
    expect(todo("confirmed", {}, "inspector-9")).toBeNull();
  });
});

describe("a recusal that waits for a head (article 24)", () => {
  const due = new Date("2026-09-16T16:00:00.000Z");
  const head = { authority: "533103", actor: "head-1" };
  it("is one of the own authority that another asked for", () => {
    expect(recusalDueOf({ authority: "533103", recusals: [recusal()] }, head)).toEqual(due);
    const own = [recusal({ askedBy: "head-1" })];
    expect(recusalDueOf({ authority: "533103", recusals: own }, head)).toBeUndefined();
  });

  it("is a subordinate's once it was escalated", () => {
    const superior = { authority: "533100", actor: "head-2" };
    expect(recusalDueOf({ authority: "533103", recusals: [recusal()] }, superior)).toBeUndefined();
    const escalated = [recusal({ escalatedAt: "2026-09-16T16:00:00.000Z" })];
    expect(recusalDueOf({ authority: "533103", recusals: escalated }, superior)).toEqual(due);
  });
});
