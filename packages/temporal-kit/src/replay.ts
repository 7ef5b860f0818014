import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { Worker, type WorkflowBundleWithSourceMap } from "@temporalio/worker";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@temporalio/client";

/**
 * Replays every recorded history `<prefix>*.json` of a folder against the workflows as they are now, and gives the
 * names replayed.
 * @throws DeterminismViolationError where a change would break a running workflow
 */
export async function replayHistories(
  folder: string,
  prefix: string,
  workflowBundle: WorkflowBundleWithSourceMap,
): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith(".json")).toSorted();
  for (const name of names) {
    const history: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
    await Worker.runReplayHistory({ workflowBundle }, history);
  }
  return names;
}

/** Records a workflow's history into a file, for later replays. */
export async function recordHistory(client: Client, workflowId: string, file: string): Promise<void> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  await writeFile(file, `${historyToJSON(history)}\n`);
}
