import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { connected } from "../../embedded/database.ts";
import { closing, inPlace } from "../../embedded/place.ts";
import { startPostgres } from "../../embedded/postgres.ts";
import { startChild, type Child } from "../child.ts";
import { peakMiB } from "../memory.ts";
import { compare, figure, measured, median, type Goal, type Result, type Sample } from "../result.ts";
import { share, type Shape } from "./files.ts";

/**
 * `targets`: how many the large draw has; `fewer`: how many each of the smaller ones; `dealt`: how many teams; `memory`: of how many `drawn`
 * are drawn to see what memory that takes.
 */
export type DrawSizes = {
  runs: number;
  targets: number;
  fewer: number;
  dealt: number;
  memory: readonly number[];
  drawn: number;
};

const outcome = z.object({ ms: z.number(), done: z.number(), cpuMs: z.number(), maxRssKiB: z.number() });
const atLeast = (value: number): Goal => ({ of: "ratio", is: "at least", value });
const seed = "ab".repeat(32);

const orders = {
  random: "random()",
  sha256: `sha256(convert_to('${seed},target,' || id, 'UTF8'))`,
};

/** Draws of 1 % of many targets in several extents, against databases that order them by chance. */
export function compareDraws(sizes: DrawSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async ({ folder, supervisor }) => {
    const { url } = await startPostgres({
      supervisor,
      log,
      dataDir: join(folder, "postgres"),
      logFile: join(folder, "postgres.log"),
      password: "bench",
      settings: { shared_buffers: "2GB", work_mem: "1GB", max_wal_size: "8GB" },
    });
    const prepared = async (name: string, count: number, shape: Shape): Promise<Draw> => {
      const files = join(folder, name);
      mkdirSync(files);
      log(`preparing ${name}: ${count} targets`);
      await once("prepare", files, count, shape);
      await fill(url, name, count);
      return { url, table: name, files, count };
    };
    const large = await prepared("large", sizes.targets, "plain");
    const results = await ofLarge(large, sizes.runs, log);
    const plain = await prepared("plain", sizes.fewer, "plain");
    const mixed = await prepared("mixed", sizes.fewer, "mixed");
    for (const [draw, what] of [
      [plain, ""],
      [mixed, ", 4 strata, 40 profiles, long names"],
    ] as const)
      results.push(
        await versus(
          { name: `whole draw of ${draw.count}${what} / order by random()`, goal: atLeast(1) },
          draw,
          sizes.runs,
          log,
        ),
      );
    results.push(await verifying(plain, sizes.runs, log), await oneTicket(plain, sizes.runs));
    results.push(...(await dealing(plain, sizes, log)));
    results.push(...(await memories(folder, sizes, log)));
    return results;
  });
}

type Draw = { url: string; table: string; files: string; count: number };

async function ofLarge(draw: Draw, runs: number, log: (line: string) => void): Promise<Result[]> {
  const select = { unit: "targets/s", runs, ours: () => sampled("select", draw) };
  const duck = startChild(join(import.meta.dirname, "duckdb.ts"), [
    draw.files,
    seed,
    String(draw.count / share),
  ]);
  return closing(
    async () => {
      await duck.message();
      return [
        await compare(
          {
            ...select,
            name: `selection from a file of ${draw.count} / PostgreSQL's order by sha256`,
            goal: atLeast(1 / 0.17),
            rival: () => orderBy(draw, "sha256"),
          },
          log,
        ),
        await compare(
          {
            ...select,
            name: `selection from a file of ${draw.count} / DuckDB's order by sha256`,
            goal: atLeast(1 / 0.25),
            rival: () => byDuckDb(duck, draw),
          },
          log,
        ),
        await versus(
          { name: `whole draw of ${draw.count} / order by random()`, goal: atLeast(1) },
          draw,
          runs,
          log,
        ),
      ];
    },
    () => duck.stop(),
  );
}

function versus(
  title: { name: string; goal: Goal },
  draw: Draw,
  runs: number,
  log: (line: string) => void,
): Promise<Result> {
  return compare(
    {
      ...title,
      unit: "targets/s",
      runs,
      ours: () => sampled("whole", draw),
      rival: () => orderBy(draw, "random"),
    },
    log,
  );
}

/** A verifier's time for the whole folder, against the draw's. */
function verifying(draw: Draw, runs: number, log: (line: string) => void): Promise<Result> {
  return compare(
    {
      name: `verifying a draw of ${draw.count} / drawing it`,
      unit: "targets/s",
      goal: atLeast(1 / 3),
      runs,
      ours: () => sampled("verify", draw),
      rival: () => sampled("whole", draw),
    },
    log,
  );
}

