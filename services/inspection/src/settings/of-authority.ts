import type { Caps, DrawVenue } from "@shuangsui/contracts";
import { calendarsOf } from "@shuangsui/service-kit";
import { newest } from "@shuangsui/workdays";
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

/** Whether local holidays stop an authority's deadlines: they do, unless its prefecture says otherwise. */
export async function localHolidaysStop(work: Work, authority: string): Promise<boolean> {
  return newest(await calendarsOf(work, authority)).calendar.localHolidaysStop;
}
