import { describe, expect, test } from "vitest";
import { readChange } from "./change.ts";
import { readCommitment } from "./commitment.ts";
import type { Member } from "./roster.ts";
import { chanceOf, SEED } from "./testing/chance.ts";
import { makeUp, type DrawTexts } from "./testing/whole-draw.ts";
import { verifyDraw, type Check } from "./verify.ts";

describe("whole draws made up by chance", () => {
  async function failure(texts: DrawTexts): Promise<Check | undefined> {
    return (await Array.fromAsync(verifyDraw(texts))).find(({ ok }) => ok === false);
  }

  test("verify, break no conflict, put nobody twice in a team, and keep every team able (article 25)", async () => {
    const seen = new Map<string, number>();
    for (let turn = 0; turn < 120; turn++) {
      let texts: DrawTexts;
      try {
        texts = await makeUp(chanceOf(`${SEED} ${turn}`), 6);
      } catch (error) {
        // Chance made a registry that can't be drawn from: it was refused before the commitment.
        expect(String(error)).toMatch(/not servable|the total is 0/);
        continue;
      }
      expect(await failure(texts)).toBeUndefined();
      const lines = texts["recusals.ndjson"].split("\n").filter((line) => line !== "");
      for (const { mode, reason } of lines.map(readChange)) {
        const key = reason === "gone" || reason === "conflict" ? `${mode} ${reason}` : `${mode} out`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      checkTeams(texts);
    }
    const kinds = ["swap conflict", "replace conflict", "replace out", "alternate gone", "lapse gone"];
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
  });

  function checkTeams(texts: DrawTexts): void {
    const excluded = new Set(texts["exclusions.csv"].split("\n"));
    const profiles = new Map(
      texts["targets.csv"].split("\n").map((line) => [line.slice(0, 44), line.split(",")[2]]),
    );
    const roster = texts["roster.ndjson"]
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Member);
    const needs = readCommitment(texts["commitment.json"]).profiles;
    for (const line of texts["recusals.ndjson"].split("\n").filter((one) => one !== "")) {
      const change = readChange(line);
      if ("number" in change && change.reason === "conflict") excluded.add(`${change.number},${change.id}`);
    }
    for (const line of texts["teams.ndjson"].split("\n").filter((one) => one !== "")) {
      const { id, officers, experts } = JSON.parse(line) as {
        id: string;
        officers: number[];
        experts: number[];
      };
      const people = [...officers, ...experts];
      expect(people.filter((number) => excluded.has(`${number},${id}`))).toEqual([]);
      expect(new Set(people).size).toBe(people.length);
      const profile = needs.find(({ name }) => name === profiles.get(id));
      const held = new Set(
        people.flatMap((number) => [
          ...(roster[number - 1]?.types ?? []),
          ...(roster[number - 1]?.specialties ?? []),
        ]),
      );
      expect(
        [...(profile?.types ?? []), ...(profile?.specialties ?? [])].filter((need) => !held.has(need)),
      ).toEqual([]);
      expect(officers.length).toBeGreaterThanOrEqual(profile?.officers ?? Number.POSITIVE_INFINITY);
    }
  }
});
