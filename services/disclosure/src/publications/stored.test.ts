import { steeredClock } from "@shuangsui/clock";
import {
  createLogger,
  openDatabase,
  passTime,
  submit,
  type Database,
  type Frame,
} from "@shuangsui/service-kit";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables, Work } from "../tables.ts";
import {
  ask,
  bodies,
  openedModel,
  openingAt,
  passModelTime,
  type Asked,
  type Model,
} from "../testing/model.ts";
import { anyStep, dueAt, hour, openedAt, type Step } from "../testing/sequences.ts";
import { publicationDomain } from "./domain.ts";
import { openPublication } from "./opening.ts";
import type { Publication } from "./tables.ts";

const authority = "533103";
const atOnce = 10;
const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
let fresh: FreshDatabase;
let database: Database<Tables>;
beforeAll(async () => {
  fresh = await migratedDatabase({ disclosure: migrations });
  database = openDatabase<Tables>(fresh.urls.disclosure.app, {
    logger: createLogger("disclosure", "silent"),
    connections: atOnce,
  });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

type Sequence = { hasFact: boolean; steps: Step[] };

/** The frame at a time of its own, with no engine to hear of anything. */
function frameAt(now: () => Date): Frame<Work> {
  const nobody = async () => {};
  return {
    database,
    clock: steeredClock(async () => now().getTime()),
    logger: createLogger("disclosure", "silent"),
    engine: { tell: nobody, decide: nobody, startLater: nobody, refresh: nobody },
  };
}

/** Asks that of the publication in the database; gives the code of a refusal. */
async function askStored(frame: Frame<Work>, id: string, asked: Asked, fact: Publication["fact"]) {
  const requestId = uuidv7();
  const outcome =
    asked.type === "open"
      ? await openPublication(frame, id, bodies.open(asked, fact), requestId)
      : await submit(frame, publicationDomain, {
          key: uuidv7(),
          matterId: id,
          type: asked.type,
          payload: bodies[asked.type](asked, fact),
          caller: { authority, actor: "official-1" },
          requestId,
        });
  return outcome?.code ?? null;
}

/** Runs a sequence in the database and in the model, and gives what both have then. */
async function runBoth({ hasFact, steps }: Sequence) {
  const id = uuidv7();
  let now = openedAt;
  const frame = frameAt(() => now);
  await openPublication(frame, id, openingAt(dueAt, 1, hasFact), uuidv7());
  let model = openedModel(dueAt, { hasFact });
  const codes: { stored: string | null; modelled: string | null }[] = [];
  for (const step of steps) {
    now = new Date(now.getTime() + step.hours * hour);
    if (step.asked === null) continue;
    const stored = await askStored(frame, id, step.asked, model.publication.fact);
    const asked = ask(model, step.asked, now);
    model = asked.model;
    codes.push({ stored, modelled: asked.code });
  }
  await passTime(frame, publicationDomain, { id, authority });
  return { id, codes, model: passModelTime(model, now) };
}

/** What of a publication both must have alike. */
const shownOf = (publication: Publication) => {
  const { state, version, due_at, fact, ready, reminders, due_revision, content_revision } = publication;
  const { class: matterClass, takedown_cause } = publication;
  const breached = publication.breached_at !== null;
  const look_at = publicationDomain.lifecycle.nextAt(publication);
  return {
    state,
    version,
    due_at,
    fact,
    ready,
    reminders,
    due_revision,
    content_revision,
    breached,
    matterClass,
    takedown_cause,
    look_at,
  };
};

const isSomething = (events: readonly unknown[]) => events.length > 0;

async function requireAlike({ id, model }: { id: string; model: Model }): Promise<void> {
  await database.as(authority, async (work) => {
    const row = await publicationDomain.find(work, id);
    const [audit, events, versions, owed] = await Promise.all([
      work.selectFrom("audit").select(["action", "after"]).where("subject", "=", id).orderBy("n").execute(),
      work.selectFrom("event").select("type").where("matter_id", "=", id).orderBy("seq").execute(),
      work
        .selectFrom("publication_version")
        .selectAll()
        .where("publication_id", "=", id)
        .orderBy("version")
        .execute(),
      work
        .selectFrom("outbox")
        .select(["deed", "revision"])
        .where("matter_id", "=", id)
        .orderBy("revision")
        .execute(),
    ]);
    expect(row && { ...shownOf(row), look_at: row.look_at }).toEqual(shownOf(model.publication));
    const decisions = model.decided.map(({ decision }) => decision);
    // Articles 32, 33: what it was opened with, and then each decision, has one entry. Where the same opening comes again nothing is decided.
    const [opened, ...decided] = audit;
    expect(opened?.action).toBe("publication/opened");
    expect(decided.map(({ after }) => [after?.["events"]].flat()).filter(isSomething)).toEqual(
      decisions.map((decision) => decision.events.map(({ type }) => type)).filter(isSomething),
    );
    expect(events.map(({ type }) => type)).toEqual(
      decisions.flatMap((decision) => decision.events.map(({ type }) => type)),
    );
    expect(versions.map(({ by, breach, reason, content }) => ({ by, breach, reason, content }))).toEqual(
      decisions.flatMap(({ version }) => version ?? []),
    );
    expect(owed).toEqual(versions.map(({ version }) => ({ deed: "tellOwner", revision: version })));
  });
}

describe("a publication in the database", () => {
  it(`is as its lifecycle has it, after each of 500 sequences of seed ${seed}`, async () => {
    const sequence = fc.record({ hasFact: fc.boolean(), steps: fc.array(anyStep, { maxLength: 6 }) });
    const sequences = fc.sample(sequence, { numRuns: 500, seed });
    for (let from = 0; from < sequences.length; from += atOnce)
      await Promise.all(
        sequences.slice(from, from + atOnce).map(async (one) => {
          const both = await runBoth(one);
          expect(both.codes.map(({ stored }) => stored)).toEqual(both.codes.map(({ modelled }) => modelled));
          await requireAlike(both);
        }),
      );
  }, 300_000);
});
