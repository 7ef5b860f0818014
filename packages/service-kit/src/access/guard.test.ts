import { policy, roles, type Access, type Role } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createApp, type App } from "../app.ts";
import { createLogger } from "../logger.ts";
import { startIssuer, type TestIssuer } from "../testing/issuer.ts";
import { callerOf } from "./caller.ts";
import { tokenVerifier } from "./tokens.ts";

let issuer: TestIssuer;
let app: App;
let read = 0;
const options = { name: "test", title: "test", logger: createLogger("test", "silent"), ready: {} };
beforeAll(async () => {
  issuer = await startIssuer();
  app = await createApp({ ...options, bodyLimit: 100, tokens: tokenVerifier(issuer.url) });
  const body = z.strictObject({ n: z.number() });
  app.get("/open", { config: { action: "public" } }, async () => ({ open: true }));
  app.get("/own", { config: { action: "service" } }, async (request) => callerOf(request));
  app.get("/plans", { config: { action: "plan.read" } }, async (request) => callerOf(request));
  app.post("/plans", { config: { action: "plan.write" }, schema: { body } }, async () => {
    read += 1;
    return {};
  });
});
afterAll(async () => {
  await app.close();
  await issuer.close();
});

type Asked = { roles?: readonly Role[]; headers?: Record<string, string>; payload?: string };
/** Asks as a person of 芒市 with those roles; as nobody without. */
async function ask(method: "GET" | "POST", url: string, { roles: held, headers, payload }: Asked = {}) {
  const token =
    held === undefined
      ? undefined
      : await issuer.tokenFor({ authority: "533103", actor: "p-1", roles: held });
  const response = await app.inject({
    method,
    url,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: response.statusCode,
    body: response.json<Record<string, unknown>>(),
    challenge: response.headers["www-authenticate"],
  };
}
const bearer = async (client: string) => ({
  authorization: `Bearer ${await issuer.credentials(client).token()}`,
});

describe("an app", () => {
  it.each<[string, Access | undefined, boolean]>([
    ["a route that names no action", undefined, true],
    ["an action that the policy has not", "plan.burn" as Access, true],
    ["an action, but nobody who tells who calls", "plan.read", false],
  ])("does not start with %s", async (_, action, verifies) => {
    const tokens = tokenVerifier(issuer.url);
    const other = await createApp(verifies ? { ...options, tokens } : options);
    const config = action === undefined ? {} : { action };
    await other.register(async (part) => void part.get("/burn", { config }, async () => ({})));
    await expect(other.listen({ host: "127.0.0.1", port: 0 })).rejects.toThrow(/GET \/burn/);
    await other.close();
  });

  it("names no action of the policy that no role may do", () => {
    for (const row of Object.values(policy))
      expect([...row.own, ...row.child, ...row.sibling, ...row.parent]).not.toEqual([]);
  });
});

describe("who shows no valid token", () => {
  it("is told so with how to come in, but for what is public", async () => {
    expect(await ask("GET", "/plans")).toMatchObject({
      status: 401,
      body: { code: "caller/missing" },
      challenge: 'Bearer realm="shuangsui"',
    });
    for (const authorization of ["Bearer of-nobody", "Bearer", "Basic YTpi", "Bearer a b"])
      expect(await ask("GET", "/plans", { headers: { authorization } })).toMatchObject({
        status: 401,
        body: { code: "caller/token-invalid" },
        challenge: 'Bearer realm="shuangsui", error="invalid_token"',
      });
    const open = { status: 200, body: { open: true } };
    expect(await ask("GET", "/open")).toMatchObject(open);
    expect(await ask("GET", "/open", { headers: { authorization: "Bearer of-nobody" } })).toMatchObject(open);
    expect((await ask("GET", "/health/live")).status).toBe(200);
    expect((await ask("GET", "/openapi.json")).status).toBe(200);
  });

  it("by headers alone is nobody, as are those who once were believed", async () => {
    const headers = { "x-authority": "533103", "x-actor": "official-1" };
    expect(await ask("GET", "/plans", { headers })).toMatchObject({ status: 401 });
    expect(await ask("GET", "/own", { headers })).toMatchObject({ status: 401 });
  });

  it("is refused before anything of a body is read, however it is", async () => {
    for (const payload of ["{", `{"n":"${"x".repeat(1000)}"}`, '{"n":1}'])
      expect((await ask("POST", "/plans", { payload })).status).toBe(401);
    expect(await ask("POST", "/plans", { payload: "{", roles: ["officer"] })).toMatchObject({
      status: 403,
      body: { code: "caller/not-allowed" },
    });
    expect(read).toBe(0);
    expect((await ask("POST", "/plans", { payload: '{"n":1}', roles: ["planner"] })).status).toBe(200);
  });
});

describe("a person", () => {
  it("is who the token says, with its roles", async () => {
    expect((await ask("GET", "/plans", { roles: ["planner", "drawer"] })).body).toEqual({
      authority: "533103",
      actor: "p-1",
      roles: ["planner", "drawer"],
    });
  });

  it("cannot act for another by a header", async () => {
    for (const headers of [{ "x-authority": "533102" }, { "x-actor": "p-2" }])
      expect(await ask("GET", "/plans", { roles: ["planner"], headers })).toMatchObject({
        status: 403,
        body: { code: "caller/not-service" },
      });
  });

  it.each(roles.filter((role) => role !== "service"))(
    "who is %s does what the policy says, and no service's work",
    async (role) => {
      const may = policy["plan.read"].own.some((one) => one === role);
      expect((await ask("GET", "/plans", { roles: [role] })).status).toBe(may ? 200 : 403);
      expect(await ask("GET", "/own", { roles: [role] })).toMatchObject({
        status: 403,
        body: { code: "caller/not-service" },
      });
    },
  );
});

describe("a service", () => {
  it("acts for the authority and the person that it names", async () => {
    const headers = { ...(await bearer("console")), "x-authority": "533122", "x-actor": "p-9" };
    const caller = { authority: "533122", actor: "p-9", roles: ["service"], service: true };
    expect(await ask("GET", "/own", { headers })).toMatchObject({ status: 200, body: caller });
    expect(await ask("GET", "/plans", { headers })).toMatchObject({ status: 200, body: caller });
    expect(await ask("POST", "/plans", { headers, payload: '{"n":1}' })).toMatchObject({ status: 403 });
  });

  it("acts as itself where it names no person, and for no authority that there is not", async () => {
    const own = await bearer("inspection");
    expect((await ask("GET", "/own", { headers: { ...own, "x-authority": "533122" } })).body).toMatchObject({
      actor: "service:inspection",
    });
    const refused = { status: 401, body: { code: "caller/missing" } };
    expect(await ask("GET", "/own", { headers: own })).toMatchObject(refused);
    expect(await ask("GET", "/own", { headers: { ...own, "x-authority": "110000" } })).toMatchObject({
      status: 403,
      body: { code: "caller/authority-unknown" },
    });
    expect(
      await ask("GET", "/own", { headers: { ...own, "x-authority": "533122", "x-actor": "a b" } }),
    ).toMatchObject(refused);
  });
});

it("while the issuer is away who calls is told to try again", async () => {
  const gone = await startIssuer();
  const token = await gone.tokenFor({ authority: "533103", actor: "p-1" });
  await gone.close();
  const other = await createApp({ ...options, tokens: tokenVerifier(gone.url) });
  other.get("/plans", { config: { action: "plan.read" } }, async () => ({}));
  const response = await other.inject({ url: "/plans", headers: { authorization: `Bearer ${token}` } });
  expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "2"]);
  await other.close();
});
