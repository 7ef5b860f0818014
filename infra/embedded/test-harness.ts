import type { Clock } from "@shuangsui/clock";
import type { Authority } from "@shuangsui/contracts";
import {
  createLogger,
  migrate,
  startAuditLinker,
  startMover,
  startRelay,
  startSweep,
  tokenVerifier,
  type App,
  type Engine,
  type FindDue,
  type Frame,
  type FrameWork,
  type Logger,
  type Reckoned,
  type ScopedDatabase,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { makeCurrent, type Client, type TaskQueue } from "@shuangsui/temporal-kit";
import { buildIdOf, bundleWorkflows, createWorker, replay } from "@shuangsui/temporal-kit/for-workers";
import type { Migration } from "kysely/migration";
import { fileURLToPath } from "node:url";
import { v7 as uuidv7 } from "uuid";
import {
  startIssuer,
  type SignedIn,
  type TestIssuer,
} from "../../packages/service-kit/src/testing/issuer.ts";
import { freshDatabase, migratedDatabase } from "./test-database.ts";
import { startEngine, type EngineKind, type TestEnvironment } from "./test-engine.ts";
import { workflowBundles } from "./temporal-binaries.ts";
import { testPayloads } from "./test-payloads.ts";
import { until, waitsOf } from "./test-time.ts";
import { sampleAuthorities } from "../sample/authorities.ts";

export type Answer = { status: number; body: Record<string, unknown>; location: string | null };
export type CallOptions = Partial<Omit<SignedIn, "authority">> & {
  /** Sent as JSON; a text as it is, bytes as bytes. */
  body?: unknown;
  /** The authority that calls; nobody is signed in with null. */
  as?: string | null;
  key?: string;
  /** The version that is written over, or its ETag. */
  ifMatch?: number | string;
  /** Calls as one of the system's own services, for that authority. */
  service?: boolean;
};
export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type WorkflowHandle = ReturnType<TestEnvironment["client"]["workflow"]["getHandle"]>;

/** A service with its worker, relay and sweep, on a real PostgreSQL and a real engine. */
export type Harness<D> = {
  url: string;
  issuer: TestIssuer;
  database: D;
  clock: Clock;
  environment: TestEnvironment;
  /** Whether the service reaches the engine. */
  engine: { up: boolean };
  /** The headers of somebody who is signed in: an official of 芒市 with every role, unless told otherwise. */
  signedIn(person?: Partial<SignedIn>): Promise<{ authorization: string }>;
  /** Calls and gives the answer as it is, as that official unless told otherwise. Commands carry a fresh key unless given one. */
  ask(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  /** Calls, and where the answer is still pending waits until it is decided: 200 where done, else 409. */
  call(method: Method, path: string, options?: CallOptions): Promise<Answer>;
  /** What became of a command by its id, once it is decided. */
  decided(commandId: string, as?: string): Promise<Answer>;
  /** Hands over at once what waits for the engine, instead of at the relay's next round. */
  relayNow(): Promise<void>;
  /** One round of the second detector; gives the ids of the matters that it woke. */
  sweepNow(): Promise<string[]>;
  /** Chains at once what the audit trail has; gives how many entries that were. */
  linkNow(): Promise<number>;
  /** Lets the services' time pass until then; on the time-skipping engine timers fire on the way. */
  skipTo(then: Date): Promise<void>;
  /** Replays what workflows did, as after a killed worker: of those ids the last runs, or the runs given. Gives what does not replay. */
  replay(workflows: readonly (string | WorkflowHandle)[]): Promise<string[]>;
  /** How long a workflow waited, timer by timer, in hours. */
  waits(workflowId: string): Promise<number[]>;
  /** Ends the worker as a kill would, or starts one anew, with other workflow code where that is given. */
  stopWorker(): Promise<void>;
  startWorker(workflows?: string): Promise<void>;
  close(): Promise<void>;
};

type Opened<W extends FrameWork> = ScopedDatabase<W> & { ping(): Promise<void>; close(): Promise<void> };
type ServiceOptions<W extends FrameWork> = {
  frame: Frame<W>;
  ping(): Promise<void>;
  client: Client;
  tokens: TokenVerifier;
};

/** What a service brings. */
export type Tested<W extends FrameWork, D extends Opened<W>> = {
  service: "inspection" | "disclosure";
  migrations: Record<string, Migration>;
  taskQueue: TaskQueue;
  /** The file of `workflows/` that holds its workflows, without its ending. */
  workflows: string;
  engineOf(client: Client): Engine;
  open(url: string, options: { logger: Logger; connections: number }): D;
  app(options: ServiceOptions<W>): Promise<App>;
  activities(options: ServiceOptions<W>): object;
  due: Readonly<Record<string, FindDue<W>>>;
  /** What a changed calendar moves. */
  reckoned: readonly Reckoned<W>[];
};

/** Starts it at a stated time, so that a test runs over the holidays it names whatever today is. */
export async function startHarness<W extends FrameWork, D extends Opened<W>>(
  tested: Tested<W, D>,
  {
    startAt,
    kind = "time-skipping",
    issuer: given,
    authorities = sampleAuthorities,
    onStart,
  }: {
    startAt: Date;
    /** All authorities that its tables have. */
    authorities?: readonly Authority[];
    kind?: EngineKind;
    issuer?: TestIssuer;
    /** Told where the service listens and which clock holds, before anything happens. */
    onStart?: (started: { url: string; clock: Clock }) => Promise<void> | void;
  },
): Promise<Harness<D>> {
  const issuer = given ?? (await startIssuer());
  const fresh =
    authorities === sampleAuthorities
      ? await migratedDatabase({ [tested.service]: tested.migrations })
      : await freshDatabase();
  const urls = fresh.urls[tested.service];
  if (authorities !== sampleAuthorities)
    await migrate(urls.owner, tested.service, tested.migrations, authorities);
  const { environment, clock, skipTo } = await startEngine(kind, startAt);
  const logger = createLogger(tested.service, process.env["LOG_LEVEL"] ?? "silent");
  const { client } = environment;
  const database = tested.open(urls.app, { logger, connections: 20 });
  const reaches = { up: true };
  const frame: Frame<W> = {
    database,
    clock,
    logger,
    engine: whileUp(tested.engineOf(client), reaches),
  };
  const serviceOptions = { frame, ping: () => database.ping(), client, tokens: tokenVerifier(issuer.url) };
  const app = await tested.app(serviceOptions);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  await onStart?.({ url, clock });
  const bundleOf = (workflows: string) =>
    bundleWorkflows(fileURLToPath(import.meta.resolve(`@shuangsui/workflows/${workflows}`)), workflowBundles);
  const bundle = await bundleOf(tested.workflows);
  const activities = tested.activities(serviceOptions);
  let running: (() => Promise<void>) | undefined;
  // The time-skipping engine knows no worker versions.
  const versioned = kind === "development";
  const namespace = environment.namespace ?? "default";
  const startWorker = async (workflows?: string) => {
    const code = workflows === undefined ? bundle : await bundleOf(workflows);
    const { worker, connection } = await createWorker({
      engine: { address: environment.address, namespace, payloads: testPayloads },
      taskQueue: tested.taskQueue,
      workflows: code,
      activities,
      versioned,
    });
    const run = worker.run();
    const stopping = new AbortController();
    if (versioned) await makeCurrent(client, namespace, tested.taskQueue, buildIdOf(code), stopping.signal);
    running = async () => {
      stopping.abort();
      worker.shutdown();
      await run;
      await connection.close();
    };
  };
  const stopWorker = async () => {
    await running?.();
    running = undefined;
  };
  await startWorker();
  const relay = startRelay(frame);
  const sweep = startSweep(frame, tested.due);
  const mover = startMover(frame, tested.reckoned);
  const auditLinker = startAuditLinker(frame);

  const signedIn: Harness<D>["signedIn"] = async (person = {}) => ({
    authorization: `Bearer ${await issuer.tokenFor({ authority: "533103", actor: "official-1", ...person })}`,
  });
  const service = issuer.credentials("inspection");
  const headersOf = async ({ as = "533103", service: asService, ...person }: CallOptions) => {
    if (asService !== true) return as === null ? {} : signedIn({ authority: as, ...personOf(person) });
    return {
      authorization: `Bearer ${await service.token()}`,
      ...(as === null ? {} : { "x-authority": as }),
      ...(person.actor === undefined ? {} : { "x-actor": person.actor }),
    };
  };
  const send = async (method: Method, path: string, options: CallOptions): Promise<Answer> => {
    const { body, key, ifMatch } = options;
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(await headersOf(options)),
        ...(body === undefined
          ? {}
          : {
              "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json",
            }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(ifMatch === undefined
          ? {}
          : { "if-match": typeof ifMatch === "number" ? `"${ifMatch}"` : ifMatch }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>,
      location: response.headers.get("location"),
    };
  };
  const ask: Harness<D>["ask"] = (method, path, options = {}) =>
    send(method, path, method === "GET" ? options : { key: uuidv7(), ...options });
  const decided: Harness<D>["decided"] = async (commandId, as = "533103") => {
    const outcome = await until(
      () => send("GET", `/api/v1/commands/${commandId}`, { as }),
      ({ body }) => body["status"] !== "pending",
    );
    return outcome.body["status"] === "done" ? outcome : { ...outcome, status: 409 };
  };

  return {
    url,
    issuer,
    signedIn,
    database,
    clock,
    environment,
    engine: reaches,
    ask,
    async call(method, path, options = {}) {
      const answer = await ask(method, path, options);
      if (answer.status !== 202) return answer;
      return decided(String(answer.body["commandId"]), options.as ?? "533103");
    },
    decided,
    async relayNow() {
      await database.as("system", (work) => makeDue(work));
      await relay.once();
    },
    sweepNow: () => sweep.once(),
    linkNow: () => auditLinker.once(),
    skipTo,
    replay: (workflows) =>
      replay(
        bundle,
        workflows.map((one) => (typeof one === "string" ? client.workflow.getHandle(one) : one)),
        testPayloads,
      ),
    waits: (workflowId) => waitsOf(environment, workflowId),
    stopWorker,
    startWorker,
    async close() {
      sweep.stop();
      await Promise.all([relay.stop(), mover.stop(), auditLinker.stop()]);
      await stopWorker();
      await app.close();
      await database.close();
      await environment.teardown();
      await fresh.drop();
      await issuer.close();
    },
  };
}

/** What of a call's options says who calls. */
function personOf({
  actor = "official-1",
  roles,
  inspector,
  witness,
  inspection,
}: CallOptions): Omit<SignedIn, "authority"> {
  return { actor, ...(roles === undefined ? {} : { roles }), inspector, witness, inspection };
}

async function makeDue(work: FrameWork): Promise<void> {
  await work
    .updateTable("command")
    .set({ next_attempt_at: new Date(0) })
    .where("told_at", "is", null)
    .execute();
}

/** An engine that is out of reach while a test says so. */
function whileUp(engine: Engine, reaches: { up: boolean }): Engine {
  const reached = () => (reaches.up ? Promise.resolve() : Promise.reject(new Error("unreachable")));
  return {
    tell: async (...parameters) => reached().then(() => engine.tell(...parameters)),
    decide: async (...parameters) => reached().then(() => engine.decide(...parameters)),
    startLater: async (...parameters) => reached().then(() => engine.startLater(...parameters)),
    refresh: async (...parameters) => reached().then(() => engine.refresh(...parameters)),
  };
}
