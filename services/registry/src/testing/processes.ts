import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { registryFlags } from "../../../../infra/embedded/programs.ts";
import { workflowBundles } from "../../../../infra/embedded/temporal-binaries.ts";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { startEngine, type TestEnvironment } from "../../../../infra/embedded/test-engine.ts";
import { startIssuer, type TestIssuer } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { migrations } from "../migrations/index.ts";
import { fieldKey } from "./service.ts";

type Program = "main" | "worker";

/** The registry and its worker as processes, on a database and an engine of their own. */
export type RegistryProcesses = {
  issuer: TestIssuer;
  fresh: FreshDatabase;
  environment: TestEnvironment;
  /** Where the service listens now. */
  url(): string;
  /** Starts the service or its worker, and waits until it says that it listens. */
  start(program: Program): Promise<void>;
  /** Ends it as a failing machine would. */
  kill(program: Program): Promise<void>;
  close(): Promise<void>;
};

/** Starts both. */
export async function startRegistryProcesses(): Promise<RegistryProcesses> {
  const [issuer, fresh] = [await startIssuer(), await migratedDatabase({ registry: migrations })];
  const { environment } = await startEngine("development", new Date());
  const children = new Map<Program, ChildProcess>();
  let url = "";

  const start = async (program: Program): Promise<void> => {
    const flags = registryFlags[program === "worker" ? "worker" : "service"];
    const child = spawn(process.execPath, [...flags, join(import.meta.dirname, "..", `${program}.ts`)], {
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
        WORKFLOW_BUNDLES: workflowBundles,
        HOST: "127.0.0.1",
        PORT: "0",
        DATABASE_URL: fresh.urls.registry.app,
        ISSUER_URL: issuer.url,
        FIELD_KEY: fieldKey,
        TEMPORAL_ADDRESS: environment.address,
        // What tests read the engine by.
        PAYLOAD_KEY: `test:${"aa11bb22cc33dd44ee55ff66".repeat(2)}aa11bb22cc33dd44`,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.set(program, child);
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (text) => {
        const said = JSON.parse(text) as { msg?: string; port?: number };
        if (said.msg !== "listening") return;
        if (said.port !== undefined) url = `http://127.0.0.1:${said.port}`;
        resolve();
      });
      child.on("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
    });
  };
  const kill = async (program: Program): Promise<void> => {
    const child = children.get(program);
    children.delete(program);
    const gone = child === undefined ? undefined : once(child, "exit");
    child?.kill("SIGKILL");
    await gone;
  };
  const close = async () => {
    await Promise.all([kill("main"), kill("worker")]);
    await environment.teardown();
    await fresh.drop();
    await issuer.close();
  };
  await Promise.all([start("main"), start("worker")]);
  return { issuer, fresh, environment, url: () => url, start, kill, close };
}
