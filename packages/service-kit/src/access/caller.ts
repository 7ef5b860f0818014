import { authorityOf, Problem, type Role, type WitnessClaim } from "@shuangsui/contracts";
import type { FastifyRequest } from "fastify";

/** For whom a request is made: an authority, and an opaque id of the person or service, as its token says. */
export type Caller = {
  authority: string;
  actor: string;
  roles: readonly Role[];
  /** Which inspector of the registry the person is. */
  inspector?: string;
  /** At which inspection alone the inspected acts. */
  inspection?: string;
  /** Who a witness is, as a draw's public page says it. */
  witness?: WitnessClaim;
  /** One of the system's own services. */
  service?: true;
};

const actorForm = /^[A-Za-z0-9_.:-]{1,80}$/;

/**
 * Who calls. A service names the authority for which it does in `x-authority`, and who acts there in `x-actor`.
 * @throws Problem `caller/missing`, `caller/authority-unknown`
 */
export function callerOf({ claims, headers }: FastifyRequest): Caller {
  if (claims === null) throw new Problem("caller/missing");
  const { sub, roles, authority, inspector, inspection, witness } = claims;
  if (authority !== undefined)
    return {
      authority,
      actor: sub,
      roles,
      ...(inspector === undefined ? {} : { inspector }),
      ...(inspection === undefined ? {} : { inspection }),
      ...(witness === undefined ? {} : { witness }),
    };
  const { "x-authority": forWhom, "x-actor": actor = sub } = headers;
  if (typeof forWhom !== "string") throw new Problem("caller/missing", "x-authority is missing");
  if (authorityOf(forWhom) === undefined) throw new Problem("caller/authority-unknown");
  if (typeof actor !== "string" || !actorForm.test(actor))
    throw new Problem("caller/missing", "x-actor is malformed");
  return { authority: forWhom, actor, roles, service: true };
}
