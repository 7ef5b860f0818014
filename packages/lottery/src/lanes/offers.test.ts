import { expect, test } from "vitest";
import { H } from "../sha256.ts";
import { chanceOf, SEED } from "../testing/chance.ts";
import { byTicket } from "../tickets.ts";
import { RECORD } from "./lane.ts";
import { selectionOf, type Offers } from "./offers.ts";

/** Targets of two strata, the first 64 bits of whose tickets are those of few others or of all. */
function offersOf(count: number, heads: number, part: number): Offers {
  const chance = chanceOf(`${SEED} ${count} ${heads} ${part}`);
  const records = Buffer.alloc(RECORD * count);
  const lines = Array.from({ length: count }, (_, i) => {
    records.writeUInt32LE(part * count + i + 1, RECORD * i);
    records.write(H(`head ${chance(heads)}`).slice(0, 16), RECORD * i + 4, "hex");
    records.write(H(`rest ${chance(2 ** 20)}`).slice(16), RECORD * i + 12, "hex");
    return `${H(`${part} ${i}`).slice(0, 44)},${"AB".charAt(chance(2))},p\n`;
  });
  return { text: lines.join(""), records };
}

test.each([1, 3, 400])(
  "what is offered is drawn in the order of whole tickets, of which those of %i begin alike",
  (heads) => {
    const parts = [0, 1, 2].map((part) => offersOf(500, heads, part));
    const strata = ["A", "B"].map((name) => ({
      ...{ name, population: 1_500, ratio: "1", count: 1_500, quota: 300, alternates: 100 },
    }));
    const counts = new Map([
      ["A", 1_500],
      ["B", 1_500],
    ]);
    const drawn = selectionOf(strata, counts, parts);
    const all = [...(drawn?.selected ?? [])];
    expect(all).toHaveLength(600);
    expect(all).toEqual(all.toSorted(byTicket));
    const line = new Map(
      parts.flatMap(({ text }, part) => text.split("\n").map((one, i) => [one, 500 * part + i + 1])),
    );
    for (const { id, stratum, profile, line: its } of all)
      expect(line.get(`${id},${stratum},${profile}`)).toBe(its);
    for (const { name } of strata) {
      const alternates = drawn?.alternates.get(name) ?? [];
      expect(alternates).toHaveLength(100);
      const ofStratum = all.filter(({ stratum }) => stratum === name);
      expect([...ofStratum, ...alternates]).toEqual([...ofStratum, ...alternates].toSorted(byTicket));
    }
    expect(
      selectionOf(
        strata.map((one) => ({ ...one, quota: 1_499 })),
        counts,
        parts,
      ),
    ).toBeNull();
  },
);
