import { isProblemCode, Problem, problemPlace } from "@shuangsui/contracts";
import { ServiceUnavailable, type App } from "@shuangsui/service-kit";
import type { FastifyRequest } from "fastify";
import { z } from "zod";

/** What the pages ask of the inspection service. */
export type Question = {
  method: "GET" | "POST";
  path: string;
  /** Of the session of the inspected. */
  token?: string;
  body?: object;
  idempotencyKey?: string | undefined;
};

const refused = z.looseObject({ code: z.string(), errors: z.array(problemPlace).optional() });

/**
 * Asks the inspection service, in this very process, in the name of whoever shows the token: what it counts, puts on record and refuses
 * is what it would of a call from that address. @throws Problem as it refuses, ServiceUnavailable
 */
export async function ask(
  api: App,
  request: FastifyRequest,
  { method, path, token, body, idempotencyKey }: Question,
): Promise<unknown> {
  const { statusCode, payload } = await api.inject({
    method,
    url: path,
    remoteAddress: request.ip,
    headers: {
      "x-request-id": request.id,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    },
    ...(body === undefined ? {} : { payload: body }),
  });
  // What is not decided yet is no success: the same is sent again under its key.
  if (statusCode === 202) throw new ServiceUnavailable("not decided yet");
  if (statusCode < 300) return JSON.parse(payload);
  const refusal = refused.safeParse(JSON.parse(payload));
  if (!refusal.success || !isProblemCode(refusal.data.code)) throw new ServiceUnavailable("no answer");
  throw new Problem(refusal.data.code, undefined, refusal.data.errors ?? []);
}
