import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Keeps ID numbers and phones unreadable in the database. */
export type Cipher = {
  /** Encrypts a text for one field by AES-256-GCM; each time to another result. */
  seal(field: string, text: string): string;
  /** The text of what `seal` made for that field. @throws Error where it was changed or belongs to another field. */
  open(field: string, sealed: string): string;
  /** A keyed hash by which an authority finds a text again; another authority's differs. */
  fingerprint(authority: string, text: string): string;
};

const ivBytes = 12;
const tagBytes = 16;

/** A cipher under one key of 32 bytes in hex. */
export function createCipher(keyHex: string): Cipher {
  const secret = Buffer.from(keyHex, "hex");
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", secret, "", `shuangsui registry ${purpose}`, 32));
  const fieldKey = derive("fields");
  const hashKey = derive("fingerprints");
  return {
    seal(field, text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", fieldKey, iv).setAAD(Buffer.from(field));
      return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
        "base64",
      );
    },
    open(field, sealed) {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", fieldKey, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(field))
        .setAuthTag(bytes.subarray(-tagBytes));
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
    },
    fingerprint: (authority, text) =>
      createHmac("sha256", hashKey).update(`${authority}\n${text}`).digest("hex"),
  };
}

/** A number of which only the last four characters can be read. */
export function masked(text: string): string {
  return "*".repeat(Math.max(0, text.length - 4)) + text.slice(-4);
}
