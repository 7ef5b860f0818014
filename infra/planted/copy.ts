import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A copy of a checkout in which tests run. */
export type Copy = { folder: string; remove(): void };

/**
 * Copies a checkout as it is, also what is not committed. What was installed stays where it is: the copy's packages lead
 * there, and to each other within the copy.
 */
export function copyOf(root: string): Copy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "shuangsui-planted-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const file of filesOf(root)) put(root, folder, file);
    mkdirSync(join(folder, "node_modules"));
    for (const installed of globSync("{.,infra,workflows,packages/*,services/*}/node_modules", { cwd: root }))
      linkInstalled(root, folder, installed);
    // Temporal's programs.
    mkdirSync(join(root, ".cache"), { recursive: true });
    symlinkSync(join(root, ".cache"), join(folder, ".cache"));
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The files that git knows or would take. */
function filesOf(root: string): string[] {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  if (listed.status !== 0) throw new Error(`git does not list the files: ${listed.stderr}`);
  return listed.stdout.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

/** Copies a file, or a link as it is. */
function put(root: string, folder: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  if (isLink(join(root, path))) symlinkSync(readlinkSync(join(root, path)), join(folder, path));
  else copyFileSync(join(root, path), join(folder, path));
}

/** Copies the links by which pnpm installs; what they lead to outside of the checkout's own packages is linked once, at the root. */
function linkInstalled(root: string, folder: string, installed: string): void {
  for (const name of readdirSync(join(root, installed))) {
    const path = join(installed, name);
    if (name === ".pnpm") symlinkSync(join(root, path), join(folder, path));
    else if (isLink(join(root, path))) put(root, folder, path);
    else if (name.startsWith("@")) linkInstalled(root, folder, path);
  }
}

const isLink = (path: string) => lstatSync(path).isSymbolicLink();
