import type { Operation } from "@shuangsui/contracts";
import type { Answer, Call, Tagged } from "./call.ts";
import { readBytes, readJson, readLines } from "./read.ts";
import { send, type AnyCall, type SendOptions } from "./send.ts";
import { ServiceUnavailable } from "./unavailable.ts";

type Operations = Readonly<Record<string, Operation>>;

export type ClientOptions<Extra> = SendOptions & {
  /** The headers that each call has besides, by what it says beyond its operation's own. */
  headersOf?(extra: Extra): Readonly<Record<string, string>>;
};

/** Calls that need nothing said may be made with nothing. */
type Arguments<T> = Record<string, never> extends T ? [call?: T] : [call: T];

/** A service's operations as functions by their ids; `Extra` is what each call says besides. */
export type Client<Api extends Operations, Extra = unknown> = {
  readonly [Id in keyof Api]: (...call: Arguments<Call<Api[Id]> & Extra>) => Answer<Api[Id]>;
} & {
  /** The same for one operation, with the answer's entity tag. */
  tagged<Id extends keyof Api>(
    id: Id,
    ...call: Arguments<Call<Api[Id]> & Extra>
  ): Promise<Tagged<Awaited<Answer<Api[Id]>>>>;
  /** What one operation answers, as it comes: a file of any size. It ends with an error where it does not come whole. */
  streamed<Id extends keyof Api>(
    id: Id,
    ...call: Arguments<Call<Api[Id]> & Extra>
  ): Promise<ReadableStream<Uint8Array>>;
  /** Has one operation done and reads nothing of its answer: that it came says all. */
  done<Id extends keyof Api>(id: Id, ...call: Arguments<Call<Api[Id]> & Extra>): Promise<void>;
};

/**
 * A client of a service, made of the table of its operations (`api` of the contracts). It runs in Node and in browsers.
 * Every call throws Problem as the service refused it, StillPending where a command is not decided yet, and ServiceUnavailable
 * where it may be made again.
 */
export function createClient<Api extends Operations, Extra = unknown>(
  operations: Api,
  { headersOf, ...options }: ClientOptions<Extra>,
): Client<Api, Extra> {
  const headers = (call: AnyCall) => headersOf?.(call as Extra) ?? {};
  const sent = (operation: Operation, call: AnyCall) => send(options, operation, call, headers(call));
  const valueOf = async (operation: Operation, response: Response): Promise<unknown> => {
    if (operation.bytes === true) return readBytes(response);
    const value = await readJson(response);
    return operation.answer?.parse(value);
  };
  async function* linesOf(operation: Operation, line: NonNullable<Operation["lines"]>, call: AnyCall) {
    yield* readLines(await sent(operation, call), line);
  }
  const methods = Object.entries(operations).map(([id, operation]) => [
    id,
    (call: AnyCall = {}) =>
      operation.lines === undefined
        ? sent(operation, call).then((response) => valueOf(operation, response))
        : linesOf(operation, operation.lines, call),
  ]);
  const operationOf = (id: string): Operation => {
    const operation = operations[id];
    if (operation === undefined) throw new TypeError(`there is no operation ${id}`);
    return operation;
  };
  const done = async (id: string, call: AnyCall = {}): Promise<void> => {
    const response = await sent(operationOf(id), call);
    await response.body?.cancel();
  };
  const streamed = async (id: string, call: AnyCall = {}): Promise<ReadableStream<Uint8Array>> => {
    const { body } = await sent(operationOf(id), call);
    if (body === null) throw new ServiceUnavailable("the answer is empty");
    return body;
  };
  const tagged = async (id: string, call: AnyCall = {}): Promise<Tagged<unknown>> => {
    const operation = operationOf(id);
    const response = await sent(operation, call);
    const etag = response.headers.get("etag");
    return { value: response.status === 304 ? undefined : await valueOf(operation, response), etag };
  };
  return { ...Object.fromEntries(methods), streamed, tagged, done } as Client<Api, Extra>;
}
