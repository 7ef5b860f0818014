/** Checks everything that is no test: types, lint and format, the walls between parts, dead exports and dependencies, and what the pages ask of browsers. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const steps: readonly (readonly [name: string, program: string, args: readonly string[]])[] = [
  ["types", "tsc", ["--noEmit", "-p", "tsconfig.json"]],
  ["types of the console's pages", "tsc", ["--noEmit", "-p", "services/console/src/web/tsconfig.json"]],
  [
    "types of the pages of the inspected",
    "tsc",
    ["--noEmit", "-p", "services/inspection/src/inspected/pages/web/tsconfig.json"],
  ],
  ["lint", "oxlint", ["--type-aware", "--deny-warnings", "."]],
  ["format", "oxfmt", ["--check", "."]],
  [
    "walls",
    "depcruise",
    ["--config", ".dependency-cruiser.cjs", "services", "workflows", "packages", "infra"],
  ],
  ["dead code", "knip", []],
  ["what older browsers lack", "node", ["infra/old-browsers/main.ts"]],
];

const results: { name: string; passed: boolean; seconds: number }[] = [];
for (const [name, program, args] of steps) {
  const began = performance.now();
  const { passed, said } = await run(program, args);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  results.push({ name, passed, seconds });
  process.stdout.write(`${passed ? "passed" : "FAILED"}  ${name} (${program}), ${seconds.toFixed(1)} s\n`);
  if (!passed) process.stdout.write(said);
}
const failed = results.filter(({ passed }) => !passed).length;
process.stdout.write(`verify: ${results.length - failed} passed, ${failed} failed\n`);
mkdirSync(join(root, ".cache"), { recursive: true });
writeFileSync(
  join(root, ".cache", "verify.json"),
  JSON.stringify({ passed: results.length - failed, failed, steps: results }),
);
process.exitCode = failed === 0 ? 0 : 1;

function run(program: string, args: readonly string[]): Promise<{ passed: boolean; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(join(root, "node_modules", ".bin", program), args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 600_000,
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", (error) =>
      resolve({ passed: false, said: `${program} does not start: ${error.message}\n` }),
    );
    child.on("close", (code) => resolve({ passed: code === 0, said: Buffer.concat(said).toString() }));
  });
}
