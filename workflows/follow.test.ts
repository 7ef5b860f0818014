import type { MatterInput, Standing } from "@shuangsui/contracts";
import {
  decoded,
  refreshMatter,
  signalMatter,
  startReconciler,
  taskQueues,
  updateMatter,
  type WorkflowAddress,
} from "@shuangsui/temporal-kit";
import { bundleWorkflows, createWorker, replay } from "@shuangsui/temporal-kit/for-workers";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { pino } from "pino";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID as uuidv7 } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEnvironment } from "../infra/embedded/test-engine.ts";
import { workflowBundles } from "../infra/embedded/temporal-binaries.ts";
import { testPayloads } from "../infra/embedded/test-payloads.ts";
import { startDevServer } from "../infra/embedded/test-temporal.ts";
import { matterActivities } from "./activities.ts";
import { waitingQuery } from "./follow.ts";
import { errandKind } from "./testing/errand.ts";

type Deed = "fetch" | "bring" | "rest";
let environment: TestEnvironment;
const folder = mkdtempSync(join(tmpdir(), "shuangsui-errand-"));

beforeAll(async () => {
  environment = await startDevServer();
}, 60_000);
afterAll(async () => {
  await environment.teardown();
  rmSync(folder, { recursive: true });
});

/** What a history says, as it stands and in the base64 of its payloads. */
const texts = (history: string) => [
  history,
  ...[...history.matchAll(/"data": ?"([A-Za-z0-9+/=]+)"/g)].map(([, data = ""]) =>
    Buffer.from(data, "base64").toString(),
  ),
];

const addressOf = (id: string): WorkflowAddress => ({
  workflowType: "errand",
  workflowId: `errand/${id}`,
  taskQueue: taskQueues.inspection,
  authority: "533103",
  input: { id, authority: "533103" },
});

/** Errands whose rows a test writes, and a worker that carries them. */
async function carrying(file = "errand.ts") {
  const rows = new Map<string, Standing>();
  const done: string[] = [];
  const decided: string[] = [];
  const fails = new Set<Deed>();
  const row = (id: string): Standing =>
    rows.get(id) ?? {
      state: "missing",
      lockVersion: 0,
      waitingFor: "nothing",
      dueAt: null,
      waitMs: null,
      owes: [],
      over: true,
    };
  const bundle = await bundleWorkflows(join(import.meta.dirname, "testing", file), workflowBundles);
  const carrier = {
    passTime: async ({ id }: MatterInput) => row(id),
    decide: async ({ id }: MatterInput, commandId: string) => {
      decided.push(commandId);
      return row(id);
    },
    async deliver({ id }: MatterInput, deed: Deed) {
      if (fails.has(deed)) throw new Error("away");
      done.push(deed);
      rows.set(id, { ...row(id), owes: row(id).owes.filter((owed) => owed !== deed) });
      return row(id);
    },
  };
  const { worker, connection } = await createWorker({
    engine: { address: environment.address, namespace: "default", payloads: testPayloads },
    taskQueue: taskQueues.inspection,
    workflows: bundle,
    activities: {
      ...matterActivities(errandKind, carrier),
      ...matterActivities({ ...errandKind, passTime: "passAnotherTime" }, carrier),
    },
  });
  const run = worker.run();
  return {
    rows,
    done,
    decided,
    fails,
    bundle,
    async stop() {
      worker.shutdown();
      await run;
      await connection.close();
    },
  };
}

const away = (changes: Partial<Standing> = {}): Standing => ({
  state: "away",
  lockVersion: 1,
  waitingFor: "return",
  dueAt: null,
  waitMs: null,
  owes: [],
  over: false,
  ...changes,
});
const { client } = { client: () => environment.client };
const waiting = (id: string) => client().workflow.getHandle(`errand/${id}`).query(waitingQuery);
const start = (id: string) => refreshMatter(client(), addressOf(id));
const historyOf = async (id: string) =>
  (await client().workflow.getHandle(`errand/${id}`).fetchHistory()).events ?? [];

