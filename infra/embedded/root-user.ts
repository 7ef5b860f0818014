import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Identity } from "./processes.ts";

/** Whom PostgreSQL runs as: it refuses root, so as root the user `postgres`, made where it is missing. */
export function postgresIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = idOf("postgres");
  if (found !== undefined) return found;
  const made = spawnSync("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    "postgres",
  ]);
  const now = idOf("postgres");
  if (now !== undefined) return now;
  throw new Error(
    `PostgreSQL does not run as root, and the user "postgres" could not be made (${made.error?.message ?? String(made.stderr).trim()}). ` +
      "Make it (useradd postgres), or run this as another user than root.",
  );
}

function idOf(user: string): Identity | undefined {
  const ask = (flag: string) =>
    Number.parseInt(
      execFileSync("id", [flag, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      10,
    );
  try {
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return undefined;
  }
}

/** Whether that user can enter the folder, through every folder above it. */
export function canReach(folder: string, identity: Identity | undefined): boolean {
  if (identity === undefined) return true;
  return (
    spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...identity, cwd: "/", stdio: "ignore" }).status === 0
  );
}

/** Whether that user can run the program. */
export function canRun(program: string, identity: Identity | undefined): boolean {
  return spawnSync(program, ["--version"], { ...identity, cwd: "/", stdio: "ignore" }).status === 0;
}

const reachable = ["/var/lib/shuangsui", "/var/tmp/shuangsui", "/tmp/shuangsui"];
const nameOf = (wish: string) => createHash("sha256").update(wish).digest("hex").slice(0, 12);

/**
 * A folder for what the user `postgres` must reach, used where the asked one lies under a folder that it may not
 * enter (mode 0700: root's home, some temporary folders). The same one for the same wish and mark at each start.
 */
export function reachableInstead(wish: string, identity: Identity, mark = ""): string {
  for (const parent of reachable) {
    try {
      const folder = join(parent, nameOf(wish) + mark);
      mkdirSync(folder, { recursive: true });
      for (const made of [parent, folder]) {
        if (statSync(made).uid !== process.getuid?.()) throw new Error(`${made} belongs to somebody else`);
        chmodSync(made, 0o755);
      }
      if (canReach(folder, identity)) return folder;
    } catch {
      continue;
    }
  }
  throw new Error(
    `The user "postgres" can reach neither ${wish} nor /var/lib, /var/tmp or /tmp: move the checkout to a folder that others may enter.`,
  );
}

/** Makes the data folder for that user and says where it is: the wish itself, or a reachable folder instead. */
export function placeForUser(wish: string, identity: Identity | undefined): string {
  mkdirSync(dirname(wish), { recursive: true });
  if (identity === undefined) {
    mkdirSync(wish, { recursive: true, mode: 0o700 });
    accessSync(wish, constants.W_OK);
    return wish;
  }
  const place = canReach(dirname(wish), identity)
    ? wish
    : join(reachableInstead(wish, identity, markOf(wish)), "data");
  mkdirSync(place, { recursive: true, mode: 0o700 });
  chownSync(place, identity.uid, identity.gid);
  return place;
}

/**
 * A mark of the wish's own folder, made at random and kept in it: where that was removed, with all its secrets, data
 * elsewhere that is under the old mark is of no use to the new one, and goes too.
 */
function markOf(wish: string): string {
  const file = `${wish}.mark`;
  if (existsSync(file)) return readFileSync(file, "utf8");
  removeAbandoned(nameOf(wish));
  const mark = `-${randomBytes(6).toString("hex")}`;
  writeFileSync(file, mark);
  return mark;
}

/** Removes the data of earlier marks, unless a server still runs on it. */
function removeAbandoned(name: string): void {
  for (const parent of reachable.filter((folder) => existsSync(folder)))
    for (const old of readdirSync(parent).filter((entry) => entry.startsWith(`${name}-`)))
      if (!existsSync(join(parent, old, "data", "postmaster.pid")))
        rmSync(join(parent, old), { recursive: true, force: true });
}
