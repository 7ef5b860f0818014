import { createSealer, type SealingKeys } from "@shuangsui/sealing";
import { createHmac, createSecretKey, hkdfSync } from "node:crypto";

/** Keeps ID numbers and phones unreadable in the database. */
export type Cipher = {
  /** Encrypts a text for a column, such as `inspector.phone`, of the row with that id; each time to another result, in base64. */
  seal(field: string, row: string, text: string): string;
  /** The text of what `seal` made for that column of that row. @throws Error where it was changed or belongs elsewhere */
  open(field: string, row: string, sealed: string): string;
  /** A keyed hash by which an authority finds a text again; another authority's differs. */
  fingerprint(authority: string, text: string): string;
};

/**
 * A cipher under these keys. Texts are sealed under the current one. Fingerprints are made with the oldest, the last of the
 * list, or the same person could be registered again after a change of keys.
 */
export function createCipher(keys: SealingKeys): Cipher {
  const sealer = createSealer(keys);
  const oldest = keys.earlier.at(-1) ?? keys.current;
  const hashKey = createSecretKey(
    Buffer.from(hkdfSync("sha256", oldest.secret, "", "shuangsui registry fingerprints", 32)),
  );
  return {
    seal: (field, row, text) => sealer.seal({ field, row }, text).toString("base64"),
    open: (field, row, sealed) => sealer.open({ field, row }, Buffer.from(sealed, "base64")),
    fingerprint: (authority, text) =>
      createHmac("sha256", hashKey).update(`${authority}\n${text}`).digest("hex"),
  };
}

/** A number of which only the last four characters can be read. */
export function masked(text: string): string {
  return "*".repeat(Math.max(0, text.length - 4)) + text.slice(-4);
}
