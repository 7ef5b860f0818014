import { drawId, type drawListItem } from "@shuangsui/contracts";
import { FILE_NAMES } from "@shuangsui/lottery";
import { readOnly, systemScope, type ScopedDatabase } from "@shuangsui/service-kit";
import { z } from "zod";
import type { FigureSource } from "../figures.ts";
import type { Work } from "../tables.ts";
import { describeFiles, findDraw, type Draw } from "./store.ts";

export const fileParams = z.object({ drawId, file: z.enum(FILE_NAMES) });

/**
 * A draw with its files, as the portal shows it, or undefined. From the reveal on with what is counted of its inspections, which
 * still moves.
 */
export async function readDraw(
  database: ScopedDatabase<Work>,
  figures: Pick<FigureSource, "ofCampaign">,
  id: string,
) {
  const [row, files] = await database.as(
    systemScope,
    (work) => Promise.all([findDraw(work, id), describeFiles(work, id)]),
    readOnly,
  );
  if (row === undefined) return undefined;
  const counted = row.state === "revealed" ? await figures.ofCampaign(row.campaign_id) : null;
  return {
    ...itemOf(row),
    campaignId: row.campaign_id,
    cause: row.cause,
    previousDraw: row.previous_draw,
    statistics: [...row.statistics, ...(counted ?? [])],
    witnesses: [...row.witnesses],
    files: files.filter((file) => row.state === "revealed" || file.name === "commitment.json"),
  };
}

/** What a cursor of the draws' list is made of. */
export function drawKey(row: Draw): [string, string] {
  return [row.committed_at.toISOString(), row.id];
}

/** A draw as public lists show it. */
export function itemOf(row: Draw): z.infer<typeof drawListItem> {
  return {
    drawId: row.id,
    authority: row.authority,
    title: row.title,
    state: row.state,
    committedAt: row.committed_at.toISOString(),
    revealedAt: row.revealed_at?.toISOString() ?? null,
  };
}
