import type { Selection, Ticketed } from "../selection.ts";
import type { Stratum } from "../quotas.ts";
import { readTarget } from "../targets.ts";
import { byTicket } from "../tickets.ts";
import { RECORD } from "./lane.ts";

/** The targets of a part that may be drawn. One text and one array: to tell of as many objects would cost more than their tickets. */
export type Offers = {
  /** Their lines, each with its end. */
  readonly text: string;
  /** Their tickets with the numbers of their lines, from 1, as `Lane.tickets` has them. */
  readonly records: Uint8Array;
};

/** The numbers of the lines that tickets are of. */
export function linesOf(records: Uint8Array): number[] {
  const view = viewOf(records);
  return Array.from({ length: records.length / RECORD }, (_, i) => view.getUint32(RECORD * i, true));
}

/**
 * Draws from what the parts offer. Null where a stratum offers fewer than are wanted and it has.
 * @param counts how many targets each stratum has
 */
export function selectionOf(
  strata: readonly Stratum[],
  counts: ReadonlyMap<string, number>,
  parts: readonly Offers[],
): Selection | null {
  const selected: Ticketed[] = [];
  const alternates = new Map(strata.map(({ name }): [string, Ticketed[]] => [name, []]));
  const left = new Map(strata.map(({ name, quota }) => [name, quota]));
  const wanted = new Map(strata.map((one) => [one.name, one.alternates]));
  for (const one of inOrder(parts)) {
    const { stratum } = one;
    const places = left.get(stratum) ?? 0;
    const more = alternates.get(stratum);
    if (places > 0) {
      selected.push(one);
      left.set(stratum, places - 1);
    } else if (more !== undefined && more.length < (wanted.get(stratum) ?? 0)) more.push(one);
  }
  const isShort = strata.some(({ name, quota, alternates: most }) => {
    const drawn = quota - (left.get(name) ?? 0) + (alternates.get(name)?.length ?? 0);
    return drawn < Math.min(quota + most, counts.get(name) ?? 0);
  });
  return isShort ? null : { selected, alternates };
}

/** Targets with their tickets, in the order of these. */
function inOrder(parts: readonly Offers[]): Ticketed[] {
  const all = parts.flatMap(({ text, records }) => {
    // As one text, of which each ticket is a part: many times faster than one by one.
    const hex = Buffer.from(records.buffer, records.byteOffset, records.length).toString("hex");
    const texts = text.split("\n");
    return linesOf(records).map((line, i): Ticketed => {
      const { id, stratum, profile } = readTarget(texts[i] as string);
      const end = 2 * RECORD * (i + 1);
      return { id, stratum, profile, line, ticket: hex.slice(end - 64, end) };
    });
  });
  // What a number can hold of the first bits of a ticket, with its place in the last of them: numbers alone are sorted many times faster.
  const size = 2 ** Math.ceil(Math.log2(all.length + 1));
  const keys = new Float64Array(all.length);
  let i = 0;
  for (const { records } of parts) {
    const view = viewOf(records);
    for (let at = 4; at < records.length; at += RECORD, i += 1) {
      const head = view.getUint32(at) * 2 ** 21 + (view.getUint32(at + 4) >>> 11);
      keys[i] = head - (head % size) + i;
    }
  }
  keys.sort();
  const sorted = Array.from(keys, (key) => all[key % size] as Ticketed);
  const areAlike = (a: number, b: number) =>
    Math.floor((keys[a] as number) / size) === Math.floor((keys[b] as number) / size);
  // The few whose tickets begin alike are put in order by all of them.
  for (let last = 1; last < sorted.length; last += 1)
    for (let at = last; at > 0 && areAlike(at - 1, at); at -= 1) {
      const [before, one] = [sorted[at - 1] as Ticketed, sorted[at] as Ticketed];
      if (byTicket(before, one) <= 0) break;
      sorted[at - 1] = one;
      sorted[at] = before;
    }
  return sorted;
}

const viewOf = ({ buffer, byteOffset, length }: Uint8Array) => new DataView(buffer, byteOffset, length);
