import type { DuplicateGround } from "@shuangsui/contracts";

/** As much of an entry as tells whether it may be another one: its name and address in folded form, and the numbers of its phones. */
export type Candidate = {
  code: string;
  name: string;
  address: string;
  nameKey: string;
  addressKey: string;
  phones: readonly string[];
};
export type Pair = { one: Candidate; other: Candidate; grounds: DuplicateGround[] };

/**
 * Article 5: no target is checked twice because it is registered twice. Two entries may be one that are called alike, or that give
 * the same phone at the same address; somebody has to look at them. The pairs are sorted by their codes.
 */
export function likelyPairs(candidates: readonly Candidate[]): Pair[] {
  const pairs = new Map<string, Pair>();
  const pair = (ground: DuplicateGround, alike: readonly Candidate[]) => {
    const sorted = alike.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    for (const [index, one] of sorted.entries())
      for (const other of sorted.slice(index + 1)) {
        if (other.code === one.code) continue;
        const key = JSON.stringify([one.code, other.code]);
        const known = pairs.get(key) ?? { one, other, grounds: [] };
        if (!known.grounds.includes(ground)) known.grounds.push(ground);
        pairs.set(key, known);
      }
  };
  for (const alike of Map.groupBy(candidates, ({ nameKey }) => nameKey).values()) pair("name", alike);
  const reached = candidates.flatMap((candidate) =>
    candidate.phones.map((phone) => ({ candidate, at: JSON.stringify([candidate.addressKey, phone]) })),
  );
  for (const alike of Map.groupBy(reached, ({ at }) => at).values())
    pair(
      "phone",
      alike.map(({ candidate }) => candidate),
    );
  return [...pairs.values()].toSorted(
    (a, b) => compared(a.one.code, b.one.code) || compared(a.other.code, b.other.code),
  );
}

const compared = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
