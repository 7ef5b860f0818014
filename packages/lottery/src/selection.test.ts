import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Stratum } from "./quotas.ts";
import { selectTargets, type Selection } from "./selection.ts";
import { H } from "./sha256.ts";
import type { Target } from "./targets.ts";
import { byChance, chanceOf, chiSquareLimit, SEED } from "./testing/chance.ts";
import { openTickets } from "./tickets.ts";

function stratum(name: string, count: number, quota: number, alternates: number): Stratum {
  return { name, population: count, ratio: "1", count, quota, alternates };
}

function targetsOf(strata: readonly Stratum[]): Target[] {
  return strata.flatMap(({ name, count }) =>
    Array.from({ length: count }, (_, i) => ({
      id: H(`${name} ${i}`).slice(0, 44),
      stratum: name,
      profile: "p1",
    })),
  );
}

/** The specification's own words: sort all tickets of a stratum and take the first. */
function selectByDefinition(seed: string, strata: readonly Stratum[], targets: readonly Target[]): Selection {
  const inOrder = targets
    .map((target, i) => ({ ...target, line: i + 1, ticket: hash("sha256", `${seed},target,${target.id}`) }))
    .toSorted((a, b) => (a.ticket < b.ticket ? -1 : 1));
  const ofStratum = (name: string): typeof inOrder => inOrder.filter((one) => one.stratum === name);
  return {
    selected: inOrder.filter((one) =>
      strata.some(({ name, quota }) =>
        ofStratum(name)
          .slice(0, quota)
          .some(({ id }) => id === one.id),
      ),
    ),
    alternates: new Map(
      strata.map(({ name, quota, alternates }) => [name, ofStratum(name).slice(quota, quota + alternates)]),
    ),
  };
}

const STRATA = [
  stratum("A", 700, 7, 5),
  stratum("B", 12, 3, 2),
  stratum("none", 0, 0, 3),
  stratum("no-quota", 9, 0, 4),
  stratum("short", 4, 3, 6),
  stratum("shorter", 2, 5, 1),
];

test("the smallest tickets of each stratum are selected, then its alternates, by definition", () => {
  const targets = targetsOf(STRATA);
  for (let turn = 0; turn < 20; turn++) {
    const seed = H(`${SEED} ${turn}`);
    expect(selectTargets(openTickets(seed), STRATA, targets)).toEqual(
      selectByDefinition(seed, STRATA, targets),
    );
  }
});

test("where fewer remain than the quota all are selected, and alternates only from what is left", () => {
  const { selected, alternates } = selectTargets(openTickets(H("1")), STRATA, targetsOf(STRATA));

  const chosen = (name: string): number => selected.filter((one) => one.stratum === name).length;
  expect([chosen("short"), alternates.get("short")?.length]).toEqual([3, 1]);
  expect([chosen("shorter"), alternates.get("shorter")?.length]).toEqual([2, 0]);
  expect([chosen("none"), alternates.get("none")?.length]).toEqual([0, 0]);
  expect([chosen("no-quota"), alternates.get("no-quota")?.length]).toEqual([0, 4]);
});

test("the order in which targets come changes nothing", () => {
  const targets = targetsOf(STRATA);
  const tickets = openTickets(H(String(SEED)));
  const chosenFrom = (some: readonly Target[]) => {
    const { selected, alternates } = selectTargets(tickets, STRATA, some);
    return [selected, ...alternates.values()].map((all) => all.map(({ line: _where, ...one }) => one));
  };
  const right = chosenFrom(targets);
  fc.assert(
    fc.property(fc.shuffledSubarray(targets, { minLength: targets.length }), (shuffled) => {
      expect(chosenFrom(shuffled)).toEqual(right);
    }),
    { ...byChance, numRuns: 20 },
  );
});

test("a target of an unknown stratum is refused", () => {
  const stray = { id: "0".repeat(44), stratum: "Z", profile: "p1" };
  expect(() => selectTargets(openTickets(H("1")), STRATA, [stray])).toThrow("there is no stratum Z");
});

const RUNS = 20_000;
const SMALL = [stratum("A", 12, 3, 0), stratum("B", 7, 1, 0), stratum("C", 5, 4, 0)];

/**
 * Chi-square of how often each target of a stratum was drawn. Draws are without putting back, which lowers the variance
 * by (count - quota) / (count - 1).
 */
function chiSquares(select: (seed: string) => Iterable<string>): Map<string, number> {
  const times = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    for (const id of select(H(`${SEED},${run}`))) times.set(id, (times.get(id) ?? 0) + 1);
  }
  return new Map(
    SMALL.map(({ name, count, quota }) => {
      const expected = (RUNS * quota) / count;
      const sum = targetsOf([stratum(name, count, quota, 0)])
        .map(({ id }) => ((times.get(id) ?? 0) - expected) ** 2 / expected)
        .reduce((all, one) => all + one, 0);
      return [name, (sum * (count - 1)) / (count - quota)];
    }),
  );
}

test("every target is drawn as often as promised, in each stratum, over 20,000 seeds (articles 20 and 23)", () => {
  const targets = targetsOf(SMALL);
  const found = chiSquares((seed) =>
    selectTargets(openTickets(seed), SMALL, targets).selected.map(({ id }) => id),
  );

  const unfair = SMALL.filter(({ name, count }) => (found.get(name) ?? Infinity) > chiSquareLimit(count - 1));
  expect(unfair).toEqual([]);
});

test("control: a draw in which one target of each stratum is favoured once in 15 draws is caught", () => {
  const targets = targetsOf(SMALL);
  const found = chiSquares((seed) => {
    const chance = chanceOf(seed);
    const fair = selectTargets(openTickets(seed), SMALL, targets).selected;
    return SMALL.flatMap(({ name, quota }) => {
      const favourite = targets.find((target) => target.stratum === name)?.id ?? "";
      const drawn = fair.filter((one) => one.stratum === name).map(({ id }) => id);
      return drawn.includes(favourite) || chance(15) > 0 ? drawn : [favourite, ...drawn.slice(0, quota - 1)];
    });
  });

  expect(found.get("A")).toBeGreaterThan(chiSquareLimit(11));
  expect(found.get("B")).toBeGreaterThan(chiSquareLimit(6));
});
