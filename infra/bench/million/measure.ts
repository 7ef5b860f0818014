import { api } from "@shuangsui/contracts";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { connected } from "../../embedded/database.ts";
import { closing, inPlace } from "../../embedded/place.ts";
import { startStack } from "../../embedded/stack.ts";
import { makeCreditCode } from "../../sample/codes.ts";
import { ok, windowFrom, witnessedDraw } from "../../sample/officials.ts";
import { until } from "../../sample/people.ts";
import { publishAll } from "../inspections/campaign.ts";
import { planRegistered, registerCounty, windowDays, witnesses } from "../inspections/county.ts";
import { figure, measured, type Result } from "../result.ts";
import { officialOf, type Site } from "../site.ts";
import { inspectionsOf } from "../starts/open.ts";
import { fillRegister } from "./fill.ts";
import { followSteps } from "./milestones.ts";
import { verifyAddress } from "./verify.ts";
import { resultsOf, watchLoad } from "./watch.ts";

/** `targets`: how many the registry has; `drawn`: how many of them are drawn. */
export type MillionSizes = { targets: number; drawn: number };

const county = "533103";
const probe = new URL("./probe.ts", import.meta.url).href;
/** Tries of 50 ms each: no step of a draw may take longer. */
const patience = 12_000;

/**
 * One draw from a registry of many targets, from the commitment until anybody can verify it, on a stack of its own: how long each
 * step takes, how long it holds up the processes that answer meanwhile, and what memory they take.
 */
export function measureMillion(sizes: MillionSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async ({ folder }) => {
    const [dataDir, probes] = [join(folder, "data"), join(folder, "probes")];
    mkdirSync(probes);
    const environment = {
      BENCH_PROBES: probes,
      NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${probe}`,
    };
    const stack = await startStack({ dataDir, log, environment });
    return closing(
      () => measureOn({ ...stack, county, dataDir }, probes, sizes, log),
      () => stack.stop(),
    );
  });
}

async function measureOn(
  site: Site,
  probes: string,
  { targets, drawn }: MillionSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const official = officialOf(site);
  const inspection = official.at(api.inspection);
  await registerCounty(site, 20);
  log(`registering ${targets} builders`);
  await connected(site.superUrl, (client) => fillRegister(client, makeCreditCode(county, 0), targets));
  log("publishing a plan over them");
  const plan = await planRegistered(site, [(drawn / targets).toFixed(9).replace(/0+$/, "")]);
  const entry = { planId: plan.id, entryId: plan.entries[0]?.id ?? "" };
  const { id, drawId } = await inspection.postPlansByPlanIdEntriesByEntryIdCampaigns({
    params: entry,
    body: {},
  });
  const read = () => inspection.getCampaignsById({ params: { id } });
  const steps = followSteps(read);
  return closing(
    async () => {
      log("committing and drawing");
      const drawing = await watchLoad(site, probes);
      const window = windowFrom(new Date(), windowDays);
      await witnessedDraw(official, { id, drawId }, window, witnesses, patience);
      const campaign = await until(read, ({ state }) => state === "running", "the draw", patience);
      const whileDrawing = await drawing();
      const random = await byChance(site, drawn);

      log(`carrying ${campaign.inspections} inspections to their end`);
      const inspections = await inspectionsOf(site, id, 500);
      await publishAll(site, { campaignId: id, inspections, drawnAt: new Date() }, 60);
      await until(read, ({ state }) => state === "ended", "the end of the checks", patience);

      log("revealing");
      const revealing = await watchLoad(site, probes);
      ok(await official.command(`/api/v1/campaigns/${id}/commands/reveal`, {}), "the reveal");
      await until(read, ({ state }) => state === "closed", "the public reveal", patience);
      const whileRevealing = await revealing();
      await steps.stop();

      log("verifying as anybody");
      const verified = await verifyAddress(`${site.endpoints.portal}/draws/${drawId}`);
      const seconds = steps.seconds("contributed", "drawn");
      const of = `of ${targets}`;
      return [
        measured({ name: `commitment ${of}`, unit: "s" }, [steps.seconds("witnessed", "committed")]),
        measured(
          { name: `draw ${of} through the product / order by random()`, unit: "targets/s" },
          [targets / seconds],
          [targets / random],
          [`${figure(seconds)} s for ${campaign.inspections} drawn, against ${figure(random)} s`],
        ),
        measured({ name: `reveal ${of}`, unit: "s" }, [steps.seconds("ended", "revealed")]),
        measured(
          { name: `handing ${targets} to the public, verified`, unit: "s" },
          [steps.seconds("revealed", "closed")],
          [],
          [`progress shown: ${steps.progress().join("; ")}`],
        ),
        {
          ...measured({ name: `shuangsui verify ${of}, by address`, unit: "s" }, [verified.seconds]),
          memory: { ours: verified.memoryMiB, rival: null },
        },
        ...resultsOf(whileDrawing, "drawing"),
        ...resultsOf(whileRevealing, "revealing"),
      ];
    },
    () => steps.stop(),
  );
}

/** Seconds that PostgreSQL takes to pick as many of the registry's entities by chance, which proves nothing. */
function byChance(site: Site, drawn: number): Promise<number> {
  return connected(site.superUrl, async (client) => {
    const began = performance.now();
    const { rows } = await client.query(
      "select credit_code, category from registry.entity order by random() limit $1",
      [drawn],
    );
    if (rows.length !== drawn) throw new Error(`PostgreSQL gave ${rows.length} of ${drawn}`);
    return (performance.now() - began) / 1000;
  });
}
