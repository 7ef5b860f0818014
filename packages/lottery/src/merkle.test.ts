import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inclusionProof, provesInclusion, rootOf } from "./merkle.ts";
import { byChance } from "./testing/chance.ts";
import { fileOf } from "./text.ts";

/** RFC 6962, 2.1, as it is written. */
function rootByDefinition(entries: readonly string[]): Buffer {
  const sha256 = (...parts: (Buffer | string)[]): Buffer =>
    parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0] ?? "");
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return sha256(
    Buffer.of(1),
    rootByDefinition(entries.slice(0, split)),
    rootByDefinition(entries.slice(split)),
  );
}

const line = fc.string({ unit: "grapheme", maxLength: 130 }).map((text) => text.replaceAll("\n", "-"));

test("a file's root is the tree hash of RFC 6962 over its lines", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 70 }), (lines) => {
      expect(rootOf(fileOf(lines))).toEqual({
        count: lines.length,
        root: rootByDefinition(lines).toString("hex"),
      });
    }),
    byChance,
  );
});

test("every entry is proven by its proof, and by no other entry's, place's or tree's", () => {
  for (let count = 1; count <= 40; count++) {
    const lines = Array.from({ length: count }, (_, i) => `line ${i}`);
    const root = rootOf(fileOf(lines));
    lines.forEach((entry, i) => {
      const proof = inclusionProof(lines, i);
      expect(provesInclusion(entry, i, proof, root)).toBe(true);
      expect(provesInclusion(`${entry}.`, i, proof, root)).toBe(false);
      expect(provesInclusion(entry, i + 1, proof, root)).toBe(false);
      expect(provesInclusion(entry, i, [...proof, root.root], root)).toBe(false);
      expect(provesInclusion(entry, i, proof, { ...root, count: 2 * count + 1 })).toBe(false);
      if (proof.length > 0) expect(provesInclusion(entry, i, proof.slice(1), root)).toBe(false);
    });
  }
});

test("there is no proof of an entry that is not there", () => {
  expect(() => inclusionProof(["a"], 1)).toThrow("there is no entry 1");
});
