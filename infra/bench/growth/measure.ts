import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { connected } from "../../embedded/database.ts";
import { ok } from "../../sample/officials.ts";
import { personAt } from "../../sample/people.ts";
import { calm } from "../calm.ts";
import { drawCampaign } from "../inspections/campaign.ts";
import { planCounty } from "../inspections/county.ts";
import { carry, steps } from "../inspections/way.ts";
import { figure, measured, median, type Result } from "../result.ts";
import { campaignOf, copyInspections, counties } from "./fill.ts";
import { recordPlans, type Statement } from "./plans.ts";
import { officialOf, type Site } from "../site.ts";

/** `open`: how many inspections are open, one after the other; `asked`: how often each path is asked. */
export type GrowthSizes = { asked: number; open: readonly number[]; sweepMs: number };

const prefecture = "533100";
const county = counties[0];
const inspections = "/api/v1/inspections";

/** What supervisors ask all day: a name, whose it is, the address. */
export const paths: readonly { name: string; authority: string; path: string }[] = [
  { name: "board counts, prefecture", authority: prefecture, path: `${inspections}/counts` },
  { name: "board counts, county", authority: county, path: `${inspections}/counts` },
  { name: "list by id", authority: prefecture, path: inspections },
  { name: "list by urgency", authority: prefecture, path: `${inspections}?order=due` },
  { name: "list by urgency, county's own", authority: county, path: `${inspections}?order=due` },
  { name: "list of a state", authority: prefecture, path: `${inspections}?order=due&state=checking` },
  { name: "list of the overdue", authority: prefecture, path: `${inspections}?order=due&attention=overdue` },
  {
    name: "list of what is due next week",
    authority: prefecture,
    path: `${inspections}?order=due&dueIn=next-week`,
  },
  { name: "list of the stuck", authority: prefecture, path: `${inspections}?order=due&attention=stuck` },
  {
    name: "list of a campaign",
    authority: prefecture,
    path: `${inspections}?order=due&campaign=${campaignOf(0, 1)}`,
  },
  {
    name: "list of a county",
    authority: prefecture,
    path: `${inspections}?order=due&authority=${counties[1]}`,
  },
  { name: "list of a figure", authority: prefecture, path: `${inspections}?order=due&counted=published` },
  { name: "figures by campaign", authority: prefecture, path: `${inspections}/figures?by=campaign` },
  { name: "counts of the stuck", authority: prefecture, path: "/api/v1/stuck" },
];
/** What the workers ask without being asked, to find what is due. */
export const sweeps = "sweeps, the slowest statement";

/** Tables of fewer rows than this are rightly read whole. */
const small = 1_000;

/** How the board, the lists and the sweeps slow down as open inspections become many, and whether any reads a table whole. */
export function measureGrowth(
  site: Site,
  sizes: GrowthSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const logFile = join(site.dataDir, "logs", "postgres.log");
  return connected(site.superUrl, (client) => grow(site, client, { ...sizes, logFile }, log));
}

async function grow(
  site: Site,
  client: Client,
  { asked, open, sweepMs, logFile }: GrowthSizes & { logFile: string },
  log: (line: string) => void,
): Promise<Result[]> {
  const templates = await templatesOf(site);
  const results: Result[] = [];
  let before = new Map<string, number>();
  let count = templates.length;
  for (const wanted of open) {
    log(`copying inspections until ${wanted} are open`);
    await copyInspections(client, templates, { from: count, to: wanted });
    count = wanted;
    const big = await bigTables(client);
    const swept = await recordPlans(client, logFile, () => pause(sweepMs));
    const now = new Map<string, number>();
    const whole: string[] = [];
    const add = (name: string, times: readonly number[], statements: readonly Statement[]) => {
      const earlier = before.get(name);
      const grown = earlier === undefined ? [] : [`${figure(median(times) / earlier)} times as long`];
      now.set(name, median(times));
      results.push(
        measured(
          { name: `${name}, ${wanted} open`, unit: "ms" },
          times,
          [],
          [[...grown, ...scansOf(statements)].join("; ")],
        ),
      );
      for (const table of readWhole(statements, big)) whole.push(`${name}: Seq Scan of ${table}`);
    };
    for (const { name, authority, path } of paths) {
      const official = personAt(site.endpoints.inspection, site.people, authority);
      const ask = async () => {
        const began = performance.now();
        ok(await official.get(path), name);
        return performance.now() - began;
      };
      const times: number[] = [];
      await ask();
      for (let time = 0; time < asked; time += 1) times.push(await ask());
      const recorded = await recordPlans(client, logFile, async () => void (await ask()));
      add(name, times, without(recorded, swept));
    }
    const ofInspections = swept.filter(({ scans }) => scans.some(({ table }) => table === "inspection"));
    add(sweeps, slowestOf(ofInspections), ofInspections);
    results.push(
      measured(
        {
          name: `sequential scans on hot paths, ${wanted} open`,
          unit: "scans",
          goal: { of: "ours", is: "at most", value: 0 },
        },
        [whole.length],
        [],
        whole.length === 0 ? [] : [whole.join("; ")],
      ),
    );
    before = now;
    log(`${wanted} open: ${whole.length} sequential scans on hot paths`);
  }
  return results;
}

/** Real inspections, one at each step of the way: what is copied is as the services write it. */
export async function templatesOf(site: Site): Promise<string[]> {
  const plan = await planCounty(site, 200, ["0.05"]);
  const [entry] = plan.entries;
  if (entry === undefined) throw new Error("the plan has no entry");
  const { inspections } = await drawCampaign(site, { planId: plan.id, entryId: entry.id });
  const official = officialOf(site);
  const templates = inspections.slice(0, steps.length + 1);
  for (const [done, id] of templates.entries()) await carry(official, id, steps.slice(0, done));
  // What is still to be handed over would be, for each copy.
  await calm(site);
  return templates;
}

/** The services' tables that are too large to be read whole. */
async function bigTables(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and reltuples >= $1",
    [small],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Statements but for those that the services send without being asked. */
function without(statements: readonly Statement[], background: readonly Statement[]): Statement[] {
  const known = new Set(background.map(({ query }) => query));
  return statements.filter(({ query }) => !known.has(query));
}

/** The times of the one statement that takes longest. */
function slowestOf(statements: readonly Statement[]): number[] {
  const byQuery = Map.groupBy(statements, ({ query }) => query);
  const times = [...byQuery.values()].map((same) => same.map(({ ms }) => ms));
  return times.toSorted((a, b) => median(b) - median(a))[0] ?? [];
}

function readWhole(statements: readonly Statement[], big: ReadonlySet<string>): string[] {
  const scans = statements.flatMap((statement) => statement.scans);
  return [
    ...new Set(
      scans.filter(({ how, table }) => how === "Seq Scan" && big.has(table)).map(({ table }) => table),
    ),
  ];
}

function scansOf(statements: readonly Statement[]): string[] {
  const scans = statements.flatMap((statement) => statement.scans);
  return [
    ...new Set(
      scans.map(({ how, table, index }) => `${how} of ${table}${index === undefined ? "" : ` by ${index}`}`),
    ),
  ];
}
