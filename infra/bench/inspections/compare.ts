import { lazyClient } from "@shuangsui/temporal-kit";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connected } from "../../embedded/database.ts";
import { startStack, type Stack } from "../../embedded/stack.ts";
import { drawnCampaign, windowFrom } from "../../sample/officials.ts";
import { personAt } from "../../sample/people.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { closing, inPlace } from "../../embedded/place.ts";
import { compare, type Result, type Sample } from "../result.ts";
import { runBare, startBare } from "./bare/run.ts";
import { county, planCounty, windowDays } from "./county.ts";
import { inFlight } from "./in-flight.ts";
import { shapeOf } from "./shape.ts";
import { carry } from "./way.ts";

/** `registry`: how many builders there are; each run draws six of a hundred, at most three runs (the yearly cap is a fifth). */
export type InspectionSizes = { runs: number; registry: number };

const ratio = { warm: "0.01", run: "0.06" };
const processes = ["registry", "inspection", "disclosure", "inspection-worker", "disclosure-worker"];

/**
 * Inspections from their draw to their publication, with every service and worker as in production, against a bare
 * workflow of the same shape on the same server.
 */
export function compareInspections(
  { runs, registry }: InspectionSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  return inPlace(log, async ({ folder }) => {
    const stack = await startStack({ dataDir: join(folder, "data"), log });
    return closing(
      async () => {
        const ratios = [ratio.warm, ...Array.from({ length: runs }, () => ratio.run)];
        const plan = await planCounty(stack.endpoints, registry, ratios);
        const entries = plan.entries.values();
        const next = async () => {
          const entry = entries.next().value;
          if (entry === undefined) throw new Error("the plan has no entry left");
          return carryCampaign(stack, { planId: plan.id, entryId: entry.id });
        };
        const warm = await next();
        const client = lazyClient({ address: stack.endpoints.temporal, namespace: "default" });
        const shape = await shapeOf(client, warm.published.slice(0, 10));
        await client.connection.close();
        const { updates, locals, normals, timers } = shape;
        log(
          `an inspection: ${updates} updates, ${updates + locals} local and ${normals} normal activities, ${timers} timers`,
        );
        const bare = await startBare(stack.endpoints.temporal);
        return closing(
          async () => {
            await runBare(bare, warm.published.length, shape);
            const count = Math.max(1, Math.round(registry * Number(ratio.run)));
            const comparison = {
              name: "inspections / bare workflow",
              unit: "inspections/s",
              runs,
              ours: async () => (await next()).sample,
              rival: () => runBare(bare, count, shape),
            };
            return [await compare(comparison, log)];
          },
          async () => {
            await bare.worker.stop();
            await bare.client.connection.close();
          },
        );
      },
      () => stack.stop(),
    );
  });
}

type Published = { id: string; publicationId: string };

/** Draws a campaign and carries all its inspections until they are published. The time runs from the first one's creation. */
async function carryCampaign(
  stack: Stack,
  entry: { planId: string; entryId: string },
): Promise<{ sample: Sample; published: Published[] }> {
  const official = personAt(stack.endpoints.inspection, county);
  const pids = processes.flatMap((name) => stack.supervisor.pidOf(name) ?? []);
  forgetPeaks(pids);
  const witnesses = ["甲", "乙"].map((name) => ({ name, unit: `见证单位${name}`, deviceSecret: name }));
  const { id } = await drawnCampaign(official, entry, windowFrom(new Date(), windowDays), witnesses);
  return connected(stack.superUrl, async (client) => {
    const drawn = await client.query<{ id: string }>(
      "select id from inspection.inspection where campaign_id = $1 order by rank",
      [id],
    );
    const waiting = new Map<string, () => void>();
    let over = false;
    const watch = async () => {
      while (!over) {
        const { rows } = await client.query<{ id: string }>(
          "select id from inspection.inspection where campaign_id = $1 and state = 'published'",
          [id],
        );
        for (const row of rows) waiting.get(row.id)?.();
        await pause(100);
      }
    };
    const watching = watch();
    try {
      await inFlight(
        drawn.rows.map((row) => row.id),
        async (one) => {
          const published = new Promise<void>((resolve) => waiting.set(one, resolve));
          await carry(official, one);
          await published;
        },
      );
    } finally {
      over = true;
      await watching;
    }
    const memoryMiB = peakMiB(pids);
    const { rows } = await client.query<{ seconds: number }>(
      `select extract(epoch from max(e.at) - min(i.created_at))::float8 as seconds
         from inspection.inspection i
         join inspection.inspection_event e on e.inspection_id = i.id and e.type = 'published'
        where i.campaign_id = $1`,
      [id],
    );
    const published = await client.query<Published>(
      `select id, publication_id as "publicationId" from inspection.inspection where campaign_id = $1`,
      [id],
    );
    return {
      sample: { rate: drawn.rows.length / (rows[0]?.seconds ?? Number.NaN), memoryMiB },
      published: published.rows,
    };
  });
}
