/** Before all tests: one throw-away PostgreSQL for the run, and Temporal's programs at hand. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { prepareDatabase } from "./database.ts";
import { startPostgres, temporaryFolder } from "./postgres.ts";
import { createSupervisor } from "./processes.ts";
import { freshSecrets } from "./secrets.ts";
import { findTemporal, projectCache } from "./temporal-binaries.ts";

declare module "vitest" {
  // Declarations merge by interface alone.
  export interface ProvidedContext {
    /** The superuser's URL of the run's PostgreSQL. */
    superUrl: string;
    /** Passwords of the services' roles in it. */
    rolePasswords: ReturnType<typeof freshSecrets>["roles"];
    /** Where Temporal's programs are. */
    temporalProgram: string;
    temporalTestServer: string;
  }
}

/** The database that each test's own is copied from. */
export const templateDatabase = "shuangsui_template";

const log = (line: string) => process.stderr.write(`${line}\n`);

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lookup = { environment: process.env, cacheDir: projectCache, log };
  project.provide("temporalProgram", await findTemporal("temporal", lookup));
  project.provide("temporalTestServer", await findTemporal("temporal-test-server", lookup));
  return startRunsPostgres(project);
}

/** Starts the run's PostgreSQL, and gives what ends it. */
export async function startRunsPostgres(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  const supervisor = createSupervisor({ runDir: join(folder, "run"), log });
  const teardown = async () => {
    await supervisor.stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const secrets = freshSecrets();
    const postgres = await startPostgres({
      supervisor,
      dataDir: join(folder, "postgres"),
      logFile: join(folder, "postgres.log"),
      password: secrets.superuser,
      settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      log,
    });
    await prepareDatabase(postgres.url, secrets.roles, templateDatabase);
    project.provide("superUrl", postgres.url);
    project.provide("rolePasswords", secrets.roles);
    return teardown;
  } catch (error) {
    if (existsSync(folder)) await teardown();
    throw error;
  }
}
