/** A thread that does one task, part by part. */
import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../refusal.ts";
import { TooManyKinds } from "./lane.ts";
import type { Part } from "./reading.ts";
import { openSource, type Place } from "./source.ts";
import { openTask, type Task } from "./task.ts";

const { module, place, task } = workerData as { module: WebAssembly.Module; place: Place; task: Task };
const work = openTask(module, openSource(place), task);

parentPort?.on("message", ({ number, part }: { number: number; part: Part }) => {
  try {
    parentPort?.postMessage({ number, outcome: work(part) });
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, message, file, line } = error;
      parentPort?.postMessage({ number, refusal: { code, message, file, line } });
    } else if (error instanceof TooManyKinds) {
      parentPort?.postMessage({ number, tooMany: error.message });
    } else throw error;
  }
});
