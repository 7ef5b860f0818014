import type { VisitCap } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import {
  capsOf,
  countyCaps,
  prefectureCaps,
  requireCapsWithin,
  requireLocalVenue,
  requireVisitCapWithin,
  venueOf,
  visitCapOf,
} from "./rules.ts";
import { codeOf } from "../testing/refusals.ts";

const approval = { documentNumber: "1号", approvedOn: "2026-01-05", scanSha256: "a".repeat(64) };

describe("article 20: caps", () => {
  it("are 1 % and twice for the prefecture, which may tighten them, and the county's own setting", () => {
    expect(capsOf("533100", undefined)).toEqual(prefectureCaps);
    expect(capsOf("533103", undefined)).toEqual(countyCaps);
    expect(capsOf("533103", { ratio: "0.5", frequency: 3 })).toEqual({ ratio: "0.5", frequency: 3 });
    expect(codeOf(() => requireCapsWithin("533100", { ratio: "0.005", frequency: 1 }))).toBe("none");
    expect(codeOf(() => requireCapsWithin("533100", { ratio: "0.02", frequency: 1 }))).toBe(
      "plan/ratio-above-cap",
    );
    expect(codeOf(() => requireCapsWithin("533100", { ratio: "0.01", frequency: 3 }))).toBe(
      "plan/frequency-above-cap",
    );
    expect(codeOf(() => requireCapsWithin("533103", { ratio: "1", frequency: 12 }))).toBe("none");
  });
});

describe("article 20: the cap of visits to a target, by all authorities", () => {
  const cap = (changes: Partial<VisitCap> = {}): VisitCap => ({
    perYear: 2,
    exemptOrigins: [],
    exemptKinds: [],
    source: "德政办〔2026〕5号",
    ...changes,
  });
  it("is the superior's where nothing is set, and never looser than that", () => {
    expect(visitCapOf(undefined, undefined)).toEqual(cap({ perYear: null, source: null }));
    expect(visitCapOf(cap(), undefined)).toEqual(cap());
    expect(visitCapOf(cap(), cap({ perYear: 1, source: "本县规定" }))).toMatchObject({ perYear: 1 });
    const looser = cap({
      perYear: 5,
      exemptOrigins: ["complaint"],
      exemptKinds: ["case"],
      source: "本县规定",
    });
    expect(visitCapOf(cap(), looser)).toEqual(cap());
    expect(visitCapOf(cap({ exemptOrigins: ["complaint", "review"] }), looser)).toEqual(
      cap({ exemptOrigins: ["complaint"] }),
    );
    expect(visitCapOf(undefined, looser)).toEqual(looser);
  });
  it("is refused where it is looser than the superior's", () => {
    expect(codeOf(() => requireVisitCapWithin(cap(), cap({ perYear: 1 })))).toBe("none");
    expect(codeOf(() => requireVisitCapWithin(undefined, cap()))).toBe("none");
    for (const set of [{ perYear: 3 }, { perYear: null }, { exemptOrigins: ["complaint" as const] }])
      expect(codeOf(() => requireVisitCapWithin(cap(), cap(set)))).toBe("visits/above-superior");
  });
});

describe("article 23: a local draw", () => {
  it("needs its approval on record", () => {
    expect(codeOf(() => requireLocalVenue(venueOf(undefined)))).toBe("draw/venue-not-approved");
    expect(codeOf(() => requireLocalVenue({ venue: "provincial", approval }))).toBe(
      "draw/venue-not-approved",
    );
    expect(codeOf(() => requireLocalVenue({ venue: "local", approval }))).toBe("none");
  });
});
