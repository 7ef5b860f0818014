import { steeredClock } from "@shuangsui/clock";
import {
  appendChange,
  createLogger,
  lockCalendar,
  openDatabase,
  startMover,
  type Database,
  type Engine,
  type Frame,
} from "@shuangsui/service-kit";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { migratedDatabase } from "../../../../infra/embedded/test-database.ts";
import { reckonedKinds } from "../due.ts";
import { createInspections } from "../inspections/after-draw.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables, Work } from "../tables.ts";
import { daysOff } from "../testing/calendars.ts";
import { drawn } from "../testing/inspection-model.ts";

const authority = "533103";
const drawnAt = new Date("2026-09-15T01:00:00Z");
const many = 330;
const logger = createLogger("inspection", "silent");
let database: Database<Tables>;
let drop: () => Promise<void>;
let now = drawnAt;
let refreshed: string[] = [];

beforeAll(async () => {
  const fresh = await migratedDatabase({ inspection: migrations });
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger, connections: 10 });
  drop = fresh.drop;
}, 60_000);
afterAll(async () => {
  await database.close();
  await drop();
});

const engine: Engine = {
  tell: async () => {},
  startLater: async () => {},
  decide: async () => {},
  refresh: async ({ id }) => void refreshed.push(id),
};
const frameOver = (over: Frame<Work>["database"]): Frame<Work> => ({
  database: over,
  clock: steeredClock(async () => now.getTime()),
  engine,
  logger,
});
/** One round of a mover that is not left running. */
async function round(over: Frame<Work>["database"] = database): Promise<number> {
  const mover = startMover(frameOver(over), reckonedKinds);
  const moved = await mover.once();
  await mover.stop();
  return moved;
}
let serial = 0;
const enter = (from: string, to: string, supersedes: string | null = null) =>
  database.as(authority, async (work) => {
    await lockCalendar(work);
    const by = { ...daysOff(`${(serial += 1)}号`, from, to, { supersedes }), authority };
    await appendChange(work, { id: uuidv7(), at: now, actor: "official-1", by });
    return by.number;
  });
/** How often each of the inspections that were drawn last was moved, and until when. */
const standing = async (ids: readonly string[]) => {
  const rows = await database.as(authority, (work) =>
    work
      .selectFrom("inspection")
      .select([
        "recusal_due",
        sql<number>`(select count(*)::int from event where matter_id = inspection.id and type = 'due-moved')`.as(
          "moves",
        ),
      ])
      .where("id", "in", ids)
      .execute(),
  );
  return [...new Set(rows.map(({ recusal_due: due, moves }) => `${moves}: ${due.toISOString()}`))];
};

const refreshedOf = (ids: readonly string[]) => {
  const own = new Set(ids);
  return refreshed.filter((id) => own.has(id)).toSorted();
};

describe("the mover", () => {
  let ids: string[] = [];
  beforeEach(async () => {
    now = drawnAt;
    refreshed = [];
    ids = Array.from({ length: many }, () => uuidv7());
    const made = ids.map((id, index) => ({ ...drawn, id, opaqueId: id, rank: index + 1 }));
    await database.as(authority, (work) => createInspections(work, made, drawnAt));
    await round();
  }, 60_000);

  it("killed on the way, or failing, goes on where things stand: each deadline is moved, and once", async () => {
    const before = await standing(ids);
    expect(before).toHaveLength(1);
    await enter("2026-09-16", "2026-09-16");
    let left = 150;
    const dying: Frame<Work>["database"] = {
      ...database,
      as: (...parameters) =>
        (left -= 1) > 0 ? database.as(...parameters) : Promise.reject(new Error("killed")),
    };
    await round(dying).catch(() => undefined);
    const halfway = await standing(ids);
    expect(halfway).toHaveLength(2);
    // Two at once, as two workers would be.
    await Promise.all([round(), round()]);
    expect(await standing(ids)).toEqual([halfway.find((one) => one !== before[0])]);
    expect(await round()).toBe(0);
  }, 60_000);

  it("tells a workflow only where its timer would ring too late", async () => {
    const number = await enter("2026-09-17", "2026-09-17");
    await round();
    expect(refreshedOf(ids)).toEqual([]);
    await enter("2026-09-17", "2026-09-16", number);
    await round();
    expect(refreshedOf(ids)).toEqual(ids.toSorted());
  }, 60_000);
});
