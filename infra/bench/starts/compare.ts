import { lazyClient, taskQueues } from "@shuangsui/temporal-kit";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { closing } from "../../embedded/place.ts";
import { planCounty } from "../inspections/county.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { compare, type Result, type Sample } from "../result.ts";
import { startRival, type Rival } from "../rivals/start.ts";
import { childWorkflowType, parentWorkflowType, type ParentInput } from "./children/contract.ts";
import { countOf, openCampaign, startedBy } from "./open.ts";
import type { Site } from "../site.ts";

/** `inspections`: how many each draw starts. */
export type StartSizes = { runs: number; inspections: number };

/** How many children the bare parent starts at a time. */
const atOnce = 50;
const ownProcesses = ["registry", "inspection", "disclosure", "inspection-worker", "disclosure-worker"];

/** From a draw until all its inspections' workflows are started, against a bare workflow that starts as many children. */
export async function compareStarts(
  site: Site,
  sizes: StartSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const workflowFile = join(import.meta.dirname, "children", "workflow.ts");
  const rival = await startRival(site.endpoints.temporal, "children", workflowFile);
  return closing(
    () => measureStarts(site, rival, sizes, log),
    () => rival.stop(),
  );
}

async function measureStarts(
  site: Site,
  rival: Rival,
  { runs, inspections }: StartSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  // Of a county's targets at most a fifth is drawn in a year.
  const share = Math.floor(19 / runs) / 100;
  const registry = Math.round(inspections / share);
  const ratios = ["0.01", ...Array.from({ length: runs }, () => share.toFixed(2))];
  log(`registering ${registry} builders`);
  const plan = await planCounty(site, registry, ratios);
  log("drawing from them");
  const entries = plan.entries.values();
  const client = lazyClient(site.engine);
  const next = async (): Promise<Sample> => {
    const entry = entries.next().value;
    if (entry === undefined) throw new Error("the plan has no entry left");
    const pids = ownProcesses.flatMap((name) => site.supervisor.pidOf(name) ?? []);
    forgetPeaks(pids);
    const { campaign, seconds } = await openCampaign(site, client, { planId: plan.id, entryId: entry.id });
    return { rate: campaign.inspections / seconds, memoryMiB: peakMiB(pids) };
  };
  return closing(
    async () => {
      await next();
      await startChildren(rival, Math.ceil(registry / 100));
      return [
        await compare(
          {
            name: `starts of ${inspections} inspections / bare children`,
            unit: "starts/s",
            runs,
            ours: next,
            rival: () => startChildren(rival, inspections),
          },
          log,
        ),
      ];
    },
    () => client.connection.close(),
  );
}

async function startChildren({ worker, client }: Rival, children: number): Promise<Sample> {
  const before = await countOf(client, childWorkflowType);
  forgetPeaks([worker.pid]);
  const began = Date.now();
  const input: ParentInput = { children, atOnce };
  await client.workflow.start<(input: ParentInput) => Promise<void>>(parentWorkflowType, {
    workflowId: `parent/${uuidv7()}`,
    taskQueue: taskQueues.inspection,
    args: [input],
  });
  const at = await startedBy(client, childWorkflowType, before + children);
  return { rate: (children * 1000) / (at.getTime() - began), memoryMiB: peakMiB([worker.pid]) };
}
