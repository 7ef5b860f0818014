import { FILE_NAMES, verifyDraw } from "@shuangsui/lottery";
import { setTimeout as pause } from "node:timers/promises";
import { patiently } from "./people.ts";

/**
 * Waits until a draw is revealed on the portal, then verifies it from its public files. Gives how many checks passed;
 * 0 where it was told to stop. @throws Error naming the check that failed
 */
export async function checkPortal(portal: string, drawId: string, signal: AbortSignal): Promise<number> {
  const read = (name: string) =>
    patiently(async () => {
      const answer = await fetch(new URL(`/api/v1/draws/${drawId}/${name}`, portal));
      return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
    });
  while ((await read("reveal.json")).status !== 200) {
    if (signal.aborted) return 0;
    await pause(500, undefined, { signal }).catch(() => undefined);
  }
  const folder: Record<string, Uint8Array> = {};
  for (const name of FILE_NAMES) folder[name] = (await read(name)).bytes;
  let passed = 0;
  for await (const check of verifyDraw(folder)) {
    if (check.ok === false) throw new Error(`the draw does not verify: ${check.name}: ${check.detail}`);
    if (check.ok === true) passed += 1;
  }
  return passed;
}
