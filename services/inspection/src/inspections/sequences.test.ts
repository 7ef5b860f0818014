import { steeredClock } from "@shuangsui/clock";
import { Problem, type CommandOutcome } from "@shuangsui/contracts";
import {
  carrierOf,
  createLogger,
  eventsOf,
  openDatabase,
  ServiceUnavailable,
  submit,
  type Database,
  type Engine,
  type Frame,
} from "@shuangsui/service-kit";
import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migratedDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables, Work } from "../tables.ts";
import {
  drawn,
  drawnModel,
  emergencyKnown,
  emergencyOrder,
  inspectorAsking,
  orderedModel,
  settle,
  step,
  targetName,
  territory,
  type Done,
  type Model,
} from "../testing/inspection-model.ts";
import { insertApproval } from "../approvals/store.ts";
import { createInspections } from "./after-draw.ts";
import { inspectionPrepares } from "./commands/index.ts";
import { inspectionDeliveries, type InspectionReceivers } from "./deliveries.ts";
import { inspectionDomain } from "./domain.ts";
import { approveInspection, orderInspection } from "./ordering.ts";
import { findInspection } from "./store.ts";

const startAt = new Date("2026-09-15T01:00:00Z");
const sequences = 1_000;
const atOnce = 8;
const logger = createLogger("inspection", "silent");
const official = { authority: "533103", actor: "official-1" };
const disclosure = { authority: "system", actor: "disclosure", service: true as const };

let database: Database<Tables>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await migratedDatabase({ inspection: migrations });
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger, connections: atOnce });
  drop = fresh.drop;
}, 60_000);
afterAll(async () => {
  await database.close();
  await drop();
});

/** An inspection in the database, its clock where a test says, its neighbours answering as they are told to. */
function inDatabase(id: string) {
  let now = startAt;
  let answer: Extract<Done, { do: "deliver" }>["answer"] = null;
  const told: string[] = [];
  const tell = async (type: string) => void told.push(type);
  const engine: Engine = {
    tell: (_matter, { type }) => tell(type),
    decide: (_matter, { type }) => tell(type),
    startLater: async () => {},
    refresh: () => tell("refresh"),
  };
  const clock = steeredClock(async () => now.getTime());
  const frame: Frame<Work> = { database, clock, engine, logger };
  const input = { id, authority: drawn.authority };
  const neighbour = async <T>(value: T): Promise<T> => {
    if (answer === "unavailable") throw new ServiceUnavailable("away");
    if (answer !== null) throw new Problem(answer);
    return value;
  };
  const receivers: InspectionReceivers = {
    engine,
    registry: {
      target: (_authority, kind, code) =>
        neighbour({ code, kind, name: targetName, territory, riskClass: "A", status: "active" }),
      tipInspected: () => neighbour(undefined),
      credit: () => neighbour(undefined),
      repair: () => neighbour(undefined),
      invalidCertificates: async () => new Set<string>(),
      items: async () => [],
      async *inspectors() {},
      async *conflicts() {},
    },
    // Opening may be done again, and is; what is refused is the command after it.
    disclosure: { open: () => neighbour(undefined), command: () => neighbour(undefined) },
    sealer: {
      sealBytes: () => Buffer.alloc(0),
      openBytes: () => Buffer.alloc(0),
      seal: () => Buffer.alloc(0),
      open: () => {
        throw new RangeError("nothing here was drawn");
      },
    },
  };
  const carrier = carrierOf(
    frame,
    inspectionDomain,
    inspectionDeliveries,
    receivers,
    inspectionPrepares({ ...receivers, database }),
  );

  const ask = async ({ type, body }: Extract<Done, { do: "command" }>): Promise<CommandOutcome> => {
    const asked = {
      key: randomUUID(),
      matterId: id,
      type,
      payload: type === "published" ? { ...(body as object), subjectId: id } : body,
      caller: type === "published" ? disclosure : { ...official, inspector: inspectorAsking(type) },
      requestId: randomUUID(),
    };
    const outcome = await submit(frame, inspectionDomain, asked);
    if (outcome.status !== "pending") return outcome;
    await carrier.decide(input, outcome.commandId);
    return submit(frame, inspectionDomain, asked);
  };
  return async (done: Done): Promise<void> => {
    now = done.at;
    if (done.do === "time") {
      await carrier.passTime(input);
    } else if (done.do === "approve") {
      await approved(id, now);
    } else if (done.do === "command") {
      const { status, code } = await ask(done);
      expect(status === "refused" ? code : status).toBe(done.outcome);
    } else {
      answer = done.answer;
      const isFinal = answer === null || inspectionDeliveries[done.deed].final.includes(answer);
      const handed = await carrier.deliver(input, done.deed).then(
        () => true,
        () => false,
      );
      expect(handed).toBe(isFinal);
      answer = null;
    }
  };
}

