import { type AccountRole, operatorToken, tokenAudience } from "@shuangsui/contracts";
import { sealingKeys } from "@shuangsui/sealing";
import { type App, createLogger, type Database, openDatabase, systemScope } from "@shuangsui/service-kit";
import type { Insertable } from "kysely";
import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import * as client from "openid-client";
import { freePort } from "../../../../infra/embedded/ports.ts";
import { type FreshDatabase, migratedDatabase } from "../../../../infra/embedded/test-database.ts";
import { hashOf } from "../accounts/passwords.ts";
import { createIdentityApp } from "../app.ts";
import { clientSettings } from "../config.ts";
import { type Keys, openKeys } from "../keys/store.ts";
import { migrations } from "../migrations/index.ts";
import type { Tables } from "../tables.ts";

export const fieldKey = "5fd1c9fc1a2f8be3a7d24cbb9b0a5e7c1186f2b1d9d0573fb4a6c1e3d2f49a70";
export const operatorSecret = "an operator's secret that only this test knows";
export const rightPassword = "correct horse battery staple";
export const secretOf = (id: string) => `the secret of ${id}, which only this test knows`;
/** Where a console would be, that is none. */
const noConsole = "http://127.0.0.1:9";
const backTo = `${noConsole}/signed-in`;

const clientsWith = (consoleUrl: string) =>
  [
    { id: "registry", secret: secretOf("registry"), service: true },
    { id: "weather", secret: secretOf("weather"), authority: "533103", roles: ["planner"] },
    {
      id: "console",
      secret: secretOf("console"),
      redirectUris: [`${consoleUrl}/signed-in`],
      postLogoutRedirectUris: [`${consoleUrl}/`],
    },
  ].map((one) => clientSettings.parse(one));

const officer: AccountRole[] = ["officer"];

/** Who signs in, where a test says nothing else: an officer of 芒市. */
type Person = { login?: string; roles?: AccountRole[]; authority?: string; initial?: boolean };

/** The identity service on a database and a port of its own. */
export type TestIdentity = {
  issuer: string;
  app: App;
  database: Database<Tables>;
  fresh: FreshDatabase;
  keys: Keys;
  /** Makes an account whose password is `rightPassword`; gives its id. */
  person(given?: Person): Promise<{ id: string; login: string }>;
  /** A client of openid-client that has discovered the service. */
  configured(id?: string): Promise<client.Configuration>;
  operatorToken(role: AccountRole, authority: string): Promise<string>;
  /** A token of an account, as if its person had signed in. */
  personsToken(id: string, authority: string, roles: AccountRole[]): Promise<string>;
  /** Starts it again over the same database. */
  startAgain(): Promise<void>;
  close(): Promise<void>;
};

export async function startIdentity({
  demonstration = false,
  consoleUrl = noConsole,
}: { demonstration?: boolean; consoleUrl?: string } = {}): Promise<TestIdentity> {
  const fresh = await migratedDatabase({ identity: migrations });
  const logger = createLogger("identity", process.env["LOG_LEVEL"] ?? "silent");
  const database = openDatabase<Tables>(fresh.urls.identity.app, { logger });
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const keysOfFields = sealingKeys.parse(fieldKey);
  const start = async () => {
    const app = await createIdentityApp({
      database,
      logger,
      issuer,
      clients: clientsWith(consoleUrl),
      sealingKeys: keysOfFields,
      demonstration,
      operatorSecret,
      trustedProxies: ["127.0.0.1"],
    });
    await app.listen({ host: "127.0.0.1", port });
    return app;
  };
  const identity = { app: await start() };
  const keys = openKeys(database, keysOfFields);
  return {
    issuer,
    get app() {
      return identity.app;
    },
    database,
    fresh,
    keys,
    async person({
      login = `p${randomUUID().slice(0, 8)}`,
      roles = officer,
      authority = "533103",
      initial = false,
    } = {}) {
      const id = randomUUID();
      const values: Insertable<Tables["account"]> = {
        id,
        login,
        name: "某某",
        authority,
        roles,
        inspector: null,
        password_hash: await hashOf(rightPassword),
        password_is_initial: initial,
        totp_secret: null,
        totp_last_step: null,
      };
      await database.as(systemScope, (transaction) =>
        transaction.insertInto("account").values(values).execute(),
      );
      return { id, login };
    },
    configured: (id = "console") =>
      client.discovery(new URL(issuer), id, secretOf(id), undefined, {
        execute: [client.allowInsecureRequests],
      }),
    async operatorToken(role, authority) {
      const response = await fetch(new URL("/operator/tokens", issuer), {
        method: "POST",
        headers: { authorization: `Bearer ${operatorSecret}`, "content-type": "application/json" },
        body: JSON.stringify({ roles: [role], authority }),
      });
      return operatorToken.parse(await response.json()).token;
    },
    async personsToken(id, authority, roles) {
      const [key] = await keys.current();
      return new SignJWT({ client_id: "console", authority, roles })
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.kid })
        .setIssuer(issuer)
        .setAudience(tokenAudience)
        .setSubject(id)
        .setExpirationTime("5m")
        .sign(key.private);
    },
    async startAgain() {
      await identity.app.close();
      identity.app = await start();
    },
    async close() {
      await identity.app.close();
      await database.close();
      await fresh.drop();
    },
  };
}

