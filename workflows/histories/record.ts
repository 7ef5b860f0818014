import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

type Recorded = { fetchHistory(): Promise<Parameters<typeof historyToJSON>[0]> };

/** Who took a task is no part of a history's meaning, and names a machine. */
const withoutMachine = /"identity": ?"[^"]*"/g;

/**
 * Writes a workflow's history beside this file, for `replay.test.ts`, where RECORD_HISTORIES is set: after a change of
 * workflow code that is meant to break replay, never to make a failing replay pass.
 */
export async function recordHistory(handle: Recorded, name: string): Promise<void> {
  if (process.env["RECORD_HISTORIES"] === undefined) return;
  const text = historyToJSON(await handle.fetchHistory()).replaceAll(withoutMachine, '"identity":"worker"');
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${text}\n`);
}
