import { databaseClock } from "@shuangsui/clock";
import { Problem } from "@shuangsui/contracts";
import { pino } from "pino";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { openDatabase, systemScope, type Database } from "../database.ts";
import { createLogger } from "../logger.ts";
import { createVisibility, migrate } from "../migrations.ts";
import { decideCommand } from "./decide.ts";
import { createInbox, type CommandAddress, type Submission } from "./inbox.ts";
import { createCommandTable, type WithCommands } from "./table.ts";
import { undecidedUpTo } from "./undecided.ts";

let fresh: FreshDatabase;
let database: Database<WithCommands>;
const logger = createLogger("test", "silent");

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrate(fresh.urls.inspection.owner, "inspection", {
    "0001": {
      up: async (db) => {
        await createVisibility(db, "inspection");
        await createCommandTable(db, "inspection");
      },
    },
  });
  database = openDatabase<WithCommands>(fresh.urls.inspection.app, { logger });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const submission = (changes: Partial<Submission> = {}): Submission => ({
  key: uuidv7(),
  authority: "533103",
  subjectType: "inspection",
  subjectId: uuidv7(),
  type: "confirm",
  payload: { statement: "均无利害关系" },
  caller: { authority: "533103", actor: "officer-1" },
  requestId: "request-1",
  ...changes,
});

/** An engine that is up or down, and decides what it is handed as its workflow would. */
function engine(act: () => Promise<void> = async () => {}) {
  const clock = databaseClock(database.plain, "database");
  const handed: string[] = [];
  const state = { up: true };
  const deliver = async (command: CommandAddress) => {
    handed.push(command.id);
    if (!state.up) throw new Error("unreachable");
    const at = await clock.now();
    await database.as(command.authority, (work) => decideCommand(work, command.id, at, act, logger));
  };
  return { inbox: createInbox({ database, clock, deliver, logger }), handed, state };
}

