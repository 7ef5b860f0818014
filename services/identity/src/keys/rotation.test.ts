import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { fieldKey, startIdentity, type TestIdentity } from "../testing/service.ts";

let identity: TestIdentity;
beforeEach(async () => {
  identity = await startIdentity();
});
afterEach(() => identity.close());

const tokenNow = async () =>
  (await client.clientCredentialsGrant(await identity.configured("registry"))).access_token;
const keyOf = (token: string) => decodeProtectedHeader(token).kid;
const keysShown = async (): Promise<string[]> => {
  const response = await fetch(new URL("/oidc/jwks", identity.issuer));
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};

/** Runs the command as an operator does. */
function rotateKeys(...args: string[]): string {
  const environment = {
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    DATABASE_URL: identity.fresh.urls.identity.app,
    FIELD_KEY: fieldKey,
  };
  const program = join(import.meta.dirname, "..", "rotate-keys.ts");
  return execFileSync(process.execPath, [program, ...args], { env: environment, encoding: "utf8" }).trim();
}

/** As if so many seconds had passed since all keys were made. */
const pass = (seconds: number) =>
  connected(identity.fresh.superUrl, (database) =>
    database.query("update identity.signing_key set signs_from = signs_from - make_interval(secs => $1)", [
      seconds,
    ]),
  );

describe("a new key, while the service runs", () => {
  it("is published first, then signs, and what the old one signed still holds", async () => {
    const keySet = createRemoteJWKSet(new URL("/oidc/jwks", identity.issuer), { cooldownDuration: 0 });
    const verify = (token: string) =>
      jwtVerify(token, keySet, { issuer: identity.issuer, audience: "shuangsui" });
    const old = await tokenNow();
    await verify(old);

    const kid = rotateKeys();
    await until(keysShown, (kids) => kids.includes(kid));
    expect(keyOf(await tokenNow())).toBe(keyOf(old));

    await pass(61);
    const next = await until(tokenNow, (token) => keyOf(token) === kid);
    await verify(next);
    await verify(old);
    expect(await keysShown()).toEqual([kid, keyOf(old)]);

    await pass(661);
    expect(await until(keysShown, (kids) => kids.length === 1)).toEqual([kid]);
  });

  it("in place of a leaked one signs at once, and nothing holds any more that the leaked one signed", async () => {
    const leaked = await tokenNow();
    const kid = rotateKeys("--leaked");
    expect(await until(keysShown, (kids) => !kids.includes(keyOf(leaked) ?? ""))).toEqual([kid]);
    const keySet = createRemoteJWKSet(new URL("/oidc/jwks", identity.issuer));
    await expect(jwtVerify(leaked, keySet)).rejects.toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
    await jwtVerify(await tokenNow(), keySet);
  });

  it("lies in the database sealed, and is there again after a restart", async () => {
    const before = keyOf(await tokenNow());
    const { rows } = await connected(identity.fresh.superUrl, (database) =>
      database.query<{ private_key: Buffer }>("select private_key from identity.signing_key"),
    );
    expect(rows.map((row) => row.private_key.toString("latin1")).join()).not.toContain("PRIVATE");
    await identity.startAgain();
    expect(keyOf(await tokenNow())).toBe(before);
  });
});
