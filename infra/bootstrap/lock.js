// Plain JavaScript for Node 20 and newer: the install needs it before anything is installed.
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * When a process began, in the system's own words, or undefined where there is none of that id. The words are the same
 * whatever the language and the time zone of who asks.
 */
export function bornAt(pid) {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state, started] = [fields[0], fields[19]];
      return state === "Z" ? undefined : started;
    }
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const words = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env });
    return words.trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes a lock that one process holds at a time. One left by a process that is gone, even if another has its id
 * now, is taken over. Gives the function that releases it, while it is still one's own, or the holder's process id where
 * somebody holds it.
 */
export function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  // One left by an earlier process of this id may be the lock itself, by another name: not to be written into.
  rmSync(mine, { force: true });
  writeFileSync(mine, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }));
  const release = () => {
    if (holderOf(file) === process.pid) rmSync(file, { force: true });
  };
  try {
    for (;;) {
      if (linked(mine, file)) return { release };
      const holder = holderOf(file);
      if (holder !== undefined) return { heldBy: holder };
      removeStale(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Removes a lock that nobody holds. Between the look at it and its removal another start may have taken it over: so it
 * is moved aside, looked at again, and put back where it is held.
 * @throws Error where yet another start took the lock in that moment: then two hold it, which no start may ignore
 */
export function removeStale(file) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const holder = holderOf(aside);
  const lost = holder !== undefined && !linked(aside, file);
  rmSync(aside, { force: true });
  if (lost)
    throw new Error(`process ${holder} and another one both hold ${file}: stop them all, then start one`);
}

/** A link is made whole or not at all: of two starts at once one has it. */
function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds the lock, if it still runs and did not merely get the same id. */
function holderOf(file) {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, "utf8"));
    return Number.isInteger(pid) && born !== undefined && bornAt(pid) === born ? pid : undefined;
  } catch {
    return undefined;
  }
}
