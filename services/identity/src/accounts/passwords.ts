import { hash, verify } from "@node-rs/argon2";
import { randomBytes } from "node:crypto";
import { asCompared } from "./rules.ts";

/** Argon2id with 19 MiB and two passes, as OWASP's cheat sheet on storing passwords has it. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What is kept of a password. */
export function hashOf(password: string): Promise<string> {
  return hash(asCompared(password), cost);
}

let nobodys: Promise<string> | undefined;

/** Whether the password is the one that was kept; where there is no such account, as long is spent on finding that out. */
export async function isPasswordOf(kept: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hashOf(newPassword());
  const fits = await verify(kept ?? (await nobodys), asCompared(password));
  return kept !== undefined && fits;
}

/** A password to begin with: 120 bits, in letters, digits, `-` and `_`. */
export function newPassword(): string {
  return randomBytes(15).toString("base64url");
}
