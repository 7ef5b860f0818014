/** A worker in a process of its own, to be killed: its errand's rest lasts for ever while the file named is not there. */
import type { MatterInput, Standing } from "@shuangsui/contracts";
import { taskQueues } from "@shuangsui/temporal-kit";
import { bundleWorkflows, createWorker } from "@shuangsui/temporal-kit/for-workers";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workflowBundles } from "../../infra/embedded/temporal-binaries.ts";
import { testPayloads } from "../../infra/embedded/test-payloads.ts";
import { matterActivities } from "../activities.ts";
import { errandKind } from "./errand.ts";

const [address = "", resting = "", rested = ""] = process.argv.slice(2);
const standing = (): Standing => ({
  state: "back",
  lockVersion: 1,
  waitingFor: "rest",
  dueAt: null,
  waitMs: null,
  owes: existsSync(rested) ? [] : ["rest"],
  over: existsSync(rested),
});
const { worker } = await createWorker({
  engine: { address, namespace: "default", payloads: testPayloads },
  taskQueue: taskQueues.inspection,
  workflows: await bundleWorkflows(join(import.meta.dirname, "errand.ts"), workflowBundles),
  activities: matterActivities(errandKind, {
    passTime: async (_input: MatterInput) => standing(),
    decide: async () => standing(),
    async deliver() {
      if (existsSync(resting)) {
        writeFileSync(rested, "");
        return standing();
      }
      writeFileSync(resting, "");
      return new Promise<Standing>(() => {});
    },
  }),
});
await worker.run();
