/** Tells what the pages use that the oldest browsers which they are for lack (`packages/web-build/src/oldest.ts`). */
import { globSync, readFileSync } from "node:fs";
import { newerInTemplate } from "./markup.ts";
import { newerInScripts } from "./scripts.ts";
import { newerInStyle } from "./styles.ts";

/** What is found in each file that a pattern finds. */
const inEach = (pattern: string, newerIn: (text: string) => readonly string[]) =>
  globSync(pattern).flatMap((file) => newerIn(readFileSync(file, "utf8")).map((one) => `${file}: ${one}`));

const found = [
  ...globSync("services/*/src/**/web/tsconfig.json").flatMap(newerInScripts),
  ...inEach("services/*/src/**/*.css", newerInStyle),
  ...inEach("services/*/src/**/*.{eta,html}", newerInTemplate),
];
for (const one of new Set(found)) process.stdout.write(`${one}\n`);
process.exitCode = found.length === 0 ? 0 : 1;
