import { campaignDetail, inspectionList } from "@shuangsui/contracts";
import { setTimeout as pause } from "node:timers/promises";
import { connected } from "../../embedded/database.ts";
import { drawnCampaign, ok, windowFrom } from "../../sample/officials.ts";
import { windowDays, witnesses } from "./county.ts";
import { inFlight } from "./in-flight.ts";
import { carry } from "./way.ts";
import { officialOf, type Site } from "../site.ts";

export type Entry = { planId: string; entryId: string };
export type Drawn = { campaignId: string; inspections: readonly string[]; drawnAt: Date };

/** Draws a campaign of a plan's entry and waits until its inspections are started. */
export async function drawCampaign(site: Site, entry: Entry): Promise<Drawn> {
  const official = officialOf(site);
  const { id } = await drawnCampaign(official, entry, windowFrom(new Date(), windowDays), witnesses);
  const { draw } = campaignDetail.parse(ok(await official.get(`/api/v1/campaigns/${id}`), "the campaign"));
  const list = await official.get(`/api/v1/inspections?campaign=${id}&limit=500`);
  const inspections = inspectionList.parse(ok(list, "the inspections")).items.map((one) => one.id);
  return { campaignId: id, inspections, drawnAt: new Date(draw.drawnAt ?? 0) };
}

/** How long an inspection may take from its last command to its publication. */
const patienceMs = 120_000;

/**
 * Carries a campaign's inspections, so many at a time, until all are published. Tells when that was, and how many
 * statements of the bench's own asked for it.
 * @throws Error where one is not published in time
 */
export async function publishAll(
  site: Site,
  { campaignId, inspections }: Drawn,
  atOnce: number,
): Promise<{ at: Date; asked: number }> {
  const official = officialOf(site);
  return connected(site.superUrl, async (client) => {
    const published = new Map<string, PromiseWithResolvers<void>>(
      inspections.map((id) => [id, Promise.withResolvers()]),
    );
    const [carried, last] = [new AbortController(), { at: new Date(), asked: 0 }];
    const watch = async () => {
      const seen = new Set<string>();
      while (!carried.signal.aborted && seen.size < inspections.length) {
        const { rows } = await client.query<{ id: string }>(
          "select id from inspection.inspection where campaign_id = $1 and state in ('published', 'credited', 'closed')",
          [campaignId],
        );
        last.asked += 1;
        for (const { id } of rows) {
          if (!seen.has(id)) last.at = new Date();
          seen.add(id);
          published.get(id)?.resolve();
        }
        await pause(100, undefined, { signal: carried.signal }).catch(() => undefined);
      }
    };
    const carryAll = async () => {
      try {
        await inFlight(inspections, atOnce, async (id) => {
          await carry(official, id);
          const late = pause(patienceMs, undefined, { signal: carried.signal }).then(() => {
            throw new Error(`the inspection ${id} is not published after ${patienceMs / 1000} s`);
          });
          late.catch(() => undefined);
          await Promise.race([published.get(id)?.promise, late]);
        });
      } finally {
        carried.abort();
      }
    };
    await Promise.all([carryAll(), watch()]);
    return last;
  });
}
