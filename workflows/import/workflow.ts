import { refreshSignal } from "@shuangsui/temporal-kit/workflow";
import { condition, defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import type { ImportActivities, ImportInput, ImportStanding } from "./contract.ts";

const { readImportFile, applyImport } = proxyActivities<ImportActivities>({
  startToCloseTimeout: "2 hours",
  heartbeatTimeout: "15 seconds",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute", maximumAttempts: 200 },
});
const { giveUpImport, forgetImport } = proxyActivities<ImportActivities>({
  startToCloseTimeout: "1 minute",
  retry: { initialInterval: "1 second", maximumInterval: "1 minute" },
});

/**
 * Articles 10 to 15: a file is read and checked, waits for somebody to apply it, is applied once, and is kept a while, so that its faults
 * can be corrected. The row says how it stands: it is asked again whenever somebody tells of a change.
 */
export async function importing(input: ImportInput): Promise<void> {
  let told = false;
  setHandler(defineSignal(refreshSignal), () => {
    told = true;
  });
  let standing: ImportStanding = { next: "read", forgetInMs: 0 };
  do {
    told = false;
    try {
      standing = standing.next === "apply" ? await applyImport(input) : await readImportFile(input);
    } catch {
      standing = await giveUpImport(input);
    }
    if (standing.next === "rest") await condition(() => told, Math.max(1, standing.forgetInMs));
  } while (told || standing.next !== "rest");
  await forgetImport(input);
}
