import { accessSync, constants, statfsSync } from "node:fs";
import { freemem } from "node:os";

const folder = "/dev/shm";
const tmpfs = 0x01021994;
/** What tests write at most at a time, with their databases' logs, and as much again for themselves. */
const room = 6 * 2 ** 30;

/**
 * A folder whose files are kept in memory, where the system has one with room for what tests write: a test's database is a
 * thousand small files, made and removed again, for which a disk lets everything wait.
 */
export function folderInMemory(): string | undefined {
  try {
    const { type, bavail, bsize } = statfsSync(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return type === tmpfs && bavail * bsize >= room && freemem() >= room ? folder : undefined;
  } catch {
    return undefined;
  }
}
