import { readCommitment } from "@shuangsui/lottery";
import type { ScopedDatabase } from "@shuangsui/service-kit";
import { snapshotRow, targetsPart, textsOf } from "../draws/store.ts";
import type { DrawAnnouncement, DrawAnnouncer } from "../neighbours/disclosure.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";
import type { OnProgress } from "./progress.ts";
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
  onProgress: OnProgress,
): Promise<void> {
  const { authority, draw } = campaign;
  const { snapshot, texts } = await database.as(authority, async (work) => ({
    snapshot: await snapshotRow(work, draw.id),
    texts: await textsOf(work, draw.id),
  }));
  const files = [
    ["commitment.json", draw.commitment],
    ["targets.csv", () => targetsIn(database, campaign, onProgress)],
    ["roster.ndjson", snapshot?.roster],
    ["exclusions.csv", snapshot?.exclusions],
    ["reveal.json", texts.reveal],
    ["result.ndjson", texts.result],
    ["recusals.ndjson", texts.recusals],
    ["teams.ndjson", texts.teams],
  ] as const;
  for (const [file, content] of files) await disclosure.putDrawFile(authority, draw.id, file, content ?? "");
  await disclosure.announceDraw(draw.id, announcementOf(campaign, "revealed"));
}

/** The bytes of a draw's targets, a part at a time, each read when it is wanted. */
async function* targetsIn(
  database: ScopedDatabase<Work>,
  { authority, draw }: Campaign,
  onProgress: OnProgress,
): AsyncGenerator<Uint8Array> {
  const { count } = readCommitment(draw.commitment ?? "").targets;
  let handed = 0;
  for (let part = 0; handed < count; part += 1) {
    const { bytes, lines } = await database.as(authority, (work) => targetsPart(work, draw.id, part));
    handed += lines;
    yield bytes;
    onProgress(handed, count);
  }
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
