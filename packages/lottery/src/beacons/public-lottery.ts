import { integer, listOf, object, oneOf, text, time } from "../json-form.ts";
import { Refusal } from "../refusal.ts";
import { H } from "../sha256.ts";

/** A future issue of a named public lottery. */
export interface LotteryBeacon {
  readonly kind: "public-lottery";
  readonly lottery: string;
  readonly issue: string;
  /** `pick` numbers are drawn of 1 to `of`, pool by pool. */
  readonly pools: readonly { readonly pick: number; readonly of: number }[];
  readonly notBefore: string;
  /** Where the numbers are announced. */
  readonly source: string;
}

/** The numbers announced: ascending in each pool, pools in order. */
export interface LotteryProof {
  readonly numbers: readonly (readonly number[])[];
}

export const lotteryForm = object({
  kind: oneOf("public-lottery"),
  lottery: text,
  issue: text,
  pools: listOf(object({ pick: integer(1), of: integer(1) })),
  notBefore: time,
  source: text,
});

export const lotteryProofForm = object({ numbers: listOf(listOf(integer(0))) });

/** With fewer outcomes than this a secret could be chosen to suit. */
const LEAST_OUTCOMES = 2n ** 24n;

/** C(of, pick), or LEAST_OUTCOMES as soon as it is at least that many. */
function outcomes(pick: number, of: number): bigint {
  let ways = 1n;
  for (let i = 1; i <= Math.min(pick, of - pick); i++) {
    ways = (ways * BigInt(of - i + 1)) / BigInt(i);
    if (ways >= LEAST_OUTCOMES) return LEAST_OUTCOMES;
  }
  return ways;
}

/** @throws Refusal if a pool draws more numbers than it has, or all pools have fewer than 2^24 outcomes */
export function checkLottery({ pools }: LotteryBeacon): void {
  if (pools.some(({ pick, of }) => pick > of))
    throw new Refusal("beacon", "a pool draws more numbers than it has");
  // Once there are enough, more pools need no larger product.
  const all = pools.reduce(
    (ways, { pick, of }) => (ways < LEAST_OUTCOMES ? ways * outcomes(pick, of) : ways),
    1n,
  );
  if (all < LEAST_OUTCOMES) {
    throw new Refusal("beacon", "the lottery has fewer than 2^24 outcomes");
  }
}

/** @throws Refusal if the numbers are not an outcome of the pools */
export function lotteryValue({ lottery, issue, pools }: LotteryBeacon, { numbers }: LotteryProof): string {
  if (numbers.length !== pools.length)
    throw new Refusal("beacon", `numbers for ${pools.length} pools are needed`);
  pools.forEach(({ pick, of }, i) => {
    const drawn = numbers[i] ?? [];
    if (drawn.length !== pick) throw new Refusal("beacon", `pool ${i + 1} draws ${pick} numbers`);
    if (drawn.some((number, at) => number > of || number <= (drawn[at - 1] ?? 0))) {
      throw new Refusal("beacon", `numbers of pool ${i + 1} are not ascending from 1 to ${of}`);
    }
  });
  return H([lottery, issue, ...numbers.flat()].join(","));
}
