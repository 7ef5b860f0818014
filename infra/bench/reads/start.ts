import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startIssuer } from "../../../packages/service-kit/src/testing/issuer.ts";
import { prepareDatabase, urlOf } from "../../embedded/database.ts";
import type { Place } from "../../embedded/place.ts";
import { freePort } from "../../embedded/ports.ts";
import { startPostgres } from "../../embedded/postgres.ts";
import { fieldKeyOf, migrateService, serviceSpec } from "../../embedded/programs.ts";
import { freshSecrets } from "../../embedded/secrets.ts";

const authoritiesFile = join(import.meta.dirname, "..", "..", "sample", "authorities.json");

/** The registry as it runs on one machine, on a PostgreSQL of its own, with an issuer of tokens. */
export async function startRegistry({ folder, supervisor }: Place, log: (line: string) => void) {
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
  for (const service of ["registry", "disclosure"] as const)
    await migrateService(service, databaseUrls[service].owner, authoritiesFile, join(logs, "migrations.log"));
  const issuer = await startIssuer();
  const url = `http://127.0.0.1:${await freePort()}`;
  await supervisor.start(
    serviceSpec("registry", {
      urls: {
        identity: issuer.url,
        registry: url,
        inspection: url,
        disclosure: url,
        console: url,
        portal: url,
        inspected: url,
      },
      databaseUrls,
      secrets,
      temporalAddress: "127.0.0.1:9",
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
    portal: { databaseUrl: databaseUrls.disclosure.app },
    issuer,
    pid: () => supervisor.pidOf("registry") ?? 0,
    server: () => ({
      superUrl: urlOf(postgres.url, "shuangsui"),
      postgres: supervisor.pidOf("postgres") ?? 0,
    }),
  };
}