/** All that is on record of an inspection. */
async function recordOf(id: string) {
  return database.as(official.authority, async (work) => {
    const row = await findInspection(work, id);
    const events = await eventsOf(work, id);
    const outbox = await work.selectFrom("outbox").selectAll().where("matter_id", "=", id).execute();
    const audit = await work.selectFrom("audit").selectAll().where("subject", "=", id).orderBy("n").execute();
    return {
      row,
      audit: audit.map(({ action, before, after }) => ({ action, before, after })),
      events: events.map(({ type, state, at, facts }) => ({ type, state, at, facts })),
      outbox: outbox.map(({ deed, revision, done_at: doneAt, refused_code: code }) => ({
        deed,
        revision,
        ended: doneAt === null ? null : (code ?? "done"),
      })),
    };
  });
}

const byDeed = (one: { deed: string; revision: number }, other: { deed: string; revision: number }) =>
  one.deed.localeCompare(other.deed) || one.revision - other.revision;

/** The same sequence without a database and in it. */
async function playTwice(numbers: readonly number[], toTheEnd: boolean): Promise<void> {
  const id = randomUUID();
  if ((numbers[0] ?? 0) % 3 === 0) return playOrdered(id, numbers, toTheEnd);
  const target = { ...drawn, id, opaqueId: id };
  const model: Model = drawnModel(startAt, target);
  // No draw stands behind it: what a draw decides is tested by itself.
  model.row = { ...model.row, draw_id: null };
  for (const number of numbers) step(model, number);
  if (toTheEnd) settle(model);

  await database.as(official.authority, async (work) => {
    await createInspections(work, [target], startAt);
    await work.updateTable("inspection").set({ draw_id: null }).where("id", "=", id).execute();
  });
  await approved(id, startAt);
  await play(id, model);
}

/** The same of an emergency that somebody ordered. */
async function playOrdered(id: string, numbers: readonly number[], toTheEnd: boolean): Promise<void> {
  const model = orderedModel(startAt, id);
  for (const number of numbers) step(model, number);
  if (toTheEnd) settle(model);
  const act = { at: startAt, actor: official.actor, requestId: null };
  await database.as(official.authority, (work) =>
    orderInspection(work, { id, authority: official.authority }, emergencyOrder, emergencyKnown, act),
  );
  await play(id, model);
}

/** An approval of its own is put on record. */
async function approved(id: string, at: Date): Promise<void> {
  const form = { number: randomUUID(), approver: "局长", approvedOn: "2026-09-01" };
  const subject = { kind: "inspection", id, authority: official.authority } as const;
  const act = { at, actor: "head-1", requestId: null };
  await database.as(official.authority, async (work) => {
    await insertApproval(work, randomUUID(), subject, form, act);
    await approveInspection(work, id, act);
  });
}

/** To compare by `toEqual` alone would be a tenth of the test's time. */
function requireSame(found: unknown, meant: unknown): void {
  if (!isDeepStrictEqual(found, meant)) expect(found).toEqual(meant);
}

/** Does in the database what was done to the model, and finds the same there. */
async function play(id: string, model: Model): Promise<void> {
  const playIn = inDatabase(id);
  for (const done of model.history) await playIn(done);
  const { row, events, outbox, audit } = await recordOf(id);
  requireSame(row, model.row);
  requireSame(events, model.events);
  requireSame(outbox.toSorted(byDeed), model.outbox.toSorted(byDeed));
  requireAudited(model, audit);
}

/**
 * Articles 32, 33: each command that was done left one entry, none that was refused; and with those of time and of deeds they tell
 * of every version of the row and of every event after the draw.
 */
function requireAudited(model: Model, audit: Awaited<ReturnType<typeof recordOf>>["audit"]): void {
  const done = model.history.flatMap((one) =>
    one.do === "command" && one.outcome === "done" ? [`inspection/${one.type}`] : [],
  );
  const byItself = ["inspection/time", "inspection/deed", "inspection/approve"];
  expect(audit.map(({ action }) => action).filter((action) => !byItself.includes(action))).toEqual(done);
  const [first, ...events] = model.events.map(({ type }) => type);
  expect(first).toBe(model.row.origin === "draw" ? "drawn" : "ordered");
  expect(audit.flatMap(({ after }) => [after?.["events"]].flat())).toEqual(events);
  let version = audit[0]?.before?.["version"];
  for (const { before, after } of audit) {
    expect(before?.["version"]).toBe(version);
    version = after?.["version"];
  }
  if (audit.length > 0) {
    expect(version).toBe(model.row.lock_version);
    expect(audit.at(-1)?.after?.["state"]).toBe(model.row.state);
  }
}

it("writes through 1,000 random sequences what was decided without a database", async () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
  // Two of three go on by the law, so that short ones get far too.
  const number = fc.nat(0xffff).map((any) => (any % 3 === 0 ? any : any - (any % 16) + (any % 7)));
  const numbers = fc.array(number, { minLength: 6, maxLength: 16, size: "max" });
  const waiting = fc.sample(numbers, { numRuns: sequences, seed });
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const sequence = next;
      await playTwice(sequence, waiting.length % 6 === 0).catch((error: unknown) => {
        throw new Error(`seed ${seed}, sequence ${JSON.stringify(sequence)}`, { cause: error });
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}, 600_000);
