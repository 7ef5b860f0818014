/** What the bench's tests ask of each group: how little of it, and which results. */
import { expect } from "vitest";
import { sizes, type Sizes } from "./groups.ts";
import { paths, sweeps } from "./growth/measure.ts";
import { exact, processes } from "./inspections/costs.ts";
import { countedLists, kinds } from "./lists/measure.ts";
import { watched } from "./million/watch.ts";
import { tableOf, type Result } from "./result.ts";

/** As small as shows that all of it works. */
export const tiny: Sizes = {
  inspections: { runs: 1, registry: 1_200, atOnce: 24, timed: "0.01", patience: exact },
  confirm: { runs: 1, open: 10, confirmed: 2 },
  events: { runs: 1, decisions: 5, burst: 50 },
  starts: { runs: 1, inspections: 10 },
  growth: { asked: 1, open: [50, 500], sweepMs: 3_000 },
  reads: { runs: 1, seconds: 0.2 },
  imports: { runs: 1, workbook: 1_500, csv: 2_500 },
  draws: sizes.short.draws,
  lists: { runs: 1, entities: 1_000, asked: 6 },
  million: { targets: 2_000, drawn: 2 },
  console: { open: 300, runs: 1, viewers: 6, decisions: 2, seconds: 3 },
};

export function drawNames({ targets, fewer, dealt, memory, drawn }: Sizes["draws"]): string[] {
  return [
    `selection from a file of ${targets} / PostgreSQL's order by sha256`,
    `selection from a file of ${targets} / DuckDB's order by sha256`,
    `whole draw of ${targets} / order by random()`,
    `whole draw of ${fewer} / order by random()`,
    `whole draw of ${fewer}, 4 strata, 40 profiles, long names / order by random()`,
    `verifying a draw of ${fewer} / drawing it`,
    "a ticket / a block of OpenSSL's SHA-256",
    `dealing ${dealt} among 5000 officers, ${dealt / 2} exclusions`,
    `servability of ${fewer}, 50000 exclusions`,
    ...memory.map((count) => `memory of a whole draw of ${drawn} of ${count}, from a file`),
  ];
}

/** The names of each group's results. */
export const names: Record<keyof Sizes, string[]> = {
  inspections: [
    "inspections / bare workflow",
    "inspections / idiomatic",
    "events of an inspection",
    "transitions of an inspection",
    "commits of an inspection",
    // Only Linux tells a process's time.
    ...(process.platform === "linux"
      ? ["CPU of an inspection / idiomatic", ...processes.map((name) => `CPU of an inspection, ${name}`)]
      : []),
  ],
  confirm: ["confirm with 10 open, median", "confirm with 10 open, p95"],
  events: [
    "decision to a stream, median",
    "decision to a stream, p99",
    "decision to a webhook, median",
    "decision to a webhook, p99",
    "webhooks delivered",
  ],
  starts: ["starts of 10 inspections / bare children"],
  growth: [50, 500].flatMap((open) => [
    ...[...paths.map(({ name }) => name), sweeps].map((name) => `${name}, ${open} open`),
    `sequential scans on hot paths, ${open} open`,
  ]),
  reads: [
    "registry read / Fastify hello",
    "registry read, token verified / believed",
    "a published page / its bytes by Fastify",
  ],
  imports: [
    "import of a workbook of 1500 rows / exceljs reading it",
    "memory of the import of a workbook of 1500 rows",
    "import of CSV of 2500 rows / COPY",
  ],
  draws: drawNames(tiny.draws),
  lists: [
    ...kinds.flatMap(([kind]) => [`search of 1000 by ${kind}, median`, `search of 1000 by ${kind}, p99`]),
    "searches of 1000, p99",
    "a page half-way down 1000 / the first",
    ...countedLists.map(([name]) => `count to the end of 1000, ${name}`),
    "export of 200 rows as xlsx / COPY",
    "export of 200 rows as csv / COPY",
    "snapshot of 1000 for a draw / COPY",
  ],
  million: [
    "commitment of 2000",
    "draw of 2000 through the product / order by random()",
    "reveal of 2000",
    "handing 2000 to the public, verified",
    "shuangsui verify of 2000, by address",
    ...["drawing", "revealing"].flatMap((doing) =>
      watched.map((process) => `event loop of ${process} while ${doing}, p99`),
    ),
  ],
  console: [
    "first page of the board, compressed",
    "script time until its first row",
    "first row with 300 inspections",
    "decision to the board with 6 viewers, median",
    "decision to the board with 6 viewers, p95",
    "interaction to next paint at 50 changes a second, median",
    "interaction to next paint at 50 changes a second, p98",
    "memory of a tab after 3 s of 50 changes a second",
  ],
};

/** What every result has; the figures themselves are no matter of a test. */
export function expectResults(results: readonly Result[], expected: readonly string[]): void {
  expect(results.map(({ name }) => name)).toEqual(expected);
  for (const result of results) {
    const rival = result.rival !== null;
    expect(result).toEqual({
      name: expect.any(String),
      unit: expect.any(String),
      ours: expect.any(Number),
      rival: rival ? expect.any(Number) : null,
      ratio: rival ? expect.any(Number) : null,
      goal: expect.toSatisfy(isGoal),
      memory: { ours: expect.toSatisfy(isMemory), rival: expect.toSatisfy(isMemory) },
      machine: expect.stringContaining("Node"),
      runs: { ours: expect.any(Array), rival: expect.any(Array) },
      notes: expect.any(Array),
    });
    expect(result.ours).toBeGreaterThanOrEqual(0);
  }
  const table = tableOf(results)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(table).toHaveLength(expected.length + 2);
}

const isMemory = (value: unknown) => value === null || (typeof value === "number" && value > 0);
const isGoal = (value: unknown) => value === null || (typeof value === "object" && "met" in value);