describe("the command inbox", () => {
  it("answers with the outcome, and the same key again with the same one", async () => {
    let times = 0;
    const { inbox } = engine(async () => void (times += 1));
    const asked = submission();
    const first = await inbox.submit(asked);
    const again = await inbox.submit(asked);
    expect(first).toMatchObject({ commandId: asked.key, status: "done", subject: asked.subjectId });
    expect(again).toEqual(first);
    expect(times).toBe(1);
  });

  it("refuses the same key with other contents", async () => {
    const { inbox } = engine();
    const asked = submission();
    await inbox.submit(asked);
    await expect(inbox.submit({ ...asked, payload: { statement: "另一内容" } })).rejects.toMatchObject({
      code: "command/key-reused",
    });
  });

  it("keeps a refusal with its code, its detail and its places, and writes nothing else of it", async () => {
    const places = [{ path: "/entries/0/scope", message: "is missing" }];
    const { inbox } = engine(async () => {
      throw new Problem("plan/incomplete", "the plan lacks something", places);
    });
    const asked = submission();
    const refused = {
      status: "refused",
      code: "plan/incomplete",
      detail: "the plan lacks something",
      errors: places,
    };
    expect(await inbox.submit(asked)).toMatchObject(refused);
    expect(await inbox.outcome("533103", asked.key)).toMatchObject(refused);
  });

  it("loses no act while the engine is down: it is kept, pending, and relayed when the engine is up again", async () => {
    const { inbox, state, handed } = engine();
    state.up = false;
    const asked = submission();
    expect(await inbox.submit(asked)).toMatchObject({ status: "pending" });
    await database.as(systemScope, (work) =>
      work
        .updateTable("command")
        .set({ next_attempt_at: new Date(0) })
        .where("id", "=", asked.key)
        .execute(),
    );
    state.up = true;
    const relay = inbox.startRelay();
    await expect
      .poll(() => inbox.outcome("533103", asked.key), { timeout: 10_000 })
      .toMatchObject({ status: "done" });
    await relay.stop();
    expect(handed.length).toBeGreaterThanOrEqual(2);
  });

  it("relays the others while one subject's workflow is stuck, and ends when told to", async () => {
    const clock = databaseClock(database.plain, "database");
    const stuck = uuidv7();
    const handed: string[] = [];
    const deliver = async (command: CommandAddress) => {
      handed.push(command.id);
      if (command.subject_id === stuck) return new Promise<void>(() => {});
      const at = await clock.now();
      await database.as(command.authority, (work) =>
        decideCommand(work, command.id, at, async () => {}, logger),
      );
    };
    const inbox = createInbox({ database, clock, deliver: async () => {}, logger });
    const [first, second] = [submission({ subjectId: stuck }), submission({ subjectId: stuck })];
    // More than one round of the relay holds, so that those of other subjects come after them.
    const others = Array.from({ length: 150 }, () => submission());
    for (const asked of [first, second, ...others]) await inbox.submit(asked);
    await database.as(systemScope, (work) =>
      work
        .updateTable("command")
        .set({ next_attempt_at: new Date(0) })
        .where("outcome", "is", null)
        .execute(),
    );
    const relay = createInbox({ database, clock, deliver, logger }).startRelay();
    await expect
      .poll(() => Promise.all(others.map(({ key }) => inbox.outcome("533103", key))), {
        timeout: 20_000,
        interval: 200,
      })
      .toEqual(others.map(() => expect.objectContaining({ status: "done" })));
    const stoppedAt = performance.now();
    await relay.stop();
    expect(performance.now() - stoppedAt).toBeLessThan(6_000);
    expect(await inbox.outcome("533103", first.key)).toMatchObject({ status: "pending" });
    expect(handed).toContain(first.key);
    expect(handed).not.toContain(second.key);
  });

  it("says in the log that a relay's round failed, and goes on", async () => {
    const clock = databaseClock(database.plain, "database");
    const lines: string[] = [];
    const nowhere = openDatabase<WithCommands>("postgres://nobody@127.0.0.1:1/nothing", { logger });
    const relay = createInbox({
      database: nowhere,
      clock,
      deliver: async () => {},
      logger: pino({}, { write: (line: string) => void lines.push(line) }),
    }).startRelay();
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await relay.stop();
    await nowhere.close();
    expect(lines[0]).toContain("a relay's round failed");
  });

  it("knows which commands on a subject are to be decided before and with one, the first received first", async () => {
    const { inbox, state } = engine();
    const subjectId = uuidv7();
    const decided = submission({ subjectId });
    await inbox.submit(decided);
    const first = submission({ subjectId, type: "notify" });
    const second = submission({ subjectId, type: "begin" });
    state.up = false;
    for (const asked of [first, submission(), second, submission({ subjectId })]) await inbox.submit(asked);
    const upTo = (commandId: string) =>
      database.as("533103", async (work) =>
        (await undecidedUpTo(work, subjectId, commandId)).map(({ id, type }) => ({ id, type })),
      );
    expect(await upTo(second.key)).toEqual([
      { id: first.key, type: "notify" },
      { id: second.key, type: "begin" },
    ]);
    expect(await upTo(decided.key)).toEqual([]);
  });

  it("shows a command to its authority and the superior, and to nobody else", async () => {
    const { inbox } = engine();
    const asked = submission();
    await inbox.submit(asked);
    expect(await inbox.outcome("533100", asked.key)).toBeDefined();
    expect(await inbox.outcome("533102", asked.key)).toBeUndefined();
    expect(await inbox.outcome("", asked.key)).toBeUndefined();
  });
});

describe("row-level security", () => {
  it("lets a superior read its subordinate's rows and change none", async () => {
    const { inbox } = engine();
    const asked = submission();
    await inbox.submit(asked);
    const changed = await database.as("533100", (work) =>
      work.updateTable("command").set({ detail: "changed" }).where("id", "=", asked.key).executeTakeFirst(),
    );
    expect(changed.numUpdatedRows).toBe(0n);
  });

  it("shows nothing to a connection that names no authority", async () => {
    const rows = await database.plain.selectFrom("command").selectAll().execute();
    expect(rows).toEqual([]);
  });
});
