import {
  operatorToken,
  operatorTokenRequest,
  Problem,
  tokenAudience,
  tokenSeconds,
} from "@shuangsui/contracts";
import type { App, Auditor } from "@shuangsui/service-kit";
import { SignJWT } from "jose";
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import type { Signing } from "../provider/current.ts";

export type OperatorRoutes = {
  issuer: string;
  secret: string;
  signing: () => Promise<Signing>;
  auditor: Auditor;
};

const clientId = "operator";
const digest = (text: string) => createHash("sha256").update(text).digest();

/** Gives whoever shows the operator's secret a token in roles, for scripts and tests. */
export function operatorRoutes(app: App, { issuer, secret, signing, auditor }: OperatorRoutes): void {
  app.post(
    "/operator/tokens",
    {
      config: { action: "public", idempotencyKey: "none" },
      // Before the body is read.
      onRequest: async (request) => {
        const shown = request.headers.authorization ?? "";
        if (!timingSafeEqual(digest(shown), digest(`Bearer ${secret}`)))
          throw new Problem("operator/not-yours");
      },
      schema: { hide: true, body: operatorTokenRequest, response: { 200: operatorToken } },
    },
    async (request, reply) => {
      const { roles, authority, subject = personFor(roles, authority), inspector, witness } = request.body;
      const {
        keys: [key],
      } = await signing();
      const token = await new SignJWT({
        client_id: clientId,
        authority,
        roles,
        ...(inspector === undefined ? {} : { inspector }),
        ...(witness === undefined ? {} : { witness }),
      })
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.kid })
        .setIssuer(issuer)
        .setAudience(tokenAudience)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(`${tokenSeconds}s`)
        .sign(key.private);
      request.log.info({ roles, authority }, "an operator's token was given");
      auditor.note({
        ...{ authority, callerAuthority: null, actor: "operator", action: "operator/token-given", subject },
        ...{
          code: null,
          before: null,
          after: { roles: [...roles] },
          remote: request.ip,
          requestId: request.id,
        },
      });
      reply.header("cache-control", "no-store");
      return { token, expiresIn: tokenSeconds };
    },
  );
}

/** The same person for the same roles of an authority each time, and another for others: a UUID of version 8 made of both. */
function personFor(roles: readonly string[], authority: string): string {
  const named = roles.toSorted().join(",");
  const hex = createHash("sha256").update(`operator,${authority},${named}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
