import { condition, ParentClosePolicy, startChild, workflowInfo } from "@temporalio/workflow";
import type { ParentInput } from "./contract.ts";

/** The rival of a campaign's start of its inspections: starts its children, and leaves them behind. */
export async function parent({ children, atOnce }: ParentInput): Promise<void> {
  const { workflowId } = workflowInfo();
  const left = Array.from({ length: children }, (_, number) => number).values();
  const start = async () => {
    for (const number of left)
      await startChild(child, {
        workflowId: `${workflowId}/${number}`,
        parentClosePolicy: ParentClosePolicy.ABANDON,
      });
  };
  await Promise.all(Array.from({ length: atOnce }, start));
}

/** Waits for a deadline, as an inspection does that was just drawn. */
export async function child(): Promise<void> {
  await condition(() => false, "1 day");
}
