import { AsyncLocalStorage } from "node:async_hooks";

type Request = { id: string; remote: string | null };
const scope = new AsyncLocalStorage<Request>();

/**
 * Runs what a request asks for under its id, so that calls to other services carry it on. Null: an id of its own there.
 * `remote` is the network address that it came from.
 */
export function inRequest<T>(requestId: string | null, work: () => T, remote: string | null = null): T {
  return requestId === null ? work() : scope.run({ id: requestId, remote }, work);
}

/** The id of the request for which this runs, or undefined. */
export function requestIdNow(): string | undefined {
  return scope.getStore()?.id;
}

/** What an act of the request for which this runs says of where it came from. */
export function originNow(): { remote: string | null; requestId: string | null } {
  const request = scope.getStore();
  return { remote: request?.remote ?? null, requestId: request?.id ?? null };
}
