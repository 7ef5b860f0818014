import { readOnly, systemScope, type Database, type Logger } from "@shuangsui/service-kit";
import type { ImportEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";
import { idleImports } from "./store.ts";

const soonestMs = 10_000;
const latestMs = 60_000;
const atOnce = 100;

/**
 * Tells the engine of imports that do not come further, or whose time is over: it was out of reach when somebody uploaded or applied
 * them, or has lost them. Looks less often while there are none.
 */
export function startWaker({
  database,
  engine,
  logger,
}: {
  database: Database<Tables>;
  engine: ImportEngine;
  logger: Logger;
}): { once(): Promise<number>; stop(): void } {
  let pauseMs = soonestMs;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const once = async () => {
    const idle = await database.as(systemScope, (work) => idleImports(work, atOnce), readOnly);
    for (const job of idle) await engine.refresh(job);
    return idle.length;
  };
  const later = () => {
    timer = setTimeout(() => {
      once()
        .then((woken) => {
          pauseMs = woken > 0 ? soonestMs : Math.min(latestMs, pauseMs * 2);
        })
        .catch((error: unknown) =>
          logger.warn(
            { error: error instanceof Error ? error.name : "unknown" },
            "imports could not be woken",
          ),
        )
        .finally(() => {
          if (!stopped) later();
        });
    }, pauseMs);
  };
  later();
  return {
    once,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