describe("a workflow that follows its matter", () => {
  it("goes on where the row stands, believes a row that went back, and ends with it", async () => {
    const carried = await carrying();
    const id = uuidv7();
    carried.rows.set(id, away());
    await start(id);
    await expect.poll(() => waiting(id)).toMatchObject({ state: "away" });
    // A restored database: what was known is no more.
    carried.rows.set(id, away({ state: "back", owes: ["rest"] }));
    await start(id);
    await expect.poll(() => carried.done, { timeout: 10_000 }).toEqual(["rest"]);
    carried.rows.set(id, away({ waitingFor: "an earlier day" }));
    await start(id);
    await expect.poll(() => waiting(id)).toMatchObject({ state: "away", waitingFor: "an earlier day" });
    carried.rows.set(id, away({ state: "back", over: true }));
    await start(id);
    await client().workflow.getHandle(`errand/${id}`).result();
    expect(await replay(carried.bundle, [client().workflow.getHandle(`errand/${id}`)], testPayloads)).toEqual(
      [],
    );
    await carried.stop();
  }, 60_000);

  it("does what is owed independently: an outage of one deed holds up no other, no command and no time", async () => {
    const carried = await carrying();
    const id = uuidv7();
    carried.fails.add("fetch");
    carried.rows.set(id, away({ owes: ["fetch"] }));
    await start(id);
    await expect
      .poll(
        async () =>
          (await historyOf(id)).some(
            ({ activityTaskScheduledEventAttributes: a }) => a?.activityType?.name === "fetch",
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    carried.rows.set(id, away({ owes: ["fetch", "bring"] }));
    const commandId = uuidv7();
    await updateMatter(client(), addressOf(id), { type: "hurry", id: commandId }, 10_000);
    expect(carried.decided).toEqual([commandId]);
    await expect.poll(() => carried.done, { timeout: 10_000 }).toEqual(["bring"]);
    carried.fails.clear();
    await expect.poll(() => carried.done, { timeout: 40_000 }).toEqual(["bring", "fetch"]);
    carried.rows.set(id, away({ state: "back", over: true }));
    await start(id);
    await client().workflow.getHandle(`errand/${id}`).result();
    expect(await replay(carried.bundle, [client().workflow.getHandle(`errand/${id}`)], testPayloads)).toEqual(
      [],
    );
    await carried.stop();
  }, 90_000);

  it("believes a command's signal that tells of a newer row, and asks the row where it is not newer", async () => {
    const carried = await carrying();
    const id = uuidv7();
    carried.rows.set(id, away());
    await start(id);
    await expect.poll(() => waiting(id)).toMatchObject({ waitingFor: "return" });
    const asked = () =>
      historyOf(id).then((events) => events.filter((event) => event.markerRecordedEventAttributes));
    const before = (await asked()).length;
    const tell = (standing: Standing) => signalMatter(client(), addressOf(id), "hurry", [uuidv7(), standing]);
    await tell(away({ lockVersion: 3, waitingFor: "news" }));
    await expect.poll(() => waiting(id)).toMatchObject({ waitingFor: "news" });
    expect(await asked()).toHaveLength(before);
    // An older signal that comes late, and one of a restored database, are looked up.
    await tell(away({ lockVersion: 2, waitingFor: "old news" }));
    await expect.poll(() => waiting(id)).toMatchObject({ waitingFor: "return" });
    carried.rows.set(id, away({ lockVersion: 4, state: "back", over: true }));
    await tell(away({ lockVersion: 4, state: "back", over: true }));
    await client().workflow.getHandle(`errand/${id}`).result();
    expect(await replay(carried.bundle, [client().workflow.getHandle(`errand/${id}`)], testPayloads)).toEqual(
      [],
    );
    await carried.stop();
  }, 60_000);

  it("shows in the engine the command's name, the deed's, and what a timer waits for", async () => {
    const carried = await carrying();
    const id = uuidv7();
    carried.rows.set(id, away({ waitMs: 3_600_000, dueAt: "2026-10-01T00:00:00.000Z", owes: ["bring"] }));
    await signalMatter(client(), addressOf(id), "hurry", [uuidv7()]);
    await expect.poll(() => carried.done).toEqual(["bring"]);
    await expect
      .poll(async () => (await historyOf(id)).some((event) => event.timerStartedEventAttributes))
      .toBe(true);
    const events = await historyOf(id);
    expect(
      events.flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []),
    ).toEqual(["hurry"]);
    const timer = events.find((event) => event.timerStartedEventAttributes);
    const summary = await testPayloads.decode([timer?.userMetadata?.summary ?? {}]);
    expect(Buffer.from(summary[0]?.data ?? "").toString()).toContain("return by 2026-10-01");
    // What comes due earlier sets the timer anew, what comes due later does not.
    carried.rows.set(id, away({ waitMs: 7_200_000 }));
    await start(id);
    carried.rows.set(id, away({ waitMs: 60_000 }));
    await start(id);
    await expect
      .poll(async () => (await historyOf(id)).filter((event) => event.timerStartedEventAttributes).length)
      .toBe(2);
    await client().workflow.getHandle(`errand/${id}`).terminate();
    await carried.stop();
  }, 60_000);
});

describe("what the engine holds of a workflow (articles 13, 14)", () => {
  it("is sealed but for ids, names and markers of the engine's own: arguments, results, summaries, and what failed", async () => {
    const carried = await carrying();
    const id = uuidv7();
    carried.fails.add("fetch");
    carried.rows.set(id, away({ waitMs: 3_600_000, dueAt: "2026-10-01T00:00:00.000Z", owes: ["fetch"] }));
    await signalMatter(client(), addressOf(id), "hurry", [uuidv7(), "marked argument"]);
    const handle = client().workflow.getHandle(`errand/${id}`);
    const said = async () => historyToJSON(await handle.fetchHistory());
    // How an activity failed is written down when another try of it begins.
    const tried = async () => (await handle.describe()).raw.pendingActivities?.[0]?.attempt ?? 0;
    await expect.poll(tried, { timeout: 30_000 }).toBeGreaterThan(1);
    carried.fails.clear();
    await expect.poll(said, { timeout: 40_000 }).toContain("lastFailure");
    const raw = await said();
    const plain = JSON.stringify(await decoded(JSON.parse(raw), testPayloads));
    const shows = (text: string, what: string) => texts(text).some((one) => one.includes(what));
    for (const told of ["marked argument", "return by 2026-10-01", "fetch failed"]) {
      expect(shows(raw, told), told).toBe(false);
      expect(shows(plain, told), told).toBe(true);
    }
    expect(raw).toContain("Encoded failure");
    await handle.terminate();
    await carried.stop();
  }, 120_000);
});

describe("a workflow that today's code can't replay", () => {
  /** One that the code before has begun, with the code of today in its place. */
  async function cannotReplay(standing: Partial<Standing>) {
    const before = await carrying();
    const id = uuidv7();
    before.rows.set(id, away({ owes: ["bring"], ...standing }));
    await start(id);
    await expect.poll(() => before.done).toEqual(["bring"]);
    await before.stop();
    const after = await carrying("errand-in-another-order.ts");
    after.rows.set(id, away());
    await start(id);
    return { id, stop: () => after.stop() };
  }
  /** The reconciler finds it, and another goes on where the row stands. */
  async function isReconciled(id: string) {
    const reconciler = startReconciler(client(), pino({ level: "silent" }), [
      {
        type: "errand",
        workflowId: (one) => `errand/${one}`,
        open: async () => [{ id, authority: "533103" }],
        start: (matter, options) => refreshMatter(client(), addressOf(matter.id), options),
      },
    ]);
    await expect.poll(() => reconciler.once(), { timeout: 90_000, interval: 500 }).toEqual([id]);
    await expect.poll(() => waiting(id), { timeout: 10_000 }).toMatchObject({ state: "away" });
    await expect.poll(() => reconciler.once(), { timeout: 20_000 }).toEqual([]);
    reconciler.stop();
    await client().workflow.getHandle(`errand/${id}`).terminate();
  }

  it("fails instead of waiting for ever, and the reconciler starts another, which goes on where the row stands", async () => {
    const { id, stop } = await cannotReplay({});
    const first = (await client().workflow.getHandle(`errand/${id}`).describe()).runId;
    await expect
      .poll(async () => (await client().workflow.getHandle(`errand/${id}`, first).describe()).status.name, {
        timeout: 30_000,
      })
      .toBe("FAILED");
    await isReconciled(id);
    await stop();
  }, 120_000);

  it("and can't be failed, since a timer is pending, is replaced by the reconciler", async () => {
    const { id, stop } = await cannotReplay({ waitMs: 3_600_000 });
    await isReconciled(id);
    await stop();
  }, 180_000);
});

describe("a worker that is killed in a long activity", () => {
  it("costs 30 seconds at most", async () => {
    const [resting, rested] = [join(folder, "resting"), join(folder, "rested")];
    const startWorker = () =>
      spawn(
        process.execPath,
        [join(import.meta.dirname, "testing", "errand-worker.ts"), environment.address, resting, rested],
        { stdio: "ignore" },
      );
    const id = uuidv7();
    await start(id);
    const first = startWorker();
    await expect.poll(() => existsSync(resting), { timeout: 40_000 }).toBe(true);
    first.kill("SIGKILL");
    const killedAt = performance.now();
    const second = startWorker();
    await expect.poll(() => existsSync(rested), { timeout: 60_000 }).toBe(true);
    expect(performance.now() - killedAt).toBeLessThan(30_000);
    await client().workflow.getHandle(`errand/${id}`).result();
    second.kill("SIGKILL");
  }, 120_000);
});