/** A page as a browser has it. */
export type Page = { url: string; status: number; text: string; headers: Headers };

/** A browser: it keeps cookies by their paths, follows redirects within the service, and fills in forms. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string }>();
  /** What it was sent, each answer with its address and headers. */
  readonly received: string[] = [];
  private readonly issuer: string;
  private readonly followed: readonly string[];
  /** As a proxy before the service would name it. */
  private readonly address: string;

  constructor(issuer: string, address = "192.0.2.1", others: readonly string[] = []) {
    this.issuer = issuer;
    this.address = address;
    this.followed = [issuer, ...others];
  }

  /** Opens a page; where a redirect leaves the service, and those others, gives that address with an empty text. */
  async open(url: string, form?: Record<string, string>): Promise<Page> {
    const target = new URL(url, this.issuer);
    if (!this.followed.includes(target.origin))
      return { url: target.href, status: 0, text: "", headers: new Headers() };
    const response = await fetch(target, {
      method: form === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: {
        cookie: this.cookiesFor(target.pathname),
        "x-forwarded-for": this.address,
        accept: "text/html",
        // The service is started again in between.
        connection: "close",
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    this.received.push(`${target.href}\n${JSON.stringify([...response.headers])}\n${text}`);
    const location = response.headers.get("location");
    if (location !== null) return this.open(new URL(location, target).href);
    return { url: target.href, status: response.status, text, headers: response.headers };
  }

  /** Sends the form of a page, with what is filled in. */
  submit(page: Page, filledIn: Record<string, string>): Promise<Page> {
    const [, action = ""] = /<form[^>]* action="([^"]*)"/.exec(page.text) ?? [];
    const hidden = [...page.text.matchAll(/<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"/g)].map(
      ([, name = "", value = ""]) => [name, value],
    );
    return this.open(new URL(action, page.url).href, { ...Object.fromEntries(hidden), ...filledIn });
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const at = pair.indexOf("=");
    const path = attributes.find((one) => one.startsWith("path="))?.slice(5) ?? "/";
    const gone = attributes.some((one) => /^(?:expires=Thu, 01 Jan 1970|Max-Age=0$)/.test(one));
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (gone) this.cookies.delete(`${path} ${name}`);
    else this.cookies.set(`${path} ${name}`, { value, path });
  }

  private cookiesFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path === cookie.path || path.startsWith(cookie.path.replace(/\/?$/, "/")))
      .map(([key, { value }]) => `${key.split(" ")[1]}=${value}`)
      .join("; ");
  }
}

/** A sign-in of a browser for the console, from its address to begin at to the tokens. */
export async function beginSignIn(identity: TestIdentity, browser: Browser, more: { prompt?: string } = {}) {
  const configuration = await identity.configured();
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: backTo,
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    ...more,
  });
  return {
    configuration,
    page: await browser.open(url.href),
    /** Exchanges the code with which the browser came back. */
    tokens: (returned: Page) =>
      client.authorizationCodeGrant(configuration, new URL(returned.url), {
        pkceCodeVerifier,
        expectedState,
      }),
  };
}

/** A person signed in with the right password. */
export async function signedIn(identity: TestIdentity, browser: Browser, login: string) {
  const { configuration, page, tokens } = await beginSignIn(identity, browser);
  const returned = await browser.submit(page, { login, password: rightPassword });
  return { configuration, returned, tokens: await tokens(returned) };
}
