import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a file says that starts an engine, makes code for one to run, or starts the whole system. */
const startsEngine = /^import (?!type\b)[^;"]* from "@temporalio\/testing"|\b(bundleWorkflows|startStack)\(/m;
/** The files that a file imports by their paths, for more than their types. */
const imported = /^(?:import|export) (?!type\b)(?:[^;"]* from )?"(\.[^"]+)"/gm;

const known = new Map<string, boolean>();

/** Whether a file starts an engine, itself or by what it imports. */
export function needsEngine(file: string): boolean {
  const before = known.get(file);
  if (before !== undefined) return before;
  // While it is asked about, what imports it in a circle adds nothing.
  known.set(file, false);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const does =
    startsEngine.test(text) ||
    [...text.matchAll(imported)].some(([, path = ""]) => needsEngine(join(dirname(file), path)));
  known.set(file, does);
  return does;
}
