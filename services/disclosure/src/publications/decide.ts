import type { Clock } from "@shuangsui/clock";
import { Problem, publicationCommands } from "@shuangsui/contracts";
import { decideCommand, type Command, type Database, type Logger } from "@shuangsui/service-kit";
import type { PublicationInput, PublicationView } from "@shuangsui/workflows/publication/contract";
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Tables } from "../tables.ts";
import { timeDid, viewOf } from "./look.ts";
import { requireNotWithdrawn, requireOpen, requireReady, requireUnknown } from "./rules.ts";
import {
  change,
  lockPublication,
  publishVersion,
  receiptOf,
  undecidedBefore,
  type Act,
  type Publication,
} from "./store.ts";

/** The command by which an opening reaches the engine: it changes nothing, the row stands already. */
export const openCommand = "open";

/**
 * Decides one command on a publication, once, and gives how it stands then. Before one that was received after the
 * deadline comes all that came first: the commands received in time, then the deadline itself.
 */
export async function decidePublicationCommand(
  parts: { database: Database<Tables>; clock: Clock; logger: Logger },
  input: PublicationInput,
  commandId: string,
): Promise<PublicationView> {
  const now = await parts.clock.now();
  return parts.database.as(input.authority, async (work) => {
    const decide = async (id: string) => {
      const row = await locked(work, input.id);
      await decideCommand(work, id, now, (command) => apply(work, row, command, now), parts.logger);
    };
    const { due_at: due } = await locked(work, input.id);
    const receivedAt = await receiptOf(work, commandId);
    if (receivedAt !== undefined && receivedAt >= due) {
      for (const inTime of await undecidedBefore(work, input.id, due)) await decide(inTime);
      await timeDid(work, await locked(work, input.id), now, receivedAt);
    }
    await decide(commandId);
    return viewOf(work, await locked(work, input.id));
  });
}

async function locked(work: Transaction<Tables>, id: string): Promise<Publication> {
  const row = await lockPublication(work, id);
  if (row === undefined) throw new Problem("not-found");
  return row;
}

async function apply(
  work: Transaction<Tables>,
  row: Publication,
  command: Command,
  now: Date,
): Promise<void> {
  const act: Act = { at: command.received_at, actor: command.actor, requestId: command.request_id };
  /** What goes public does so when it is written, never earlier. */
  const publishing: Act = { ...act, at: now };
  switch (command.type) {
    case openCommand:
      return;
    case "due": {
      const { dueAt, calendarVersion, fact } = read(publicationCommands.due, command.payload);
      requireOpen(row.state);
      const known = { calendar_version: calendarVersion, fact: JSON.stringify(fact) };
      if (row.due_at.getTime() === Date.parse(dueAt)) {
        await change(work, row, known, "fact-renewed", act);
        return;
      }
      const moved = { ...known, due_at: new Date(dueAt), reminders: 0 };
      await change(work, row, moved, "due-moved", act, {
        from: row.due_at.toISOString(),
        to: dueAt,
        calendarVersion,
      });
      return;
    }
    case "content": {
      const { content, reason } = read(publicationCommands.content, command.payload);
      requireNotWithdrawn(row.state);
      const late = row.breached_at !== null;
      if (row.version > 0 || late)
        await publishVersion(
          work,
          row,
          { content, by: "correction", breach: false, reason, state: "published" },
          publishing,
        );
      else
        await change(
          work,
          row,
          { state: "ready", ready: JSON.stringify(content), ready_reason: reason },
          "content-ready",
          act,
          { reason },
        );
      return;
    }
    case "publish": {
      requireReady(row.state);
      if (row.ready === null) throw new Problem("publication/nothing-to-publish");
      await publishVersion(
        work,
        row,
        {
          content: row.ready,
          by: "official",
          breach: false,
          reason: row.ready_reason ?? "",
          state: "published",
        },
        publishing,
      );
      return;
    }
    case "withdraw": {
      const { content, reason } = read(publicationCommands.withdraw, command.payload);
      requireNotWithdrawn(row.state);
      await publishVersion(
        work,
        row,
        { content, by: "withdrawal", breach: false, reason, state: "withdrawn" },
        publishing,
      );
      return;
    }
    case "drop": {
      requireUnknown({ state: row.state, breached: row.breached_at !== null });
      const closed = { state: "withdrawn" as const, ready: JSON.stringify(null), ready_reason: null };
      await change(work, row, closed, "dropped", act);
      return;
    }
    default:
      throw new Problem("publication/wrong-state", `no command ${command.type}`);
  }
}

/** Reads a body by its schema again: what lies in the inbox is trusted no more than what came in. */
function read<T extends z.ZodType>(schema: T, payload: unknown): z.infer<T> {
  const body = schema.safeParse(payload);
  if (!body.success) throw new Problem("body/invalid");
  return body.data;
}
