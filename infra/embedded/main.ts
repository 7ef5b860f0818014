/** `npm start`: the whole system on this machine, with the sample authority's campaigns, until Ctrl-C. */
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { takeLock } from "../bootstrap/lock.js";
import { runMainJob } from "../sample/main-job.ts";
import { carriesOn } from "./earlier-data.ts";
import { type Endpoints, type Stack, startStack } from "./stack.ts";

const root = join(import.meta.dirname, "..", "..");
// Tests of the start have a folder of their own.
const folder = process.env["SHUANGSUI_DATA"] ?? ".data";
const dataDir = resolve(root, folder);
const began = performance.now();
// A day of the sample passes in four seconds; once the main job is done, and at every later start, it takes ten
// minutes, so that what is in flight can be looked at.
const [whileRunning, afterwards] = [21_600, 144];
const doneMark = join(dataDir, "main-job-done");
const sample = { start: "2026-09-14T01:00:00Z", rate: existsSync(doneMark) ? afterwards : whileRunning };
// Whoever read the output may go away before this does.
process.stdout.on("error", () => undefined);

const lock = takeLock(join(dataDir, "lock"));
if ("heldBy" in lock) {
  say(
    `Shuangsui runs already in this checkout (process ${lock.heldBy}). Its addresses are in ${folder}/endpoints.json; stop it there with Ctrl-C.`,
  );
  process.exit(1);
}

if (!carriesOn(dataDir, root)) {
  say(
    `the data in ${folder} is of an earlier version of this project, which cannot be carried on: remove ${folder} to begin anew`,
  );
  lock.release();
  process.exit(1);
}

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
process.on("disconnect", () => stopping.abort());

const demoAccounts = process.env["DEMO_ACCOUNTS"] !== "false";
const issuerUrl = process.env["ISSUER_URL"];
let stack: Stack | undefined;
try {
  rmSync(join(dataDir, "endpoints.json"), { force: true });
  stack = await startStack({ dataDir, log: say, sample, demoAccounts, issuerUrl, signal: stopping.signal });
  await untilStopped(stack, stopping.signal);
} catch (error) {
  if (!stopping.signal.aborted) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
} finally {
  say("stopping: the next `npm start` goes on from here");
  await stack?.stop();
  rmSync(join(dataDir, "endpoints.json"), { force: true });
  lock.release();
  say("all is stopped");
}
process.exit();

/** Runs the main job, then stays until the signal. */
async function untilStopped(
  { endpoints, people, temporalUi, codec, clock }: Stack,
  signal: AbortSignal,
): Promise<void> {
  writeEndpoints(endpoints, "running");
  say(`identity    ${endpoints.identity}`);
  say(`console     ${endpoints.console}`);
  if (demoAccounts && issuerUrl === undefined)
    say(
      "            sign in as demo-supervisor; the sign-in page names an account for each role, and the password",
    );
  say(`portal      ${endpoints.portal}`);
  say(`inspected   ${endpoints.inspected}`);
  say(`registry    ${endpoints.registry}/openapi.json`);
  say(`inspection  ${endpoints.inspection}/openapi.json`);
  if (temporalUi !== undefined)
    say(`Temporal    ${temporalUi} (sealed; ${codec ?? ""} lets the prefecture's auditors read it)`);
  say(`disclosure  ${endpoints.disclosure}/openapi.json`);
  say("running the main job: a county campaign from its plan to its publications and its revealed draw");
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  if (signal.aborted) return;
  const hasDemoAccounts = demoAccounts && issuerUrl === undefined;
  const job = runMainJob(endpoints, { people, hasDemoAccounts, log: say, signal, folder: dataDir }).then(
    async () => {
      if (signal.aborted) return;
      await clock?.setRate(afterwards);
      writeFileSync(doneMark, "");
      writeEndpoints(endpoints, "done");
      say(
        `the main job is done. Look at ${endpoints.console} and ${endpoints.portal}; Ctrl-C stops everything`,
      );
    },
  );
  await Promise.race([job.then(() => aborted), aborted]);
}

/** Tells scripts where everything is: written whole or not at all. */
function writeEndpoints(endpoints: Endpoints, mainJob: "running" | "done"): void {
  const file = join(dataDir, "endpoints.json");
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...endpoints, mainJob }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function say(line: string): void {
  process.stdout.write(`[${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
}
