import { Big } from "big.js";
import { byBytes } from "./text.ts";

/** `down` for a prefecture, whose total article 20 caps; `up` for a county. */
export type Rounding = "down" | "up";

/** A stratum as the plan has it, with what the registry says of it. */
export interface StratumPlan {
  readonly name: string;
  /** Targets in the plan's scope, before those already inspected are taken out. */
  readonly population: number;
  /** A decimal text from "0" to "1" without superfluous zeros. */
  readonly ratio: string;
  /** Targets that remain, at most `population`. */
  readonly count: number;
  readonly alternates: number;
}

/** A stratum with its quota, as a commitment lists it. */
export interface Stratum extends StratumPlan {
  readonly quota: number;
}

/** The quotas, or why there are none: `smallest` is the smallest registry that gives 1, null where no ratio is above 0. */
export type QuotaPlan =
  | { readonly ok: true; readonly total: number; readonly strata: readonly Stratum[] }
  | { readonly ok: false; readonly refused: "quota/zero"; readonly smallest: bigint | null };

/**
 * Quotas by article 20, in exact decimals: the sum of population times ratio, rounded `down` or `up`, is the total; each
 * stratum gets the whole part of its own product, and the rest goes, one each, by largest remainder, ties by name.
 * @returns the strata sorted by name, or a refusal where the total is 0
 */
export function planQuotas(plan: { strata: readonly StratumPlan[]; rounding: Rounding }): QuotaPlan {
  const shares = plan.strata.map((stratum) => {
    const exact = new Big(stratum.ratio).times(stratum.population);
    const whole = exact.round(0, Big.roundDown);
    return { stratum, whole: whole.toNumber(), exact, remainder: exact.minus(whole) };
  });
  const sum = shares.reduce((all, share) => all.plus(share.exact), new Big(0));
  const total = sum.round(0, plan.rounding === "down" ? Big.roundDown : Big.roundUp).toNumber();
  if (total === 0) return { ok: false, refused: "quota/zero", smallest: smallestRegistry(plan) };

  const rest = total - shares.reduce((all, share) => all + share.whole, 0);
  const favoured = new Set(
    shares
      .toSorted((a, b) => b.remainder.cmp(a.remainder) || byBytes(a.stratum.name, b.stratum.name))
      .slice(0, rest)
      .map((share) => share.stratum.name),
  );
  const strata = shares
    .map(({ stratum: { name, population, ratio, count, alternates }, whole }) => {
      return { name, population, ratio, count, quota: whole + (favoured.has(name) ? 1 : 0), alternates };
    })
    .toSorted((a, b) => byBytes(a.name, b.name));
  return { ok: true, total, strata };
}

/** The least number of targets, all in the stratum of the highest ratio, that gives a total of 1. */
function smallestRegistry({
  strata,
  rounding,
}: {
  strata: readonly StratumPlan[];
  rounding: Rounding;
}): bigint | null {
  const highest = strata.reduce((most, { ratio }) => (most.gt(ratio) ? most : new Big(ratio)), new Big(0));
  if (highest.eq(0)) return null;
  if (rounding === "up") return 1n;
  // 1 / ratio rounded up, exactly: a hostile commitment's ratio may be smaller than numbers can count.
  const digits = highest.toFixed();
  const scale = 10n ** BigInt(digits.replace(/^[01]\.?/, "").length);
  const scaled = BigInt(digits.replace(".", ""));
  return (scale + scaled - 1n) / scaled;
}
