import type { Clock } from "@shuangsui/clock";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import { createInbox, createLogger, migrate, openDatabase, type Database } from "@shuangsui/service-kit";
import { bundleWorkflows, createWorker, replay, taskQueues } from "@shuangsui/temporal-kit";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { v7 as uuidv7 } from "uuid";
import { freshDatabase } from "../../../../infra/embedded/test-database.ts";
import {
  startEngine,
  type EngineKind,
  type TestEnvironment,
} from "../../../../infra/embedded/test-engine.ts";
import { until, waitsOf } from "../../../../infra/embedded/test-time.ts";
import { createActivities } from "../activities.ts";
import { createInspectionApp } from "../app.ts";
import { disclosureClient } from "../disclosure-client.ts";
import { deliverThrough } from "../engine.ts";
import { migrations } from "../migrations/index.ts";
import { registryClient } from "../registry-client.ts";
import type { Tables } from "../tables.ts";
import { startDisclosureSide, type DisclosureSide } from "./disclosure-side.ts";
import { startRegistrySide, type Held, type RegistrySide } from "./registry-side.ts";

type WorkflowHandle = ReturnType<TestEnvironment["client"]["workflow"]["getHandle"]>;
export type Answer = { status: number; body: Record<string, unknown>; location: string | null };
type Method = "GET" | "POST" | "PUT";
type CallOptions = { body?: unknown; as?: string; key?: string };

/** The inspection service with its worker, on a real PostgreSQL and the time-skipping engine, between its neighbours' doors. */
export type Stand = {
  url: string;
  database: Database<Tables>;
  registry: RegistrySide;
  disclosure: DisclosureSide;
  clock: Clock;
  environment: TestEnvironment;
  /** Whether the engine takes what is handed to it. */
  engine: { up: boolean };
  /** Calls as an official of the authority, and gives the answer as it is. Commands carry a fresh key unless given one. */
  ask(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  /** Calls, and where the answer is still pending waits until it is decided. */
  call(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  /** Lets the services' time pass until then; on the time-skipping engine timers fire on the way. */
  skipTo(then: Date): Promise<void>;
  /** Replays what workflows did, as after a killed worker: of those ids the last runs, or the runs given. Gives what does not replay. */
  replay(workflows: readonly (string | WorkflowHandle)[]): Promise<string[]>;
  /** How long a workflow waited, timer by timer, in hours. */
  waits(workflowId: string): Promise<number[]>;
  close(): Promise<void>;
};

/** On which engine, and with which file of `workflows/`. */
export type StandOptions = { engine?: EngineKind; workflows?: string };

/** Starts it at a stated time, on the time-skipping engine with the workflows of the queue unless told otherwise. */
export async function startStand(
  held: Held,
  startAt: Date,
  { engine = "time-skipping", workflows = "queues/inspection" }: StandOptions = {},
): Promise<Stand> {
  const fresh = await freshDatabase();
  await migrate(fresh.urls.inspection.owner, "inspection", migrations);
  const { environment, clock, skipTo } = await startEngine(engine, startAt);
  const logger = createLogger("inspection", process.env["LOG_LEVEL"] ?? "silent");
  const token = randomBytes(16).toString("hex");
  const { client } = environment;
  const registry = await startRegistrySide(held);
  const disclosure = await startDisclosureSide(token, clock.now);
  const database = openDatabase<Tables>(fresh.urls.inspection.app, { logger, connections: 20 });
  const taking = { up: true };
  const deliver = deliverThrough(client);
  const inbox = createInbox({
    database,
    clock,
    logger,
    deliver: async (command) => {
      if (!taking.up) throw new Error("unreachable");
      await deliver(command);
    },
  });
  const registryDoor = registryClient({ baseUrl: registry.url, token });
  const app = await createInspectionApp({
    database,
    clock,
    inbox,
    registry: registryDoor,
    logger,
    internalToken: token,
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  disclosure.tell(url);
  const bundle = await bundleWorkflows(
    fileURLToPath(import.meta.resolve(`@shuangsui/workflows/${workflows}`)),
  );
  const { worker, connection } = await createWorker({
    engine: { address: environment.address, namespace: environment.namespace ?? "default" },
    taskQueue: taskQueues.inspection,
    workflows: bundle,
    activities: createActivities({
      database,
      clock,
      client,
      logger,
      registry: registryDoor,
      disclosure: disclosureClient({ baseUrl: disclosure.url, token }),
      sealer: createSealer(sealingKeys.parse(randomBytes(32).toString("hex"))),
    }),
  });
  const running = worker.run();
  const relay = inbox.startRelay();

  const ask: Stand["ask"] = async (method, path, given = {}) => {
    const options: CallOptions = method === "GET" ? given : { key: uuidv7(), ...given };
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        "x-authority": options.as ?? "533103",
        "x-actor": "official-1",
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
        ...(options.key === undefined ? {} : { "idempotency-key": options.key }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      location: response.headers.get("location"),
    };
  };

  return {
    url,
    database,
    registry,
    disclosure,
    clock,
    environment,
    engine: taking,
    ask,
    async call(method, path, options = {}) {
      const answer = await ask(method, path, options);
      if (answer.status !== 202) return answer;
      const as = options.as === undefined ? {} : { as: options.as };
      const decided = await until(
        () => ask("GET", `/api/v1/commands/${String(answer.body["commandId"])}`, as),
        (outcome) => outcome.body["status"] !== "pending",
      );
      return decided.body["status"] === "done" ? decided : { ...decided, status: 409 };
    },
    skipTo,
    replay: (workflows) =>
      replay(
        bundle,
        workflows.map((one) => (typeof one === "string" ? client.workflow.getHandle(one) : one)),
      ),
    waits: (workflowId) => waitsOf(environment, workflowId),
    async close() {
      await relay.stop();
      worker.shutdown();
      await running;
      await connection.close();
      await app.close();
      await Promise.all([registry.close(), disclosure.close(), database.close()]);
      await environment.teardown();
      await fresh.drop();
    },
  };
}
