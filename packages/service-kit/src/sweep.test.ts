import { pino } from "pino";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRelay } from "./commands/relay.ts";
import { submit } from "./commands/submit.ts";
import { systemScope } from "./database.ts";
import { startSweep, type FindDue } from "./sweep.ts";
import { passTime } from "./standing.ts";
import { openPermitOffice, permits, type PermitOffice, type Work } from "./testing/permits.ts";
import { v7 as uuidv7 } from "uuid";

let office: PermitOffice;
beforeAll(async () => {
  office = await openPermitOffice();
});
afterAll(() => office.close());

const due: FindDue<Work> = (work, now, limit) =>
  work
    .selectFrom("permit")
    .select(["id", "authority", "look_at as since"])
    .$narrowType<{ since: Date }>()
    .where("look_at", "<=", now)
    .orderBy("look_at")
    .limit(limit)
    .execute();

describe("a sweep", () => {
  it("wakes each of those that are due once, however many stay due and whichever fail", async () => {
    for (let made = 0; made < 450; made += 1) await office.asked("533103", new Date(made));
    const lines: string[] = [];
    const woken: string[] = [];
    const engine = {
      ...office.engine,
      refresh: async ({ id }: { id: string }) => {
        woken.push(id);
        if (woken.length % 100 === 1) throw new Error("unreachable");
      },
    };
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    const sweep = startSweep({ ...office, engine, logger }, { permit: due });
    await expect.poll(() => woken.length, { timeout: 15_000, interval: 100 }).toBe(450);
    sweep.stop();
    expect(new Set(woken).size).toBe(450);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain("a sweep could not wake a workflow");
  });

  it("finds what is owed and nobody hands over", async () => {
    const id = await office.asked();
    await submit(office, permits, {
      key: uuidv7(),
      matterId: id,
      type: "grant",
      payload: {},
      caller: { authority: "533103", actor: "official-1" },
      requestId: "1",
    });
    const sweep = startSweep(office, {});
    expect(await sweep.once()).toEqual([]);
    await office.database.as(systemScope, (work) =>
      sql`update outbox set next_attempt_at = now() where matter_id = ${id}`.execute(work),
    );
    expect(await sweep.once()).toEqual([id]);
    // Its workflow answers, though it does not get rid of it: it is asked no more for a while, let alone replaced.
    await passTime(office, permits, { id, authority: "533103" });
    expect(await sweep.once()).toEqual([]);
    sweep.stop();
    expect(office.engine.refreshed.at(-1)).toEqual({ type: "permit", id, authority: "533103" });
  });

  it("wakes at once what is due for another cause than that for which it was woken a moment ago", async () => {
    const id = await office.asked();
    const since = [new Date("2026-03-02T00:00:00Z"), new Date("2026-03-03T00:00:00Z")] as const;
    const found: Awaited<ReturnType<FindDue<Work>>>[] = [
      [{ id, authority: "533103", since: since[0] }],
      [{ id, authority: "533103", since: since[0] }],
      [{ id, authority: "533103", since: since[1] }],
    ];
    const sweep = startSweep(office, { permit: async () => found.shift() ?? [] });
    expect([await sweep.once(), await sweep.once(), await sweep.once()]).toEqual([[id], [], [id]]);
    sweep.stop();
  });
});

describe("a relay", () => {
  const makeDue = () =>
    office.database.as(systemScope, (work) =>
      sql`update command set next_attempt_at = to_timestamp(0) where told_at is null`.execute(work),
    );
  const grant = async () => {
    const id = await office.asked();
    office.engine.up = false;
    const { commandId } = await submit(office, permits, {
      key: uuidv7(),
      matterId: id,
      type: "grant",
      payload: {},
      caller: { authority: "533103", actor: "official-1" },
      requestId: "1",
    });
    office.engine.up = true;
    return { id, commandId };
  };

  it("tells of what was decided while the engine was down", async () => {
    const { commandId } = await grant();
    await makeDue();
    const relay = startRelay(office);
    await expect
      .poll(() => office.engine.heard.map(({ id }) => id), { timeout: 10_000 })
      .toContain(commandId);
    await relay.stop();
  });

  it("goes on with the others while one matter's workflow does not answer, and ends when told to", async () => {
    const stuck = await grant();
    const others: string[] = [];
    for (let made = 0; made < 150; made += 1) others.push((await grant()).commandId);
    await makeDue();
    const heard: string[] = [];
    const tell = async (matter: { id: string }, { id }: { id: string }) => {
      heard.push(id);
      if (matter.id === stuck.id) return new Promise<void>(() => {});
    };
    const relay = startRelay({ ...office, engine: { ...office.engine, tell } });
    await expect
      .poll(() => others.every((id) => heard.includes(id)), { timeout: 20_000, interval: 200 })
      .toBe(true);
    const stoppedAt = performance.now();
    await relay.stop();
    expect(performance.now() - stoppedAt).toBeLessThan(6_000);
  });

  it("puts another workflow in the place of one that hears nothing, and says when a round failed", async () => {
    const { id, commandId } = await grant();
    await office.database.as(systemScope, (work) =>
      sql`update command set next_attempt_at = to_timestamp(0), attempts = 5 where id = ${commandId}`.execute(
        work,
      ),
    );
    const relay = startRelay(office);
    await expect
      .poll(() => office.engine.refreshed.map((matter) => matter.id), { timeout: 10_000 })
      .toContain(id);
    await relay.stop();
    const lines: string[] = [];
    const failing = startRelay({
      ...office,
      database: {
        ...office.database,
        as: async () => {
          throw new Error("away");
        },
      },
      logger: pino({}, { write: (line: string) => void lines.push(line) }),
    });
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await failing.stop();
    expect(lines[0]).toContain("a relay's round failed");
  });
});
