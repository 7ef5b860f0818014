import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SealingKeys } from "./keys.ts";

/** Where a sealed text belongs: a column, such as `inspector.phone`, and the id of its row. */
export type Place = { field: string; row: string };

/** Keeps what lies in a database unreadable without its key, and bound to its place. */
export type Sealer = {
  /** Encrypts a text for its place, each time to other bytes. */
  seal(place: Place, text: string): Buffer;
  /**
   * The text of what `seal` made for that place, under the current key or an earlier one.
   * @throws Error where the key is not known, another, or the bytes were changed or belong to another place
   */
  open(place: Place, sealed: Uint8Array): string;
  /** The same for bytes. */
  sealBytes(place: Place, bytes: Uint8Array): Buffer;
  openBytes(place: Place, sealed: Uint8Array): Buffer;
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
 * The keys are read at each call, so that they may change while it is in use.
 */
export function createSealer(keys: SealingKeys): Sealer {
  const nextNonce = nonces();
  const sealBytes: Sealer["sealBytes"] = (place, bytes) => {
    const { id, secret } = keys.current;
    const header = Buffer.concat([Buffer.of(format, id.length), Buffer.from(id, "latin1")]);
    const nonce = nextNonce();
    const cipher = createCipheriv(algorithm, secret, nonce).setAAD(boundTo(header, place));
    return Buffer.concat([header, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  };
  const openBytes: Sealer["openBytes"] = (place, sealed) => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const { id, header } = sealedUnder(bytes);
    const key = keys.current.id === id ? keys.current : keys.earlier.find((one) => one.id === id);
    if (key === undefined) throw new RangeError(`there is no key ${JSON.stringify(id)}`);
    const textAt = header.length + nonceBytes;
    const decipher = createDecipheriv(algorithm, key.secret, bytes.subarray(header.length, textAt), {
      authTagLength: tagBytes,
    })
      .setAAD(boundTo(header, place))
      .setAuthTag(bytes.subarray(-tagBytes));
    const text = decipher.update(bytes.subarray(textAt, -tagBytes));
    // GCM is a stream: at its end comes nothing more, but for the error where the tag is another's.
    decipher.final();
    return text;
  };
  return {
    sealBytes,
    openBytes,
    seal: (place, text) => sealBytes(place, Buffer.from(text, "utf8")),
    open: (place, sealed) => openBytes(place, sealed).toString("utf8"),
  };
}

/** The id of the key under which bytes were sealed. @throws RangeError where they were not */
export function keyIdOf(sealed: Uint8Array): string {
  return sealedUnder(Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)).id;
}

function sealedUnder(bytes: Buffer): { id: string; header: Buffer } {
  const headerBytes = 2 + (bytes[1] ?? 0);
  if (bytes[0] !== format || bytes.length < headerBytes + nonceBytes + tagBytes)
    throw new RangeError("this was not sealed in a known way");
  const header = bytes.subarray(0, headerBytes);
  return { id: header.toString("latin1", 2), header };
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
