import { Problem } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { castLot, replacementFrom, teamByLot, type Candidate, type Lot } from "./lots.ts";

const officer = (id: string, ...types: string[]): Candidate => ({
  id,
  kind: "officer",
  types,
  specialties: [],
});
const expert = (id: string, ...specialties: string[]): Candidate => ({
  id,
  kind: "expert",
  types: [],
  specialties,
});
const needs = { officers: 2, types: ["quality", "market"], specialties: ["structure"] };
const lot = (...order: Candidate[]): Lot => ({ order, needs });
const idsOf = (team: readonly Candidate[]) => team.map(({ id }) => id);
const codeOf = (work: () => unknown) => {
  try {
    work();
    return "none";
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};

describe("a team by lot (article 2)", () => {
  it("takes for each type whoever comes up first and holds it, then officers, then experts", () => {
    const order = [
      expert("e1", "gas"),
      officer("a", "safety"),
      officer("b", "market"),
      expert("e2", "structure"),
      officer("c", "quality"),
    ];
    expect(idsOf(teamByLot(lot(...order)))).toEqual(["b", "c", "e2"]);
  });

  it("has as many officers as it needs where few hold every type", () => {
    const order = [officer("a", "safety"), officer("b", "market", "quality"), expert("e", "structure")];
    expect(idsOf(teamByLot(lot(...order)))).toEqual(["b", "a", "e"]);
  });

  it.each([
    ["a type", [officer("a", "market"), officer("b", "market"), expert("e", "structure")]],
    ["an expert", [officer("a", "market"), officer("b", "quality"), expert("e", "gas")]],
    ["a second officer", [officer("a", "market", "quality"), expert("e", "structure")]],
  ])("is none where %s is lacking", (_, order) => {
    expect(codeOf(() => teamByLot(lot(...order)))).toBe("inspection/team-lacking");
  });

  it("comes from an order in which each is as likely as any other", () => {
    const [first, second, third] = [officer("a"), officer("b"), officer("c")];
    const counts = new Map<string, number>();
    for (let cast = 0; cast < 6_000; cast += 1) {
      const order = idsOf(castLot([first, second, third], needs).order).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Of a thousand each, none is further off than once in a billion runs.
    expect([...counts.keys()].toSorted()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(190);
  });
});

describe("who takes a place in it (articles 15, 24)", () => {
  const all = lot(
    officer("a", "market"),
    officer("b", "quality"),
    officer("c", "market"),
    officer("d", "quality"),
    expert("e", "structure"),
  );

  it.each([
    ["comes up first and holds with the rest what is needed", ["a"], [], "d"],
    ["has not left it before", ["a"], ["d"], null],
    ["is none where the rest of the team cannot be made whole", ["c"], ["d"], null],
  ] as const)("%s", (_, rest, left, chosen) => {
    const leaving = { kind: "officer", id: "b" } as const;
    expect(replacementFrom(all, leaving, rest, left)?.id ?? null).toBe(chosen);
  });

  it("is of the same kind", () => {
    expect(replacementFrom(all, { kind: "expert", id: "f" }, ["a", "b"], [])?.id).toBe("e");
  });
});
