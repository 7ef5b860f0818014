import { FILE_NAMES, verifyDraw } from "@shuangsui/lottery";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Waits until a draw is revealed on the portal, then verifies it from its public files. Gives how many checks passed;
 * 0 where it was told to stop. @throws Error naming the check that failed
 */
export async function checkPortal(portal: string, drawId: string, signal: AbortSignal): Promise<number> {
  const fileAt = (name: string) => new URL(`/api/v1/draws/${drawId}/${name}`, portal);
  while (!(await fetch(fileAt("reveal.json"))).ok) {
    if (signal.aborted) return 0;
    await pause(500, undefined, { signal }).catch(() => undefined);
  }
  const folder: Record<string, Uint8Array> = {};
  for (const name of FILE_NAMES)
    folder[name] = new Uint8Array(await (await fetch(fileAt(name))).arrayBuffer());
  let passed = 0;
  for (const check of verifyDraw(folder)) {
    if (check.ok === false) throw new Error(`the draw does not verify: ${check.name}: ${check.detail}`);
    if (check.ok === true) passed += 1;
  }
  return passed;
}
