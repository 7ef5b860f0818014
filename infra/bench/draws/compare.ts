import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { connected } from "../../embedded/database.ts";
import { startPostgres } from "../../embedded/postgres.ts";
import { startChild } from "../child.ts";
import { peakMiB } from "../memory.ts";
import { inPlace } from "../../embedded/place.ts";
import { compare, type Result, type Sample } from "../result.ts";

export type DrawSizes = { runs: number; targets: number };

const ways = [
  { way: "select", name: "draw, targets in memory / order by random()" },
  { way: "stream", name: "draw, targets from a file / order by random()" },
  { way: "whole", name: "whole draw, checked and dealt / order by random()" },
] as const;
const outcome = z.object({ ms: z.number(), drawn: z.number(), maxRssKiB: z.number() });

/** A draw of 1 % of many targets, in three extents, against PostgreSQL's `order by random() limit`. */
export function compareDraws(sizes: DrawSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async ({ folder, supervisor }) => {
    const files = join(folder, "draw");
    mkdirSync(files);
    await drawOnce("prepare", files, sizes.targets);
    const { url } = await startPostgres({
      supervisor,
      log,
      dataDir: join(folder, "postgres"),
      logFile: join(folder, "postgres.log"),
      password: "bench",
    });
    await fill(url, sizes.targets);
    const results: Result[] = [];
    for (const { way, name } of ways)
      results.push(
        await compare(
          {
            name,
            unit: "targets/s",
            runs: sizes.runs,
            ours: () => drawOnce(way, files, sizes.targets),
            rival: () => orderByRandom(url, sizes.targets),
          },
          log,
        ),
      );
    return results;
  });
}

async function drawOnce(way: string, folder: string, targets: number): Promise<Sample> {
  const child = startChild(join(import.meta.dirname, "run.ts"), [way, folder, String(targets)]);
  const { ms, drawn, maxRssKiB } = outcome.parse(await child.message());
  await child.stop();
  if (way !== "prepare" && drawn !== targets / 100) throw new Error(`${way} drew ${drawn} of ${targets}`);
  return { rate: (targets * 1000) / ms, memoryMiB: maxRssKiB / 1024 };
}

/** A table of as many ids of the same form, read once so that it lies in memory. */
async function fill(url: string, targets: number): Promise<void> {
  await connected(url, async (client) => {
    await client.query(
      "create table target (id text primary key, stratum text not null, profile text not null)",
    );
    await client.query(
      "insert into target select left(encode(sha256(n::text::bytea), 'hex'), 44), 'A', 'p' from generate_series(1, $1::int) n",
      [targets],
    );
    await client.query("vacuum analyze target");
    await client.query("select count(id) from target");
  });
}

function orderByRandom(url: string, targets: number): Promise<Sample> {
  return connected(url, async (client) => {
    const backend = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const began = performance.now();
    const { rows } = await client.query(
      "select id, stratum, profile from target order by random() limit $1",
      [targets / 100],
    );
    const ms = performance.now() - began;
    if (rows.length !== targets / 100) throw new Error(`PostgreSQL gave ${rows.length} of ${targets}`);
    return { rate: (targets * 1000) / ms, memoryMiB: peakMiB([backend.rows[0]?.pid ?? 0]) };
  });
}
