import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { needsEngine } from "./needs-engine.ts";

const folder = mkdtempSync(join(tmpdir(), "shuangsui-needs-engine-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = {
  "starts.ts": 'import { TestWorkflowEnvironment } from "@temporalio/testing";\n',
  "bundles.ts": 'import { bundleWorkflows } from "@shuangsui/temporal-kit";\nawait bundleWorkflows("x");\n',
  "names.ts": 'import type { TestWorkflowEnvironment } from "@temporalio/testing";\n',
  "through.ts": 'import {\n  one,\n  two,\n} from "./starts.ts";\nexport const three = one + two;\n',
  "again.ts": 'export { three } from "./through.ts";\nexport * from "./circle.ts";\n',
  "circle.ts":
    'import "./circle.ts";\nimport type { one } from "./starts.ts";\nimport { four } from "./missing.ts";\n',
  "bare.ts": 'import "./starts.ts";\n',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

it.each([
  ["starts.ts", true],
  ["bundles.ts", true],
  ["names.ts", false],
  ["through.ts", true],
  ["again.ts", true],
  ["circle.ts", false],
  ["bare.ts", true],
] as const)("tells of a file by what it imports, types alone left out: %s, %s", (name, needs) => {
  expect(needsEngine(join(folder, name))).toBe(needs);
});

it.each([
  ["workflows/follow.test.ts", true],
  ["workflows/histories/replay.test.ts", true],
  ["services/inspection/src/plans/plan.test.ts", true],
  ["services/disclosure/src/publications/notices.test.ts", true],
  ["services/disclosure/src/publications/lifecycle.test.ts", false],
  ["packages/service-kit/src/commands/handler.test.ts", false],
] as const)("leaves to npm test what is tested with an engine: %s, %s", (path, needs) => {
  expect(needsEngine(join(import.meta.dirname, "..", "..", path))).toBe(needs);
});
