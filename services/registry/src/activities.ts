import { asActivities } from "@shuangsui/temporal-kit";
import {
  applyImportName,
  forgetImportName,
  giveUpImportName,
  readFileName,
  type ImportActivities,
} from "@shuangsui/workflows/import/contract";
import type { ImportCarrier } from "./imports/carry.ts";

/** So many imports are carried at once by a worker: each holds a workbook and a batch of rows in memory. */
const atOnce = 2;

/** The activities of the task queue `registry`. */
export function createRegistryActivities(carrier: ImportCarrier): ImportActivities {
  const inTurn = turns(atOnce);
  return asActivities<ImportActivities>({
    [readFileName]: (input) => inTurn(() => carrier.read(input)),
    [applyImportName]: (input) => inTurn(() => carrier.apply(input)),
    [giveUpImportName]: (input) => carrier.giveUp(input),
    [forgetImportName]: (input) => carrier.forget(input),
  });
}

/** Runs so many at once; who comes then waits for its turn. */
function turns(most: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
