import autocannon from "autocannon";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startIssuer, type People } from "../../../packages/service-kit/src/testing/issuer.ts";
import { ok } from "../../sample/officials.ts";
import { keyOf, personAt } from "../../sample/people.ts";
import { prepareDatabase } from "../../embedded/database.ts";
import { freePort } from "../../embedded/ports.ts";
import { startPostgres } from "../../embedded/postgres.ts";
import { fieldKeyOf, migrateService, serviceSpec } from "../../embedded/programs.ts";
import { freshSecrets } from "../../embedded/secrets.ts";
import { sampleFiles } from "../../sample/generate.ts";
import { startChild } from "../child.ts";
import { forgetPeaks, peakMiB } from "../memory.ts";
import { closing, inPlace, type Place } from "../../embedded/place.ts";
import { compare, type Result, type Sample } from "../result.ts";

export type ReadSizes = { runs: number; seconds: number };

const authority = "533103";
const authoritiesFile = join(import.meta.dirname, "..", "..", "sample", "authorities.json");
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

async function startRegistry({ folder, supervisor }: Place, log: (line: string) => void) {
  const secrets = freshSecrets();
  const logs = join(folder, "logs");
  mkdirSync(logs);
  const postgres = await startPostgres({
    supervisor,
    log,
    dataDir: join(folder, "postgres"),
    logFile: join(logs, "postgres.log"),
    password: secrets.superuser,
  });
  const databaseUrls = await prepareDatabase(postgres.url, secrets.roles);
  await migrateService(
    "registry",
    databaseUrls.registry.owner,
    authoritiesFile,
    join(logs, "migrations.log"),
  );
  const issuer = await startIssuer();
  const url = `http://127.0.0.1:${await freePort()}`;
  await supervisor.start(
    serviceSpec("registry", {
      urls: { identity: issuer.url, registry: url, inspection: url, disclosure: url, console: url },
      databaseUrls,
      secrets,
      temporalAddress: "",
      clock: "database",
      demoAccounts: false,
      logs,
      environment: {},
    }),
  );
  const opens = [databaseUrls.registry.app, fieldKeyOf(secrets, "registry")];
  return {
    url,
    opens,
    issuer,
    pid: () => supervisor.pidOf("registry") ?? 0,
  };
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
