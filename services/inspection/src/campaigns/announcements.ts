import type { ScopedDatabase } from "@shuangsui/service-kit";
import { snapshotOf, textsOf } from "../draws/store.ts";
import type { DrawAnnouncement, DrawAnnouncer } from "../neighbours/disclosure.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";
import { committedStatistics } from "./statistics.ts";

/** Shows a draw with its commitment, as committed to or as void. */
export async function announceCommitted(
  disclosure: DrawAnnouncer,
  campaign: Campaign,
  state: "committed" | "void",
): Promise<void> {
  const { authority, draw } = campaign;
  await disclosure.announceDraw(draw.id, announcementOf(campaign, state));
  await disclosure.putDrawFile(authority, draw.id, "commitment.json", draw.commitment ?? "");
}

export async function announceRevealed(
  { database, disclosure }: { database: ScopedDatabase<Work>; disclosure: DrawAnnouncer },
  campaign: Campaign,
): Promise<void> {
  const { authority, draw } = campaign;
  const { snapshot, texts } = await database.as(authority, async (work) => ({
    snapshot: await snapshotOf(work, draw.id),
    texts: await textsOf(work, draw.id),
  }));
  const files = [
    ["commitment.json", draw.commitment],
    ["targets.csv", snapshot?.targets],
    ["roster.ndjson", snapshot?.roster],
    ["exclusions.csv", snapshot?.exclusions],
    ["reveal.json", texts.reveal],
    ["result.ndjson", texts.result],
    ["recusals.ndjson", texts.recusals],
    ["teams.ndjson", texts.teams],
  ] as const;
  for (const [file, text] of files) await disclosure.putDrawFile(authority, draw.id, file, text ?? "");
  await disclosure.announceDraw(draw.id, announcementOf(campaign, "revealed"));
}

function announcementOf(
  { id, authority, title, draw, statistics, witnesses }: Campaign,
  state: DrawAnnouncement["state"],
): DrawAnnouncement {
  return {
    authority,
    campaignId: id,
    title,
    state,
    cause: state === "void" ? draw.void_cause : null,
    previousDraw: draw.previous_draw,
    statistics: state === "revealed" ? statistics : committedStatistics(draw),
    witnesses: witnesses.map(({ name, unit }) => ({ name, unit })),
  };
}
