import { lazyClient } from "@shuangsui/temporal-kit";
import { ok } from "../../sample/officials.ts";
import { planCounty } from "../inspections/county.ts";
import { bodyOf } from "../inspections/way.ts";
import { calm } from "../calm.ts";
import { figure, measured, median, percentile, type Result } from "../result.ts";
import { inspectionsOf, openCampaign } from "../starts/open.ts";
import { officialOf, type Site } from "../site.ts";

/** `open`: how many inspections are open; `confirmed`: how many of them each run confirms, one after the other. */
export type ConfirmSizes = { runs: number; open: number; confirmed: number };

/** At most this many ms at the median. */
const goal = 15;
const share = "0.19";

/** How long an official waits for the answer to `confirm` while many inspections are open. */
export async function measureConfirm(
  site: Site,
  { runs, open, confirmed }: ConfirmSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const plan = await planCounty(site, Math.ceil(open / Number(share)), [share]);
  log(`drawing ${open} inspections`);
  const [entry] = plan.entries;
  if (entry === undefined) throw new Error("the plan has no entry");
  const client = lazyClient(site.engine);
  const { campaign } = await openCampaign(site, client, { planId: plan.id, entryId: entry.id });
  await client.connection.close();
  log(`${campaign.inspections} inspections are open; waiting until the stack has come to rest`);
  await calm(site);
  const official = officialOf(site);
  const confirm = async (id: string) => {
    const began = performance.now();
    const answer = await official.command(
      `/api/v1/inspections/${id}/commands/confirm`,
      bodyOf("confirm", { id, authority: site.county, officers: [], last: "" }),
    );
    const ms = performance.now() - began;
    ok(answer, "confirm");
    return ms;
  };
  const ids = await inspectionsOf(site, campaign.id, (runs + 1) * confirmed);
  // Until the machine has compiled what it needs, the first ones are slower.
  for (const id of ids.splice(0, confirmed)) await confirm(id);
  const medians: number[] = [];
  const late: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const times: number[] = [];
    for (const id of ids.splice(0, confirmed)) times.push(await confirm(id));
    medians.push(median(times));
    late.push(percentile(times, 0.95));
    log(
      `confirm, run ${run} of ${runs}: ${figure(median(times))} ms, p95 ${figure(percentile(times, 0.95))} ms`,
    );
  }
  const name = `confirm with ${open} open`;
  return [
    measured(
      { name: `${name}, median`, unit: "ms", goal: { of: "ours", is: "at most", value: goal } },
      medians,
    ),
    measured({ name: `${name}, p95`, unit: "ms" }, late),
  ];
}
