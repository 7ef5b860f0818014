import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApp, type App, type AppOptions } from "../app.ts";
import { tokenVerifier } from "../access/tokens.ts";
import { createLogger } from "../logger.ts";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";

let issuer: TestIssuer;
const apps: App[] = [];
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await issuer.close();
});

const base = { name: "test", title: "test", logger: createLogger("test", "silent"), ready: {} };
/** An app with a route for anybody, one for whoever may read plans, and one of the system's services. */
async function appWith(options: Partial<AppOptions> = {}): Promise<App> {
  const app = await createApp({ ...base, tokens: tokenVerifier(issuer.url), ...options });
  app.get("/open", { config: { action: "public" } }, async () => ({}));
  app.post("/open", { config: { action: "public" } }, async () => ({}));
  app.get("/plans", { config: { action: "plan.read" } }, async () => ({}));
  app.get("/own", { config: { action: "service" } }, async () => ({}));
  apps.push(app);
  return app;
}
const tokenOf = async (actor: string) => ({
  authorization: `Bearer ${await issuer.tokenFor({ authority: "533103", actor })}`,
});
const statuses = async (many: number, ask: (nth: number) => Promise<{ statusCode: number }>) => {
  const all: number[] = [];
  for (let nth = 0; nth < many; nth += 1) all.push((await ask(nth)).statusCode);
  return all;
};

