import { accountView, accountWithPassword, type AccountView } from "@shuangsui/contracts";
import { createSecretKey, randomUUID } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  beginSignIn,
  Browser,
  rightPassword,
  signedIn,
  startIdentity,
  type TestIdentity,
} from "../testing/service.ts";

let identity: TestIdentity;
let county: string;
let prefecture: string;
beforeAll(async () => {
  identity = await startIdentity();
  county = await identity.operatorToken("administrator", "533103");
  prefecture = await identity.operatorToken("administrator", "533100");
});
afterAll(() => identity.close());

type Asked = { token?: string; body?: unknown; ifMatch?: string };

async function ask(method: string, path: string, { token = county, body, ifMatch }: Asked = {}) {
  const response = await fetch(new URL(`/api/v1/accounts${path}`, identity.issuer), {
    method,
    headers: {
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, code: answer["code"] };
}

const freshLogin = () => `p${randomUUID().slice(0, 8)}`;
const person = (more: object = {}) => ({
  login: freshLogin(),
  name: "刀某某",
  authority: "533103",
  roles: ["officer"],
  ...more,
});

async function created(more: object = {}): Promise<{ account: AccountView; initialPassword: string }> {
  const answer = await ask("POST", "", { body: person(more) });
  expect(answer.status).toBe(201);
  return accountWithPassword.parse(answer.body);
}

describe("an administrator", () => {
  it("makes an account, whose person signs in by the password that was shown once", async () => {
    const inspector = randomUUID();
    const { account, initialPassword } = await created({ inspector });
    expect(account).toMatchObject({
      roles: ["officer"],
      inspector,
      passwordIsInitial: true,
      disabled: false,
    });
    expect(JSON.stringify((await ask("GET", `/${account.id}`)).body)).not.toContain(initialPassword);

    const browser = new Browser(identity.issuer);
    const { page, tokens } = await beginSignIn(identity, browser);
    const choosing = await browser.submit(page, { login: account.login, password: initialPassword });
    const own = "seven grey herons";
    const { access_token: token } = await tokens(
      await browser.submit(choosing, { password: own, again: own }),
    );
    const me = await ask("GET", "/me", { token });
    expect(me.body).toMatchObject({ id: account.id, name: "刀某某", passwordIsInitial: false });
    expect(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
      inspector,
    });
  });

  it("changes roles and authority, which show in the next token", async () => {
    const { id, login } = await identity.person();
    const { configuration, tokens } = await signedIn(identity, new Browser(identity.issuer), login);
    const { body } = await ask("GET", `/${id}`);
    const change = { roles: ["planner", "publisher"] };
    const changed = await ask("PATCH", `/${id}`, { body: change, ifMatch: `"${String(body["version"])}"` });
    expect(changed).toMatchObject({ status: 200, body: change });
    const next = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? "");
    const [, payload = ""] = next.access_token.split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject(change);
  });

  it("writes over no change that it has not seen", async () => {
    const { account } = await created();
    const body = { name: "岳某某" };
    expect(await ask("PATCH", `/${account.id}`, { body })).toMatchObject({
      status: 428,
      code: "version/missing",
    });
    expect((await ask("PATCH", `/${account.id}`, { body, ifMatch: '"1"' })).status).toBe(200);
    expect(await ask("PATCH", `/${account.id}`, { body, ifMatch: '"1"' })).toMatchObject({
      status: 412,
      code: "version/changed",
    });
  });

  it("disables an account: its sessions and refresh tokens end at once", async () => {
    const { id, login } = await identity.person();
    const browser = new Browser(identity.issuer);
    const { configuration, tokens } = await signedIn(identity, browser, login);
    expect((await ask("PATCH", `/${id}`, { body: { disabled: true }, ifMatch: '"1"' })).status).toBe(200);
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
    const { page } = await beginSignIn(identity, browser);
    expect(page.text).toContain('name="password"');
    expect((await browser.submit(page, { login, password: rightPassword })).status).toBe(401);
    expect(await ask("GET", "/me", { token: tokens.access_token })).toMatchObject({ status: 401 });
  });

  it("resets an account: another password to begin with, no second factor, signed out everywhere", async () => {
    const { id, login } = await identity.person();
    const { configuration, tokens } = await signedIn(identity, new Browser(identity.issuer), login);
    const { initialPassword, account } = accountWithPassword.parse((await ask("POST", `/${id}/reset`)).body);
    expect(account).toMatchObject({ passwordIsInitial: true, hasSecondFactor: false });
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
    const browser = new Browser(identity.issuer);
    const { page } = await beginSignIn(identity, browser);
    expect((await browser.submit(page, { login, password: initialPassword })).text).toContain("设置新密码");
  });

  it("touches neither the own account nor a login that is taken", async () => {
    const login = freshLogin();
    expect((await ask("POST", "", { body: person({ login }) })).status).toBe(201);
    expect(await ask("POST", "", { body: person({ login }) })).toMatchObject({
      status: 409,
      code: "account/login-taken",
    });
    const { account } = await created({ roles: ["administrator"] });
    const own = await identity.personsToken(account.id, "533103", ["administrator"]);
    for (const [method, path] of [
      ["PATCH", ""],
      ["POST", "/reset"],
    ] as const) {
      const asked = method === "PATCH" ? { body: { disabled: true }, ifMatch: '"1"' } : {};
      expect(await ask(method, `/${account.id}${path}`, { token: own, ...asked })).toMatchObject({
        status: 409,
        code: "account/own",
      });
    }
  });

  it("leaves an authority its last administrator, also where two take the role from one another at once", async () => {
    const [one, other] = await Promise.all(
      [0, 1].map(() => identity.person({ roles: ["administrator"], authority: "533122" })),
    );
    const lift = async (by: string, id: string) => {
      const token = await identity.personsToken(by, "533122", ["administrator"]);
      return ask("PATCH", `/${id}`, { token, body: { roles: ["officer"] }, ifMatch: '"1"' });
    };
    const ids = [one?.id ?? "", other?.id ?? ""] as const;
    const answers = await Promise.all([lift(ids[0], ids[1]), lift(ids[1], ids[0])]);
    // Who came second is refused: there is nobody else, or they are no administrator any more.
    const [refused, ...others] = answers.filter(({ status }) => status !== 200);
    expect(others).toEqual([]);
    expect(refused?.code).toEqual(
      expect.toBeOneOf(["account/administrators-only", "account/last-administrator"]),
    );
    const left = await ask("GET", "?authority=533122", { token: prefecture });
    const roles = (left.body["items"] as unknown[]).flatMap((item) => accountView.parse(item).roles);
    expect(roles.filter((role) => role === "administrator")).toHaveLength(1);
    // The superior makes another first, too.
    const last = ids[answers[0]?.status === 200 ? 0 : 1];
    for (const body of [{ disabled: true }, { authority: "533123" }])
      expect(await ask("PATCH", `/${last}`, { token: prefecture, body, ifMatch: '"1"' })).toMatchObject({
        status: 409,
        code: "account/last-administrator",
      });
  });

  it("who is one no more administers nothing from then on, though the token says so still", async () => {
    const [{ id }] = await Promise.all([
      identity.person({ roles: ["administrator"] }),
      identity.person({ roles: ["administrator"] }),
    ]);
    const token = await identity.personsToken(id, "533103", ["administrator"]);
    expect((await ask("GET", "", { token })).status).toBe(200);
    const body = { roles: ["officer"] };
    expect((await ask("PATCH", `/${id}`, { body, ifMatch: '"1"' })).status).toBe(200);
    expect(await ask("GET", "", { token })).toMatchObject({ code: "account/administrators-only" });
  });

  it("gives an inspector one account alone, so that nobody signs as two", async () => {
    const inspector = randomUUID();
    await created({ inspector });
    expect(await ask("POST", "", { body: person({ inspector }) })).toMatchObject({
      status: 409,
      code: "account/inspector-taken",
    });
    const { account } = await created();
    expect(await ask("PATCH", `/${account.id}`, { body: { inspector }, ifMatch: '"1"' })).toMatchObject({
      status: 409,
      code: "account/inspector-taken",
    });
  });

  it.each([
    ["an unknown role", { roles: ["king"] }],
    ["no role", { roles: [] }],
    ["a role twice", { roles: ["officer", "officer"] }],
    ["no such authority", { authority: "999999" }],
    ["a login in capitals", { login: "Dao" }],
    ["a name with a control character", { name: "刀\u0000" }],
    ["a field that there is not", { password: "of one's own choosing" }],
  ])("is refused %s", async (_name, wrong) => {
    expect(await ask("POST", "", { body: person(wrong) })).toMatchObject({
      status: 422,
      code: "body/invalid",
    });
  });
});

