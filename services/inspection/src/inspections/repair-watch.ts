import { submit, type Frame, type Rounds } from "@shuangsui/service-kit";
import { idOf } from "../ids.ts";
import type { RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import { inspectionDomain } from "./domain.ts";

/** So often it is asked while there is something; each time that there was nothing the wait is twice as long, up to the later one. */
const inProduction = { soonMs: 15_000, laterMs: 120_000 };

/**
 * 信用修复管理办法: what came into the registry as repaired that an inspection has entered, by a sheet or by another service, becomes
 * that inspection's command `repair`, which has its result taken down and hands the repair over. The command's key follows from the
 * repair's record: of several who watch, or after a kill, it is commanded once.
 */
export function startRepairWatch(
  frame: Frame<Work>,
  registry: Pick<RegistryClient, "repairsDue">,
  { soonMs, laterMs } = inProduction,
): Rounds {
  const { logger } = frame;
  const once = async () => {
    const due = await registry.repairsDue();
    for (const { id, authority, inspectionId, ...payload } of due) {
      const key = idOf("repair", inspectionId, id);
      await submit(frame, inspectionDomain, {
        ...{ key, requestId: key, matterId: inspectionId, type: "repair", payload },
        caller: { authority, actor: "system", service: true },
      }).catch((error: unknown) => warn(logger, error, inspectionId));
    }
    return due.length;
  };

  let waitMs = soonMs;
  let watching: Promise<void> = Promise.resolve();
  let timer = setTimeout(round, waitMs);
  let isOver = false;
  function round(): void {
    watching = once()
      .catch((error: unknown) => {
        warn(logger, error, "registry");
        return 0;
      })
      .then((due) => {
        waitMs = due > 0 ? soonMs : Math.min(2 * waitMs, laterMs);
        if (!isOver) timer = setTimeout(round, waitMs);
      });
  }
  return {
    once,
    async stop() {
      isOver = true;
      clearTimeout(timer);
      await watching;
    },
  };
}

function warn(logger: Frame<Work>["logger"], error: unknown, subject: string): void {
  logger.warn(
    { subject, error: error instanceof Error ? error.name : "unknown" },
    "what the registry has as repaired was not repaired",
  );
}
