import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The files that make the services' tables. The lists of migrations are none: every new one changes them. */
const makingTables = [
  "services/*/src/migrations/*.ts",
  "packages/service-kit/src/*/table.ts",
  "packages/service-kit/src/migrations.ts",
];

const record = z.record(z.string(), z.string());

/**
 * Whether this version of the project, at `root`, can carry on the data in a folder: kysely tells migrations by their
 * names alone, so the hashes of the files that made the tables are kept beside the data, and none of them may have
 * changed or gone. Where it can, also because there is no data yet, its own are kept.
 */
export function carriesOn(dataDir: string, root: string): boolean {
  const file = join(dataDir, "tables.json");
  const made = existsSync(join(dataDir, "secrets.json")) ? readRecord(file) : {};
  const making = Object.fromEntries(
    globSync(makingTables, { cwd: root, exclude: ["**/migrations/index.ts"] })
      .toSorted()
      .map((path) => [path, hashOf(join(root, path))]),
  );
  if (made === undefined || Object.entries(made).some(([path, hash]) => making[path] !== hash)) return false;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(making, null, 2));
  renameSync(`${file}.new`, file);
  return true;
}

function readRecord(file: string): z.infer<typeof record> | undefined {
  try {
    return record.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
