import { databaseClock, type Clock } from "@shuangsui/clock";
import { Problem, type Standing } from "@shuangsui/contracts";
import { sql, type Kysely, type Selectable, type Transaction } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { sampleAuthorities } from "../../../../infra/sample/authorities.ts";
import { freshDatabase } from "../../../../infra/embedded/test-database.ts";
import type { CommandName, Engine, Frame, MatterAddress } from "../frame.ts";
import { commandRules } from "../commands/rule.ts";
import { openDatabase, systemScope, type Database } from "../database.ts";
import { createFrameTables, type FrameTables } from "../frame-tables.ts";
import { createLogger } from "../logger.ts";
import type { Deliveries, Domain } from "../domain.ts";
import type { Decision } from "../matter.ts";
import { recordDecision } from "../record-decision.ts";
import { createVisibility, migrate, protect } from "../migrations.ts";

/** A permit: asked for, granted after a check, expired when its time has come. The smallest domain that uses all of the frame. */
type PermitTable = {
  id: string;
  authority: string;
  state: string;
  lock_version: number;
  look_at: Date | null;
  note: string | null;
  updated_at: Date;
};
type Tables = FrameTables & { permit: PermitTable };
export type Work = Transaction<Tables>;
export type Permit = Selectable<PermitTable>;
export type PermitDecision = Decision<Partial<Omit<PermitTable, "id">>, "printPermit" | "tellPolice">;

const rule = commandRules<Work, Permit, PermitDecision>();

const requireAsked = (permit: Permit) => {
  if (permit.state !== "asked")
    throw new Problem("plan/wrong-state", `state is ${permit.state}`, [{ message: "late" }]);
};

