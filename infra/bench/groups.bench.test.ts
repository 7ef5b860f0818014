import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { drawNames, expectResults, names, tiny } from "./expected.ts";
import { groups, runGroup, sizes } from "./groups.ts";
import { tableOf, type Result } from "./result.ts";
import { onOwnStack } from "./site.ts";

/** The draws are measured by the program itself, below, the console where a browser is. */
const byThemselves = groups.filter(
  ({ county, name }) => county === null && name !== "draws" && name !== "console",
);
it.each(byThemselves)("measures $name", { timeout: 180_000 }, async (group) => {
  expectResults(await runGroup(group, tiny, () => undefined), names[group.name]);
});

it("measures all others, here on one stack", { timeout: 420_000 }, () =>
  onOwnStack(
    () => undefined,
    async (siteOf) => {
      for (const group of groups) {
        if (group.county === null) continue;
        const results = await group.measure(siteOf(group.county), tiny, () => undefined);
        expectResults(results, names[group.name]);
      }
    },
  ),
);

it("writes as JSON what its table says, and refuses a group that is not there", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "shuangsui-bench-"));
  const file = join(folder, "results.json");
  const bench = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], { encoding: "utf8" });
  try {
    const { status, stdout } = bench("--only", "draws", "--short", "--json", file);
    expect(status).toBe(0);
    const results = JSON.parse(readFileSync(file, "utf8")) as Result[];
    expectResults(results, drawNames(sizes.short.draws));
    expect(stdout).toBe(`${tableOf(results)}\n`);
    expect(bench("--only", "nothing").status).toBe(64);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
