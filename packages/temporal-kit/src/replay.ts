import { historyFromJSON, historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import type { PayloadCodec } from "@temporalio/common";
import { Worker, type WorkflowBundleWithSourceMap } from "@temporalio/worker";
import { converterBy } from "./payloads.ts";

type Live = { workflowId: string; fetchHistory(): Promise<Parameters<typeof historyToJSON>[0]> };
/** A workflow's history as parsed JSON, its payloads as the engine has them. */
export async function historyOf(handle: Pick<Live, "fetchHistory">): Promise<unknown> {
  return JSON.parse(historyToJSON(await handle.fetchHistory()));
}

/** A history by its workflow's id: recorded, as parsed JSON, or of a workflow that ran. */
export type Recorded = { workflowId: string; history: unknown } | Live;

/**
 * Replays histories by the code of a bundle, as a worker does after its predecessor was killed. What the codec did not seal
 * passes through it.
 * @returns what does not replay: workflow ids with the error's name
 */
export async function replay(
  workflowBundle: WorkflowBundleWithSourceMap,
  recorded: readonly Recorded[],
  payloads: PayloadCodec,
): Promise<string[]> {
  const failed: string[] = [];
  const options = { workflowBundle, dataConverter: converterBy(payloads) };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, historiesOf(recorded)))
    if (error !== undefined) failed.push(`${workflowId}: ${error.name}`);
  return failed;
}

async function* historiesOf(recorded: readonly Recorded[]) {
  for (const one of recorded)
    yield {
      workflowId: one.workflowId,
      history: historyFromJSON("history" in one ? one.history : await historyOf(one)),
    };
}
