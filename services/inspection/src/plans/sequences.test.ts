import { steeredClock } from "@shuangsui/clock";
import { Problem, type ProblemCode } from "@shuangsui/contracts";
import {
  carrierOf,
  createLogger,
  eventsOf,
  openDatabase,
  submit,
  type Database,
  type Engine,
  type Frame,
} from "@shuangsui/service-kit";
import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migratedDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "../migrations/index.ts";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import type { Tables, Work } from "../tables.ts";
import {
  adjustmentOf,
  allSteps,
  draftedModel,
  draftOf,
  isPublishOwed,
  noticeOf,
  owedOf,
  returnBody,
  take,
  type Model,
  type Step,
} from "../testing/plan-model.ts";
import { commandOf, facts, handedInAt, planner } from "../testing/plans.ts";
import { planPrepares } from "./commands/index.ts";
import { decideRedraft } from "./commands/redraft.ts";
import { planDeliveries } from "./deliveries.ts";
import { planDomain } from "./domain.ts";
import { findPlan, insertPlan, lockOwnPlan } from "./store.ts";

const sequences = 500;
const atOnce = 8;
const authorities = ["533102", "533103", "533122", "533123", "533124"];
const logger = createLogger("inspection", "silent");
const { act } = commandOf({});

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

/** The registry of `facts`. */
const registry: RegistrySnapshot = {
  items: async () => [...facts.registry.items],
  filters: async () => [],
  async *targets() {
    for (const [category, counts] of facts.registry.populations.entity)
      for (const riskClass of ["A", "B", "C", "D"] as const)
        for (let index = 0; index < counts[riskClass]; index += 1)
          yield { code: `${riskClass}${index}`, riskClass, category };
  },
  countTargets: async () => 0,
  async *inspectors() {},
  async *conflicts() {},
  completeness: async () => [],
  merges: async () => [],
};

/** A plan in the database, disclosure answering as it is told to. */
function inDatabase({ id, authority }: { id: string; authority: string }) {
  let refusal: ProblemCode | null = null;
  const nobody = async () => {};
  const engine: Engine = { tell: nobody, decide: nobody, startLater: nobody, refresh: nobody };
  let now = handedInAt;
  const clock = steeredClock(async () => now.getTime());
  const frame: Frame<Work> = { database, clock, engine, logger };
  const neighbour = async () => {
    if (refusal !== null) throw new Problem(refusal);
  };
  const disclosure = {
    open: neighbour,
    command: neighbour,
    announceDraw: neighbour,
    putDrawFile: neighbour,
  };
  const prepares = planPrepares({ database, registry });
  const carrier = carrierOf(frame, planDomain, planDeliveries, { disclosure }, prepares);

  const ask = async (type: string, payload: unknown, actor = act.actor): Promise<ProblemCode | null> => {
    const service = { authority: "system", actor: "disclosure", service: true } as const;
    const asked = {
      key: randomUUID(),
      matterId: id,
      type,
      payload,
      caller: type === "published" ? service : { authority, actor },
      requestId: randomUUID(),
    };
    const taken = await submit(frame, planDomain, asked);
    if (taken.status === "pending") await carrier.decide({ id, authority }, taken.commandId);
    const { status, code } = await submit(frame, planDomain, asked);
    expect(status).not.toBe("pending");
    return status === "refused" ? (code as ProblemCode) : null;
  };
  const deliver = async (deed: keyof typeof planDeliveries, code: ProblemCode | null = null) => {
    refusal = code;
    await carrier.deliver({ id, authority }, deed);
    return null;
  };
  const redraft = (before: Model): Promise<ProblemCode | null> =>
    database
      .as(authority, async (work) => {
        const plan = await lockOwnPlan(work, id);
        await planDomain.write(
          work,
          plan,
          decideRedraft(plan, draftOf(before.plan), act, () => randomUUID()),
          act,
        );
        return null;
      })
      .catch((error: unknown) => {
        if (error instanceof Problem) return error.code;
        throw error;
      });

  /** Takes a step as the plan stood before it and after. Gives the code with which it was refused. */
  return async (step: Step, before: Model, after: Model): Promise<ProblemCode | null> => {
    const owes = (deed: keyof typeof planDeliveries) => owedOf(before, deed).length > 0;
    switch (step) {
      case "submit":
        return ask("submit", {}, planner);
      case "withdraw":
        return ask("withdraw", {}, planner);
      case "return":
        return ask("return", returnBody);
      case "publish":
        return ask("publish", {});
      case "adjust":
        return ask("adjust", adjustmentOf(before.plan));
      case "redraft":
        return redraft(before);
      case "published":
        return after.published.size > before.published.size
          ? ask("published", noticeOf(before.plan, after.published.size))
          : null;
      case "open":
        return owes("openPlanPublication") ? deliver("openPlanPublication") : null;
      case "openUnnoted":
        return null;
      case "openRefused":
        return owes("openPlanPublication") ? deliver("openPlanPublication", "body/too-large") : null;
      case "publishHanded":
        return owes("publishPlan") ? deliver("publishPlan") : null;
      case "publishRefused":
        return isPublishOwed(before) ? deliver("publishPlan", "publication/wrong-state") : null;
      case "publishUnknown":
        return isPublishOwed(before) ? deliver("publishPlan", "not-found") : null;
      case "unheard":
        now = before.plan.look_at ?? handedInAt;
        await carrier.passTime({ id, authority });
        now = handedInAt;
        return null;
      case "asked":
        return owes("askPlanPublication") ? deliver("askPlanPublication") : null;
      case "drop":
        return owes("dropPlanPublication") ? deliver("dropPlanPublication") : null;
      default:
        return step satisfies never;
    }
  };
}

