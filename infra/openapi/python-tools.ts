import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectCache } from "../embedded/temporal-binaries.ts";

const execute = promisify(execFile);
/** What reads the documents, and makes clients of them. */
const readers = join(import.meta.dirname, "requirements.txt");

/** Runs Python with such tools, and with the packages of another folder, in a working folder. Rejects where it fails. */
export type Python = (
  args: readonly string[],
  options?: { packages?: string; environment?: Record<string, string>; cwd?: string },
) => Promise<{ stdout: string; stderr: string }>;

/**
 * Python with the tools that a file of requirements names, got from PyPI once, in their pinned versions, into the project's cache; undefined where there is no
 * Python with pip, or PyPI is out of reach.
 */
export async function pythonTools(requirements = readers): Promise<Python | undefined> {
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(projectCache, `python-${version}`);
  if (!existsSync(folder)) {
    const half = `${folder}.${process.pid}`;
    mkdirSync(projectCache, { recursive: true });
    const asked = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"];
    try {
      await execute("python3", [...asked, "--target", half, "-r", requirements]);
      renameSync(half, folder);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      process.stderr.write(`the tools of Python are not there: ${String(error).slice(0, 500)}\n`);
      return undefined;
    }
  }
  return (args, { packages, environment = {}, cwd } = {}) =>
    execute("python3", [...args], {
      cwd,
      env: {
        ...process.env,
        ...environment,
        PYTHONPATH: packages === undefined ? folder : `${packages}:${folder}`,
        PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      },
      maxBuffer: 64 * 1_048_576,
    });
}
