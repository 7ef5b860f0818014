import { authorityOf, learnAuthorities, Problem } from "@shuangsui/contracts";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../database.ts";
import type { Logger } from "../logger.ts";
import { authoritiesChannel, readAuthorities } from "./table.ts";

const againMs = 1_000;

/** What this process reads its authorities from; nothing where it has no database. */
let source: (() => Promise<void>) | undefined;

/**
 * Has this process know the authorities of its service's table, and whatever becomes of them. Waits until they were read once:
 * nothing may be decided without. Gives what ends it.
 */
export async function followAuthorities<DB>(
  database: Pick<Database<DB>, "plain" | "listen">,
  logger: Logger,
): Promise<() => Promise<void>> {
  const read = async () => learnAuthorities(await readAuthorities(database.plain));
  const warn = (error: unknown) =>
    logger.warn({ error: error instanceof Error ? error.name : "unknown" }, "the authorities were not read");
  for (;;) {
    const isRead = await read().then(
      () => true,
      (error: unknown) => warn(error),
    );
    if (isRead === true) break;
    await pause(againMs);
  }
  source = read;
  const unlisten = database.listen(authoritiesChannel, () => void read().catch(warn));
  return async () => {
    if (source === read) source = undefined;
    await unlisten();
  };
}

/** An authority that somebody acts for is there; one that this process has not heard of yet is looked up. @throws Problem `caller/authority-unknown` */
export async function requireAuthority(code: string): Promise<void> {
  if (authorityOf(code) !== undefined) return;
  await source?.();
  if (authorityOf(code) === undefined) throw new Problem("caller/authority-unknown");
}
