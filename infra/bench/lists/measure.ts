import { sealingKeys } from "@shuangsui/sealing";
import { api } from "@shuangsui/contracts";
import { createLogger, cursorOf, openDatabase, openKeyring, serviceClient } from "@shuangsui/service-kit";
import { Client } from "pg";
import type { People, TestIssuer } from "../../../packages/service-kit/src/testing/issuer.ts";
import { initialsOf } from "../../../services/registry/src/register/words.ts";
import type { Tables } from "../../../services/registry/src/tables.ts";
import { connected } from "../../embedded/database.ts";
import { inPlace } from "../../embedded/place.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { startRegistry } from "../reads/start.ts";
import { compare, measured, percentile, type Result, type Sample } from "../result.ts";
import { codeOf, counties, fillEntities, nameOf } from "./fill.ts";

export type ListSizes = { runs: number; entities: number; asked: number };

const prefecture = "533100";
const [[county]] = counties;
const page = "limit=50&count=true";

/** Searches of the market entities, pages of them, exports, and the snapshot for a draw, with row-level security and over HTTP. */
export function measureLists(sizes: ListSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async (place) => {
    const registry = await startRegistry(place, log);
    try {
      const { superUrl } = registry.server();
      log(`registering ${sizes.entities} entities in SQL`);
      await connected(superUrl, async (client) => {
        const [url = "", key = ""] = registry.opens;
        const logger = createLogger("bench", "silent");
        const database = openDatabase<Tables>(url, { logger });
        const keyring = await openKeyring({ database, logger }, sealingKeys.parse(key));
        await fillEntities(client, keyring, sizes.entities);
        await keyring.stop();
        await database.close();
      });
      const { url, issuer } = registry;
      const [asker, pid] = [askerOf(url, issuer), registry.pid()];
      return [
        ...(await searches(asker, pid, sizes, log)),
        ...(await pages(asker, sizes)),
        ...(await fullCounts(asker, sizes)),
        ...(await exports({ url, people: issuer, pid, superUrl }, sizes, log)),
        await snapshots({ url, issuer, pid, superUrl }, sizes, log),
      ];
    } finally {
      await registry.issuer.close();
    }
  });
}

type Asker = (viewer: string, query: string) => Promise<number>;

/** Reads a page of the entities as a clerk of an authority; gives how long that took, in milliseconds. */
function askerOf(url: string, people: People): Asker {
  return async (viewer, query) => {
    const token = await people.tokenFor({ authority: viewer, actor: "bench" });
    const began = performance.now();
    const response = await fetch(new URL(`/api/v1/entities?${query}`, url), {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`a list answered ${response.status}`);
    return performance.now() - began;
  };
}

/** What is looked for, by its kind, of entities all over the registry. */
export const kinds: readonly [name: string, of: (serial: number) => Record<string, string>][] = [
  ["two characters", (serial) => ({ q: nameOf(serial).slice(2, 4) })],
  ["four characters", (serial) => ({ q: nameOf(serial).slice(2, 6) })],
  ["a place and a trade", (serial) => ({ q: nameOf(serial).slice(0, 2 + (serial % 3)) })],
  ["a trade alone", (serial) => ({ q: nameOf(serial).slice(4, 8) })],
  ["initials", (serial) => ({ q: initialsOf(nameOf(serial).slice(0, 6)) })],
  ["a code's beginning", (serial) => ({ q: codeOf(serial).slice(0, 8 + (serial % 10)) })],
  [
    "who is in charge, in a township",
    (serial) => ({ person: "刀", place: `533123${101 + (serial % 9)}`, sort: "name" }),
  ],
];

async function searches(
  ask: Asker,
  pid: number,
  { entities, asked }: ListSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const all: number[] = [];
  const results: Result[] = [];
  forgetPeaks([pid]);
  for (const [name, of] of kinds) {
    const times: number[] = [];
    for (let number = 0; number < asked; number += 1) {
      const query = `${new URLSearchParams(of((number * 7_919) % entities)).toString()}&${page}`;
      const viewer = number % 2 === 0 ? prefecture : county;
      const ms = await ask(viewer, query);
      // The first ones have plans and connections made.
      if (number >= 4) times.push(ms);
    }
    log(
      `${name}: median ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`,
    );
    all.push(...times);
    results.push(
      measured({ name: `search of ${entities} by ${name}, median`, unit: "ms" }, [percentile(times, 0.5)]),
    );
    results.push(
      measured({ name: `search of ${entities} by ${name}, p99`, unit: "ms" }, [percentile(times, 0.99)]),
    );
  }
  const goal = { of: "ours", is: "at most", value: 50 } as const;
  const together = measured({ name: `searches of ${entities}, p99`, unit: "ms", goal }, [
    percentile(all, 0.99),
  ]);
  results.push({ ...together, memory: { ours: peakMiB([pid]), rival: null } });
  return results;
}

/** A page half-way down against the first one. */
async function pages(ask: Asker, { entities, asked }: ListSizes): Promise<Result[]> {
  const timesOf = async (query: string) => {
    const times: number[] = [];
    for (let number = 0; number < asked; number += 1) times.push(await ask(prefecture, `limit=50${query}`));
    return times.slice(4);
  };
  const after = cursorOf(["", codeOf(Math.floor(entities / 2)), "00000000-0000-4000-8000-000000000000"]);
  const [deep, first] = [await timesOf(`&after=${after}`), await timesOf("")];
  const title = { name: `a page half-way down ${entities} / the first`, unit: "ms" };
  return [measured({ ...title, goal: { of: "ratio", is: "at most", value: 1.5 } }, deep, first)];
}

/** What is counted to its end, by what it is. */
export const countedLists: readonly [name: string, query: Record<string, string>][] = [
  ["all entities", {}],
  ["what all are called", { q: "公司" }],
  ["a place", { q: counties[0][1] }],
  ["two characters", { q: nameOf(0).slice(2, 4) }],
];

/** Lists that are counted to their end. */
async function fullCounts(ask: Asker, { entities, runs }: ListSizes): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, query] of countedLists) {
    const asked = new URLSearchParams({ ...query, limit: "1", count: "exact" }).toString();
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) times.push(await ask(prefecture, asked));
    results.push(measured({ name: `count to the end of ${entities}, ${name}`, unit: "ms" }, times));
  }
  return results;
}

