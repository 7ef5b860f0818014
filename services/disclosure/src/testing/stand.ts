import type { Clock } from "@shuangsui/clock";
import {
  createInbox,
  createLogger,
  migrate,
  openDatabase,
  systemScope,
  type Database,
} from "@shuangsui/service-kit";
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
import { createDisclosureActivities } from "../activities.ts";
import { createDisclosureApp } from "../app.ts";
import { deliverThrough, wakeThrough } from "../engine.ts";
import { migrations } from "../migrations/index.ts";
import { overduePublications } from "../publications/store.ts";
import type { Tables } from "../tables.ts";
import { startInspectionSide, type InspectionSide } from "./inspection-side.ts";

export type Answer = { status: number; body: Record<string, unknown>; location: string | null };
export type CallOptions = {
  /** Sent as JSON; a text as it is, bytes as bytes. */
  body?: unknown;
  /** The authority that calls; none with null. */
  as?: string | null;
  key?: string;
  /** Shows the token of the system's own services. */
  service?: boolean;
};
type Method = "GET" | "POST" | "PUT";

/** The disclosure service with its worker and relay, on a real PostgreSQL and a real engine. */
export type Stand = {
  url: string;
  token: string;
  database: Database<Tables>;
  inspection: InspectionSide;
  clock: Clock;
  environment: TestEnvironment;
  /** Whether the engine takes what is handed to it. */
  engine: { up: boolean };
  /** Calls and gives the answer as it is. Commands carry a fresh key unless given one. */
  ask(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  /** Calls, and where the answer is still pending waits until it is decided: 200 where done, else 409. */
  call(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  /** What became of a command, once it is decided. */
  decided(key: string, as?: string): Promise<Answer>;
  /** Hands over at once what waits for the engine, instead of at the relay's next round. */
  relayNow(): Promise<void>;
  /** One round of the second detector; gives the ids that it woke. */
  sweep(): Promise<string[]>;
  /** Lets the services' time pass until then; on the time-skipping engine timers fire on the way. */
  skipTo(then: Date): Promise<void>;
  /** Replays what workflows did, as after a killed worker; gives what does not replay. */
  replay(workflowIds: readonly string[]): Promise<string[]>;
  /** How long a workflow waited, timer by timer, in hours. */
  waits(workflowId: string): Promise<number[]>;
  close(): Promise<void>;
};

/** Starts it at a stated time, so that a test runs over the holidays it names whatever today is. */
export async function startStand(startAt: Date, kind: EngineKind = "time-skipping"): Promise<Stand> {
  const fresh = await freshDatabase();
  await migrate(fresh.urls.disclosure.owner, "disclosure", migrations);
  const { environment, clock, skipTo: passUntil } = await startEngine(kind, startAt);
  const logger = createLogger("disclosure", process.env["LOG_LEVEL"] ?? "silent");
  const token = randomBytes(16).toString("hex");
  const { client } = environment;
  const inspection = await startInspectionSide(token);
  const database = openDatabase<Tables>(fresh.urls.disclosure.app, { logger });
  const engine = { up: true };
  const deliver = deliverThrough(client);
  const inbox = createInbox({
    database,
    clock,
    logger,
    deliver: async (command) => {
      if (!engine.up) throw new Error("unreachable");
      await deliver(command);
    },
  });
  const app = await createDisclosureApp({ database, clock, inbox, logger, token });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const bundle = await bundleWorkflows(
    fileURLToPath(import.meta.resolve("@shuangsui/workflows/queues/disclosure")),
  );
  const startWorker = async () => {
    const { worker, connection } = await createWorker({
      engine: { address: environment.address, namespace: environment.namespace ?? "default" },
      taskQueue: taskQueues.disclosure,
      workflows: bundle,
      activities: createDisclosureActivities({
        database,
        clock,
        logger,
        inspection: { baseUrl: inspection.url, token },
      }),
    });
    const running = worker.run();
    return async () => {
      worker.shutdown();
      await running;
      await connection.close();
    };
  };
  const stopWorker = await startWorker();
  const relay = inbox.startRelay();

  const send = async (method: Method, path: string, options: CallOptions): Promise<Answer> => {
    const { as = "533103", body, key, service } = options;
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(as === null ? {} : { "x-authority": as, "x-actor": "official-1" }),
        ...(service === true ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined
          ? {}
          : {
              "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json",
            }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      location: response.headers.get("location"),
    };
  };
  const ask: Stand["ask"] = (method, path, options = {}) =>
    send(method, path, method === "GET" ? options : { key: uuidv7(), ...options });
  const decided: Stand["decided"] = async (key, as = "533103") => {
    const outcome = await until(
      () => send("GET", `/api/v1/commands/${key}`, { as }),
      ({ body }) => body["status"] !== "pending",
    );
    return outcome.body["status"] === "done" ? outcome : { ...outcome, status: 409 };
  };

  return {
    url,
    token,
    database,
    inspection,
    clock,
    environment,
    engine,
    ask,
    async call(method, path, options = {}) {
      const answer = await ask(method, path, options);
      if (answer.status !== 202) return answer;
      return decided(String(answer.body["commandId"]), options.as ?? "533103");
    },
    decided,
    async relayNow() {
      await database.as(systemScope, (work) =>
        work
          .updateTable("command")
          .set({ next_attempt_at: new Date(0) })
          .where("outcome", "is", null)
          .execute(),
      );
      await inbox.relayOnce();
    },
    async sweep() {
      const now = await clock.now();
      const overdue = await database.as(systemScope, (work) => overduePublications(work, now, 100));
      for (const subject of overdue) await wakeThrough(client)(subject);
      return overdue.map(({ id }) => id);
    },
    skipTo: passUntil,
    replay: (workflowIds) =>
      replay(
        bundle,
        workflowIds.map((id) => client.workflow.getHandle(id)),
      ),
    waits: (workflowId) => waitsOf(environment, workflowId),
    async close() {
      await relay.stop();
      await stopWorker();
      await app.close();
      await Promise.all([inspection.close(), database.close()]);
      await environment.teardown();
      await fresh.drop();
    },
  };
}
