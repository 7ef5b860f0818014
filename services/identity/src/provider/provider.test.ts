import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, signedIn, startIdentity, type TestIdentity } from "../testing/service.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

/** What a service verifies of a token, by the key set as it is fetched. */
const verified = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL("/oidc/jwks", identity.issuer)), {
    issuer: identity.issuer,
    audience: "shuangsui",
    algorithms: ["ES256"],
    typ: "at+jwt",
  });

describe("a program's own token", () => {
  it("names one of the system's own services, for ten minutes, without an authority", async () => {
    const tokens = await client.clientCredentialsGrant(await identity.configured("registry"));
    const { payload } = await verified(tokens.access_token);
    expect(payload).toMatchObject({
      iss: identity.issuer,
      aud: "shuangsui",
      sub: "service:registry",
      client_id: "registry",
      roles: ["service"],
    });
    expect(payload).not.toHaveProperty("authority");
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: "ES256", typ: "at+jwt" });
  });

  it("of another organisation names its authority and roles, and never those of a service", async () => {
    const tokens = await client.clientCredentialsGrant(await identity.configured("weather"));
    const { payload } = await verified(tokens.access_token);
    expect(payload).toMatchObject({ sub: "service:weather", authority: "533103", roles: ["planner"] });
  });

  it("is refused to a wrong secret, and to a client that only signs people in", async () => {
    const wrong = await client.discovery(new URL(identity.issuer), "registry", "a wrong secret", undefined, {
      execute: [client.allowInsecureRequests],
    });
    await expect(client.clientCredentialsGrant(wrong)).rejects.toMatchObject({ error: "invalid_client" });
    await expect(client.clientCredentialsGrant(await identity.configured("console"))).rejects.toMatchObject({
      error: "invalid_request",
    });
  });
});

describe("a person who signs in", () => {
  it("gets a token of id, authority and roles, without any name", async () => {
    const { id, login } = await identity.person({ roles: ["officer", "planner"] });
    const { tokens } = await signedIn(identity, new Browser(identity.issuer), login);
    const { payload } = await verified(tokens.access_token);
    expect(payload).toEqual({
      iss: identity.issuer,
      aud: "shuangsui",
      sub: id,
      client_id: "console",
      authority: "533103",
      roles: ["officer", "planner"],
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 600,
    });
    expect(tokens.claims()).toMatchObject({ sub: id, aud: "console" });
  });
});
