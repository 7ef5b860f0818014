import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What came of tests: those that failed, and whether all could be run; with the end of what was said. */
export type Ran = { failed: Failed[]; passed: boolean; said: string };
type Failed = { file: string; test: string; cause: string };

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

/** A bug by which a test never ends ends here. */
const longestMs = 240_000;
const saidLast = 4_000;

/**
 * Runs test files of a checkout, `untilFailed` no further than the first that fails. Resolves when nothing of it runs any
 * more, also where `stopped` ends it.
 */
export async function runTests(
  folder: string,
  files: readonly string[],
  { untilFailed, stopped }: { untilFailed: boolean; stopped: AbortSignal },
): Promise<Ran> {
  const output = join(folder, ".planted.json");
  rmSync(output, { force: true });
  const child = spawn(
    process.execPath,
    [
      join("node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${output}`,
      ...(untilFailed ? ["--bail=1"] : []),
      ...files,
    ],
    // A group of its own, so that whatever it has started ends with it.
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
  const ended = AbortSignal.any([stopped, AbortSignal.timeout(longestMs)]);
  const end = () => endGroup(child.pid);
  ended.addEventListener("abort", end);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-saidLast)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  ended.removeEventListener("abort", end);
  // Also what a test that failed has left running.
  end();
  return { failed: failedIn(output), passed: code === 0, said };
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGTERM");
  } catch {
    // It has ended already.
  }
}

/** The tests that failed; a file that could not even be loaded, as where a bug is no bug but nonsense, holds none. */
function failedIn(output: string): Ran["failed"] {
  let text: string;
  try {
    text = readFileSync(output, "utf8");
  } catch {
    return [];
  }
  return report.parse(JSON.parse(text)).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => ({
        file: name,
        test: fullName,
        cause: failureMessages.join("\n"),
      })),
  );
}
