import { authorityOf, Problem } from "@shuangsui/contracts";
import type { FastifyRequest } from "fastify";
import { createHash, timingSafeEqual } from "node:crypto";

/** For whom a request is made: an authority, and an opaque id of the person or service. */
export type Caller = {
  authority: string;
  actor: string;
  /** One of the system's own services, which has shown their token. */
  service?: true;
};

const actorForm = /^[A-Za-z0-9_.:-]{1,80}$/;

/**
 * The official who calls, as the headers `x-authority` and `x-actor` name them.
 * @throws Problem `caller/missing`
 */
export function callerOf(request: FastifyRequest): Caller {
  const authority = request.headers["x-authority"];
  const actor = request.headers["x-actor"];
  if (typeof authority !== "string" || authorityOf(authority) === undefined)
    throw new Problem("caller/missing", "x-authority is not the division code of an authority");
  if (typeof actor !== "string" || !actorForm.test(actor))
    throw new Problem("caller/missing", "x-actor is missing or malformed");
  return { authority, actor };
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Lets only the system's own services through, which show the internal token.
 * @throws Problem `caller/not-service`
 */
export function requireService(request: FastifyRequest, token: string): void {
  const shown = request.headers.authorization ?? "";
  if (!timingSafeEqual(digest(shown), digest(`Bearer ${token}`))) throw new Problem("caller/not-service");
}