/** All that is on record of a plan, but for when that was written. */
async function recordOf(id: string, authority: string) {
  return database.as(authority, async (work) => {
    const plan = await findPlan(work, id);
    const revisions = await work
      .selectFrom("plan_revision")
      .selectAll()
      .where("plan_id", "=", id)
      .orderBy("revision")
      .execute();
    const events = await eventsOf(work, id);
    const outbox = await work.selectFrom("outbox").selectAll().where("matter_id", "=", id).execute();
    return {
      plan: { ...plan, created_at: null, updated_at: null },
      revisions,
      events: events.map(({ type }) => type),
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

/** The same sequence without a database and in it. Each plan has its authority's year to itself. */
async function playTwice(number: number, sequence: readonly Step[]): Promise<void> {
  const authority = authorities[number % authorities.length] ?? "533103";
  const year = 2000 + Math.floor(number / authorities.length);
  const own = { id: randomUUID(), authority, year };
  let model = draftedModel(own);
  await database.as(authority, (work) => {
    const { title, written } = model.plan;
    return insertPlan(work, { ...own, title }, written.entries, [], { ...act, at: written.at });
  });
  const play = inDatabase(own);
  for (const step of sequence) {
    const { model: after, code } = take(model, step);
    expect(await play(step, model, after)).toBe(code);
    model = after;
  }
  const { plan, revisions, events, outbox } = await recordOf(own.id, authority);
  expect(plan).toEqual({ ...model.plan, created_at: null, updated_at: null });
  expect(revisions).toEqual([...model.revisions.values()]);
  expect(events).toEqual(model.events);
  expect(outbox.toSorted(byDeed)).toEqual([...model.outbox].toSorted(byDeed));
}

it("writes through 500 random sequences what was decided without a database", async () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
  // What goes on by the law comes more often, so that sequences get far.
  const anyStep = fc.constantFrom(
    ...allSteps,
    ...(["submit", "publish", "open", "published", "adjust"] as const),
  );
  const anySequence = fc.array(anyStep, { minLength: 4, maxLength: 12, size: "max" });
  const waiting = [...fc.sample(anySequence, { numRuns: sequences, seed }).entries()];
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [number, sequence] = next;
      await playTwice(number, sequence).catch((error: unknown) => {
        throw new Error(`seed ${seed}, sequence ${sequence.join(" ")}`, { cause: error });
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}, 600_000);
