import { systemScope } from "../database.ts";
import type { Frame } from "../frame.ts";
import type { FrameWork } from "../frame-tables.ts";

/** How long what was told waits to be written down together with others, milliseconds: well before the relay asks. */
const togetherMs = 250;

const pending = new WeakMap<object, string[]>();

/**
 * Notes that a matter's workflow was told of a command: several commands in one transaction, a moment later. It waits for none
 * that is locked, since another transaction may hold one of them and wait for the next. Where it passes one over or fails, or
 * the process ends first, the relay tells of that once more.
 */
export function noteTold<W extends FrameWork>(
  { database, clock, logger }: Pick<Frame<W>, "database" | "clock" | "logger">,
  commandId: string,
): void {
  const waiting = pending.get(database);
  if (waiting !== undefined) {
    waiting.push(commandId);
    return;
  }
  const ids = [commandId];
  pending.set(database, ids);
  const write = async () => {
    pending.delete(database);
    await database.as(systemScope, async (work) =>
      work
        .updateTable("command")
        .set({ told_at: await clock.now(work) })
        .where("id", "in", (query) =>
          query
            .selectFrom("command")
            .select("id")
            .where("id", "in", ids)
            .where("told_at", "is", null)
            .forUpdate()
            .skipLocked(),
        )
        .execute(),
    );
  };
  setTimeout(
    () =>
      void write().catch((error: unknown) =>
        logger.warn(
          { error: error instanceof Error ? error.name : "unknown" },
          "what was told was not written down",
        ),
      ),
    togetherMs,
  ).unref();
}
