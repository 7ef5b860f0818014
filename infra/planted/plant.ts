import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bug } from "./bugs.ts";

/** The file of a checkout with the bug in it. @throws Error where what it replaces does not stand there exactly once */
export function planted(root: string, { file, from, to }: Bug): string {
  const [before, after, ...more] = readFileSync(join(root, file), "utf8").split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(
      `${file} has ${after === undefined ? "no" : "more than one"} place where it says: ${from.trim()}`,
    );
  return `${before}${to}${after}`;
}
