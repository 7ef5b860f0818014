import { createSecretKey, type KeyObject } from "node:crypto";
import { z } from "zod";

/** A key of 32 bytes, and the id under which sealed texts name it: 1 to 32 letters, digits, `_` and `-`. */
export type SealingKey = { id: string; secret: KeyObject };

/** The keys that open what was sealed. New texts are sealed under the current one alone. */
export type SealingKeys = { current: SealingKey; earlier: readonly SealingKey[] };

/** The id of a key that is stated without one. */
const idOfAKeyAlone = "k1";
const alone = /^[0-9a-f]{64}$/;
const named = /^([A-Za-z0-9_-]{1,32}):([0-9a-f]{64})$/;

/**
 * Reads a setting such as FIELD_KEY: one key of 32 bytes in hex, whose id is `k1`, or a list `ID:HEX,ID:HEX` of which
 * the first is the current key and the others still open what was sealed under them. So a key `HEX` is followed by
 * another with `k2:NEW,k1:HEX`. What is wrong is said without the keys.
 */
export const sealingKeys = z.string().transform((text, context): SealingKeys => {
  const read = alone.test(text) ? [keyOf(idOfAKeyAlone, text)] : text.split(",").map(readNamed);
  const keys = read.filter((key) => key !== undefined);
  const [current, ...earlier] = keys;
  if (current === undefined || keys.length < read.length) {
    context.addIssue("is neither 64 hex digits nor a list of ID:HEX, separated by commas");
    return z.NEVER;
  }
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    context.addIssue("names two keys alike");
    return z.NEVER;
  }
  return { current, earlier };
});

function readNamed(text: string): SealingKey | undefined {
  const [, id, hex] = named.exec(text) ?? [];
  return id === undefined || hex === undefined ? undefined : keyOf(id, hex);
}

function keyOf(id: string, hex: string): SealingKey {
  return { id, secret: createSecretKey(hex, "hex") };
}
