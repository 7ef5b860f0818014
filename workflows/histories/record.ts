import { decoded } from "@shuangsui/temporal-kit";
import { historyOf } from "@shuangsui/temporal-kit/for-workers";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { testPayloads } from "../../infra/embedded/test-payloads.ts";

type Recorded = Parameters<typeof historyOf>[0];

/** Who took a task is no part of a history's meaning, and names a machine. */
const withoutMachine = /"identity": ?"[^"]*"/g;

/**
 * Writes a workflow's history beside this file, for `replay.test.ts`, where RECORD_HISTORIES is set: after a change of
 * workflow code that is meant to break replay, never to make a failing replay pass. It is written in the clear, so that a change of
 * it can be read.
 */
export async function recordHistory(handle: Recorded, name: string): Promise<void> {
  if (process.env["RECORD_HISTORIES"] === undefined) return;
  const text = JSON.stringify(await decoded(await historyOf(handle), testPayloads), null, 2).replaceAll(
    withoutMachine,
    '"identity":"worker"',
  );
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${text}\n`);
}
