import { inspectionDetail } from "@shuangsui/contracts";
import type { Client } from "@shuangsui/temporal-kit";
import { setTimeout as pause } from "node:timers/promises";
import { inspectionWorkflowId } from "../../../workflows/inspection/contract.ts";
import { publicationWorkflowId } from "../../../workflows/publication/contract.ts";
import { connected, urlOf } from "../../embedded/database.ts";
import { ok } from "../../sample/officials.ts";
import { cpuMsOf } from "../cpu.ts";
import { publishAll, type Drawn } from "./campaign.ts";
import { historiesOf, type Histories } from "./histories.ts";
import { officialOf, type Site } from "../site.ts";

/** The stack's processes; the last is the bench itself, which asks as people would. */
export const processes = [
  "postgres",
  "temporal",
  "registry",
  "inspection",
  "disclosure",
  "console",
  "inspection-worker",
  "disclosure-worker",
  "bench",
] as const;
export type ProcessName = (typeof processes)[number];

/** What one inspection cost from its start to its publication, its publication's workflow included. */
export type Costs = Histories & {
  /** Transactions of the services. */
  commits: number;
  /** Processor time by process; null where the system does not tell. */
  cpuMs: Record<ProcessName, number | null>;
  /** What the stack did by itself just before, which is taken off. */
  background: Background;
};

/** What one inspection may cost. */
export const bounds = { events: 60, transitions: 30, commits: 45 };

/** How long the counters are left to settle, and how long what the stack does without work is counted. */
export type Patience = { settleMs: number; idleMs: number };

/** PostgreSQL's sessions hand in what they counted after at most 10 s. */
export const exact: Patience = { settleMs: 11_000, idleMs: 10_000 };

/** What the stack does in a second without any work: sweeps, relays, health. */
type Background = { commits: number; cpuMs: Record<ProcessName, number | null> };

type Counters = { at: number; commits: number; cpuMs: Record<ProcessName, number | null> };

/** What the stack did by itself between two counts. */
function backgroundOf(earlier: Counters, later: Counters): Background {
  const seconds = (later.at - earlier.at) / 1000;
  return {
    commits: (later.commits - earlier.commits) / seconds,
    cpuMs: byProcess((name) => spent(earlier, later, name, 1 / seconds)),
  };
}

/** Carries the inspections of a campaign, so many at a time, and counts what one of them cost, without what the stack does by itself. */
export async function costsOf(
  site: Site,
  client: Client,
  drawn: Drawn,
  { atOnce, patience }: { atOnce: number; patience: Patience },
): Promise<Costs> {
  const count = drawn.inspections.length;
  await pause(patience.settleMs);
  const earlier = await countersOf(site);
  await pause(patience.idleMs);
  const before = await countersOf(site);
  const background = backgroundOf(earlier, before);
  const { asked } = await publishAll(site, drawn, atOnce);
  await pause(patience.settleMs);
  const after = await countersOf(site);
  const seconds = (after.at - before.at) / 1000;
  return {
    ...(await historiesOfInspections(site, client, drawn.inspections.slice(0, 20))),
    commits: (after.commits - before.commits - asked - background.commits * seconds) / count,
    background,
    cpuMs: byProcess((name) => {
      const [idle, all] = [background.cpuMs[name], spent(before, after, name, 1)];
      return idle === null || all === null ? null : Math.max(0, all - idle * seconds) / count;
    }),
  };
}

/** An inspection's workflow and its publication's together. */
async function historiesOfInspections(
  site: Site,
  client: Client,
  inspections: readonly string[],
): Promise<Histories> {
  const official = officialOf(site);
  const publications: string[] = [];
  for (const id of inspections) {
    const detail = await official.get(`/api/v1/inspections/${id}`);
    const { publicationId } = inspectionDetail.parse(ok(detail, "the inspection"));
    if (publicationId === null) throw new Error(`the inspection ${id} has no publication`);
    publications.push(publicationId);
  }
  const own = await historiesOf(client, inspections.map(inspectionWorkflowId));
  const published = await historiesOf(client, publications.map(publicationWorkflowId));
  return {
    events: own.events + published.events,
    transitions: own.transitions + published.transitions,
  };
}

/** Read through another database, so that the services' own counts nothing of it. */
async function countersOf(site: Site): Promise<Counters> {
  const { rows } = await connected(urlOf(site.superUrl, "postgres"), (client) =>
    client.query<{ commits: string }>(
      "select sum(xact_commit) as commits from pg_stat_database where datname = $1",
      [new URL(site.superUrl).pathname.slice(1)],
    ),
  );
  const own = process.cpuUsage();
  return {
    at: performance.now(),
    commits: Number(rows[0]?.commits),
    cpuMs: byProcess((name) =>
      name === "bench" ? (own.user + own.system) / 1000 : cpuMsOf(site.supervisor.pidOf(name) ?? 0),
    ),
  };
}

function spent(before: Counters, after: Counters, name: ProcessName, factor: number): number | null {
  const [from, to] = [before.cpuMs[name], after.cpuMs[name]];
  return from === null || to === null ? null : (to - from) * factor;
}

function byProcess(value: (name: ProcessName) => number | null): Record<ProcessName, number | null> {
  return Object.fromEntries(processes.map((name) => [name, value(name)])) as Record<
    ProcessName,
    number | null
  >;
}
