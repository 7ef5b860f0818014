/** `npm run planted`: plants bugs one by one in a copy of the checkout, and says which of them the tests catch. */
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { bugs, type Bug } from "./bugs.ts";
import { copyOf, type Copy } from "./copy.ts";
import { planted } from "./plant.ts";
import { runTests } from "./run-tests.ts";

const root = join(import.meta.dirname, "..", "..");
const say = (line: string) => void process.stdout.write(`${line}\n`);

const stopping = new AbortController();
const stopped = stopping.signal;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    say(`stopped by ${signal}`);
    stopping.abort();
  });

/** Without a bug the tests pass; else that they fail with one would say nothing. */
async function passWithoutBug({ folder }: Copy): Promise<boolean> {
  const tests = [...new Set(bugs.flatMap((bug) => bug.tests))];
  const { passed, failed, said } = await runTests(folder, tests, { untilFailed: false, stopped });
  if (passed || stopped.aborted) return passed;
  for (const { file, test, cause } of failed)
    say(`fails without a bug: ${relative(folder, file)}: ${test}\n${cause}`);
  if (failed.length === 0) say(said);
  return false;
}

/** Whether its tests catch a bug: one of them fails, and not for a bug that is nonsense. */
async function isCaught({ folder }: Copy, bug: Bug): Promise<boolean> {
  const path = join(folder, bug.file);
  const sound = readFileSync(path, "utf8");
  writeFileSync(path, planted(folder, bug));
  const { passed, failed, said } = await runTests(folder, bug.tests, { untilFailed: true, stopped });
  writeFileSync(path, sound);
  if (stopped.aborted) return false;
  const [first] = failed;
  if (first !== undefined) say(`caught  ${bug.name} by ${relative(folder, first.file)}: ${first.test}`);
  else say(`MISSED  ${bug.name}: ${passed ? bug.hurts : `its tests do not run\n${said}`}`);
  return first !== undefined;
}

/** Gives how many bugs were caught. */
async function plantAll(copy: Copy): Promise<number> {
  say("without a bug");
  if (!(await passWithoutBug(copy))) return 0;
  let caught = 0;
  for (const bug of bugs) {
    if (stopped.aborted) break;
    const isOne = await isCaught(copy, bug).catch((error: unknown) => {
      say(`MISSED  ${bug.name}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    });
    if (isOne) caught += 1;
  }
  return caught;
}

const copy = copyOf(root);
let caught = 0;
try {
  caught = await plantAll(copy);
} finally {
  copy.remove();
}
if (stopped.aborted) process.exit(130);
say(`${caught} passed, ${bugs.length - caught} failed`);
process.exitCode = caught === bugs.length ? 0 : 1;
