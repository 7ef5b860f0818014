/** A rival's worker, with the same settings as the services' own workers: `worker.ts ADDRESS NAMESPACE WORKFLOW-FILE`. */
import { createLogger } from "@shuangsui/service-kit";
import { taskQueues } from "@shuangsui/temporal-kit";
import { bundleWorkflows, createWorker, logThrough } from "@shuangsui/temporal-kit/for-workers";
import { testPayloads } from "../../embedded/test-payloads.ts";
import { answer } from "../child.ts";
import { idleActivities } from "./activities.ts";

const [address = "", namespace = "", path = ""] = process.argv.slice(2);
logThrough(createLogger("rival-worker", "warn"));
const { worker, connection } = await createWorker({
  engine: { address, namespace, payloads: testPayloads },
  taskQueue: taskQueues.inspection,
  workflows: await bundleWorkflows(path),
  activities: idleActivities,
});
process.on("disconnect", () => worker.shutdown());
answer("ready");
await worker.run();
await connection.close();
process.exit();
