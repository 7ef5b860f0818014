import type { Problem, ProblemCode } from "@shuangsui/contracts";
import type { FastifyRequest } from "fastify";
import { callerOf } from "../access/caller.ts";
import type { Auditor } from "./auditor.ts";

/** Refusals that tell of somebody who tries what he may not: a token that is not one, another's matter, another's key. */
const tellOfAttack: ReadonlySet<ProblemCode> = new Set([
  "caller/not-service",
  "caller/token-invalid",
  "caller/not-allowed",
  "authority/not-yours",
  "command/key-reused",
  "access-code/wrong",
  "access-code/used",
  "access-code/expired",
  "access-code/too-many",
  "account/administrators-only",
  "operator/not-yours",
  "caller/from-elsewhere",
]);

/** Notes a refusal that tells of an attack, by what the request shows of its caller. */
export function noteRefusal(auditor: Auditor, request: FastifyRequest, { code }: Problem): void {
  const shown = request.headers.authorization !== undefined || request.headers["x-actor"] !== undefined;
  if (!tellOfAttack.has(code) && !(code === "caller/missing" && shown)) return;
  const caller = shownBy(request);
  auditor.note({
    authority: caller?.authority ?? null,
    callerAuthority: caller?.authority ?? null,
    actor: caller?.actor ?? "unknown",
    action: "request/refused",
    subject: subjectOf(request),
    code,
    before: null,
    after: { method: request.method, route: request.routeOptions.url ?? "" },
    remote: request.ip,
    requestId: request.id,
  });
}

function shownBy(request: FastifyRequest): { authority: string; actor: string } | undefined {
  try {
    return callerOf(request);
  } catch {
    return undefined;
  }
}

/** The id in the request's address, where it has the form of one. */
function subjectOf({ params }: FastifyRequest): string | null {
  const values = typeof params === "object" && params !== null ? Object.values(params) : [];
  return values.find((value) => typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value)) ?? null;
}
