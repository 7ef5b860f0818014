import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

let fieldKey: Buffer | undefined;

/** Sets the key under which draws' secrets lie in the database: 32 bytes in hex. Once, at a process's start. */
export function useFieldKey(hex: string): void {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new RangeError("the field key is not 32 bytes in hex");
  fieldKey = Buffer.from(hex, "hex");
}

function key(): Buffer {
  if (fieldKey === undefined) throw new RangeError("there is no field key");
  return fieldKey;
}

const version = 1;

/** Encrypts a text (AES-256-GCM), bound to what it belongs to: version, nonce, tag, text. */
export function seal(belongsTo: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce).setAAD(Buffer.from(belongsTo));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
}

/** Decrypts a text. @throws Error where the key, what it belongs to or a byte is another */
export function unseal(belongsTo: string, sealed: Buffer): string {
  if (sealed[0] !== version) throw new RangeError("sealed in an unknown way");
  const decipher = createDecipheriv("aes-256-gcm", key(), sealed.subarray(1, 13))
    .setAAD(Buffer.from(belongsTo))
    .setAuthTag(sealed.subarray(13, 29));
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString("utf8");
}
