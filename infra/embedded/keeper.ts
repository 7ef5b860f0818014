/**
 * Keeps one program that knows nothing of its parent (PostgreSQL, Temporal): ends it when the parent is gone,
 * however that went, and ends with it. Started by processes.ts with a channel to the parent.
 */
import { spawn } from "node:child_process";
import { z } from "zod";

const orders = z.object({
  command: z.string(),
  args: z.array(z.string()),
  stopSignal: z.enum(["SIGTERM", "SIGINT"]),
  graceMs: z.number(),
  identity: z.object({ uid: z.number(), gid: z.number() }).optional(),
});

const { command, args, stopSignal, graceMs, identity } = orders.parse(JSON.parse(process.argv[2] ?? "{}"));
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], cwd: "/", ...identity });
if (child.pid !== undefined) process.send?.({ pid: child.pid });

const end = () => {
  child.kill(stopSignal);
  setTimeout(() => child.kill("SIGKILL"), graceMs).unref();
};
process.on("disconnect", end);
process.on("SIGTERM", end);
process.on("SIGINT", end);
child.on("error", (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code) => process.exit(code ?? 1));
