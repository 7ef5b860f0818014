import { expect, test } from "vitest";
import { startTimeSkipping } from "../../../infra/embedded/test-temporal.ts";
import { sendCommand } from "./deliver.ts";
import { taskQueues } from "./names.ts";

test("a command whose workflow does not handle it is not asked after for ever", async () => {
  const environment = await startTimeSkipping();
  try {
    const began = performance.now();
    const sent = sendCommand(
      environment.client,
      {
        workflowType: "nobody",
        workflowId: "one",
        taskQueue: taskQueues.inspection,
        authority: "533103",
        input: {},
      },
      "command-1",
    );
    await expect(sent).rejects.toBeInstanceOf(Error);
    expect(performance.now() - began).toBeGreaterThan(9_000);
  } finally {
    await environment.teardown();
  }
});
