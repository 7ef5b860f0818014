import { steeredClock } from "@shuangsui/clock";
import {
  carrierOf,
  createLogger,
  openDatabase,
  submit,
  tokenVerifier,
  type Database,
  type Frame,
} from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { startIssuer, type TestIssuer } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { migrations } from "../migrations/index.ts";
import { inspectionClient } from "../neighbours/inspection.ts";
import type { Tables, Work } from "../tables.ts";
import { startFakeInspection, type FakeInspection } from "../testing/fake-inspection.ts";
import { bodies, openingAt } from "../testing/model.ts";
import { publicationDeliveries } from "./deliveries.ts";
import { publicationDomain } from "./domain.ts";
import { openPublication } from "./opening.ts";

const authority = "533103";
const dueAt = new Date("2026-10-11T16:00:00Z");
const nobody = async () => {};
let now = new Date("2026-09-28T01:00:00Z");
let fresh: FreshDatabase;
let database: Database<Tables>;
let issuer: TestIssuer;
let inspection: FakeInspection;
let frame: Frame<Work>;
let carrier: ReturnType<typeof carry>;

beforeAll(async () => {
  fresh = await migratedDatabase({ disclosure: migrations });
  const logger = createLogger("disclosure", "silent");
  database = openDatabase<Tables>(fresh.urls.disclosure.app, { logger });
  issuer = await startIssuer();
  inspection = await startFakeInspection(tokenVerifier(issuer.url));
  const clock = steeredClock(async () => now.getTime());
  frame = {
    database,
    clock,
    logger,
    engine: { tell: nobody, decide: nobody, startLater: nobody, refresh: nobody },
  };
  carrier = carry();
});
afterAll(async () => {
  await Promise.all([database.close(), inspection.close(), issuer.close()]);
  await fresh.drop();
});
beforeEach(() => {
  now = new Date("2026-09-28T01:00:00Z");
  inspection.answering = "takes";
});

/** Carries publications as the worker does. */
function carry() {
  const client = inspectionClient({ baseUrl: inspection.url, credentials: issuer.credentials("disclosure") });
  return carrierOf(frame, publicationDomain, publicationDeliveries, { inspection: client });
}

/** A result that came out at its deadline with nothing ready, and was corrected then: two versions, of which nobody was told. */
async function publishedTwice() {
  const id = uuidv7();
  await openPublication(frame, id, openingAt(dueAt, 1, true), uuidv7());
  now = new Date(dueAt.getTime() + 1_000);
  const { status } = await submit(frame, publicationDomain, {
    key: uuidv7(),
    matterId: id,
    type: "content",
    payload: bodies.content({ type: "content", revision: 2, dueAt }),
    caller: { authority, actor: "inspection", service: true },
    requestId: uuidv7(),
  });
  expect(status).toBe("done");
  return {
    tell: () => carrier.deliver({ id, authority }, "tellOwner"),
    told: () =>
      inspection.taken
        .filter(({ publicationId }) => publicationId === id)
        .map(({ version, breach }) => ({ version, breach })),
  };
}

const [overdue, corrected] = [
  { version: 1, breach: true },
  { version: 2, breach: false },
];

describe("the versions of which the subject's owner is to be told (article 30)", () => {
  it("are told each, in their order: the correction hides no breach", async () => {
    const { tell, told } = await publishedTwice();
    expect(await tell()).toMatchObject({ state: "published", owes: ["tellOwner"], over: false });
    expect(told()).toEqual([overdue]);
    expect(await tell()).toMatchObject({ owes: [], over: true });
    expect(told()).toEqual([overdue, corrected]);
  });

  it.each(["is-down", "rejects-token", "answers-later"] as const)(
    "are told in the end where the owner's service %s for a while",
    async (answering) => {
      const { tell, told } = await publishedTwice();
      inspection.answering = answering;
      await expect(tell()).rejects.toBeInstanceOf(Error);
      inspection.answering = "takes";
      await tell();
      await tell();
      expect(told()).toEqual([overdue, corrected]);
    },
  );

  it("are told no more where the owner has decided against them", async () => {
    const { tell, told } = await publishedTwice();
    inspection.answering = "refuses";
    await tell();
    expect(await tell()).toMatchObject({ owes: [], over: true });
    expect(told()).toEqual([]);
  });
});
