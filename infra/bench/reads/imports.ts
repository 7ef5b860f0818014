import type { Client } from "pg";
import type { People } from "../../../packages/service-kit/src/testing/issuer.ts";
import { connected } from "../../embedded/database.ts";
import { makeCreditCode, makePhone } from "../../sample/codes.ts";
import { cpuMsOf } from "../cpu.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { compare, type Result, type Sample } from "../result.ts";

export type ImportSizes = { runs: number; rows: number };

/** A registry, the issuer of its tokens, and its PostgreSQL: the superuser's URL, and the server's process. */
type ImportedInto = { url: string; pid: number; people: People; superUrl: string; postgres: number };

const authority = "533122";
const header = "creditCode,name,address,legalRepresentative,category,contactName,contactPhone\n";
/** The tables that an import of entities writes, in the order in which they refer to one another; the feed follows by its trigger. */
const tables = ["entity", "entity_supervision", "version", "audit"] as const;

/** Entities that come as CSV, checked, encrypted, with history, audit trail and feed, against PostgreSQL's `COPY` of those very rows. */
export async function compareImports(
  into: ImportedInto,
  sizes: ImportSizes,
  log: (line: string) => void,
): Promise<Result> {
  return connected(into.superUrl, async (client) => {
    await imported(into, client, Math.min(sizes.rows, 2_000));
    return compare(
      {
        name: `import of ${sizes.rows} rows / COPY`,
        unit: "rows/s",
        goal: { of: "ratio", is: "at least", value: 0.25 },
        runs: sizes.runs,
        ours: () => imported(into, client, sizes.rows),
        rival: () => copied(client, sizes.rows),
      },
      log,
    );
  });
}

async function imported(
  { url, pid, people, postgres }: ImportedInto,
  client: Client,
  rows: number,
): Promise<Sample> {
  await empty(client);
  forgetPeaks([pid]);
  const token = await people.tokenFor({ authority, actor: "bench" });
  const spent = () => (cpuMsOf(pid) ?? 0) + (cpuMsOf(postgres) ?? 0);
  const before = spent();
  const began = performance.now();
  const response = await fetch(new URL("/api/v1/imports/entities", url), {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "text/csv" },
    body: ReadableStream.from(csvOf(rows)),
    duplex: "half",
  });
  const answer = await response.text();
  const ms = performance.now() - began;
  if (answer !== JSON.stringify({ imported: rows })) throw new Error(`the import answered ${answer}`);
  return { rate: (rows * 1000) / ms, memoryMiB: peakMiB([pid]), cpuMsOfOne: (spent() - before) / rows };
}

/** The same rows once more, from files on the server, in one transaction. Row security, which forbids COPY, is not asked. */
async function copied(client: Client, rows: number): Promise<Sample> {
  const { rows: server } = await client.query<{ folder: string; pid: number }>(
    "select current_setting('data_directory') as folder, pg_backend_pid() as pid",
  );
  const { folder = "", pid = 0 } = server[0] ?? {};
  const fileOf = (table: string) => client.escapeLiteral(`${folder}/bench-${table}`);
  for (const table of tables) await client.query(`copy registry.${table} to ${fileOf(table)}`);
  await empty(client);
  forgetPeaks([pid]);
  const before = cpuMsOf(pid) ?? 0;
  const began = performance.now();
  await client.query("begin");
  for (const table of tables) await client.query(`copy registry.${table} from ${fileOf(table)}`);
  await client.query("commit");
  const ms = performance.now() - began;
  const fed = await client.query<{ count: number }>("select count(*)::int as count from registry.feed");
  if (fed.rows[0]?.count !== rows) throw new Error(`${fed.rows[0]?.count} rows were copied`);
  return {
    rate: (rows * 1000) / ms,
    memoryMiB: peakMiB([pid]),
    cpuMsOfOne: ((cpuMsOf(pid) ?? 0) - before) / rows,
  };
}

async function empty(client: Client): Promise<void> {
  await client.query("truncate registry.entity, registry.version, registry.audit, registry.feed cascade");
  await client.query("checkpoint");
}

const utf8 = new TextEncoder();

/** The file, a thousand rows at once. */
function* csvOf(rows: number): Generator<Uint8Array> {
  yield utf8.encode(header);
  for (let from = 0; from < rows; from += 1000)
    yield utf8.encode(Array.from({ length: Math.min(1000, rows - from) }, (_, i) => line(from + i)).join(""));
}

function line(serial: number): string {
  const code = makeCreditCode(authority, serial);
  const name = `梁河第${serial}建筑有限公司`;
  return `${code},${name},云南省德宏州梁河县遮岛镇振兴路${serial % 900}号,刀某,builder,排某,${makePhone(serial % 10_000)}\n`;
}
