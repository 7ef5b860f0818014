import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { H } from "./sha256.ts";
import { byChance } from "./testing/chance.ts";
import { openTickets } from "./tickets.ts";

test("hashes as the platform does, at every length around the ends of blocks", () => {
  for (let length = 0; length <= 260; length++) {
    const message = new Uint8Array(length).map((_, i) => i * 7 + length);
    expect(H(message)).toBe(hash("sha256", message));
  }
});

test("hashes any text as the platform does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      expect(H(text)).toBe(hash("sha256", text));
    }),
    byChance,
  );
});

test("a ticket is H(seed,label,id), whatever the lengths of label and id", () => {
  const ascii = fc.string({ unit: "grapheme-ascii", maxLength: 150 });
  fc.assert(
    fc.property(ascii, ascii, ascii, (seedOf, label, id) => {
      const seed = H(seedOf);
      expect(openTickets(seed).of(label, id)).toBe(hash("sha256", `${seed},${label},${id}`));
    }),
    byChance,
  );
});

test("a series gives the head and the hex of the ticket worked out last", () => {
  const seed = H("seed");
  const series = openTickets(seed).under("target");
  for (const id of ["1", "22", "x".repeat(44), "y".repeat(44), "1"]) {
    const right = hash("sha256", `${seed},target,${id}`);
    expect(series.head(id)).toBe(Number.parseInt(right.slice(0, 8), 16));
    expect(series.hex()).toBe(right);
  }
});
