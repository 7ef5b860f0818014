import { toHex } from "./hex.ts";
import { H } from "./sha256.ts";

/** 32 fresh random bytes in hex: a draw's secret, a `saltKey`, a `rosterKey` or a witness's contribution. */
export function makeSecret(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

/** The salt of a target (under `saltKey`) or of an inspector (under `rosterKey`). Shown to the one it belongs to only. */
export function salt(key: string, id: string): string {
  return H(`${key},${id}`);
}

/** The opaque id, 44 hex characters, of a target: its social credit code or project code under the authority's `saltKey`. */
export function opaqueId(saltKey: string, targetId: string): string {
  return idOfOpening({ targetId, salt: salt(saltKey, targetId) });
}

/** The hash by which the roster names an inspector. */
export function identityHash(rosterKey: string, inspectorId: string): string {
  return H(`${salt(rosterKey, inspectorId)},${inspectorId}`);
}

/** What one enterprise is given so that it can find its own line: nobody else's can be told from it. */
export interface Opening {
  readonly targetId: string;
  readonly salt: string;
}

/** The opening of one target. */
export function openingOf(saltKey: string, targetId: string): Opening {
  return { targetId, salt: salt(saltKey, targetId) };
}

/** The opaque id to which an opening leads. */
export function idOfOpening(opening: Opening): string {
  return H(`${opening.salt},${opening.targetId}`).slice(0, 44);
}
