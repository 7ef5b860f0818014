import type { MatterInput } from "@shuangsui/contracts";
import { refreshMatter, taskQueues, type Client } from "@shuangsui/temporal-kit";
import { importWorkflowId, importWorkflowType } from "@shuangsui/workflows/import/contract";

/** How the workflow of an import hears that its row has changed; started where it does not run. */
export type ImportEngine = { refresh(job: MatterInput): Promise<void> };

/** The imports' workflows in that engine. */
export function engineOf(client: Client): ImportEngine {
  return {
    refresh: ({ id, authority }) =>
      refreshMatter(client, {
        workflowType: importWorkflowType,
        workflowId: importWorkflowId(id),
        taskQueue: taskQueues.registry,
        authority,
        input: { id, authority },
      }),
  };
}
