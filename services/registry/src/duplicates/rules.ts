import type { DuplicateGround } from "@shuangsui/contracts";

/** As much of an entry as tells whether it may be another one. What is called alike, and what is at one address, has one mark. */
export type Candidate = {
  code: string;
  name: string;
  address: string;
  nameMark: string;
  addressMark: string;
  /** The numbers of its phones; they may be left out where nobody else of those that it is compared with is at its address. */
  phones: readonly string[];
};
export type Pair = { one: Candidate; other: Candidate; grounds: DuplicateGround[] };

/**
 * Article 5: no target is checked twice because it is registered twice. Two entries may be one that are called alike, or that give
 * the same phone at the same address; somebody has to look at them. Gives the pairs of `group`, sorted by their codes: by the ground
 * `name`, of entries called alike; by `phone`, of entries at one address, the pairs that are not called alike, since the other ground
 * gives those. An entry that several authorities have comes once from each.
 */
export function* likelyPairs(ground: DuplicateGround, group: readonly Candidate[]): Generator<Pair> {
  const byCode = Map.groupBy(group, ({ code }) => code);
  const entries = [...byCode.values()]
    .flatMap(([first, ...more]) =>
      first === undefined
        ? []
        : [{ ...first, phones: [...new Set([first, ...more].flatMap(({ phones }) => phones))] }],
    )
    .toSorted(byCodes);
  if (ground === "name") {
    for (const [index, one] of entries.entries())
      for (const other of entries.slice(index + 1))
        yield { one, other, grounds: areReachedAlike(one, other) ? ["name", "phone"] : ["name"] };
    return;
  }
  const reached = new Map<string, Candidate[]>();
  for (const entry of entries)
    for (const phone of entry.phones) reached.set(phone, [...(reached.get(phone) ?? []), entry]);
  for (const one of entries) {
    const others = new Set(one.phones.flatMap((phone) => reached.get(phone) ?? []));
    for (const other of [...others].toSorted(byCodes))
      if (one.code < other.code && one.nameMark !== other.nameMark) yield { one, other, grounds: ["phone"] };
  }
}

const byCodes = (one: Candidate, other: Candidate) =>
  one.code < other.code ? -1 : one.code > other.code ? 1 : 0;

const areReachedAlike = (one: Candidate, other: Candidate) =>
  one.addressMark === other.addressMark && one.phones.some((phone) => other.phones.includes(phone));
