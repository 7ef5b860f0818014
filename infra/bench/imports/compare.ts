import { importView, uploadedSheets } from "@shuangsui/contracts";
import type { Client } from "pg";
import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { join } from "node:path";
import { connected } from "../../embedded/database.ts";
import { closing, inPlace } from "../../embedded/place.ts";
import { registryFlags } from "../../embedded/programs.ts";
import type { People } from "../../../packages/service-kit/src/testing/issuer.ts";
import { startChild, type Child } from "../child.ts";
import { cpuMsOf } from "../cpu.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { startRegistry } from "../reads/start.ts";
import { compare, measured, type Result, type Sample } from "../result.ts";
import { authority, writeCsv, writeWorkbook } from "./files.ts";

export type ImportSizes = { runs: number; workbook: number; csv: number };

type ImportedInto = { url: string; people: People; superUrl: string; postgres: number; carrier: Child };
type File = { path: string; type: string; rows: number };

/** The tables that an import of entities writes, in the order in which they refer to one another; the feed follows by its trigger. */
const tables = ["entity", "entity_supervision", "version", "audit"] as const;

/**
 * Entities that come as a workbook and as CSV: uploaded, kept sealed, read and checked, then read again and written with encrypted phones,
 * history, audit trail and feed. Against exceljs that only reads that workbook, and PostgreSQL's `COPY` of those very rows.
 */
export function compareImports(sizes: ImportSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async (place) => {
    const registry = await startRegistry(place, log);
    const carrier = startChild(join(import.meta.dirname, "carrier.ts"), registry.opens, registryFlags.worker);
    const files = {
      workbook: { path: join(place.folder, "entities.xlsx"), type: uploadedSheets[0], rows: sizes.workbook },
      csv: { path: join(place.folder, "entities.csv"), type: "text/csv", rows: sizes.csv },
    };
    log("writing the files");
    await writeWorkbook(files.workbook.path, sizes.workbook);
    await writeCsv(files.csv.path, sizes.csv);
    const exceljs = startChild(join(import.meta.dirname, "exceljs.ts"), [files.workbook.path]);
    return closing(
      async () => {
        await Promise.all([carrier.message(), exceljs.message()]);
        const { superUrl, postgres } = registry.server();
        const into = { url: registry.url, people: registry.issuer, superUrl, postgres, carrier };
        return connected(superUrl, async (client) => {
          const ours = (file: File) => () => imported(into, client, file);
          const workbook = await compare(
            {
              name: `import of a workbook of ${sizes.workbook} rows / exceljs reading it`,
              unit: "rows/s",
              goal: { of: "ours", is: "at least", value: 100_000 / 60 },
              runs: sizes.runs,
              ours: ours(files.workbook),
              rival: () => read(exceljs, sizes.workbook),
            },
            log,
          );
          return [
            workbook,
            ...memoryOf(workbook),
            await compare(
              {
                name: `import of CSV of ${sizes.csv} rows / COPY`,
                unit: "rows/s",
                runs: sizes.runs,
                ours: ours(files.csv),
                rival: () => copied(client, sizes.csv),
              },
              log,
            ),
          ];
        });
      },
      async () => void (await Promise.all([carrier.stop(), exceljs.stop(), registry.issuer.close()])),
    );
  });
}

/** The most that the process which carried an import held, as a figure of its own: under 300 MB. */
function memoryOf({ name, memory }: Result): Result[] {
  if (memory.ours === null) return [];
  const goal = { of: "ours", is: "at most", value: 300_000_000 / 2 ** 20 } as const;
  return [measured({ name: `memory of the ${name.split(" /")[0]}`, unit: "MiB", goal }, [memory.ours])];
}

/** From the upload's beginning until all of it is applied; the memory is that of the process which carries it. */
async function imported(
  { url, people, postgres, carrier }: ImportedInto,
  client: Client,
  { path, type, rows }: File,
): Promise<Sample> {
  await empty(client);
  forgetPeaks([carrier.pid]);
  // A large import takes longer than a token holds.
  const headers = async () => ({
    authorization: `Bearer ${await people.tokenFor({ authority, actor: "bench" })}`,
  });
  const spent = () => (cpuMsOf(carrier.pid) ?? 0) + (cpuMsOf(postgres) ?? 0);
  const before = spent();
  const began = performance.now();
  const taken = await fetch(new URL("/api/v1/imports?register=entities&apply=all", url), {
    method: "POST",
    headers: { ...(await headers()), "content-type": type, "idempotency-key": randomUUID() },
    body: await openAsBlob(path),
  });
  const { id } = importView.parse(await taken.json());
  carrier.send(`${id} ${authority}`);
  await carrier.message();
  const ms = performance.now() - began;
  const seen = await fetch(new URL(`/api/v1/imports/${id}`, url), { headers: await headers() });
  const { state, counts } = importView.parse(await seen.json());
  if (state !== "applied" || counts.created !== rows)
    throw new Error(`the import ended ${state} with ${counts.created} rows`);
  return {
    rate: (rows * 1000) / ms,
    memoryMiB: peakMiB([carrier.pid]),
    cpuMsOfOne: (spent() - before) / rows,
  };
}

/** exceljs's stream over the same workbook, every cell looked at. */
async function read(exceljs: Child, rows: number): Promise<Sample> {
  forgetPeaks([exceljs.pid]);
  const before = cpuMsOf(exceljs.pid) ?? 0;
  const began = performance.now();
  exceljs.send("read");
  const found = await exceljs.message();
  const ms = performance.now() - began;
  // The header is a row as well.
  if (found !== rows + 1) throw new Error(`exceljs read ${String(found)} rows`);
  return {
    rate: (rows * 1000) / ms,
    memoryMiB: peakMiB([exceljs.pid]),
    cpuMsOfOne: ((cpuMsOf(exceljs.pid) ?? 0) - before) / rows,
  };
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
  await client.query(
    "truncate registry.entity, registry.version, registry.audit, registry.feed, registry.import cascade",
  );
  await client.query("checkpoint");
}
