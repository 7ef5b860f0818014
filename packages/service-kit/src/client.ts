import { isProblemCode, Problem } from "@shuangsui/contracts";
import type { z } from "zod";
import { requestIdNow } from "./request-scope.ts";

export type ServiceClientOptions = {
  baseUrl: string;
  token: string;
  timeoutMs?: number;
};

export type ServiceRequest = {
  method?: "GET" | "POST" | "PUT" | "PATCH";
  authority: string;
  actor?: string;
  idempotencyKey?: string;
  body?: unknown;
};

/** Another service was unreachable or answered that it cannot serve now: the call may be tried again. */
export class ServiceUnavailable extends Error {}

/** A client of one of the system's services. */
export type ServiceClient = {
  /** Calls a path and reads the answer by `schema`. @throws Problem as the service refused it; ServiceUnavailable */
  call<T extends z.ZodType>(path: string, schema: T, request: ServiceRequest): Promise<z.infer<T>>;
};

/** A client by base URL, which shows the internal token. */
export function serviceClient(options: ServiceClientOptions): ServiceClient {
  return {
    async call(path, schema, request) {
      const response = await send(options, path, request);
      const body: unknown = await response.json().catch(() => undefined);
      if (response.ok) return schema.parse(body);
      const code =
        typeof body === "object" && body !== null && "code" in body && typeof body.code === "string"
          ? body.code
          : "";
      if (response.status < 500 && response.status !== 429 && isProblemCode(code)) throw new Problem(code);
      throw new ServiceUnavailable(`status ${response.status}`);
    },
  };
}

async function send(options: ServiceClientOptions, path: string, request: ServiceRequest): Promise<Response> {
  const requestId = requestIdNow();
  try {
    return await fetch(new URL(path, options.baseUrl), {
      method: request.method ?? "GET",
      signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      headers: {
        authorization: `Bearer ${options.token}`,
        "x-authority": request.authority,
        "x-actor": request.actor ?? "system",
        ...(requestId === undefined ? {} : { "x-request-id": requestId }),
        ...(request.idempotencyKey === undefined ? {} : { "idempotency-key": request.idempotencyKey }),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch {
    throw new ServiceUnavailable("no answer");
  }
}
