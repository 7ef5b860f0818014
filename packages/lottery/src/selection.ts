import type { Stratum } from "./quotas.ts";
import { Refusal } from "./refusal.ts";
import type { PlacedTarget } from "./survey.ts";
import type { Target } from "./targets.ts";
import { byTicket, type Tickets } from "./tickets.ts";

/** A target with the ticket that chose it, and its line in `targets.csv`. */
export interface Ticketed extends PlacedTarget {
  readonly ticket: string;
}

/** What was drawn: the selected of all strata in the order of their tickets, and each stratum's alternates in order. */
export interface Selection {
  readonly selected: readonly Ticketed[];
  readonly alternates: ReadonlyMap<string, readonly Ticketed[]>;
}

/** Keeps the `size` smallest tickets of a stratum from all that go by, in memory for twice that many. */
class Smallest {
  readonly #size: number;
  /** A ticket whose first 32 bits are larger cannot be among the smallest. */
  limit: number;
  #kept: Ticketed[] = [];

  constructor(size: number) {
    this.#size = size;
    this.limit = size === 0 ? -1 : 0xffff_ffff;
  }

  add(target: Ticketed): void {
    this.#kept.push(target);
    if (this.#kept.length >= 2 * this.#size + 64) this.#cut();
  }

  #cut(): void {
    this.#kept.sort(byTicket);
    this.#kept.length = Math.min(this.#kept.length, this.#size);
    const last = this.#kept.at(-1);
    if (this.#kept.length === this.#size && last !== undefined) {
      this.limit = Number.parseInt(last.ticket.slice(0, 8), 16);
    }
  }

  inOrder(): readonly Ticketed[] {
    this.#cut();
    return this.#kept;
  }
}

/**
 * Selects the targets of a draw: in each stratum the `quota` smallest tickets, all where there are fewer, then its alternates.
 * @param strata sorted by name
 * @param targets in any order; that of the file tells their lines
 * @throws Refusal on a target of an unknown stratum
 */
export function selectTargets(
  tickets: Tickets,
  strata: readonly Stratum[],
  targets: Iterable<Target>,
): Selection {
  const series = tickets.under("target");
  const smallestOf = new Map(
    strata.map(({ name, quota, alternates }) => [name, new Smallest(quota + alternates)]),
  );
  let line = 0;
  for (const target of targets) {
    line += 1;
    const smallest = smallestOf.get(target.stratum);
    if (smallest === undefined) throw new Refusal("unknown", `there is no stratum ${target.stratum}`);
    if (series.head(target.id) <= smallest.limit) smallest.add({ ...target, line, ticket: series.hex() });
  }
  const selected: Ticketed[] = [];
  const alternates = new Map<string, readonly Ticketed[]>();
  for (const { name, quota, alternates: more } of strata) {
    const inOrder = smallestOf.get(name)?.inOrder() ?? [];
    for (const target of inOrder.slice(0, quota)) selected.push(target);
    alternates.set(name, inOrder.slice(quota, quota + more));
  }
  return { selected: selected.toSorted(byTicket), alternates };
}
