import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A new secret in the form of Standard Webhooks: 32 random bytes. */
export function newSecret(): string {
  return `${prefix}${randomBytes(32).toString("base64")}`;
}

/** The headers by which a receiver verifies a delivery (Standard Webhooks 1.0): of what, when (Unix seconds), and signed. */
export function signedHeaders(
  secret: string,
  message: { id: string; at: Date; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const signature = createHmac("sha256", Buffer.from(secret.slice(prefix.length), "base64"))
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest("base64");
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
