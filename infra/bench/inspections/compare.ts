import { lazyClient } from "@shuangsui/temporal-kit";
import { closing } from "../../embedded/place.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { comparedSamples, figure, measured, median, type Result, type Sample } from "../result.ts";
import type { Rival } from "../rivals/start.ts";
import { drawCampaign, publishAll, type Drawn, type Entry } from "./campaign.ts";
import { bounds, costsOf, processes, type Costs, type Patience } from "./costs.ts";
import { planCounty } from "./county.ts";
import { runShape, startShape, type RivalSample, type Shape } from "./rivals.ts";
import type { Site } from "../site.ts";

/**
 * `registry`: how many builders there are; `atOnce`: how many inspections are carried at a time; `timed`: the share of the registry that
 * a campaign against the rivals draws.
 */
export type InspectionSizes = {
  runs: number;
  registry: number;
  atOnce: number;
  timed: string;
  patience: Patience;
};

/** The share of the registry that the other campaigns draw; of one county's targets a fifth at most in a year. */
const ratio = { warm: "0.01", counted: "0.02" };
/** Whose memory is told beside the rivals' worker. */
const ownProcesses = ["registry", "inspection", "disclosure", "inspection-worker", "disclosure-worker"];

/**
 * Inspections from their draw to their publication, with every service and worker as in production, against two bare
 * workflows on the same server; then what one inspection costs.
 */
export async function compareInspections(
  site: Site,
  { runs, registry, atOnce, timed, patience }: InspectionSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const times = (share: string) => Array.from({ length: runs }, () => share);
  const plan = await planCounty(site, registry, [ratio.warm, ...times(timed), ...times(ratio.counted)]);
  const entries = plan.entries.values();
  const next = (): Entry => {
    const entry = entries.next().value;
    if (entry === undefined) throw new Error("the plan has no entry left");
    return { planId: plan.id, entryId: entry.id };
  };
  const warm = await drawCampaign(site, next());
  await publishAll(site, warm, atOnce);

  const { ours, bare, idiomatic } = await inTurn(site, { runs, atOnce, warm, next }, log);

  const client = lazyClient(site.engine);
  const costs: Costs[] = [];
  await closing(
    async () => {
      for (let run = 1; run <= runs; run += 1) {
        const drawn = await drawCampaign(site, next());
        const cost = await costsOf(site, client, drawn, { atOnce, patience });
        costs.push(cost);
        log(
          `costs, run ${run} of ${runs}: ${figure(cost.events)} events, ${figure(cost.transitions)} transitions, ${figure(cost.commits)} commits`,
        );
      }
    },
    () => client.connection.close(),
  );
  const rate = { unit: "inspections/s" };
  return [
    comparedSamples(
      { ...rate, name: "inspections / bare workflow", goal: { of: "ratio", is: "at least", value: 1 } },
      ours,
      bare,
    ),
    comparedSamples(
      { ...rate, name: "inspections / idiomatic", goal: { of: "ratio", is: "at least", value: 0.7 } },
      ours,
      idiomatic,
    ),
    ...costResults(costs, idiomatic),
  ];
}

type Samples = { ours: Sample[]; bare: RivalSample[]; idiomatic: RivalSample[] };

/** Ours and both rivals, as many inspections each, one after the other in each run. */
async function inTurn(
  site: Site,
  options: { runs: number; atOnce: number; warm: Drawn; next: () => Entry },
  log: (line: string) => void,
): Promise<Samples> {
  const { runs, atOnce, warm, next } = options;
  const samples: Samples = { ours: [], bare: [], idiomatic: [] };
  const temporalPid = site.supervisor.pidOf("temporal") ?? 0;
  const run = (rival: Rival, shape: Shape, count: number) =>
    runShape(rival, shape, { count, atOnce, temporalPid });
  await withRivals(site, async (rivals) => {
    for (const shape of shapeNames) await run(rivals[shape], shape, warm.inspections.length);
    for (let turn = 1; turn <= runs; turn += 1) {
      const { sample, count } = await carryCampaign(site, next(), atOnce);
      samples.ours.push(sample);
      for (const shape of shapeNames) samples[shape].push(await run(rivals[shape], shape, count));
      const rates = [samples.ours, samples.bare, samples.idiomatic].map((all) =>
        figure(all.at(-1)?.rate ?? 0),
      );
      log(`inspections, run ${turn} of ${runs}: ${rates.join(" against ")} inspections/s`);
    }
  });
  return samples;
}

const shapeNames: readonly Shape[] = ["bare", "idiomatic"];

async function withRivals(site: Site, work: (rivals: Record<Shape, Rival>) => Promise<void>): Promise<void> {
  const bare = await startShape(site.endpoints.temporal, "bare");
  await closing(
    async () => {
      const idiomatic = await startShape(site.endpoints.temporal, "idiomatic");
      await closing(
        () => work({ bare, idiomatic }),
        () => idiomatic.stop(),
      );
    },
    () => bare.stop(),
  );
}

/** Draws a campaign and carries all its inspections. The time runs from the draw to the last one's publication. */
async function carryCampaign(
  site: Site,
  entry: Entry,
  atOnce: number,
): Promise<{ sample: Sample; count: number }> {
  const pids = ownProcesses.flatMap((name) => site.supervisor.pidOf(name) ?? []);
  forgetPeaks(pids);
  const drawn = await drawCampaign(site, entry);
  const { at } = await publishAll(site, drawn, atOnce);
  const count = drawn.inspections.length;
  const seconds = (at.getTime() - drawn.drawnAt.getTime()) / 1000;
  return { sample: { rate: count / seconds, memoryMiB: peakMiB(pids) }, count };
}

function costResults(costs: readonly Costs[], idiomatic: readonly RivalSample[]): Result[] {
  const commits = figure(median(costs.map(({ background }) => background.commits)));
  const counted = (["events", "transitions", "commits"] as const).map((name) =>
    measured(
      {
        name: `${name} of an inspection`,
        unit: name,
        goal: { of: "ours", is: "at most", value: bounds[name] },
      },
      costs.map((cost) => cost[name]),
      name === "commits" ? [] : idiomatic.map(({ histories }) => histories[name]),
      name === "commits" ? [`without the ${commits} a second that the services make without work`] : [],
    ),
  );
  // Where the system tells no process's time there is only the bench's own.
  if (costs.some(({ cpuMs }) => cpuMs.temporal === null)) return counted;
  const unit = "ms";
  const each = processes.flatMap((name) => {
    const times = costs.flatMap(({ cpuMs }) => cpuMs[name] ?? []);
    return times.length === 0 ? [] : measured({ name: `CPU of an inspection, ${name}`, unit }, times);
  });
  const totals = costs.map(({ cpuMs }) =>
    processes.reduce((sum, name) => sum + (name === "bench" ? 0 : (cpuMs[name] ?? 0)), 0),
  );
  return [
    ...counted,
    measured(
      { name: "CPU of an inspection / idiomatic", unit },
      totals,
      idiomatic.flatMap(({ cpuMs }) => cpuMs ?? []),
      [`without the bench's own ${figure(median(costs.map(({ cpuMs }) => cpuMs.bench ?? 0)))} ms`],
    ),
    ...each,
  ];
}
