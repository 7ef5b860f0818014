import { isProblemCode, Problem } from "@shuangsui/contracts";
import type { z } from "zod";
import type { Credentials } from "./access/credentials.ts";
import { requestIdNow } from "./request-scope.ts";
import { ServiceUnavailable } from "./unavailable.ts";

export type ServiceClientOptions = {
  baseUrl: string;
  credentials: Credentials;
  timeoutMs?: number;
};

export type PersonRequest = {
  method?: "GET" | "POST" | "PUT" | "PATCH";
  idempotencyKey?: string;
  /** Sent as JSON, or, where it is bytes, as they are. */
  body?: unknown;
};
export type ServiceRequest = PersonRequest & { authority: string; actor?: string };

/** A client of one of the system's services. */
export type ServiceClient = {
  /** Calls a path and reads the answer by `schema`. @throws Problem as the service refused it; ServiceUnavailable */
  call<T extends z.ZodType>(path: string, schema: T, request: ServiceRequest): Promise<z.infer<T>>;
  /** The same, for an answer that is read as it streams in. */
  open(path: string, request: ServiceRequest): Promise<Response>;
};

/** A client of one of the system's services in a person's name: for whom it acts is what the person's token says. */
export type PersonClient = {
  /** Calls a path and reads the answer by `schema`. @throws Problem as the service refused it; ServiceUnavailable */
  call<T extends z.ZodType>(path: string, schema: T, request?: PersonRequest): Promise<z.infer<T>>;
};

/** A client by base URL, which shows the service's own token, once a new one where that is refused, and carries the request's id on. */
export function serviceClient(options: ServiceClientOptions): ServiceClient {
  const open = opener<ServiceRequest>(options, ({ authority, actor = "system" }) => ({
    "x-authority": authority,
    "x-actor": actor,
  }));
  return {
    open,
    async call(path, schema, request) {
      return schema.parse(await answerOf(await open(path, request)));
    },
  };
}

/** The same with a person's token, which says for whom it is. */
export function personClient(options: ServiceClientOptions): PersonClient {
  const open = opener<PersonRequest>(options, () => ({}));
  return {
    async call(path, schema, request = {}) {
      return schema.parse(await answerOf(await open(path, request)));
    },
  };
}

/** What sends a request and gives the answer, where that is one of success. */
function opener<R extends PersonRequest>(
  options: ServiceClientOptions,
  callerHeaders: (request: R) => Readonly<Record<string, string>>,
): (path: string, request: R) => Promise<Response> {
  return async (path, request) => {
    const response = await sendKnown(options, path, request, callerHeaders(request));
    // Taken, but not done: it is asked again until it is.
    if (response.status === 202) {
      await response.body?.cancel();
      throw new ServiceUnavailable("pending");
    }
    if (response.ok) return response;
    const body: unknown = await response.json().catch(() => undefined);
    const code =
      typeof body === "object" && body !== null && "code" in body && typeof body.code === "string"
        ? body.code
        : "";
    if (response.status < 500 && response.status !== 429 && isProblemCode(code)) throw new Problem(code);
    throw new ServiceUnavailable(`status ${response.status}`);
  };
}

/** The answer as a value; undefined where it is empty. @throws ServiceUnavailable where it does not come whole */
async function answerOf(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    throw new ServiceUnavailable("the answer broke off");
  }
}

/** Sends with the token that is held and, where it is not accepted, once with a new one. */
async function sendKnown(
  options: ServiceClientOptions,
  path: string,
  request: PersonRequest,
  callerHeaders: Readonly<Record<string, string>>,
): Promise<Response> {
  const token = await options.credentials.token();
  const response = await send(options, path, request, callerHeaders, token);
  if (response.status !== 401) return response;
  await response.body?.cancel();
  return send(options, path, request, callerHeaders, await options.credentials.token(token));
}

async function send(
  options: ServiceClientOptions,
  path: string,
  request: PersonRequest,
  callerHeaders: Readonly<Record<string, string>>,
  token: string,
): Promise<Response> {
  const requestId = requestIdNow();
  try {
    return await fetch(new URL(path, options.baseUrl), {
      method: request.method ?? "GET",
      signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      headers: {
        authorization: `Bearer ${token}`,
        ...callerHeaders,
        ...(requestId === undefined ? {} : { "x-request-id": requestId }),
        ...(request.idempotencyKey === undefined ? {} : { "idempotency-key": request.idempotencyKey }),
        ...(request.body === undefined ? {} : { "content-type": typeOf(request.body) }),
      },
      ...(request.body === undefined ? {} : { body: bodyOf(request.body) }),
    });
  } catch {
    throw new ServiceUnavailable("no answer");
  }
}

const typeOf = (body: unknown) =>
  body instanceof Uint8Array ? "application/octet-stream" : "application/json";

const bodyOf = (body: unknown) =>
  body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);
