/** A source of the same numbers for the same seed, on every machine. For samples only: it is no lottery. */
export type Random = {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** One of the list. Throws RangeError when it is empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order; the given one stays as it is. */
  shuffled<T>(list: readonly T[]): T[];
};

/** A random source (mulberry32) for a seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const below = (bound: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  const take = <T>(list: T[], index: number): T => {
    const [taken] = list.splice(index, 1);
    if (taken === undefined) throw new RangeError("nothing to pick from");
    return taken;
  };
  return {
    between: (min, max) => min + below(max - min + 1),
    pick: (list) => take([...list], below(Math.max(1, list.length))),
    shuffled: (list) => {
      const rest = [...list];
      return list.map(() => take(rest, below(rest.length)));
    },
  };
}
