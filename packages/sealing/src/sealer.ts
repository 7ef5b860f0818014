import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SealingKeys } from "./keys.ts";

/** Where a sealed text belongs: a column, such as `inspector.phone`, and the id of its row. */
export type Place = { field: string; row: string };

/** Keeps texts of a database's columns unreadable without their key, and bound to their place. */
export type Sealer = {
  /** Encrypts a text for its place, each time to other bytes. */
  seal(place: Place, text: string): Buffer;
  /**
   * The text of what `seal` made for that place, under the current key or an earlier one.
   * @throws Error where the key is not known, another, or the bytes were changed or belong to another place
   */
  open(place: Place, sealed: Uint8Array): string;
};

const algorithm = "aes-256-gcm";
/** The first byte of what is sealed in this way. */
const format = 2;
const nonceBytes = 12;
const tagBytes = 16;
const noncesAtOnce = 128;

/**
 * Seals by AES-256-GCM. The bytes are: the format (1 byte), the length of the key's id (1 byte), the key's id (ASCII), a random
 * nonce (12 bytes), the encrypted text, the tag (16 bytes). The place and all before the nonce are authenticated with it.
 */
export function createSealer({ current, earlier }: SealingKeys): Sealer {
  const secrets = new Map([current, ...earlier].map(({ id, secret }) => [id, secret]));
  const header = Buffer.concat([Buffer.of(format, current.id.length), Buffer.from(current.id, "latin1")]);
  const nextNonce = nonces();
  return {
    seal(place, text) {
      const nonce = nextNonce();
      const cipher = createCipheriv(algorithm, current.secret, nonce).setAAD(boundTo(header, place));
      return Buffer.concat([header, nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const textAt = 2 + (bytes[1] ?? 0) + nonceBytes;
      if (bytes[0] !== format || bytes.length < textAt + tagBytes)
        throw new RangeError("this was not sealed in a known way");
      const sealedUnder = bytes.subarray(0, textAt - nonceBytes);
      const id = sealedUnder.toString("latin1", 2);
      const secret = secrets.get(id);
      if (secret === undefined) throw new RangeError(`there is no key ${JSON.stringify(id)}`);
      const decipher = createDecipheriv(algorithm, secret, bytes.subarray(textAt - nonceBytes, textAt), {
        authTagLength: tagBytes,
      })
        .setAAD(boundTo(sealedUnder, place))
        .setAuthTag(bytes.subarray(-tagBytes));
      const text = decipher.update(bytes.subarray(textAt, -tagBytes));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    },
  };
}

/** Nonces from random bytes that are drawn for many at once: the system's own call costs more than the rest of a sealing. Each is used once. */
function nonces(): () => Buffer {
  let drawn = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === drawn.length) {
      drawn = randomBytes(nonceBytes * noncesAtOnce);
      used = 0;
    }
    used += nonceBytes;
    return drawn.subarray(used - nonceBytes, used);
  };
}

function boundTo(header: Buffer, { field, row }: Place): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify([field, row]))]);
}
