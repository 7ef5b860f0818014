import { AsyncLocalStorage } from "node:async_hooks";

/** Who asks for something, as a verified token says. */
type RequestCaller = { actor: string; roles: readonly string[] };
type Request = { id: string; remote: string | null; caller?: RequestCaller };
const scope = new AsyncLocalStorage<Request>();

/**
 * Runs what a request asks for under its id, so that calls to other services carry it on. Null: an id of its own there.
 * `remote` is the network address that it came from.
 */
export function inRequest<T>(requestId: string | null, work: () => T, remote: string | null = null): T {
  return requestId === null ? work() : scope.run({ id: requestId, remote }, work);
}

/** Notes who makes the request for which this runs: transactions of it know. */
export function noteCaller(caller: RequestCaller): void {
  const request = scope.getStore();
  if (request !== undefined) request.caller = caller;
}

/** Who makes the request for which this runs, or undefined. */
export function callerNow(): RequestCaller | undefined {
  return scope.getStore()?.caller;
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
