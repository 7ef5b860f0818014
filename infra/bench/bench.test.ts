import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { groups, type Sizes } from "./groups.ts";
import { tableOf, type Result } from "./result.ts";

const tiny: Sizes = {
  inspections: { runs: 1, registry: 100 },
  reads: { runs: 1, seconds: 1 },
  draws: { runs: 1, targets: 1_000 },
};
const rows = { inspections: 1, reads: 1, draws: 3 };

/** What every result has; the figures themselves are no matter of a test. */
function expectResults(results: readonly Result[], count: number): void {
  expect(results).toHaveLength(count);
  for (const result of results) {
    expect(result).toEqual({
      name: expect.any(String),
      ours: expect.any(Number),
      rival: expect.any(Number),
      ratio: expect.any(Number),
      unit: expect.stringContaining("/s"),
      memory: { ours: expect.toSatisfy(isMemory), rival: expect.toSatisfy(isMemory) },
      machine: expect.stringContaining("Node"),
      runs: { ours: [expect.any(Number)], rival: [expect.any(Number)] },
    });
    expect(result.ours).toBeGreaterThan(0);
    expect(result.rival).toBeGreaterThan(0);
  }
  expect(tableOf(results).split("\n")).toHaveLength(count + 2);
}

const isMemory = (value: unknown) => value === null || (typeof value === "number" && value > 0);

it.each(groups)("measures $name against a rival", { timeout: 90_000 }, async ({ name, run }) => {
  const lines: string[] = [];
  const results = await run(tiny, (line) => void lines.push(line));
  expectResults(results, rows[name]);
});

it("writes as JSON what its table says, and refuses a group that is not there", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "shuangsui-bench-"));
  const file = join(folder, "results.json");
  const bench = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], { encoding: "utf8" });
  try {
    const { status, stdout } = bench("--only", "draws", "--short", "--json", file);
    expect(status).toBe(0);
    const results = JSON.parse(readFileSync(file, "utf8")) as Result[];
    expectResults(results, rows.draws);
    expect(stdout).toBe(`${tableOf(results)}\n`);
    expect(bench("--only", "nothing").status).toBe(64);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