describe("an account of another authority", () => {
  it("is not there for a sibling's administrator, and is administered by the superior's", async () => {
    const { account } = await created();
    const sibling = await identity.operatorToken("administrator", "533102");
    const body = { name: "岳某某" };
    for (const [method, asked] of [
      ["GET", {}],
      ["PATCH", { body, ifMatch: '"1"' }],
    ] as const)
      expect(await ask(method, `/${account.id}`, { token: sibling, ...asked })).toMatchObject({
        status: 404,
      });
    expect((await ask("POST", `/${account.id}/reset`, { token: sibling })).status).toBe(404);
    const changed = await ask("PATCH", `/${account.id}`, { token: prefecture, body, ifMatch: '"1"' });
    expect(changed.status).toBe(200);
  });

  it("is made by neither a sibling's administrator nor a subordinate's", async () => {
    for (const authority of ["533102", "533100"])
      expect(await ask("POST", "", { body: person({ authority }) })).toMatchObject({
        status: 403,
        code: "authority/not-yours",
      });
    const { account } = await created();
    expect(
      await ask("PATCH", `/${account.id}`, { body: { authority: "533100" }, ifMatch: '"1"' }),
    ).toMatchObject({ status: 403 });
  });

  it("is in no list but the superior's, which goes on page by page", async () => {
    await identity.person({ authority: "533102" });
    const [first, second] = [
      await ask("GET", "?limit=2", { token: prefecture }),
      await ask("GET", "?limit=500"),
    ];
    expect(first.body["next"]).toEqual(expect.any(String));
    const all = (second.body["items"] as unknown[]).map((one) => accountView.parse(one));
    expect(new Set(all.map(({ authority }) => authority))).toEqual(new Set(["533103"]));
    const next = await ask("GET", `?limit=500&after=${String(first.body["next"])}`, { token: prefecture });
    // Ids are random: it may be of the first two.
    const seen = [first, next].flatMap(({ body }) =>
      (body["items"] as unknown[]).map((one) => accountView.parse(one)),
    );
    expect(seen.map(({ authority }) => authority)).toContain("533102");
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  });

  it("is found by a part of what one signs in as, or of the name", async () => {
    const { account } = await created({ name: "罕见其人" });
    for (const q of [account.login.slice(1).toUpperCase(), "见其"]) {
      const { body } = await ask("GET", `?q=${encodeURIComponent(q)}`);
      expect(body["items"]).toMatchObject([{ id: account.id }]);
    }
    expect((await ask("GET", "?q=%25")).body["items"]).toEqual([]);
  });
});

