import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";

/** Encrypts what a draw keeps secret, bound to what it belongs to. */
export type Sealer = {
  seal(belongsTo: string, text: string): Buffer;
  /** @throws Error where the key, what it belongs to or a byte is another */
  unseal(belongsTo: string, sealed: Buffer): string;
};

const version = 1;

/**
 * Seals under a key of 32 bytes in hex (AES-256-GCM): version, nonce, tag, text.
 * @throws RangeError where the key is not that
 */
export function createSealer(hexKey: string): Sealer {
  if (!/^[0-9a-f]{64}$/.test(hexKey)) throw new RangeError("the field key is not 32 bytes in hex");
  const key = createSecretKey(hexKey, "hex");
  return {
    seal(belongsTo, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(belongsTo));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
    },
    unseal(belongsTo, sealed) {
      if (sealed[0] !== version) throw new RangeError("sealed in an unknown way");
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 13))
        .setAAD(Buffer.from(belongsTo))
        .setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString("utf8");
    },
  };
}
