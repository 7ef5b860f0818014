import { decoded } from "@shuangsui/temporal-kit";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { testPayloads } from "../../infra/embedded/test-payloads.ts";

type Recorded = { fetchHistory(): Promise<Parameters<typeof historyToJSON>[0]> };

/** Who took a task is no part of a history's meaning, and names a machine. */
const withoutMachine = /"identity": ?"[^"]*"/g;

/**
 * Writes a workflow's history beside this file, for `replay.test.ts`, where RECORD_HISTORIES is set: after a change of
 * workflow code that is meant to break replay, never to make a failing replay pass. It is written in the clear, so that a change of
 * it can be read.
 */
export async function recordHistory(handle: Recorded, name: string): Promise<void> {
  if (process.env["RECORD_HISTORIES"] === undefined) return;
  const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()));
  const text = JSON.stringify(await decoded(history, testPayloads), null, 2).replaceAll(
    withoutMachine,
    '"identity":"worker"',
  );
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${text}\n`);
}
