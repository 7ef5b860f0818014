/** A thread that reads one file after the other, each part by part. */
import { parentPort } from "node:worker_threads";
import { Refusal } from "../refusal.ts";
import { TooManyKinds } from "./lane.ts";
import { openReading, type Asked, type Part } from "./reading.ts";
import { openSource, type Place, type Source } from "./source.ts";

/** What a thread is told: what is asked of a file, a part of it, or that it is over. */
export type Order =
  | { readonly module: WebAssembly.Module; readonly place: Place; readonly asked: Asked }
  | { readonly number: number; readonly part: Part }
  | { readonly over: true };

type Doing = { readonly source: Source; readonly read: ReturnType<typeof openReading> };
let doing: Doing | undefined;

parentPort?.on("message", (order: Order) => {
  if ("over" in order) {
    doing?.source.close();
    doing = undefined;
  } else if ("asked" in order) {
    const source = openSource(order.place);
    doing = { source, read: openReading(order.module, source, order.asked) };
  } else if (doing !== undefined) tell(doing, order.number, order.part);
});

function tell({ read }: Doing, number: number, part: Part): void {
  try {
    parentPort?.postMessage({ number, told: read(part) });
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, message, file, line } = error;
      parentPort?.postMessage({ number, refusal: { code, message, file, line } });
    } else if (error instanceof TooManyKinds) {
      parentPort?.postMessage({ number, tooMany: error.message });
    } else throw error;
  }
}
