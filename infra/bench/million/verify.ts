import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { peakMiB } from "../memory.ts";

const program = join(import.meta.dirname, "..", "..", "..", "packages", "cli", "src", "main.ts");
const lookEveryMs = 50;

/** Verifies a draw as anybody does who has its address alone. @throws Error where it does not verify */
export async function verifyAddress(address: string): Promise<{ seconds: number; memoryMiB: number | null }> {
  const began = performance.now();
  const child = spawn(process.execPath, [program, "verify", address], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said, ended] = [text(child.stdout), once(child, "exit")];
  let memoryMiB: number | null = null;
  let over = false;
  const watching = (async () => {
    while (!over) {
      // One that has ended and is not yet gone has no memory any more.
      const peak = peakMiB([child.pid ?? 0]);
      if (peak !== null && !Number.isNaN(peak)) memoryMiB = peak;
      await pause(lookEveryMs);
    }
  })();
  const [code] = await ended;
  over = true;
  await watching;
  if (code !== 0) throw new Error(`${address} does not verify: ${await said}`);
  return {
    seconds: (performance.now() - began) / 1000,
    memoryMiB: memoryMiB === null ? null : Math.round(memoryMiB),
  };
}