async function oneTicket(draw: Draw, runs: number): Promise<Result> {
  const nsOf = async (way: string) => {
    const { ms, done } = await once(way, draw.files, draw.count);
    return (ms * 1e6) / done;
  };
  const [ours, rival]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await nsOf("ticket"));
    rival.push(await nsOf("block"));
  }
  const goal: Goal = { of: "ratio", is: "at most", value: 2 };
  return measured({ name: "a ticket / a block of OpenSSL's SHA-256", unit: "ns", goal }, ours, rival);
}

async function dealing(draw: Draw, sizes: DrawSizes, log: (line: string) => void): Promise<Result[]> {
  const results: Result[] = [];
  for (const [way, count, value, name] of [
    ["deal", sizes.dealt, 2, `dealing ${sizes.dealt} among 5000 officers, ${sizes.dealt / 2} exclusions`],
    ["servable", sizes.fewer, 1, `servability of ${sizes.fewer}, 50000 exclusions`],
  ] as const) {
    const seconds: number[] = [];
    for (let run = 0; run < sizes.runs; run += 1)
      seconds.push((await once(way, draw.files, count)).ms / 1000);
    log(`${name}: ${figure(median(seconds))} s`);
    results.push(measured({ name, unit: "s", goal: { of: "ours", is: "at most", value } }, seconds));
  }
  return results;
}

/** The most memory that a whole draw takes, as many being drawn of ever more. 220 MB are 210 MiB. */
async function memories(
  folder: string,
  { memory, drawn }: DrawSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const count of memory) {
    const files = join(folder, `of-${count}`);
    await once("prepare", files, count, "plain", drawn);
    const { done, maxRssKiB } = await once("whole", files, count);
    if (done !== drawn) throw new Error(`${done} were drawn of ${count}`);
    rmSync(files, { recursive: true });
    const name = `memory of a whole draw of ${drawn} of ${count}, from a file`;
    log(`${name}: ${figure(maxRssKiB / 1024)} MiB`);
    const goal: Goal = { of: "ours", is: "at most", value: 210 };
    results.push(measured({ name, unit: "MiB", goal }, [maxRssKiB / 1024]));
  }
  return results;
}

async function once(way: string, folder: string, count: number, shape: Shape = "plain", drawn?: number) {
  const child = startChild(join(import.meta.dirname, "run.ts"), [
    ...[way, folder, String(count), shape],
    ...(drawn === undefined ? [] : [String(drawn)]),
  ]);
  const told = outcome.parse(await child.message());
  await child.stop();
  return told;
}

async function sampled(way: "select" | "whole" | "verify", { files, count }: Draw): Promise<Sample> {
  const { ms, done, maxRssKiB } = await once(way, files, count);
  if (done !== count / share) throw new Error(`${way} drew ${done} of ${count}`);
  return { rate: (count * 1000) / ms, memoryMiB: maxRssKiB / 1024 };
}

async function byDuckDb(duck: Child, { count }: Draw): Promise<Sample> {
  duck.send("select");
  const { ms, done, maxRssKiB } = outcome.parse(await duck.message());
  if (done !== count / share) throw new Error(`DuckDB gave ${done} of ${count}`);
  return { rate: (count * 1000) / ms, memoryMiB: maxRssKiB / 1024 };
}

/** A table of as many ids of the same length, read once so that it lies in memory. */
async function fill(url: string, table: string, targets: number): Promise<void> {
  await connected(url, async (client) => {
    await client.query(
      `create unlogged table ${table} (id text, stratum text not null, profile text not null)`,
    );
    await client.query(
      `insert into ${table} select left(encode(sha256(n::text::bytea), 'hex'), 44), 'A', 'p' from generate_series(1, $1::int) n`,
      [targets],
    );
    await client.query(`vacuum analyze ${table}`);
    await client.query(`select count(id) from ${table}`);
  });
}

function orderBy({ url, table, count }: Draw, order: keyof typeof orders): Promise<Sample> {
  return connected(url, async (client) => {
    const backend = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const began = performance.now();
    const { rows } = await client.query(
      `select id, stratum, profile from ${table} order by ${orders[order]} limit $1`,
      [count / share],
    );
    const ms = performance.now() - began;
    if (rows.length !== count / share) throw new Error(`PostgreSQL gave ${rows.length} of ${count}`);
    return { rate: (count * 1000) / ms, memoryMiB: peakMiB([backend.rows[0]?.pid ?? 0]) };
  });
}
