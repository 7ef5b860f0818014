import {
  authorityCode,
  id,
  Problem,
  role,
  tokenAudience,
  witnessClaim,
  type Role,
  type WitnessClaim,
} from "@shuangsui/contracts";
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { hash } from "node:crypto";
import { z } from "zod";
import { requireAuthority } from "../authorities/known.ts";
import { ServiceUnavailable } from "../unavailable.ts";
import { issuerMetadata } from "./issuer.ts";

/** What a verified token says of who shows it. */
export type Claims = {
  /** An opaque id of the person, or `service:NAME`. */
  sub: string;
  roles: readonly Role[];
  /** The authority for which a person acts; a service names one with each call. */
  authority?: string | undefined;
  /** Which inspector of the registry the person is. */
  inspector?: string | undefined;
  /** At which inspection alone the inspected acts. */
  inspection?: string | undefined;
  /** Who a witness is, as a draw's public page says it. */
  witness?: WitnessClaim | undefined;
};

export type TokenVerifier = {
  /** Whose tokens it takes: an OpenID provider. */
  issuer: string;
  /** @throws Problem `caller/token-invalid`, `caller/authority-unknown`; ServiceUnavailable where the issuer's keys can't be read */
  verify(token: string): Promise<Claims>;
};

/** No token is taken that is older, whatever it says itself, seconds: by then who lost a role has lost it. */
const oldest = 600;
/** By how much clocks may differ, seconds. */
const skew = 60;
/** How many verified tokens are remembered; whoever is forgotten is verified again. */
const mostRemembered = 10_000;
/** How soon the issuer's keys may be read again, milliseconds, where a token names one that is not known. */
const keysAgainAfter = 5_000;

const claims = z
  .object({
    sub: z.string().regex(/^[A-Za-z0-9_.:-]{1,80}$/),
    roles: z.array(role).max(50),
    authority: authorityCode.optional(),
    inspector: id.optional(),
    inspection: id.optional(),
    witness: witnessClaim.optional(),
    iat: z.number(),
    exp: z.number(),
  })
  // A person acts for one authority; a service is none, and has no person's role.
  .refine(({ roles, authority }) =>
    roles.includes("service") ? roles.length === 1 && authority === undefined : authority !== undefined,
  );

/**
 * Verifies access tokens of one issuer: JWTs, signed by ES256 with a key of its JWKS, for this system, at most ten minutes
 * old. Once verified, a token is known by its hash until it ends.
 */
export function tokenVerifier(issuer: string, now: () => Date = () => new Date()): TokenVerifier {
  const keysOf = issuersKeys(issuer);
  const remembered = new Map<string, { claims: Claims; endsAt: number }>();

  const remember = (key: string, said: Claims, endsAt: number) => {
    if (remembered.size >= mostRemembered)
      for (const [oldestKey] of remembered) {
        remembered.delete(oldestKey);
        break;
      }
    remembered.set(key, { claims: said, endsAt });
  };
  const verified = async (token: string, key: string): Promise<Claims> => {
    remembered.delete(key);
    const { payload } = await jwtVerify(token, await keysOf(), {
      issuer,
      audience: tokenAudience,
      algorithms: ["ES256"],
      clockTolerance: skew,
      maxTokenAge: oldest,
      requiredClaims: ["sub", "iat", "exp"],
      currentDate: now(),
    }).catch((error: unknown) => {
      throw isOfToken(error) ? new Problem("caller/token-invalid") : new ServiceUnavailable("no keys");
    });
    const read = claims.safeParse(payload);
    if (!read.success) throw new Problem("caller/token-invalid");
    const { iat, exp, ...said } = read.data;
    remember(key, said, (Math.min(exp, iat + oldest) + skew) * 1000);
    return said;
  };
  return {
    issuer,
    async verify(token) {
      const key = hash("sha256", token, "base64url");
      const known = remembered.get(key);
      const isKnown = known !== undefined && now().getTime() < known.endsAt;
      const said = isKnown ? known.claims : await verified(token, key);
      // Asked each time: what is known of a token is known for longer than who is an authority.
      if (said.authority !== undefined) await requireAuthority(said.authority);
      return said;
    },
  };
}

/** The keys of an issuer, read when they are first needed, and again where a token names one that is not among them. */
function issuersKeys(issuer: string): () => Promise<JWTVerifyGetKey> {
  const metadata = issuerMetadata(issuer);
  let keys: JWTVerifyGetKey | undefined;
  return async () =>
    (keys ??= createRemoteJWKSet(new URL((await metadata()).jwks_uri), {
      cooldownDuration: keysAgainAfter,
    }));
}

/** Whether the token is at fault, rather than the issuer or the way to it. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    /^ERR_(?:JWT|JWS|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE)/.test(
      error.code,
    )
  );
}