describe("every answer, refusals and what no route takes too", () => {
  it.each(["/open", "/plans", "/nowhere", "/health/live"])(
    "forbids a browser all but to show %s",
    async (url) => {
      const { headers } = await (await appWith()).inject(url);
      expect(headers).toMatchObject({
        "content-security-policy":
          "default-src 'none';script-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'none'",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      expect(headers).not.toHaveProperty("x-powered-by");
      expect(headers).not.toHaveProperty("server");
    },
  );

  it("that is not public is kept nowhere on its way", async () => {
    const app = await appWith();
    const read = await app.inject({ url: "/plans", headers: await tokenOf("p-1") });
    expect([read.statusCode, read.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect((await app.inject("/plans")).headers["cache-control"]).toBe("no-store");
    expect((await app.inject("/open")).headers).not.toHaveProperty("cache-control");
  });

  it("holds browsers to https where that is how they come, by the setting or as a trusted proxy says", async () => {
    const secured = "max-age=31536000; includeSubDomains";
    const header = "strict-transport-security";
    expect((await (await appWith()).inject("/open")).headers).not.toHaveProperty(header);
    const bySetting = await appWith({ pages: { https: true } });
    expect((await bySetting.inject("/open")).headers[header]).toBe(secured);
    const behind = await appWith({ trustedProxies: ["127.0.0.1"] });
    const headers = { "x-forwarded-proto": "https" };
    expect((await behind.inject({ url: "/open", headers })).headers[header]).toBe(secured);
    expect((await (await appWith()).inject({ url: "/open", headers })).headers).not.toHaveProperty(header);
  });
});

describe("requests are limited", () => {
  const limits = { rateLimits: { address: 3, person: 5 } };

  it("by the address of whoever shows no valid token, whatever is asked for, and say when to go on", async () => {
    const app = await appWith(limits);
    const asked = [
      { url: "/open" },
      { url: "/plans" },
      { url: "/plans", headers: { authorization: "Bearer forged" } },
      { url: "/nowhere" },
      { url: "/open", headers: { authorization: "Bearer forged" } },
      { url: "/plans", headers: { authorization: "Bearer forged" } },
    ];
    expect(await statuses(6, (nth) => app.inject(asked[nth] ?? ""))).toEqual([200, 401, 401, 429, 429, 429]);
    const refused = await app.inject("/open");
    expect(refused.json()).toMatchObject({ status: 429, code: "request/too-many" });
    const seconds = Number(refused.headers["retry-after"]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers).toHaveProperty("content-security-policy");
  });

  it("by the person who is signed in, from wherever, and nobody else's for it", async () => {
    const app = await appWith(limits);
    const [one, other] = [await tokenOf("p-1"), await tokenOf("p-2")];
    const from = (headers: object, nth = 0) =>
      app.inject({ url: "/plans", headers: { ...headers }, remoteAddress: `192.0.2.${nth}` });
    expect(await statuses(6, (nth) => from(one, nth))).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await from(other)).statusCode).toBe(200);
    expect((await app.inject("/open")).statusCode).toBe(200);
  });

  it("never of the system's own services, nor of whoever asks whether the service lives", async () => {
    const app = await appWith({ rateLimits: { address: 1, person: 1 } });
    const headers = {
      authorization: `Bearer ${await issuer.credentials("inspection").token()}`,
      "x-authority": "533103",
    };
    expect(await statuses(5, () => app.inject({ url: "/own", headers }))).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses(5, () => app.inject("/health/live"))).toEqual([200, 200, 200, 200, 200]);
  });

  it("by the connection's address, whatever X-Forwarded-For says, unless a trusted proxy says it", async () => {
    const named = (nth: number) => ({ url: "/open", headers: { "x-forwarded-for": `192.0.2.${nth}` } });
    const plain = await appWith(limits);
    expect(await statuses(4, (nth) => plain.inject(named(nth)))).toEqual([200, 200, 200, 429]);
    const behind = await appWith({ ...limits, trustedProxies: ["127.0.0.1"] });
    expect(await statuses(4, (nth) => behind.inject(named(nth)))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, () => behind.inject(named(9)))).toEqual([200, 200, 200, 429]);
  });

  it("by the network that one household has of IPv6", async () => {
    const app = await appWith(limits);
    const from = (remoteAddress: string) => app.inject({ url: "/open", remoteAddress });
    const written = ["2001:db8:1:2::1", "2001:0DB8:0001:2:0:0:0:2", "2001:db8:1:2:ffff::", "2001:db8:1:2::9"];
    expect(await statuses(4, (nth) => from(written[nth] ?? ""))).toEqual([200, 200, 200, 429]);
    expect((await from("2001:db8:1:3::1")).statusCode).toBe(200);
    expect((await from("::1")).statusCode).toBe(200);
  });

  it("of IPv4 by the address, also as a server of both kinds writes it", async () => {
    const app = await appWith(limits);
    const from = (remoteAddress: string) => app.inject({ url: "/open", remoteAddress });
    const written = ["192.0.2.1", "::ffff:192.0.2.1", "::FFFF:192.0.2.1", "192.0.2.1"];
    expect(await statuses(4, (nth) => from(written[nth] ?? ""))).toEqual([200, 200, 200, 429]);
    expect((await from("::ffff:192.0.2.2")).statusCode).toBe(200);
  });

  it("for a minute, after which they are taken again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const app = await appWith(limits);
      expect(await statuses(4, () => app.inject("/open"))).toEqual([200, 200, 200, 429]);
      vi.setSystemTime(Date.now() + 60_001);
      expect((await app.inject("/open")).statusCode).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("what tells of an attack", () => {
  it("is noted with its code and where it came from: a forged token, another role; not that nobody is signed in", async () => {
    const noted: unknown[] = [];
    const auditor = { note: (entry: object) => void noted.push(entry), flush: async () => undefined };
    const app = await appWith({ auditor, rateLimits: { address: 3, person: 3 } });
    const remoteAddress = "192.0.2.7";
    const forged = { authorization: "Bearer a.b.c" };
    const witness = await issuer.tokenFor({ authority: "533103", actor: "p-9", roles: ["witness"] });
    await app.inject({ url: "/plans", remoteAddress });
    for (let asked = 0; asked < 4; asked += 1)
      await app.inject({ url: "/plans", headers: forged, remoteAddress });
    await app.inject({ url: "/plans", headers: { authorization: `Bearer ${witness}` }, remoteAddress });
    // Beyond the limit nothing is written any more.
    expect(noted).toMatchObject([
      { code: "caller/token-invalid", actor: "unknown", remote: remoteAddress },
      { code: "caller/token-invalid", actor: "unknown", remote: remoteAddress },
      { code: "caller/not-allowed", actor: "p-9", remote: remoteAddress },
    ]);
  });
});

describe("a body that is larger than the limit", () => {
  it("is refused by its length before any of it comes", async () => {
    const app = await appWith({ bodyLimit: 1_000 });
    const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(
      "POST /open HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n",
    );
    const said = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
    socket.destroy();
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(said).toContain('"code":"body/too-large"');
  });
});

it("a request that does not come in whole in its time is cut off, headers sooner", async () => {
  const { server } = await appWith();
  expect([server.requestTimeout, server.headersTimeout]).toEqual([60_000, 15_000]);
});