export const permits: Domain<Work, Permit, PermitDecision> = {
  type: "permit",
  lifecycle: {
    waiting: (permit) => ({ for: "grant", due: permit.look_at }),
    nextAt: (permit) => permit.look_at,
    elapsed: (permit, until) =>
      permit.state === "asked" && permit.look_at !== null && permit.look_at <= until
        ? { patch: { state: "expired", look_at: null }, events: [{ type: "expired" }] }
        : null,
    isOver: (permit) => permit.state !== "asked",
  },
  commands: {
    note: rule({
      body: z.strictObject({ text: z.string() }),
      decide: (permit, { body }) => {
        requireAsked(permit);
        return {
          patch: { note: body.text },
          events: [{ type: "noted" }],
          documents: [{ kind: "note", content: body }],
        };
      },
    }),
    grant: rule({
      body: z.strictObject({}),
      decide: (permit) => {
        requireAsked(permit);
        return {
          patch: { state: "granted", look_at: null },
          events: [{ type: "granted" }],
          owes: ["printPermit", "tellPolice"],
        };
      },
    }),
    inspect: rule({
      body: z.strictObject({}),
      decidedBy: "worker",
      knows: async (_work, _permit, _command, prepared) => z.string().parse(prepared),
      decide: (permit, _command, found) => {
        requireAsked(permit);
        return { patch: { note: found }, events: [{ type: "inspected" }] };
      },
    }),
    revoke: rule({
      body: z.strictObject({}),
      decide: () => ({ patch: { state: "revoked" }, events: [{ type: "revoked" }], waives: ["tellPolice"] }),
    }),
    reprint: rule({
      body: z.strictObject({}),
      decide: () => ({ patch: {}, events: [{ type: "reprinted" }], owes: ["printPermit"] }),
    }),
  },
  find: (work, id) => work.selectFrom("permit").selectAll().where("id", "=", id).executeTakeFirst(),
  lock: (work, id) =>
    work.selectFrom("permit").selectAll().where("id", "=", id).forUpdate().executeTakeFirst(),
  async write(work, permit, decision, act) {
    const row = await work
      .updateTable("permit")
      .set({ ...decision.patch, lock_version: permit.lock_version + 1, updated_at: act.at })
      .where("id", "=", permit.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordDecision(work, "permit", row, decision, act);
    return row;
  },
};

/** What the printer and the police were handed, and how they answer. */
export type Receivers = {
  printed: { revision: number; key: string }[];
  told: string[];
  printerFails: Error | null;
  policeFail: Error | null;
};

export const permitDeliveries: Deliveries<
  Work,
  Permit,
  PermitDecision,
  Receivers,
  "printPermit" | "tellPolice"
> = {
  printPermit: {
    final: ["publication/superseded"],
    async hand(receivers, _permit, owed) {
      if (receivers.printerFails !== null) throw receivers.printerFails;
      receivers.printed.push(owed);
    },
    done: () => ({ patch: {}, events: [{ type: "printed" }] }),
  },
  tellPolice: {
    final: [],
    async hand(receivers, permit) {
      if (receivers.policeFail !== null) throw receivers.policeFail;
      receivers.told.push(permit.id);
    },
  },
};

/** An engine that keeps what it is told, or is down. */
export type NotedEngine = Engine & {
  up: boolean;
  heard: (CommandName & { how: "tell" | "decide" })[];
  /** How matters stood, as it was told. */
  stood: (Standing | undefined)[];
  refreshed: MatterAddress[];
};

function notedEngine(): NotedEngine {
  const engine: NotedEngine = {
    up: true,
    heard: [],
    stood: [],
    refreshed: [],
    tell: async (_matter, { type, id }, standing) => {
      note(type, id, "tell");
      engine.stood.push(standing);
    },
    decide: async (_matter, { type, id }) => note(type, id, "decide"),
    startLater: async () => undefined,
    refresh: async (matter) => {
      if (!engine.up) throw new Error("unreachable");
      engine.refreshed.push(matter);
    },
  };
  const note = (type: string, id: string, how: "tell" | "decide") => {
    if (!engine.up) throw new Error("unreachable");
    engine.heard.push({ type, id, how });
  };
  return engine;
}

export type PermitOffice = Frame<Work> & {
  /** The superuser's URL of its database. */
  superUrl: string;
  database: Database<Tables>;
  clock: Clock;
  engine: NotedEngine;
  /** A permit that was asked for and expires then. */
  asked(authority?: string, lookAt?: Date | null): Promise<string>;
  events(id: string): Promise<string[]>;
  close(): Promise<void>;
};

/** The frame over a database with permits, on a real PostgreSQL. */
export async function openPermitOffice(): Promise<PermitOffice> {
  const fresh = await freshDatabase();
  const up = async (db: Kysely<unknown>) => {
    await createVisibility(db, "inspection");
    await createFrameTables(db, "inspection");
    await sql`create table inspection.permit (id uuid primary key, authority text not null, state text not null,
      lock_version integer not null, look_at timestamptz, note text, updated_at timestamptz not null)`.execute(
      db,
    );
    await protect(db, "inspection", "permit");
  };
  await migrate(fresh.urls.inspection.owner, "inspection", { "0001": { up } }, sampleAuthorities);
  const logger = createLogger("test", "silent");
  const database = openDatabase<Tables>(fresh.urls.inspection.app, { logger });
  return {
    superUrl: fresh.superUrl,
    database,
    logger,
    clock: databaseClock(database.plain, "database"),
    engine: notedEngine(),
    async asked(authority = "533103", lookAt = null) {
      const id = uuidv7();
      await database.as(systemScope, (work) =>
        work
          .insertInto("permit")
          .values({
            id,
            authority,
            state: "asked",
            lock_version: 1,
            look_at: lookAt,
            note: null,
            updated_at: new Date(),
          })
          .execute(),
      );
      return id;
    },
    events: (id) =>
      database.as(systemScope, async (work) => {
        const rows = await work
          .selectFrom("event")
          .select("type")
          .where("matter_id", "=", id)
          .orderBy("seq")
          .execute();
        return rows.map(({ type }) => type);
      }),
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
}
