import { createSealer, type SealingKey, type SealingKeys } from "@shuangsui/sealing";
import { ServiceUnavailable } from "@shuangsui/service-kit";
import { createHmac } from "node:crypto";

/** The keys as they are at each moment: those of sealed columns, and that of fingerprints. */
export type CipherKeys = {
  readonly sealing: SealingKeys;
  readonly index: SealingKey;
  /** Reads them anew. */
  refresh(): Promise<void>;
};

/** Keeps ID numbers and phones unreadable in the database. */
export type Cipher = {
  /** Encrypts a text for a column, such as `inspector.phone`, of the row with that id; each time to another result, in base64. */
  seal(field: string, row: string, text: string): string;
  /** The text of what `seal` made for that column of that row. @throws Error where it was changed or belongs elsewhere */
  open(field: string, row: string, sealed: string): string;
  /** A keyed hash by which an authority finds a text again; another authority's differs, and so does another key's. */
  fingerprint(authority: string, text: string): string;
  /** The id of the key of fingerprints, which stands beside each. */
  readonly fingerprintKey: string;
  /** What is to be thrown where a fingerprint's key was replaced meanwhile: whoever asks again is served by the new one. */
  outdated(): Promise<ServiceUnavailable>;
};

/** A cipher under these keys. */
export function createCipher(keys: CipherKeys): Cipher {
  const sealer = createSealer(keys.sealing);
  return {
    seal: (field, row, text) => sealer.seal({ field, row }, text).toString("base64"),
    open: (field, row, sealed) => sealer.open({ field, row }, Buffer.from(sealed, "base64")),
    fingerprint: (authority, text) => fingerprintOf(keys.index, authority, text),
    get fingerprintKey() {
      return keys.index.id;
    },
    async outdated() {
      await keys.refresh();
      return new ServiceUnavailable("the key of fingerprints was replaced");
    },
  };
}

/** The fingerprint of a text under that key. */
export function fingerprintOf({ secret }: SealingKey, authority: string, text: string): string {
  return createHmac("sha256", secret).update(`${authority}\n${text}`).digest("hex");
}

/** A number of which only the last four characters can be read. */
export function masked(text: string): string {
  return "*".repeat(Math.max(0, text.length - 4)) + text.slice(-4);
}
