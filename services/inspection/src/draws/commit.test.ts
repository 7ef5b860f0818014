import { Problem } from "@shuangsui/contracts";
import { makeSecret, readCommitment, surveyText, witnessHash } from "@shuangsui/lottery";
import { describe, expect, it } from "vitest";
import { snapshotOf } from "../testing/campaign-matters.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { commitmentOf, type CommitmentOf } from "./commit.ts";
import { takeSnapshot } from "./snapshot.ts";

const held = sampleHeld(80);
const registry = snapshotOf(held);
const keys = { saltKey: makeSecret(), rosterKey: makeSecret() };
const ofDraw = {
  scope: { targetKind: "entity" as const, categories: [] },
  window: { from: "2026-09-15", until: "2026-10-30" },
};

async function inputOf(authority: string, ratio: string): Promise<CommitmentOf> {
  const { survey, roster, exclusions, population } = await takeSnapshot(
    registry,
    authority,
    ofDraw,
    new Map(),
    keys,
  );
  return {
    drawId: "d1",
    campaignId: "c1",
    planVersion: "a".repeat(64),
    authority,
    createdAt: new Date("2026-09-15T00:00:00Z"),
    survey,
    roster,
    exclusions,
    strata: Object.entries(population).map(([name, count]) => ({
      name,
      population: count,
      ratio,
      alternates: 1,
    })),
    profile: { name: "p1", officers: 2, types: ["market"], specialties: [] },
    secret: makeSecret(),
    beacon: {
      kind: "witness",
      witnesses: ["甲", "乙"].map((name) => ({ name, hash: witnessHash("d1", name, makeSecret()) })),
      revealBy: "2026-09-16T00:00:00.000Z",
    },
    previousDraw: null,
  };
}
const refusal = async (made: Promise<CommitmentOf>, change: Partial<CommitmentOf> = {}) => {
  const given = { ...(await made), ...change };
  try {
    return commitmentOf(given);
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, detail: error.detail };
    throw error;
  }
};

describe("a commitment", () => {
  it("rounds a county's total up and a prefecture's down, over the registry before exclusions (article 20)", async () => {
    const county = readCommitment(commitmentOf(await inputOf("533103", "0.01")));
    expect(county.strata.reduce((sum, stratum) => sum + stratum.quota, 0)).toBe(1);
    expect(await refusal(inputOf("533100", "0.01"))).toMatchObject({
      code: "draw/too-small",
      detail: expect.stringContaining("100 targets"),
    });
    const left = await takeSnapshot(
      registry,
      "533103",
      ofDraw,
      new Map([["T000000", "inspected-this-year"]]),
      keys,
    );
    expect(left.population["A"]).toBe(20);
    expect(left.excluded).toEqual([{ ground: "inspected-this-year", number: 1 }]);
    expect(left.targets.count).toBe(79);
    // The declared conflict was with the one left out.
    expect(left.exclusions).toBe("");
  });
  it("is refused where a target has nobody who could inspect it, naming none", async () => {
    const profile = { name: "p1", officers: 2, types: ["gas"], specialties: [] };
    expect(await refusal(inputOf("533103", "0.1"), { profile })).toEqual({
      code: "draw/unservable-target",
      detail: "80 targets; the first lacks type gas",
    });
  });
  it("is refused where no target is left", async () => {
    expect(
      await refusal(inputOf("533103", "0.1"), {
        survey: surveyText("", new Set()),
        roster: "",
        exclusions: "",
      }),
    ).toMatchObject({ code: "plan/empty-scope" });
  });
});
