import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { authorities, type SampleAuthority } from "./authorities.ts";
import { creditRows } from "./credit.ts";
import { conflictRows, inspectorRows } from "./inspectors.ts";
import { itemRows } from "./items.ts";
import { type Names, namesFrom } from "./names.ts";
import { type Random, seeded } from "./random.ts";
import { entityRows, projectRows } from "./targets.ts";

const SEED = 533_100;

/**
 * Writes the sample's registries as CSV (UTF-8, header, LF) into `folder`, one folder per authority code, making
 * what is missing and overwriting what is there. The same bytes each time. Rejects when `folder` cannot be written.
 */
export async function generate(folder: string): Promise<void> {
  for (const [authority, files] of sampleFiles()) {
    await mkdir(join(folder, authority), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, authority, name), text);
  }
}

/** The sample's files: authority code to file name to CSV text. */
export function sampleFiles(): Map<string, Record<string, string>> {
  const random = seeded(SEED);
  const names = namesFrom(random);
  let entities = 0;
  let inspectors = 1;
  return new Map(
    authorities.map((authority) => {
      const files = authorityFiles(authority, { entities, inspectors }, random, names);
      entities += authority.entities;
      inspectors += authority.officers + authority.experts;
      return [authority.code, files];
    }),
  );
}

function authorityFiles(
  authority: SampleAuthority,
  serialFrom: { entities: number; inspectors: number },
  random: Random,
  names: Names,
): Record<string, string> {
  const entities = entityRows(authority, serialFrom.entities, random, names);
  const projects = projectRows(authority, entities, random, names);
  const inspectors = inspectorRows(authority, serialFrom.inspectors, random, names);
  return {
    "items.csv": csv(itemRows(authority)),
    "entities.csv": csv(entities),
    "projects.csv": csv(projects),
    "inspectors.csv": csv(inspectors),
    "conflicts.csv": csv(conflictRows(authority, inspectors, { entities, projects }, random)),
    // Each registry apart, so that entities and projects each show the classes in their shares.
    "credit-records.csv": csv([
      ...creditRows(
        entities.map(({ creditCode: code, category }) => ({ code, category })),
        random,
      ),
      ...creditRows(
        projects.map(({ code }) => ({ code, category: "project" })),
        random,
      ),
    ]),
  };
}

function csv(rows: readonly Record<string, string>[]): string {
  return stringify([...rows], { header: true });
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new RangeError("usage: node infra/sample/generate.ts FOLDER");
  await generate(folder);
}
