/** The worker of the bare workflow, with the same settings as the services' own workers. */
import { createLogger } from "@shuangsui/service-kit";
import { createWorker, logThrough, taskQueues } from "@shuangsui/temporal-kit";
import { join } from "node:path";
import { answer } from "../../child.ts";
import { bareActivities } from "./contract.ts";

const [address = "", namespace = ""] = process.argv.slice(2);
logThrough(createLogger("bare-worker", "warn"));
const { worker, connection } = await createWorker({
  engine: { address, namespace },
  taskQueue: taskQueues.inspection,
  workflows: { path: join(import.meta.dirname, "workflow.ts") },
  activities: bareActivities,
});
process.on("disconnect", () => worker.shutdown());
answer("ready");
await worker.run();
await connection.close();
process.exit();
