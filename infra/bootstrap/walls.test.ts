import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "shuangsui-walls-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file that breaks the wall, and what it imports. */
const breaches: Record<string, readonly [file: string, imports: string]> = {
  "service-to-service": ["services/registry/src/app.ts", "services/inspection/src/store.ts"],
  "service-to-workflow": ["services/inspection/src/app.ts", "workflows/campaign/workflow.ts"],
  "worker-to-workflow": ["services/inspection/src/worker.ts", "workflows/campaign/workflow.ts"],
  "workflow-is-deterministic": ["workflows/campaign/workflow.ts", "packages/service-kit/src/index.ts"],
  "workflow-to-foreign-activities": ["workflows/campaign/workflow.ts", "workflows/activities.ts"],
  "workflows-to-services": ["workflows/activities.ts", "services/inspection/src/store.ts"],
  "packages-to-services": ["packages/clock/src/index.ts", "services/inspection/src/store.ts"],
  "services-to-infra": ["services/disclosure/src/main.ts", "infra/embedded/stack.ts"],
  "pure-libraries": ["packages/lottery/src/draw.ts", "node:fs"],
  "pure-rules": ["services/inspection/src/plans/rules.ts", "services/inspection/src/plans/store.ts"],
  "pure-decisions": [
    "services/inspection/src/plans/commands/submit.ts",
    "services/inspection/src/plans/store.ts",
  ],
  "domain-to-domain": [
    "services/inspection/src/plans/deadlines.ts",
    "services/inspection/src/inspections/rules.ts",
  ],
  "no-tests-in-code": ["services/disclosure/src/app.ts", "services/disclosure/src/app.test.ts"],
  "no-unresolved": ["services/console/src/app.ts", "services/console/src/missing.ts"],
};

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text, { flag: "a" });
}

it("refuses each import that breaks a wall, and lets the allowed ones be", () => {
  cpSync(join(root, ".dependency-cruiser.cjs"), join(folder, ".dependency-cruiser.cjs"));
  for (const [rule, [file, imports]] of Object.entries(breaches)) {
    const name = rule.replaceAll("-", "_");
    const path = imports.startsWith("node:")
      ? imports
      : `${"../".repeat(file.split("/").length - 1)}${imports}`;
    write(file, `import { ${name} } from "${path}"; export const use_${name} = ${name};\n`);
    if (!imports.startsWith("node:") && rule !== "no-unresolved")
      write(imports, `export const ${name} = 1;\n`);
  }
  write(
    "services/inspection/src/worker.ts",
    'import "../../../workflows/activities.ts"; import "../../../workflows/plan/contract.ts";\n',
  );
  write("services/inspection/src/app.ts", 'import "../../../workflows/plan/contract.ts";\n');
  write(
    "workflows/plan/workflow.ts",
    'import { x } from "./contract.ts"; import type * as A from "../activities.ts"; export const y: typeof A = x;\n',
  );
  write("workflows/plan/contract.ts", "export const x = 1;\n");
  write(
    "services/inspection/src/campaigns/commands/commit.ts",
    'import type { S } from "../../draws/store.ts"; import { d } from "../../plans/in-force.ts"; export const e: S = d;\n',
  );
  write("services/inspection/src/draws/store.ts", "export type S = number;\n");
  write("services/inspection/src/plans/in-force.ts", "export const d = 1;\n");
  write("packages/clock/src/one.ts", 'import { b } from "./two.ts"; export const a = b;\n');
  write("packages/clock/src/two.ts", 'import { a } from "./one.ts"; export const b = a;\n');
  write(
    "packages/clock/src/three.ts",
    'import type { Four } from "./four.ts"; export type Three = Four[];\n',
  );
  write(
    "packages/clock/src/four.ts",
    'import type { Three } from "./three.ts"; export type Four = Three | 4;\n',
  );

  const program = join(root, "node_modules", ".bin", "depcruise");
  const run = spawnSync(
    program,
    [
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "json",
      "services",
      "workflows",
      "packages",
      "infra",
    ],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 50_000_000,
    },
  );
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  const refused = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);
  for (const [rule, [file]] of Object.entries(breaches))
    expect(refused.join("\n")).toContain(`${rule}: ${file}`);
  expect(refused.join("\n")).toContain("no-cycles: packages/clock/src/one.ts");
  // A circle of types, too.
  expect(refused.join("\n")).toContain("no-cycles: packages/clock/src/four.ts");
  expect(refused.filter((line) => line.includes("workflows/plan/workflow.ts ->"))).toEqual([]);
  expect(refused.filter((line) => line.includes("-> workflows/plan/contract.ts"))).toEqual([]);
  expect(refused.filter((line) => line.includes("campaigns/commands/commit.ts ->"))).toEqual([]);
  expect(
    refused.filter((line) => line.startsWith("worker-to-workflow") && line.includes("workflows/activities")),
  ).toEqual([]);
});
