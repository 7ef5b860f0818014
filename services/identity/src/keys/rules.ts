import { tokenSeconds } from "@shuangsui/contracts";
import { z } from "zod";

/** The public half of a key on the curve P-256, as a JWK. */
export const publicKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
});
export type PublicKey = z.infer<typeof publicKey>;

/**
 * How long, in seconds, a new key stands in the key set before it signs: verifiers ask for a key that they do not know
 * again after half a minute, and several copies of this service learn of it within seconds.
 */
export const publishedBeforeSigning = 60;

/** How far, in seconds, a verifier's clock may be behind. */
const clockSkew = 60;

/**
 * Of the keys, newest first, those that the key set publishes at `now`, the one that signs first: the newest whose time
 * has come, those that are to sign, and each that followed it while a token that it signed may still hold.
 * @throws Error where none may sign
 */
export function keySetAt<K extends { signsFrom: Date }>(keys: readonly K[], now: Date): readonly K[] {
  const newestFirst = keys.toSorted((one, other) => other.signsFrom.getTime() - one.signsFrom.getTime());
  const at = newestFirst.findIndex(({ signsFrom }) => signsFrom <= now);
  const signing = newestFirst[at];
  if (signing === undefined) throw new Error("there is no key that signs");
  const lastTokenEnds = ({ signsFrom }: K) => signsFrom.getTime() + (tokenSeconds + clockSkew) * 1_000;
  const earlier = newestFirst
    .slice(at + 1)
    .filter((_key, index) => lastTokenEnds(newestFirst[at + index] ?? signing) > now.getTime());
  return [signing, ...newestFirst.slice(0, at), ...earlier];
}
