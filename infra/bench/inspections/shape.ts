import type { Client } from "@shuangsui/temporal-kit";
import { inspectionWorkflowId } from "../../../workflows/inspection/contract.ts";
import { publicationWorkflowId } from "../../../workflows/publication/contract.ts";
import type { BareInput } from "./bare/contract.ts";

/** What an inspection's workflow and its publication's did together, up to now, as their histories say: the mean of some. */
export async function shapeOf(
  client: Client,
  inspections: readonly { id: string; publicationId: string }[],
): Promise<BareInput> {
  const counts = { updates: 0, locals: 0, normals: 0, timers: 0 };
  for (const { id, publicationId } of inspections)
    for (const workflowId of [inspectionWorkflowId(id), publicationWorkflowId(publicationId)]) {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      for (const event of events ?? []) {
        if (event.workflowExecutionUpdateAcceptedEventAttributes) counts.updates += 1;
        if (event.activityTaskScheduledEventAttributes) counts.normals += 1;
        if (event.timerStartedEventAttributes) counts.timers += 1;
        if (event.markerRecordedEventAttributes?.markerName === "core_local_activity") counts.locals += 1;
      }
    }
  const mean = (total: number) => Math.round(total / inspections.length);
  const updates = mean(counts.updates);
  return {
    updates,
    // Each update of the bare workflow does one by itself.
    locals: mean(counts.locals) - updates,
    normals: mean(counts.normals),
    timers: mean(counts.timers),
  };
}
