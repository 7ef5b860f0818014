import autocannon from "autocannon";
import { join } from "node:path";
import type { People } from "../../../packages/service-kit/src/testing/issuer.ts";
import { ok } from "../../sample/officials.ts";
import { keyOf, personAt } from "../../sample/people.ts";
import { sampleFiles } from "../../sample/generate.ts";
import { startChild } from "../child.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { closing, inPlace } from "../../embedded/place.ts";
import { compareImports } from "./imports.ts";
import { startRegistry } from "./start.ts";
import { compare, type Result, type Sample } from "../result.ts";

export type ReadSizes = { runs: number; seconds: number; imported: number };

const authority = "533103";
const connections = 50;

/** Reads of one entity by its code over HTTP, from PostgreSQL, against a bare Fastify's hello; and what verifying the token costs of them. */
export function compareReads(sizes: ReadSizes, log: (line: string) => void): Promise<Result[]> {
  return inPlace(log, async (place) => {
    const registry = await startRegistry(place, log);
    const entities = sampleFiles().get(authority)?.["entities.csv"] ?? "";
    const clerk = personAt(registry.url, registry.issuer, authority);
    ok(await clerk.upload("/api/v1/imports/entities", entities, keyOf("bench", "entities")), "the import");
    const codes = entities
      .split("\n")
      .slice(1)
      .flatMap((line) => line.split(",")[0] || []);
    const paths = codes.map((code) => `/api/v1/entities/${code}`);
    const program = join(import.meta.dirname, "registry.ts");
    const [hello, verifying, believing] = [
      startChild(join(import.meta.dirname, "hello.ts")),
      startChild(program, [...registry.opens, registry.issuer.url]),
      startChild(program, registry.opens),
    ];
    return closing(
      async () => {
        const helloUrl = String(await hello.message());
        const ours = () => load(registry.url, paths, registry.pid(), sizes.seconds, registry.issuer);
        const rival = () => load(helloUrl, ["/"], hello.pid, sizes.seconds);
        const warm = Math.min(2, sizes.seconds);
        await load(registry.url, paths, registry.pid(), warm, registry.issuer);
        await load(helloUrl, ["/"], hello.pid, warm);
        const [verified, believed] = [String(await verifying.message()), String(await believing.message())];
        const withToken = (url: string, { pid }: { pid: number }, seconds = sizes.seconds) =>
          load(url, paths, pid, seconds, registry.issuer);
        await withToken(verified, verifying, warm);
        await withToken(believed, believing, warm);
        return [
          await compare(
            { name: "registry read / Fastify hello", unit: "requests/s", runs: sizes.runs, ours, rival },
            log,
          ),
          await compare(
            {
              name: "registry read, token verified / believed",
              unit: "requests/s",
              runs: sizes.runs,
              ours: () => withToken(verified, verifying),
              rival: () => withToken(believed, believing),
            },
            log,
          ),
          await compareImports(
            { url: verified, pid: verifying.pid, people: registry.issuer, ...registry.server() },
            { runs: sizes.runs, rows: sizes.imported },
            log,
          ),
        ];
      },
      async () =>
        void (await Promise.all([
          ...[hello, verifying, believing].map((one) => one.stop()),
          registry.issuer.close(),
        ])),
    );
  });
}

async function load(
  url: string,
  paths: readonly string[],
  pid: number,
  seconds: number,
  people?: People,
): Promise<Sample> {
  forgetPeaks([pid]);
  const token = await people?.tokenFor({ authority, actor: "bench" });
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const measured = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: paths.map((path) => ({ method: "GET", path, headers })),
  });
  const failed = measured.non2xx + measured.errors + measured.timeouts;
  if (failed > 0 || measured["2xx"] === 0) throw new Error(`${failed} requests to ${url} failed`);
  return { rate: measured["2xx"] / measured.duration, memoryMiB: peakMiB([pid]) };
}
