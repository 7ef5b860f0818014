import { measureConfirm, type ConfirmSizes } from "./confirm/measure.ts";
import { measureConsole, type ConsoleSizes } from "./console/measure.ts";
import { compareDraws, type DrawSizes } from "./draws/compare.ts";
import { measureEvents, type EventSizes } from "./events/measure.ts";
import { measureGrowth, type GrowthSizes } from "./growth/measure.ts";
import { compareInspections, type InspectionSizes } from "./inspections/compare.ts";
import { exact } from "./inspections/costs.ts";
import { measureLists, type ListSizes } from "./lists/measure.ts";
import { compareImports, type ImportSizes } from "./imports/compare.ts";
import { compareReads, type ReadSizes } from "./reads/compare.ts";
import { measureMillion, type MillionSizes } from "./million/measure.ts";
import type { Result } from "./result.ts";
import { onOwnStack, type Site } from "./site.ts";
import { compareStarts, type StartSizes } from "./starts/compare.ts";

/** How much of each is done. */
export type Sizes = {
  inspections: InspectionSizes;
  confirm: ConfirmSizes;
  events: EventSizes;
  starts: StartSizes;
  growth: GrowthSizes;
  reads: ReadSizes;
  imports: ImportSizes;
  draws: DrawSizes;
  lists: ListSizes;
  million: MillionSizes;
  console: ConsoleSizes;
};

/** The sizes of a full run, and of one in which each group ends within a minute or two and only shows that all of it works. */
export const sizes: { full: Sizes; short: Sizes } = {
  full: {
    inspections: { runs: 3, registry: 3_000, atOnce: 60, timed: "0.04", patience: exact },
    confirm: { runs: 5, open: 2_000, confirmed: 40 },
    events: { runs: 5, decisions: 200, burst: 2_000 },
    starts: { runs: 3, inspections: 2_000 },
    growth: { asked: 9, open: [10_000, 100_000], sweepMs: 10_000 },
    reads: { runs: 5, seconds: 8 },
    imports: { runs: 3, workbook: 100_000, csv: 1_000_000 },
    draws: {
      ...{ runs: 5, targets: 10_000_000, fewer: 1_000_000, dealt: 100_000 },
      ...{ memory: [1_000_000, 10_000_000, 100_000_000], drawn: 100_000 },
    },
    lists: { runs: 3, entities: 1_000_000, asked: 400 },
    million: { targets: 1_000_000, drawn: 100 },
    console: { open: 10_000, runs: 5, viewers: 200, decisions: 60, seconds: 3_600 },
  },
  short: {
    inspections: { runs: 1, registry: 300, atOnce: 60, timed: "0.04", patience: exact },
    confirm: { runs: 1, open: 200, confirmed: 20 },
    events: { runs: 1, decisions: 50, burst: 300 },
    starts: { runs: 1, inspections: 200 },
    growth: { asked: 3, open: [1_000, 10_000], sweepMs: 5_000 },
    reads: { runs: 1, seconds: 2 },
    imports: { runs: 1, workbook: 10_000, csv: 20_000 },
    draws: {
      runs: 1,
      targets: 20_000,
      fewer: 5_000,
      dealt: 1_000,
      memory: [5_000, 20_000],
      drawn: 100,
    },
    lists: { runs: 1, entities: 50_000, asked: 20 },
    million: { targets: 20_000, drawn: 10 },
    console: { open: 10_000, runs: 2, viewers: 200, decisions: 20, seconds: 60 },
  },
};

type Log = (line: string) => void;
/** What is measured on a stack, as one that belongs to a county of it, or by itself. */
export type Group = { readonly name: keyof Sizes } & (
  | {
      readonly county: string;
      readonly measure: (site: Site, sizes: Sizes, log: Log) => Promise<Result[]>;
    }
  | { readonly county: null; readonly run: (sizes: Sizes, log: Log) => Promise<Result[]> }
);

/** Measures a group, on a stack that is there for it alone where it needs one. */
export function runGroup(group: Group, sizes: Sizes, log: Log): Promise<Result[]> {
  if (group.county === null) return group.run(sizes, log);
  const { county, measure } = group;
  return onOwnStack(log, (siteOf) => measure(siteOf(county), sizes, log));
}

/**
 * What is measured, one after the other, by the name that `--only` takes. No two have a county in common, so that they could share a
 * stack; the one that fills the database with copies comes last of these.
 */
export const groups: readonly Group[] = [
  {
    name: "inspections",
    county: "533102",
    measure: (site, { inspections }, log) => compareInspections(site, inspections, log),
  },
  {
    name: "confirm",
    county: "533122",
    measure: (site, { confirm }, log) => measureConfirm(site, confirm, log),
  },
  { name: "events", county: "533103", measure: (site, { events }, log) => measureEvents(site, events, log) },
  { name: "starts", county: "533123", measure: (site, { starts }, log) => compareStarts(site, starts, log) },
  { name: "growth", county: "533124", measure: (site, { growth }, log) => measureGrowth(site, growth, log) },
  { name: "reads", county: null, run: ({ reads }, log) => compareReads(reads, log) },
  { name: "imports", county: null, run: ({ imports }, log) => compareImports(imports, log) },
  { name: "draws", county: null, run: ({ draws }, log) => compareDraws(draws, log) },
  { name: "lists", county: null, run: ({ lists }, log) => measureLists(lists, log) },
  { name: "million", county: null, run: ({ million }, log) => measureMillion(million, log) },
  {
    name: "console",
    county: null,
    run: ({ console }, log) => onOwnStack(log, (siteOf) => measureConsole(siteOf("533103"), console, log)),
  },
];
