import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { carriesOn } from "./earlier-data.ts";

const migrations = "services/registry/src/migrations";
let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shuangsui-earlier-"));
  dataDir = join(folder, ".data");
  write(`${migrations}/0001-registers.ts`, "one");
  write(`${migrations}/index.ts`, "a list of one");
  write("services/inspection/src/migrations/plans.ts", "plans");
  write("packages/service-kit/src/commands/table.ts", "the inbox");
  // A first start.
  expect(carriesOn(dataDir, folder)).toBe(true);
  write(".data/secrets.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

it("carries on what the same files made, and keeps a new migration from then on", () => {
  expect(carriesOn(dataDir, folder)).toBe(true);
  write(`${migrations}/0002-more.ts`, "two");
  write(`${migrations}/index.ts`, "a list of two");
  expect(carriesOn(dataDir, folder)).toBe(true);
  rmSync(join(folder, migrations, "0002-more.ts"));
  expect(carriesOn(dataDir, folder)).toBe(false);
});

it.each([
  [
    "a migration was changed in its place",
    () => write(`${migrations}/0001-registers.ts`, "one, in other words"),
  ],
  ["a migration is gone", () => rmSync(join(folder, migrations, "0001-registers.ts"))],
  [
    "the inbox's table was changed",
    () => write("packages/service-kit/src/commands/table.ts", "another inbox"),
  ],
  [
    "tables of which a migration makes its own were changed",
    () => write("services/inspection/src/migrations/plans.ts", "other plans"),
  ],
  ["nobody knows what made it", () => rmSync(join(dataDir, "tables.json"))],
])("does not carry on data where %s", (_, change) => {
  change();
  expect(carriesOn(dataDir, folder)).toBe(false);
  expect(carriesOn(dataDir, folder)).toBe(false);
  rmSync(dataDir, { recursive: true });
  expect(carriesOn(dataDir, folder)).toBe(true);
});
