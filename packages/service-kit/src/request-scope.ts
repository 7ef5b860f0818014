import { AsyncLocalStorage } from "node:async_hooks";

const scope = new AsyncLocalStorage<string>();

/** Runs what a request asks for under its id, so that calls to other services carry it on. Null: an id of its own there. */
export function inRequest<T>(requestId: string | null, work: () => T): T {
  return requestId === null ? work() : scope.run(requestId, work);
}

/** The id of the request for which this runs, or undefined. */
export function requestIdNow(): string | undefined {
  return scope.getStore();
}
