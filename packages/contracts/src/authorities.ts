import { z } from "zod";
import { authorityCode } from "./basics.ts";

/** How high an authority stands. What the law says of a prefecture holds for that level alone (article 20). */
export const authorityLevels = ["province", "prefecture", "county", "township"] as const;

const name = z.string().trim().min(1).max(120);

/** One housing and construction authority: its GB/T 2260 division code, whose subordinate it is, and what it is called. */
export const authority = z.strictObject({
  code: authorityCode.refine((code) => code !== "000000", "is the nation's"),
  /** Null where nobody above it is in the system. */
  parent: authorityCode.nullable(),
  level: z.enum(authorityLevels),
  name,
  short: name,
  english: z.strictObject({ name, short: name }),
});
export type Authority = z.infer<typeof authority>;

/** All authorities of an installation: a tree of any depth, or several (articles 34, 35). */
export const authorityTree = z
  .array(authority)
  .min(1)
  .superRefine((all, context) => {
    const parents = new Map(all.map(({ code, parent }) => [code, parent]));
    const refuse = (index: number, message: string) =>
      context.addIssue({ code: "custom", path: [index], message });
    for (const [index, { code, parent }] of all.entries()) {
      if (all.findIndex((one) => one.code === code) !== index) refuse(index, `${code} stands there twice`);
      else if (parent !== null && !parents.has(parent)) refuse(index, `${parent}, its parent, is not there`);
      else if (chainTo(parents, code) === undefined) refuse(index, `${code} is its own superior`);
    }
  });

/** The codes from the top down to one, that one included; undefined where they go in a circle. */
function chainTo(parents: ReadonlyMap<string, string | null>, code: string): string[] | undefined {
  const chain: string[] = [];
  for (let at: string | null = code; at !== null; at = parents.get(at) ?? null) {
    if (chain.includes(at)) return undefined;
    chain.unshift(at);
  }
  return chain;
}

type Known = {
  all: readonly Authority[];
  byCode: ReadonlyMap<string, Authority>;
  /** By code: those above it, from the top down. */
  above: ReadonlyMap<string, readonly string[]>;
  /** By code: itself and all below it. */
  seen: ReadonlyMap<string, readonly string[]>;
};

let known: Known = { all: [], byCode: new Map(), above: new Map(), seen: new Map() };

/** Has this process know these authorities in the place of those before. They come from its service's table. */
export function learnAuthorities(all: readonly Authority[]): void {
  const parents = new Map(all.map(({ code, parent }) => [code, parent]));
  const chains = new Map(all.map(({ code }) => [code, chainTo(parents, code) ?? [code]]));
  known = {
    all,
    byCode: new Map(all.map((one) => [one.code, one])),
    above: new Map([...chains].map(([code, chain]) => [code, chain.slice(0, -1)])),
    seen: new Map(
      all.map(({ code }) => [
        code,
        all.filter((one) => chains.get(one.code)?.includes(code) === true).map((one) => one.code),
      ]),
    ),
  };
}

/** All authorities that this process knows, in the order in which an installation names them. */
export function knownAuthorities(): readonly Authority[] {
  return known.all;
}

/** The authority of a division code, or undefined where there is none. */
export function authorityOf(code: string): Authority | undefined {
  return known.byCode.get(code);
}

/** Of whom all authorities together are: the short names of those above whom nobody is. */
export function placeName(): string {
  return known.all
    .filter(({ parent }) => parent === null)
    .map(({ short }) => short)
    .join("、");
}

/**
 * Whether the code is a prefecture's, whose draws round down and are capped (article 20).
 * @throws RangeError where there is no such authority: nobody may guess which law holds for it
 */
export function isPrefecture(code: string): boolean {
  const one = known.byCode.get(code);
  if (one === undefined) throw new RangeError(`${code} is not the code of an authority`);
  return one.level === "prefecture";
}

/** The codes of the authorities whose matters one sees: its own and its subordinates' (article 3). None for a code of no authority. */
export function seenBy(code: string): readonly string[] {
  return known.seen.get(code) ?? [];
}

/**
 * Whose rules of risk classes hold for an authority: its prefecture's, since credit counts throughout a prefecture (article 21);
 * where it has none, those of the topmost above it.
 */
export function riskTableKeeper(code: string): string {
  const chain = [...superiorsOf(code), code];
  return chain.find((one) => authorityOf(one)?.level === "prefecture") ?? chain[0] ?? code;
}

/** The codes of those above an authority, from the top down to its parent. */
export function superiorsOf(code: string): readonly string[] {
  return known.above.get(code) ?? [];
}
