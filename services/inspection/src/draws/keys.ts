import { z } from "zod";
import type { Place, Sealer } from "@shuangsui/sealing";

/** What an authority keeps of a draw: its secret until the reveal, and the keys of its opaque ids for good. 64 hex characters each. */
const drawKeys = z.object({ secret: z.string(), saltKey: z.string(), rosterKey: z.string() });
export type DrawKeys = z.infer<typeof drawKeys>;

const keysPlace = (drawId: string): Place => ({ field: "draw_secret.keys", row: drawId });
const codesPlace = (partId: string): Place => ({ field: "draw_part.codes", row: partId });

/** The keys as they lie in the database. */
export function sealKeys(sealer: Sealer, drawId: string, keys: DrawKeys): Buffer {
  return sealer.seal(keysPlace(drawId), JSON.stringify(keys));
}

export function unsealKeys(sealer: Sealer, drawId: string, sealed: Buffer): DrawKeys {
  return drawKeys.parse(JSON.parse(sealer.open(keysPlace(drawId), sealed)));
}

/** The id of one of a draw's parts, from 0. */
export const partIdOf = (drawId: string, part: number) => `${drawId}/${part}`;

/** The target's code for each line of a part of `targets.csv`, in its order, one a line. */
export function sealCodes(sealer: Sealer, partId: string, codes: string): Buffer {
  return sealer.seal(codesPlace(partId), codes);
}

export function unsealCodes(sealer: Sealer, partId: string, sealed: Buffer): string {
  return sealer.open(codesPlace(partId), sealed);
}
