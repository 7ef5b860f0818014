import {
  accountRole,
  type AccountRole,
  authorityCode,
  id,
  Problem,
  tokenAudience,
} from "@shuangsui/contracts";
import type { FastifyRequest } from "fastify";
import { createLocalJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import type { Signing } from "../provider/current.ts";

/** The person of a token. */
export type Person = { id: string; authority: string; roles: readonly AccountRole[] };

const person = z.object({ sub: id, authority: authorityCode, roles: z.array(accountRole) });

/**
 * The person whose access token a request shows.
 * @throws Problem `account/token-missing`
 */
export async function personOf(request: FastifyRequest, issuer: string, { keys }: Signing): Promise<Person> {
  const [, token] = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? "") ?? [];
  if (token === undefined) throw new Problem("account/token-missing");
  const keySet = createLocalJWKSet({
    keys: keys.map(({ kid, public: key }) => ({ ...key, kid, alg: "ES256" })),
  });
  const verified = await jwtVerify(token, keySet, {
    issuer,
    audience: tokenAudience,
    algorithms: ["ES256"],
    typ: "at+jwt",
  }).catch(() => undefined);
  const read = person.safeParse(verified?.payload);
  if (!read.success) throw new Problem("account/token-missing");
  return { id: read.data.sub, authority: read.data.authority, roles: read.data.roles };
}

/** @throws Problem `account/administrators-only` */
export function requireAdministrator({ roles }: Person): void {
  if (!roles.includes("administrator")) throw new Problem("account/administrators-only");
}
