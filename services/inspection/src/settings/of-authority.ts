import {
  superiorsOf,
  type Caps,
  type DrawVenue,
  type SettingSource,
  type VisitCap,
} from "@shuangsui/contracts";
import { calendarsOf, readChanges, seeingAll } from "@shuangsui/service-kit";
import { isNotice, newest } from "@shuangsui/workdays";
import type { Work } from "../tables.ts";
import { capsOf, setsVisitCap, venueOf, visitCapOf } from "./rules.ts";
import { readSet, readSetting, type SetValue } from "./store.ts";

// What holds for an authority, given what it has set.

/** The caps that hold for an authority (article 20). */
export async function capsInForce(work: Work, authority: string): Promise<Caps> {
  return capsOf(authority, await readSetting(work, authority, "caps"));
}

/** Where an authority draws (article 23). */
export async function venueInForce(work: Work, authority: string): Promise<DrawVenue> {
  return venueOf(await readSetting(work, authority, "draw-venue"));
}

/** What an authority's superiors have set of the cap of visits, each within the one above: every authority may know it. */
export async function superiorsVisitCap(work: Work, authority: string): Promise<unknown> {
  const above = superiorsOf(authority);
  if (above.length === 0) return undefined;
  const set = await seeingAll(work, authority, () =>
    Promise.all(above.map((code) => readSetting(work, code, "visit-cap"))),
  );
  return set.reduce((outer, own) => visitCapOf(outer, own));
}

/** How often a year a target may be visited, as it holds for an authority (article 20). */
export async function visitCapInForce(work: Work, authority: string): Promise<VisitCap> {
  const superiors = await superiorsVisitCap(work, authority);
  return visitCapOf(superiors, await readSetting(work, authority, "visit-cap"));
}

/** Whether local holidays stop an authority's deadlines: they do, unless its prefecture says otherwise. */
export async function localHolidaysInForce(
  work: Work,
  authority: string,
): Promise<{ stopDeadlines: boolean }> {
  return { stopDeadlines: newest(await calendarsOf(work, authority)).calendar.localHolidaysStop };
}

/** Where what holds for an authority comes from: who set it and since when, of itself and those above it. */
export async function settingSourcesOf(work: Work, authority: string): Promise<SettingSource[]> {
  const nearestFirst = [authority, ...superiorsOf(authority).toReversed()];
  const [capsSet, venueSet, visitCapInForceNow, changes] = await Promise.all([
    readSet(work, authority, "caps"),
    readSet(work, authority, "draw-venue"),
    visitCapInForce(work, authority),
    readChanges(work, 0),
  ]);
  const visitCaps = await seeingAll(work, authority, () =>
    Promise.all(nearestFirst.map((code) => readSet(work, code, "visit-cap"))),
  );
  const holidaysSet = changes.findLast(
    ({ content }) => !isNotice(content) && nearestFirst.includes(content.authority),
  );
  return [
    sourceOf("caps", capsSet),
    sourceOf(
      "visit-cap",
      visitCaps.find((one) => setsVisitCap(one?.value, visitCapInForceNow)),
    ),
    sourceOf("draw-venue", venueSet),
    sourceOf("local-holidays", holidaysSet),
  ];
}

const sourceOf = (
  name: SettingSource["name"],
  set: Pick<SetValue, "authority" | "at"> | undefined,
): SettingSource => ({
  name,
  authority: set?.authority ?? null,
  since: set?.at.toISOString() ?? null,
});
