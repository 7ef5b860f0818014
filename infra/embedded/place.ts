import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./postgres.ts";
import { createSupervisor, type Supervisor } from "./processes.ts";

/** Where a measurement or a fault run keeps its servers and files while it runs. */
export type Place = { folder: string; supervisor: Supervisor };

const open = new Set<() => Promise<void>>();

/** Runs `work` with a folder and a supervisor of its own; both are gone afterwards, however it ended. */
export async function inPlace<T>(
  log: (line: string) => void,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder();
  const supervisor = createSupervisor({ runDir: join(folder, "run"), log });
  return closing(
    () => work({ folder, supervisor }),
    async () => {
      await supervisor.stopAll();
      rmSync(folder, { recursive: true, force: true });
    },
  );
}

/** Runs `work`, then `close`, which an interrupt calls as well. */
export async function closing<T>(work: () => Promise<T>, close: () => Promise<void>): Promise<T> {
  open.add(close);
  try {
    return await work();
  } finally {
    open.delete(close);
    await close();
  }
}

/** Puts away what is still running: the last opened first. */
export async function closeAll(): Promise<void> {
  for (const close of [...open].reverse()) await close().catch(() => undefined);
}