type Exporting = { url: string; people: People; pid: number; superUrl: string };

/** A county's list as a file, against PostgreSQL's `COPY` of the same rows. */
async function exports(
  { url, people, pid, superUrl }: Exporting,
  { runs, entities }: ListSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const rows = Math.floor(entities / counties.length);
  const results: Result[] = [];
  for (const format of ["xlsx", "csv"] as const)
    results.push(
      await compare(
        {
          name: `export of ${rows} rows as ${format} / COPY`,
          unit: "rows/s",
          runs,
          ours: () => taken({ url, people, pid }, format, rows),
          rival: () =>
            copied(
              superUrl,
              `select * from registry.entity_entry where authority = '${county}' order by code limit ${rows}`,
              rows,
            ),
        },
        log,
      ),
    );
  return results;
}

type Snapshot = { url: string; issuer: TestIssuer; pid: number; superUrl: string };

/** All targets of the prefecture with their classes, as a commitment asks for them, against PostgreSQL's `COPY` of their codes in order. */
function snapshots(
  { url, issuer, pid, superUrl }: Snapshot,
  { runs, entities }: ListSizes,
  log: (line: string) => void,
): Promise<Result> {
  const registry = serviceClient(api.registry, {
    baseUrl: url,
    credentials: issuer.credentials("inspection"),
    timeoutMs: 600_000,
  });
  const ours = async (): Promise<Sample> => {
    forgetPeaks([pid]);
    const began = performance.now();
    let targets = 0;
    const lines = registry.getSnapshotTargets({ authority: prefecture, query: { kind: "entity" } });
    while ((await lines.next()).done !== true) targets += 1;
    if (targets !== entities) throw new Error(`the snapshot has ${targets} targets of ${entities}`);
    return { rate: (entities * 1000) / (performance.now() - began), memoryMiB: peakMiB([pid]) };
  };
  const columns = "select credit_code, category from registry.entity order by credit_code";
  return compare(
    {
      name: `snapshot of ${entities} for a draw / COPY`,
      unit: "targets/s",
      ...{ runs, ours },
      rival: () => copied(superUrl, columns, entities),
    },
    log,
  );
}

async function taken(
  { url, people, pid }: Omit<Exporting, "superUrl">,
  format: string,
  rows: number,
): Promise<Sample> {
  const token = await people.tokenFor({ authority: county, actor: "bench" });
  forgetPeaks([pid]);
  const began = performance.now();
  const response = await fetch(new URL(`/api/v1/entities/export?format=${format}`, url), {
    headers: { authorization: `Bearer ${token}` },
  });
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
  if (response.status !== 200 || bytes === 0) throw new Error(`the export answered ${response.status}`);
  const ms = performance.now() - began;
  return { rate: (rows * 1000) / ms, memoryMiB: peakMiB([pid]) };
}

async function copied(superUrl: string, query: string, rows: number): Promise<Sample> {
  const client = new Client({ connectionString: superUrl });
  await client.connect();
  try {
    const began = performance.now();
    await client.query(`copy (${query}) to '/dev/null'`);
    return { rate: (rows * 1000) / (performance.now() - began), memoryMiB: null };
  } finally {
    await client.end();
  }
}
