import type { Caps, DrawVenue } from "@shuangsui/contracts";
import type { Work } from "../tables.ts";
import { capsOf, venueOf } from "./rules.ts";
import { readSetting } from "./store.ts";

// What holds for an authority, given what it has set.

/** The caps that hold for an authority (article 20). */
export async function capsInForce(work: Work, authority: string): Promise<Caps> {
  return capsOf(authority, await readSetting(work, authority, "caps"));
}

/** Where an authority draws (article 23). */
export async function venueInForce(work: Work, authority: string): Promise<DrawVenue> {
  return venueOf(await readSetting(work, authority, "draw-venue"));
}
