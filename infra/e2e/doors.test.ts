import { tokenVerifier } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startIssuer, type TestIssuer } from "../../packages/service-kit/src/testing/issuer.ts";
import { openApps, type Apps } from "./documents.ts";

let apps: Apps;
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
  apps = await openApps(tokenVerifier(issuer.url));
});
afterAll(async () => {
  await apps.close();
  await issuer.close();
});

/** What is for everybody: whether a service lives, and its documents. */
const everywhere = /^\/(?:health\/(?:live|ready)|openapi\.json)$/;
/** What else answers without a token, by its port: nothing but what is made for whoever has none. */
const open = {
  // By which table a class comes about is public, here and at the portal (article 21).
  registry: /^\/api\/v1\/risk-table$/,
  // The inspected shows a code instead, in a body.
  inspection: /^\/docs(?:\/|$)|^\/api\/v1\/access-codes\/session$/,
  disclosure: /^$/,
  portal:
    /^\/(?:style\.css|icon\.svg|(?:publications|draws|risk-tables)\/:\w+|draws|takedowns|risk-tables|)$|^\/api\/v1\/(?:publications|draws|takedowns|risk-table|statistics)(?:\/|$)/,
  // Where one signs in. The protocol's addresses ask for what its clients know; accounts see to tokens themselves.
  identity:
    /^\/(?:\.well-known\/openid-configuration|oidc\/\*|style\.css|icon\.svg|sign-in\/:uid(?:\/\w+)?)$/,
  console: /^\/(?:style\.css|icon\.svg|assets\/:name|sign-in|signed-in|sign-out)$/,
  // Without a session each asks for a code, and shows nothing (services/inspection/src/inspected/pages/pages.test.ts).
  inspected: /^\/(?:style\.css|icon\.svg|assets\/:name|session|leave|notice|why|recuse|receive|object|)$/,
} as const;
type Name = keyof typeof open;
const names = ["registry", "inspection", "disclosure", "portal", "identity", "console", "inspected"] as const;

type Route = { method: string; url: string };
/** Every route of an app, those too that no document shows, as its router prints them: a tree, four characters a level. */
function routesOf(name: Name): Route[] {
  const above: string[] = [];
  return apps[name]
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, indent = "", part = "", methods = ""] =
        /^((?:│ {3}| {4})*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      const depth = indent.length / 4;
      above.splice(depth, above.length, part);
      const url = above.join("");
      return methods
        .split(", ")
        .flatMap((method) => (method === "" || method === "HEAD" ? [] : { method, url }));
    });
}

/** An address of a route with something in each place. */
const filled = (url: string) =>
  url.replace(":file", "commitment.json").replaceAll(/:\w+/g, "01890a5d-ac96-774b-bcce-b302099a8057");

/** Asks without a token, in every way that somebody might pretend to have one. */
async function answersOf(name: Name, { method, url }: Route): Promise<number[]> {
  const pretended: Record<string, string>[] = [
    {},
    { "x-authority": "533100", "x-actor": "official-1" },
    { authorization: "Bearer" },
    { authorization: "Basic b2ZmaWNpYWw6MQ==" },
    { cookie: "console-session=nobody" },
  ];
  const all: number[] = [];
  for (const headers of pretended) {
    const response = await fetch(new URL(filled(url), apps.urls[name]), {
      method,
      redirect: "manual",
      headers: { ...headers, connection: "close", "sec-fetch-dest": "empty" },
    });
    await response.body?.cancel();
    all.push(response.status);
  }
  return all;
}

describe.each(names)("without a token, at the port of %s", (name) => {
  it("no route answers but health, documents and what is made for everybody", async () => {
    const guarded = routesOf(name).filter(({ url }) => !everywhere.test(url) && !open[name].test(url));
    for (const route of guarded) {
      const answers = await answersOf(name, route);
      const refused = answers.every((status) => [401, 403, 404].includes(status));
      expect(refused, `${route.method} ${route.url}: ${answers.join()}`).toBe(true);
      // 404 where there is none that could be guarded.
      if (answers.includes(404)) expect(route.url).toMatch(/\*$/);
    }
    process.stderr.write(`doors: ${guarded.length} routes of ${name} refuse whoever shows no token\n`);
  });

  it("what is made for everybody is there, and nothing of it is another service's", async () => {
    const opened = routesOf(name).filter(({ url }) => open[name].test(url));
    expect(opened.length > 0).toBe(name !== "disclosure");
    for (const other of names.filter((one) => one !== name && one === "disclosure"))
      for (const { method, url } of opened.filter(({ url: path }) => path.startsWith("/api/"))) {
        const response = await fetch(new URL(filled(url), apps.urls[other]), { method });
        expect([401, 404, 405], `${method} ${url} at ${other}`).toContain(response.status);
      }
  });
});

it("the portal writes nothing: it has no route but to read", () => {
  expect(new Set(routesOf("portal").map(({ method }) => method))).toEqual(new Set(["GET"]));
});
