import { databaseClock } from "@shuangsui/clock";
import { sealingKeys } from "@shuangsui/sealing";
import { createLogger, openDatabase, tokenVerifier, type App, type Database } from "@shuangsui/service-kit";
import { jsonOf, sealedPayloads } from "@shuangsui/temporal-kit";
import type { AccountRole } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migratedDatabase, type FreshDatabase } from "../../../../infra/embedded/test-database.ts";
import { startIssuer, type TestIssuer } from "../../../../packages/service-kit/src/testing/issuer.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";
import { createCodecApp } from "./app.ts";

const pageOrigin = "http://127.0.0.1:8233";
const keys = (letter: string) => sealingKeys.parse(`${letter}:${letter.repeat(64)}`);
const payloads = sealedPayloads(keys("a"));
let fresh: FreshDatabase;
let issuer: TestIssuer;
let database: Database<Tables>;
let app: App;
beforeAll(async () => {
  [fresh, issuer] = await Promise.all([migratedDatabase({ inspection: migrations }), startIssuer()]);
  const logger = createLogger("codec", "silent");
  database = openDatabase<Tables>(fresh.urls.inspection.app, { logger });
  app = await createCodecApp({
    ...{ database, logger, payloads, pageOrigin },
    clock: databaseClock(database.plain, "database"),
    tokens: tokenVerifier(issuer.url),
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
  await fresh.drop();
  await issuer.close();
});

const plain = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from('"刀某"') };
const sealed = async (by = payloads) => ({ payloads: (await by.encode([plain])).map(jsonOf) });
const tokenOf = (role: AccountRole, authority = "533100") =>
  issuer.tokenFor({ authority, actor: `the-${role}`, roles: [role] });
/** Asks as the engine's page does, in somebody's browser. */
async function decode(token: string | null, body?: unknown, headers: Record<string, string> = {}) {
  const response = await app.inject({
    method: "POST",
    url: "/decode?preserveStorageRefs=true",
    headers: {
      origin: pageOrigin,
      "content-type": "application/json",
      "x-namespace": "default",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    payload: JSON.stringify(body ?? (await sealed())),
  });
  return {
    status: response.statusCode,
    body: response.json<Record<string, unknown>>(),
    headers: response.headers,
  };
}
const looks = () =>
  database.as("533100", (work) =>
    work
      .selectFrom("audit")
      .select(["actor", "action", "after"])
      .where("action", "=", "payload/decoded")
      .execute(),
  );

describe("the codec server", () => {
  it.each(["administrator", "auditor"] as const)(
    "unseals for the prefecture's %s, who is on record",
    async (role) => {
      const answer = await decode(await tokenOf(role));
      expect(answer).toMatchObject({ status: 200, body: { payloads: [jsonOf(plain)] } });
      expect(answer.headers["access-control-allow-origin"]).toBe(pageOrigin);
      const own = async () => (await looks()).filter(({ actor }) => actor === `the-${role}`);
      await expect.poll(own).toMatchObject([{ after: { payloads: 1 } }]);
    },
  );

  it("unseals for no other role, for no county, since the engine holds all authorities', and for nobody without a token", async () => {
    for (const role of ["officer", "supervisor", "justice", "approver"] as const)
      expect(await decode(await tokenOf(role)), role).toMatchObject({ body: { code: "caller/not-allowed" } });
    expect(await decode(await tokenOf("auditor", "533103"))).toMatchObject({
      body: { code: "caller/not-allowed" },
    });
    expect(await decode(null)).toMatchObject({ status: 401, body: { code: "caller/missing" } });
    expect(await decode("forged.token.here")).toMatchObject({ body: { code: "caller/token-invalid" } });
  });

  it("lets the scripts of the engine's page alone read its answers", async () => {
    const preflight = async (origin: string) =>
      app.inject({ method: "OPTIONS", url: "/decode?preserveStorageRefs=true", headers: { origin } });
    const asked = await preflight(pageOrigin);
    expect(asked.statusCode).toBe(204);
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": pageOrigin,
      "access-control-allow-headers": "authorization, content-type, x-namespace",
    });
    // A refusal as well, so that the page can show it.
    expect((await decode(null)).headers).toHaveProperty("access-control-allow-origin", pageOrigin);
    for (const origin of ["http://127.0.0.1:9999", "https://evil.example", "null"])
      expect((await preflight(origin)).headers).not.toHaveProperty("access-control-allow-origin");
    const foreign = await decode(await tokenOf("auditor"), undefined, { origin: "https://evil.example" });
    expect(foreign.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("takes a token by its page, for a browser at the engine's page, which sends no header of its own", async () => {
    const token = await tokenOf("auditor");
    const shown = await app.inject({
      method: "POST",
      url: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ token }).toString(),
    });
    expect(shown).toMatchObject({ statusCode: 303, headers: { location: pageOrigin } });
    const cookie = String(shown.headers["set-cookie"]);
    expect(cookie).toMatch(/; Path=\/decode; Max-Age=600; HttpOnly; SameSite=Strict$/);
    const [pair = ""] = cookie.split(";");
    expect(await decode(null, undefined, { cookie: pair })).toMatchObject({ status: 200 });
    expect(await decode(null, undefined, { cookie: "shuangsui_codec=forged" })).toMatchObject({
      status: 401,
    });
    const page = await app.inject({ method: "GET", url: "/" });
    expect(page.body).toContain("访问令牌");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("passes on what was never sealed, and refuses what is sealed under another key or was changed", async () => {
    const token = await tokenOf("auditor");
    expect(await decode(token, { payloads: [jsonOf(plain)] })).toMatchObject({
      body: { payloads: [jsonOf(plain)] },
    });
    const foreign = await sealed(sealedPayloads(keys("b")));
    expect(await decode(token, foreign)).toMatchObject({ status: 422, body: { code: "body/invalid" } });
    expect(await decode(token, { payloads: [{ metadata: { encoding: "?" } }] })).toMatchObject({
      status: 422,
    });
  });
});

describe("a payload's key", () => {
  it("is followed by another: what was sealed under the earlier one is still opened", async () => {
    const before = await payloads.encode([plain]);
    const rotated = sealedPayloads(sealingKeys.parse(`b:${"b".repeat(64)},a:${"a".repeat(64)}`));
    expect(await rotated.decode(before)).toMatchObject([{ data: plain.data }]);
    await expect(payloads.decode(await rotated.encode([plain]))).rejects.toThrow('there is no key "b"');
  });
});
