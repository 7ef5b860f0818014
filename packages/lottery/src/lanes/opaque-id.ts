import { hash } from "node:crypto";

/** What `opaqueId` gives, by Node's own SHA-256: a registry has a million targets. */
export function quickOpaqueId(saltKey: string, targetId: string): string {
  const salt = hash("sha256", `${saltKey},${targetId}`);
  return hash("sha256", `${salt},${targetId}`).slice(0, 44);
}
