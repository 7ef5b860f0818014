/** A thread that does one task after the other, each part by part. */
import { parentPort } from "node:worker_threads";
import { Refusal } from "../refusal.ts";
import { TooManyKinds } from "./lane.ts";
import type { Part } from "./reading.ts";
import { openSource, type Place, type Source } from "./source.ts";
import { openTask, type Task } from "./task.ts";

/** What a thread is told: a task to do, a part to do it on, or that it is over. */
export type Order =
  | { readonly module: WebAssembly.Module; readonly place: Place; readonly task: Task }
  | { readonly number: number; readonly part: Part }
  | { readonly over: true };

type Doing = { readonly source: Source; readonly work: ReturnType<typeof openTask> };
let doing: Doing | undefined;

parentPort?.on("message", (order: Order) => {
  if ("over" in order) {
    doing?.source.close();
    doing = undefined;
  } else if ("task" in order) {
    const source = openSource(order.place);
    doing = { source, work: openTask(order.module, source, order.task) };
  } else if (doing !== undefined) tell(doing, order.number, order.part);
});

function tell({ work }: Doing, number: number, part: Part): void {
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
}
