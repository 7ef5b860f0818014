import { z } from "zod";
import type { Place, Sealer } from "@shuangsui/sealing";

/** What an authority keeps of a draw: its secret until the reveal, and the keys of its opaque ids for good. 64 hex characters each. */
const drawKeys = z.object({ secret: z.string(), saltKey: z.string(), rosterKey: z.string() });
export type DrawKeys = z.infer<typeof drawKeys>;

const keysPlace = (drawId: string): Place => ({ field: "draw_secret.keys", row: drawId });
const codesPlace = (drawId: string): Place => ({ field: "draw_secret.codes", row: drawId });

/** The keys as they lie in the database. */
export function sealKeys(sealer: Sealer, drawId: string, keys: DrawKeys): Buffer {
  return sealer.seal(keysPlace(drawId), JSON.stringify(keys));
}

export function unsealKeys(sealer: Sealer, drawId: string, sealed: Buffer): DrawKeys {
  return drawKeys.parse(JSON.parse(sealer.open(keysPlace(drawId), sealed)));
}

/** The target's code for each line of `targets.csv`, in its order. */
export function sealCodes(sealer: Sealer, drawId: string, codes: readonly string[]): Buffer {
  return sealer.seal(codesPlace(drawId), codes.join("\n"));
}

export function unsealCodes(sealer: Sealer, drawId: string, sealed: Buffer): string[] {
  const text = sealer.open(codesPlace(drawId), sealed);
  return text === "" ? [] : text.split("\n");
}