describe("a token", () => {
  it("of any other role administers nothing", async () => {
    for (const role of ["supervisor", "auditor", "officer"] as const) {
      const token = await identity.operatorToken(role, "533103");
      expect(await ask("GET", "", { token })).toMatchObject({
        status: 403,
        code: "account/administrators-only",
      });
    }
  });

  it("of an account that is disabled administers nothing from then on, though it has not ended", async () => {
    const { id } = await identity.person({ roles: ["administrator"] });
    await identity.person({ roles: ["administrator"] });
    const token = await identity.personsToken(id, "533103", ["administrator"]);
    expect(await ask("GET", "", { token })).toMatchObject({ status: 200 });
    expect((await ask("PATCH", `/${id}`, { body: { disabled: true }, ifMatch: '"1"' })).status).toBe(200);
    const refused = { status: 401, code: "account/token-missing" };
    expect(await ask("GET", "", { token })).toMatchObject(refused);
    expect(await ask("POST", "", { token, body: person() })).toMatchObject(refused);
  });

  it("that is missing, forged, unsigned, of a service, or signed with the public key as a secret is refused", async () => {
    const claims = { authority: "533103", roles: ["administrator"], sub: randomUUID(), client_id: "console" };
    const [{ public: publicKey, kid }] = await identity.keys.current();
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid })
      .setIssuer(identity.issuer)
      .setAudience("shuangsui")
      .setExpirationTime("5m")
      .sign(createSecretKey(Buffer.from(JSON.stringify(publicKey))));
    const unsigned = new UnsecuredJWT(claims).setIssuer(identity.issuer).setAudience("shuangsui").encode();
    const service = await client.clientCredentialsGrant(await identity.configured("registry"));
    const [head, , signature] = county.split(".");
    const body = Buffer.from(JSON.stringify({ ...claims, iss: identity.issuer, aud: "shuangsui" })).toString(
      "base64url",
    );
    for (const token of [
      "",
      forged,
      unsigned,
      service.access_token,
      `${head}.${body}.${signature}`,
      "garbage",
    ])
      expect(await ask("GET", "", { token })).toMatchObject({ status: 401, code: "account/token-missing" });
  });
});

describe("the operator's address", () => {
  it("is open to nobody who shows another secret, before anything that is sent is read", async () => {
    const response = await fetch(new URL("/operator/tokens", identity.issuer), {
      method: "POST",
      headers: {
        authorization: "Bearer another secret of thirty-two characters",
        "content-type": "application/json",
      },
      body: "not JSON",
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "operator/not-yours" });
  });
});

describe("who is signed in", () => {
  it("reads who acted, by name and role: of the own authority and its subordinates, and nothing else of an account", async () => {
    const { account } = await created({ name: "线某某" });
    const madeAbove = await ask("POST", "", { token: prefecture, body: person({ authority: "533100" }) });
    const { account: above } = accountWithPassword.parse(madeAbove.body);
    const officer = await identity.operatorToken("officer", "533103");
    const asked = `/names?ids=${account.id},${above.id},${randomUUID()}`;
    const named = { id: account.id, name: "线某某", roles: ["officer"] };
    expect((await ask("GET", asked, { token: officer })).body).toEqual({ items: [named] });
    const both = (await ask("GET", asked, { token: prefecture })).body["items"];
    expect(both).toHaveLength(2);
    const sibling = await identity.operatorToken("supervisor", "533102");
    expect((await ask("GET", asked, { token: sibling })).body).toEqual({ items: [] });
    expect(await ask("GET", asked, { token: "" })).toMatchObject({ code: "account/token-missing" });
    expect((await ask("GET", "/names?ids=officer-1", { token: officer })).status).toBe(422);
  });
});
