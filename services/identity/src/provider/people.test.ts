import { connected } from "../../../../infra/embedded/database.ts";
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
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

const refusedAsGrant = { error: "invalid_grant" };
const browser = () => new Browser(identity.issuer);

/** The value of the cookie by which a browser is signed in. */
const sessionOf = ({ cookies }: Browser) => cookies.get("/ identity-session")?.value;

describe("an authorization code", () => {
  it("is given to nobody who shows no proof key (PKCE)", async () => {
    const url = client.buildAuthorizationUrl(await identity.configured(), {
      redirect_uri: "http://127.0.0.1:9/signed-in",
      scope: "openid",
    });
    const { url: returned } = await browser().open(url.href);
    expect(new URL(returned).searchParams.get("error")).toBe("invalid_request");
  });

  it("leads nowhere but to the client's own address", async () => {
    const url = client.buildAuthorizationUrl(await identity.configured(), {
      redirect_uri: "http://127.0.0.1:9/elsewhere",
      scope: "openid",
    });
    const page = await browser().open(url.href);
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining("invalid_redirect_uri") });
  });

  it("is good once: replayed it is refused, and what it gave holds no longer", async () => {
    const { login } = await identity.person();
    const itsBrowser = browser();
    const { configuration, page, tokens } = await beginSignIn(identity, itsBrowser);
    const returned = await itsBrowser.submit(page, { login, password: rightPassword });
    const first = await tokens(returned);
    await expect(tokens(returned)).rejects.toMatchObject(refusedAsGrant);
    await expect(client.refreshTokenGrant(configuration, first.refresh_token ?? "")).rejects.toMatchObject(
      refusedAsGrant,
    );
  });

  it("is exchanged by one of two that show it at once", async () => {
    const { login } = await identity.person();
    const itsBrowser = browser();
    const { page, tokens } = await beginSignIn(identity, itsBrowser);
    const returned = await itsBrowser.submit(page, { login, password: rightPassword });
    const both = await connected(identity.fresh.superUrl, async (holding) => {
      await holding.query("begin");
      await holding.query("select from identity.artifact where model = 'AuthorizationCode' for update");
      const asked = Promise.allSettled([tokens(returned), tokens(returned)]);
      // Both have found it unused, and wait to use it.
      const waiting =
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      await expect.poll(async () => (await holding.query(waiting)).rowCount).toBe(2);
      await holding.query("commit");
      return asked;
    });
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("a refresh token", () => {
  it("is replaced at each use; one used twice ends all that came of its sign-in", async () => {
    const { login } = await identity.person();
    const { configuration, tokens } = await signedIn(identity, browser(), login);
    const [first = ""] = [tokens.refresh_token];
    const { refresh_token: second = "" } = await client.refreshTokenGrant(configuration, first);
    expect(second).not.toBe(first);
    await expect(client.refreshTokenGrant(configuration, first)).rejects.toMatchObject(refusedAsGrant);
    await expect(client.refreshTokenGrant(configuration, second)).rejects.toMatchObject(refusedAsGrant);
  });

  it("lies in the database as a hash alone, as codes and sessions do", async () => {
    const { login } = await identity.person();
    const itsBrowser = browser();
    const { tokens, returned } = await signedIn(identity, itsBrowser, login);
    const { rows } = await connected(identity.fresh.superUrl, (database) =>
      database.query<{ whole: string }>("select a::text as whole from identity.artifact a"),
    );
    const whole = rows.map((row) => row.whole).join("\n");
    const code = new URL(returned.url).searchParams.get("code");
    for (const bearing of [tokens.refresh_token, code, sessionOf(itsBrowser)]) {
      expect(bearing).toMatch(/^[\w-]{20,}$/);
      expect(whole).not.toContain(bearing);
    }
  });
});

describe("a session", () => {
  it("has another id each time somebody signs in", async () => {
    const { login } = await identity.person();
    const itsBrowser = browser();
    await signedIn(identity, itsBrowser, login);
    const before = sessionOf(itsBrowser);
    const { page } = await beginSignIn(identity, itsBrowser, { prompt: "login" });
    await itsBrowser.submit(page, { login, password: rightPassword });
    expect([before, sessionOf(itsBrowser)]).toEqual([expect.any(String), expect.any(String)]);
    expect(sessionOf(itsBrowser)).not.toBe(before);
  });

  it("that a stranger has planted is none of the person's who signs in over it", async () => {
    const [stranger, victim] = [await identity.person(), await identity.person()];
    const [strangers, victims] = [browser(), browser()];
    await signedIn(identity, strangers, stranger.login);
    for (const [key, cookie] of strangers.cookies) victims.cookies.set(key, cookie);
    const { page, tokens } = await beginSignIn(identity, victims, { prompt: "login" });
    const passedOn = await victims.submit(page, { login: victim.login, password: rightPassword });
    // A browser sends this page's form on by itself: it signs the stranger out.
    const returned = await victims.submit(passedOn, {});
    expect((await tokens(returned)).claims()?.sub).toBe(victim.id);
    expect(sessionOf(victims)).not.toBe(sessionOf(strangers));
    expect((await beginSignIn(identity, strangers)).page.text).toContain('name="password"');
  });

  it("holds for other clients of the same browser without another password", async () => {
    const { login, id } = await identity.person();
    const itsBrowser = browser();
    await signedIn(identity, itsBrowser, login);
    const again = await beginSignIn(identity, itsBrowser);
    expect((await again.tokens(again.page)).claims()?.sub).toBe(id);
  });

  it("is one of several: two sign-ins at once both come through, each with its own tokens", async () => {
    const { login, id } = await identity.person();
    const both = await Promise.all([
      signedIn(identity, browser(), login),
      signedIn(identity, browser(), login),
    ]);
    expect(both.map(({ tokens }) => tokens.claims()?.sub)).toEqual([id, id]);
    expect(both[0].tokens.refresh_token).not.toBe(both[1].tokens.refresh_token);
  });
});

describe("signing out", () => {
  it("asks first, and then ends the sign-ins of that person on all devices", async () => {
    const { login } = await identity.person();
    const [here, elsewhere] = [browser(), browser()];
    const { configuration, tokens } = await signedIn(identity, here, login);
    const away = await signedIn(identity, elsewhere, login);
    const url = client.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: "http://127.0.0.1:9/",
    });
    const asked = await here.open(url.href);
    expect(asked.text).toContain("所有设备");
    await expect(
      client.refreshTokenGrant(configuration, away.tokens.refresh_token ?? ""),
    ).resolves.toBeDefined();
    const { url: ended } = await here.submit(asked, { logout: "yes" });
    expect(ended).toBe("http://127.0.0.1:9/");
    for (const one of [tokens, away.tokens])
      await expect(client.refreshTokenGrant(configuration, one.refresh_token ?? "")).rejects.toMatchObject(
        refusedAsGrant,
      );
    expect((await beginSignIn(identity, elsewhere)).page.text).toContain('name="password"');
  });

  it("of somebody else ends nobody's", async () => {
    const [leaving, staying] = [await identity.person(), await identity.person()];
    const itsBrowser = browser();
    const { tokens, configuration } = await signedIn(identity, itsBrowser, leaving.login);
    const other = await signedIn(identity, browser(), staying.login);
    const url = client.buildEndSessionUrl(configuration, { id_token_hint: tokens.id_token ?? "" });
    const signedOut = await itsBrowser.submit(await itsBrowser.open(url.href), { logout: "yes" });
    expect(signedOut.text).toContain("已退出登录");
    await expect(
      client.refreshTokenGrant(configuration, other.tokens.refresh_token ?? ""),
    ).resolves.toBeDefined();
  });
});

describe("a request that claims to have come to another host", () => {
  it("is answered with the issuer's own addresses", async () => {
    const response = await fetch(new URL("/.well-known/openid-configuration", identity.issuer), {
      headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    });
    const document = JSON.stringify(await response.json());
    expect(document).not.toContain("evil");
    expect(document).toContain(`"token_endpoint":"${identity.issuer}/oidc/token"`);
  });
});
