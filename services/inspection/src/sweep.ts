import type { Clock } from "@shuangsui/clock";
import { systemScope, type Database, type Logger } from "@shuangsui/service-kit";
import type { InspectionInput } from "@shuangsui/workflows/inspection/contract";
import { campaignsToWake } from "./campaigns/store.ts";
import { overdueInspections } from "./inspections/store.ts";
import type { Tables } from "./tables.ts";

const everyMs = 2_000;
const atOnce = 200;
/** An inspection whose due time has passed is nudged again after this long, so that a sweep never floods a history. */
const againAfterMs = 60_000;

/**
 * The second detector of deadlines, beside the workflows' timers: finds in SQL what is past its due time and
 * makes its workflow look, starting it where the engine has lost it.
 */
export function startSweep(parts: {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  wake: Record<"inspection" | "campaign", (input: InspectionInput) => Promise<void>>;
}): { stop(): void } {
  const nudged = new Map<string, number>();
  const sweep = async () => {
    const now = await parts.clock.now();
    const overdue = await parts.database.as(systemScope, async (work) => [
      ...(await overdueInspections(work, now, atOnce)).map((row) => ({ ...row, wake: parts.wake.inspection })),
      ...(await campaignsToWake(work, now, atOnce)).map((row) => ({ ...row, wake: parts.wake.campaign })),
    ]);
    const at = performance.now();
    for (const [id, last] of nudged) if (at - last > againAfterMs) nudged.delete(id);
    for (const row of overdue) {
      if (nudged.has(row.id)) continue;
      nudged.set(row.id, at);
      await row.wake({ id: row.id, authority: row.authority });
    }
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) =>
      parts.logger.warn({ error: error instanceof Error ? error.name : "unknown" }, "a sweep failed"),
    );
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
