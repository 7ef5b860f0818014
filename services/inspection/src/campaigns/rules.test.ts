import { makeSecret, witnessHash } from "@shuangsui/lottery";
import { describe, expect, it } from "vitest";
import {
  groundOf,
  requireCampaignState,
  requireContribution,
  requireDrawLeft,
  requireNotDefaulted,
  requireRedraw,
  requireScheme,
  requireWindowOpen,
  requireWithin,
  requireWitnesses,
} from "./rules.ts";
import { codeOf } from "../testing/refusals.ts";

describe("article 22: the scheme", () => {
  it("comes before the draw", () => expect(codeOf(() => requireScheme(null))).toBe("campaign/no-scheme"));
  it("has a window within the plan's, not yet over", () => {
    const plan = { from: "2026-03-01", to: "2026-11-30" };
    expect(codeOf(() => requireWithin(plan, plan))).toBe("none");
    expect(codeOf(() => requireWithin({ from: "2026-02-28", to: "2026-11-30" }, plan))).toBe(
      "campaign/outside-window",
    );
    expect(codeOf(() => requireWithin({ from: "2026-03-01", to: "2026-12-01" }, plan))).toBe(
      "campaign/outside-window",
    );
    expect(codeOf(() => requireWindowOpen(plan, "2026-11-30"))).toBe("none");
    expect(codeOf(() => requireWindowOpen(plan, "2026-12-01"))).toBe("campaign/outside-window");
  });
});

describe("article 23: the witnesses", () => {
  const contribution = makeSecret();
  const witness = { name: "甲", hash: witnessHash("d1", "甲", contribution) };
  it("are two or more, of different units", () => {
    expect(codeOf(() => requireWitnesses([{ unit: "a" }, { unit: "b" }]))).toBe("none");
    expect(codeOf(() => requireWitnesses([{ unit: "a" }, { unit: "a" }]))).toBe("draw/witnesses-missing");
    expect(codeOf(() => requireWitnesses([]))).toBe("draw/witnesses-missing");
  });
  it("reveal what they are bound to, each what is its own", () => {
    expect(codeOf(() => requireContribution("d1", witness, contribution))).toBe("none");
    expect(codeOf(() => requireContribution("d2", witness, contribution))).toBe("draw/contribution-mismatch");
    expect(codeOf(() => requireContribution("d1", undefined, contribution))).toBe("draw/not-its-witness");
  });
  it("are replaced where they did not reveal", () => {
    const before = [
      { name: "甲", actor: "a", contribution: null },
      { name: "乙", actor: "b", contribution },
    ];
    expect(codeOf(() => requireNotDefaulted({ name: "甲", actor: "c" }, before))).toBe(
      "draw/witness-defaulted",
    );
    expect(codeOf(() => requireNotDefaulted({ name: "乙", actor: "b" }, before))).toBe("none");
  });
});

describe("a second draw", () => {
  it("is approved by the superior, after a void alone", () => {
    const county = { state: "void", authority: "533103" } as const;
    const prefecture = { state: "void", authority: "533100" } as const;
    expect(codeOf(() => requireRedraw(county, true, "533100"))).toBe("none");
    expect(codeOf(() => requireRedraw(prefecture, true, "533100"))).toBe("none");
    expect(codeOf(() => requireRedraw(county, true, "533103"))).toBe("authority/not-yours");
    expect(codeOf(() => requireRedraw({ ...county, state: "committed" }, false, "533100"))).toBe(
      "draw/not-void",
    );
    expect(codeOf(() => requireRedraw(county, false, "533100"))).toBe("campaign/wrong-state");
  });
});

describe("a target that is left out (articles 5, 20)", () => {
  const limits = { frequency: 2, liftInspected: false };
  it.each([
    [{ open: false, inspected: false, visits: 0, atCap: false }, limits, null],
    [{ open: true, inspected: true, visits: 2, atCap: false }, limits, "open-inspection"],
    [{ open: false, inspected: true, visits: 2, atCap: false }, limits, "visits-above-cap"],
    [{ open: false, inspected: true, visits: 1, atCap: false }, limits, "inspected-this-year"],
    [{ open: false, inspected: true, visits: 1, atCap: false }, { ...limits, liftInspected: true }, null],
    [
      { open: false, inspected: true, visits: 2, atCap: false },
      { ...limits, liftInspected: true },
      "visits-above-cap",
    ],
    [{ open: false, inspected: true, visits: 1, atCap: true }, limits, "visit-cap"],
    [
      { open: false, inspected: true, visits: 1, atCap: true },
      { ...limits, liftInspected: true },
      "visit-cap",
    ],
    [{ open: true, inspected: true, visits: 1, atCap: true }, limits, "open-inspection"],
  ])("%o under %o: %s", (visited, by, ground) => expect(groundOf(visited, by)).toBe(ground));
});

describe("a campaign", () => {
  it("is drawn as often as its plan says (article 20)", () => {
    expect(codeOf(() => requireDrawLeft(1, 2))).toBe("none");
    expect(codeOf(() => requireDrawLeft(2, 2))).toBe("plan/frequency-above-cap");
  });
  it("refuses what its state does not allow", () =>
    expect(codeOf(() => requireCampaignState("running", "draft"))).toBe("campaign/wrong-state"));
});
