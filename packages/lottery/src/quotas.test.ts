import fc from "fast-check";
import { expect, test } from "vitest";
import { planQuotas, type StratumPlan } from "./quotas.ts";
import { byChance } from "./testing/chance.ts";

function stratum(name: string, population: number, ratio: string): StratumPlan {
  return { name, population, ratio, count: population, alternates: 0 };
}

test("a prefecture rounds the total down, a county up (article 20)", () => {
  const strata = [stratum("A", 720, "0.01"), stratum("B", 333, "0.02")];

  expect(planQuotas({ strata, rounding: "down" })).toMatchObject({ ok: true, total: 13 });
  expect(planQuotas({ strata, rounding: "up" })).toMatchObject({ ok: true, total: 14 });
});

test("decimals are exact: 0.07 of 100 is 7, which binary fractions make 7.000000000000001", () => {
  expect(planQuotas({ strata: [stratum("A", 100, "0.07")], rounding: "up" })).toMatchObject({ total: 7 });
  expect(planQuotas({ strata: [stratum("A", 1000, "0.29")], rounding: "down" })).toMatchObject({
    total: 290,
  });
});

test("the rest goes by largest remainder, ties by name, whatever the order given", () => {
  const strata = [
    stratum("C", 50, "0.01"),
    stratum("B", 50, "0.01"),
    stratum("A", 70, "0.01"),
    stratum("D", 50, "0.01"),
  ];

  const plan = planQuotas({ strata, rounding: "down" });

  expect(plan.ok && plan.strata.map(({ name, quota }) => `${name}${quota}`)).toEqual([
    "A1",
    "B1",
    "C0",
    "D0",
  ]);
});

test.each([
  ["0.01", 99, 100],
  ["0.03", 33, 34],
  ["0.3", 3, 4],
  ["0.6", 1, 2],
  ["0.000001", 10, 1_000_000],
])(
  "a total of 0 at %s of %i is refused with the smallest registry that gives 1",
  (ratio, population, smallest) => {
    const refused = { ok: false, refused: "quota/zero", smallest: BigInt(smallest) };
    expect(planQuotas({ strata: [stratum("A", population, ratio)], rounding: "down" })).toEqual(refused);
    expect(planQuotas({ strata: [stratum("A", smallest, ratio)], rounding: "down" })).toMatchObject({
      total: 1,
    });
    expect(planQuotas({ strata: [stratum("A", smallest - 1, ratio)], rounding: "down" })).toEqual(refused);
  },
);

test("a ratio so small that numbers can't count the registry is refused all the same", () => {
  const refusedAt = (ratio: string) => planQuotas({ strata: [stratum("A", 40, ratio)], rounding: "down" });

  expect(refusedAt("0.00000000000000009999")).toMatchObject({ smallest: 10_001_000_100_010_002n });
  expect(refusedAt(`0.${"0".repeat(400)}1`)).toMatchObject({ smallest: 10n ** 401n });
});

test("rounded up only an empty registry gives 0; with no ratio above 0 no registry gives 1", () => {
  expect(planQuotas({ strata: [stratum("A", 0, "0.01")], rounding: "up" })).toMatchObject({ smallest: 1n });
  expect(planQuotas({ strata: [stratum("A", 9, "0")], rounding: "up" })).toMatchObject({ smallest: null });
});

test("quotas add up to the total, each the whole part of its own or one more", () => {
  const plans = fc.array(
    fc.record({
      population: fc.nat(5000),
      thousandths: fc.nat(1000),
      alternates: fc.nat(5),
      taken: fc.nat(100),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(plans, fc.constantFrom("down", "up"), (parts, rounding) => {
      const strata = parts.map(({ population, thousandths, alternates, taken }, i) => ({
        ...stratum(`s${i}`, population, String(thousandths / 1000)),
        count: Math.max(0, population - taken),
        alternates,
      }));
      const products = parts.map(({ population, thousandths }) => population * thousandths);
      const sum = products.reduce((all, one) => all + one, 0);
      const total = rounding === "down" ? Math.floor(sum / 1000) : Math.ceil(sum / 1000);
      const plan = planQuotas({ strata, rounding });
      expect(plan.ok).toBe(total > 0);
      if (!plan.ok) return;
      expect(plan.strata.reduce((all, { quota }) => all + quota, 0)).toBe(total);
      plan.strata.forEach(({ quota }, i) => {
        const whole = Math.floor((products[i] ?? 0) / 1000);
        expect([whole, whole + 1]).toContain(quota);
      });
    }),
    byChance,
  );
});
