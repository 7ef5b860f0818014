import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startConsole } from "../../services/console/src/testing/console.ts";
import { demonstrationPassword } from "../../services/identity/src/accounts/demonstration.ts";
import { type Browser, type Page, rightPassword } from "../../services/identity/src/testing/service.ts";
import { connected } from "../embedded/database.ts";
import { startSigningIn, type SigningIn } from "./signing-in.ts";

const minute = 60_000;
let here: SigningIn;
beforeAll(async () => {
  here = await startSigningIn();
});
afterEach(() => {
  here.time.ahead = 0;
});
afterAll(() => here.close());

const at = (path: string) => new URL(path, here.consoleUrl).href;
const isAtProvider = ({ url }: Page) => url.startsWith(`${here.identity.issuer}/sign-in/`);
const sessionOf = ({ cookies }: Browser) => cookies.get("/ console-session")?.value;
const supervisor = { roles: ["supervisor" as const], authority: "533100" };

/** A browser in which somebody new has signed in, and the first page. */
async function signedIn() {
  const { login } = await here.identity.person(supervisor);
  const browser = here.browser();
  const page = await browser.submit(await browser.open(at("/")), { login, password: rightPassword });
  expect(page.status).toBe(200);
  return { browser, login, page };
}

/** A request that follows nothing, as a program makes it. */
const raw = (path: string, cookie = "", init: RequestInit = {}) =>
  fetch(at(path), { redirect: "manual", ...init, headers: { cookie, ...init.headers } });
const cookieOf = (browser: Browser) => `console-session=${sessionOf(browser) ?? ""}`;
/** What the console tells the pages of who is signed in. */
const whoIs = async (browser: Browser): Promise<unknown> => (await raw("/session", cookieOf(browser))).json();

const rows = () =>
  connected(here.console.fresh.superUrl, async (client) => {
    const { rows: all } = await client.query<{ whole: string }>(
      "select concat_ws(' ', s::text, encode(tokens, 'escape')) as whole from console.session s",
    );
    return all.map(({ whole }) => whole);
  });

describe("whoever is not signed in", () => {
  it("is sent to the provider, signs in as a demonstration account, and comes back to the page that was asked for", async () => {
    // Given a deep link, when it is opened by nobody, then the answer leads to the provider and shows nothing.
    const asked = "/inspections?attention=overdue&as=533102";
    const answer = await raw(asked);
    expect([answer.status, await answer.text()]).toEqual([303, ""]);
    const url = new URL(answer.headers.get("location") ?? "");
    expect(url.origin).toBe(here.identity.issuer);
    for (const name of ["state", "nonce", "code_challenge"])
      expect(url.searchParams.get(name)).toMatch(/^[\w-]{43}$/);

    // When its person signs in with a demonstration's account, then the page is there, and told who that is.
    const browser = here.browser();
    const form = await browser.open(at(asked));
    expect(isAtProvider(form)).toBe(true);
    const page = await browser.submit(form, {
      login: "demo-prefecture-supervisor",
      password: demonstrationPassword,
    });
    expect([page.url, page.status]).toEqual([at(asked), 200]);
    expect(page.text).toContain('<div id="root">');
    expect(await whoIs(browser)).toMatchObject({ authority: "533100", roles: ["supervisor"] });
  });

  it("is asked to sign in by no redirect where a page loads a part of it, or sends a form", async () => {
    const part = await raw("/inspections", "", { headers: { "sec-fetch-dest": "image" } });
    expect([part.status, await part.text()]).toEqual([401, expect.stringContaining("请登录后查看")]);
    expect((await raw("/style.css")).status).toBe(200);
    expect((await raw("/health/ready")).status).toBe(200);
  });

  it("is led nowhere else, whatever address was asked for", async () => {
    const { login } = await here.identity.person(supervisor);
    for (const asked of [
      "//evil.example/x",
      "/sign-in?to=https://evil.example/",
      "/sign-in?to=//evil.example",
    ]) {
      const browser = here.browser();
      const form = await browser.open(`${here.consoleUrl}${asked}`);
      const page = await browser.submit(form, { login, password: rightPassword });
      expect([page.url, page.status], asked).toEqual([at("/"), 200]);
    }
  });

  it("reads that signing in is not available while the provider is away, and nothing else stops", async () => {
    const alone = await startConsole({
      inspectionUrl: "http://127.0.0.1:1",
      client: { issuer: "http://127.0.0.1:1", clientId: "console", clientSecret: "none" },
    });
    for (const path of ["/", "/inspections", "/sign-in"]) {
      const { statusCode, body, headers } = await alone.app.inject(path);
      expect([path, statusCode, headers["retry-after"]]).toEqual([path, 503, "10"]);
      expect(body).toContain("登录服务暂不可用");
    }
    expect((await alone.app.inject("/health/ready")).statusCode).toBe(200);
    // Who is signed in stays so, and reads of another service that it is away.
    expect((await alone.open("/")).status).toBe(200);
    const call = await alone.open("/api/inspection/api/v1/plans");
    expect([call.status, JSON.parse(call.body)]).toMatchObject([503, { code: "unavailable" }]);
    await alone.close();
  });
});

describe("a sign-in", () => {
  const notCompleted = async (path: string, cookie = "") => {
    const answer = await raw(path, cookie);
    return [
      answer.status,
      (await answer.text()).includes("登录未完成"),
      answer.headers.getSetCookie().length,
    ];
  };
  /** Goes as far as the address with which the provider sends a browser back, and gives it with the browser's cookies. */
  const sentBack = async () => {
    const { login } = await here.identity.person(supervisor);
    const browser = here.browser();
    const form = await browser.open(at("/campaigns"));
    const before = [...browser.cookies];
    await browser.submit(form, { login, password: rightPassword });
    const address = browser.received.find((one) => one.startsWith(at("/signed-in")))?.split("\n")[0] ?? "";
    const cookie = before
      .filter(([name]) => name.includes("console-sign-in"))
      .map(([name, { value }]) => `${name.split(" ")[1]}=${value}`)
      .join("; ");
    return { browser, path: address.slice(here.consoleUrl.length), cookie };
  };

  it("that began in another browser, or never, is refused", async () => {
    const { path } = await sentBack();
    expect(await notCompleted(path)).toEqual([400, true, 0]);
    expect(await notCompleted("/signed-in?code=abc&state=never")).toEqual([400, true, 0]);
    expect(await notCompleted("/signed-in")).toEqual([400, true, 0]);
    expect((await raw("/signed-in?code=a&code=b")).status).toBe(422);
  });

  it("that comes back with another's state or code is refused", async () => {
    const [one, other] = [await sentBack(), await sentBack()];
    const mixed = new URL(one.path, here.consoleUrl);
    mixed.searchParams.set("state", new URL(other.path, here.consoleUrl).searchParams.get("state") ?? "");
    const path = `${mixed.pathname}${mixed.search}`;
    expect((await notCompleted(path, one.cookie)).slice(0, 2)).toEqual([400, true]);
    expect((await notCompleted(path, other.cookie)).slice(0, 2)).toEqual([400, true]);
  });

  it("is good once: its address is refused when it is opened again, also with the cookie of then", async () => {
    const { browser, path, cookie } = await sentBack();
    const again = await browser.open(at(path));
    expect([again.status, again.text.includes("登录未完成")]).toEqual([400, true]);
    expect((await notCompleted(path, cookie)).slice(0, 2)).toEqual([400, true]);
  });

  it("that the person gave up, or began too long ago, is refused with the way to begin again", async () => {
    const browser = here.browser();
    const form = await browser.open(at("/"));
    const [, { value = "" } = {}] =
      [...browser.cookies].find(([name]) => name.includes("console-sign-in")) ?? [];
    expect(value).not.toBe("");
    here.time.ahead = 16 * minute;
    const { login } = await here.identity.person(supervisor);
    const late = await browser.submit(form, { login, password: rightPassword });
    expect([late.status, late.text.includes('href="/sign-in"')]).toEqual([400, true]);
  });

  it("gives the session another id, so that one that was planted is nobody's (fixation)", async () => {
    // Given a browser in which a stranger has planted an id, and another with a stranger's own session.
    const { browser: strangers } = await signedIn();
    for (const planted of ["A".repeat(43), sessionOf(strangers) ?? ""]) {
      const { login } = await here.identity.person(supervisor);
      const browser = here.browser();
      browser.cookies.set("/ console-session", { value: planted, path: "/" });
      // When its owner signs in over it, then the session has another id, and the planted one shows nothing.
      const form = await browser.open(at("/sign-in"));
      await browser.submit(form, { login, password: rightPassword });
      expect(sessionOf(browser)).not.toBe(planted);
      expect((await raw("/", `console-session=${planted}`)).status).toBe(303);
      expect((await raw("/", cookieOf(browser))).status).toBe(200);
    }
  });

  it("may go on in two tabs at once: both come back to their own page", async () => {
    const { login } = await here.identity.person(supervisor);
    const browser = here.browser();
    const [one, other] = [await browser.open(at("/campaigns")), await browser.open(at("/inspections"))];
    const second = await browser.submit(other, { login, password: rightPassword });
    const first = await browser.submit(one, { login, password: rightPassword });
    expect([first.url, first.status]).toEqual([at("/campaigns"), 200]);
    expect([second.url, second.status]).toEqual([at("/inspections"), 200]);
    expect((await raw("/", cookieOf(browser))).status).toBe(200);
  });
});

describe("a session", () => {
  it("ends after half an hour in which no page was opened by a person", async () => {
    const { browser } = await signedIn();
    for (here.time.ahead = 0; here.time.ahead < 60 * minute; here.time.ahead += 25 * minute)
      expect((await raw("/", cookieOf(browser))).status).toBe(200);
    // A page that asks by itself is nobody's presence.
    here.time.ahead = 79 * minute;
    const byItself = { headers: { "x-by-itself": "1" } };
    expect((await raw("/session", cookieOf(browser), byItself)).status).toBe(200);
    const before = (await rows()).length;
    here.time.ahead = 81 * minute;
    const ended = await raw("/", cookieOf(browser));
    expect([ended.status, ended.headers.get("set-cookie")]).toEqual([
      303,
      expect.stringContaining("console-session=; "),
    ]);
    expect(await rows()).toHaveLength(before - 1);
    // Nor does it come back where the provider remembers the person: the password is asked for by age.
    expect(ended.headers.get("location")).toContain("max_age=1800");
  });

  it("ends twelve hours after it began, whatever is done in it", async () => {
    const { browser } = await signedIn();
    const half = 12 * 60 * minute;
    for (here.time.ahead = 0; here.time.ahead < half; here.time.ahead += 29 * minute)
      expect((await raw("/", cookieOf(browser))).status, String(here.time.ahead / minute)).toBe(200);
    here.time.ahead = half;
    expect((await raw("/", cookieOf(browser))).status).toBe(303);
  });

  it("is swept when it is over and nobody comes back", async () => {
    await signedIn();
    here.time.ahead = 31 * minute;
    await signedIn();
    expect(await rows()).toHaveLength(1);
  });

  it("gets other tokens before they end, once for all pages that are opened at once", async () => {
    const { browser } = await signedIn();
    for (const ahead of [9.5, 20]) {
      const before = await rows();
      here.time.ahead = ahead * minute;
      const answers = await Promise.all(Array.from({ length: 8 }, () => raw("/", cookieOf(browser))));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
      expect(await rows()).not.toEqual(before);
    }
  });

  it("goes on while the provider is away and its token holds, then says so", async () => {
    const { browser } = await signedIn();
    await here.identity.app.close();
    here.time.ahead = 9.5 * minute;
    expect((await raw("/", cookieOf(browser))).status).toBe(200);
    here.time.ahead = 11 * minute;
    const away = await raw("/", cookieOf(browser));
    expect([away.status, await away.text()]).toEqual([503, expect.stringContaining("登录服务暂不可用")]);
    await here.identity.startAgain();
    expect((await raw("/", cookieOf(browser))).status).toBe(200);
  });

  it("of somebody who signed out on another device ends with its token", async () => {
    const { browser, login } = await signedIn();
    const elsewhere = here.browser();
    await elsewhere.submit(await elsewhere.open(at("/")), { login, password: rightPassword });
    await elsewhere.submit(await elsewhere.open(at("/sign-out"), {}), { logout: "yes" });
    here.time.ahead = 9.5 * minute;
    expect((await raw("/", cookieOf(browser))).status).toBe(303);
  });

  it("of an account that is disabled ends with its token, and stays ended", async () => {
    const { browser, login } = await signedIn();
    await connected(here.console.fresh.superUrl, (client) =>
      client.query("update identity.account set disabled = true where login = $1", [login]),
    );
    here.time.ahead = 9.5 * minute;
    expect((await raw("/", cookieOf(browser))).status).toBe(303);
    here.time.ahead = 0;
    expect((await raw("/", cookieOf(browser))).status).toBe(303);
  });

  it("stands in the table by its id's hash, with its tokens sealed", async () => {
    const { browser } = await signedIn();
    const whole = (await rows()).join("\n");
    expect(whole).not.toContain(sessionOf(browser) ?? "none");
    expect(whole).not.toContain("eyJ");
  });

  it("is kept by a cookie that no script reads and no other site sends along", async () => {
    const { browser } = await signedIn();
    const set = browser.received.flatMap((one) => /console-session=[^"]+/.exec(one) ?? []);
    expect(set).toEqual([
      expect.stringMatching(/^console-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });
});

describe("signing out", () => {
  const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } };

  it("ends the session at once, at the provider after it asked, and leaves nothing to a stolen cookie", async () => {
    const { browser } = await signedIn();
    const stolen = cookieOf(browser);
    const elsewhere = here.browser();
    const asked = await browser.open(at("/sign-out"), {});
    expect(asked.text).toContain("所有设备");
    expect(sessionOf(browser)).toBeUndefined();
    expect((await raw("/", stolen)).status).toBe(303);
    // The provider leads back here, which leads to its own sign-in: it no longer knows who that was.
    const after = await browser.submit(asked, { logout: "yes" });
    expect(isAtProvider(after)).toBe(true);
    expect(after.text).toContain('name="password"');
    expect(isAtProvider(await elsewhere.open(at("/")))).toBe(true);
  });

  it("is not done by another site's page, nor by an address", async () => {
    const { browser } = await signedIn();
    for (const from of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "null" },
    ]) {
      const refused = await raw("/sign-out", cookieOf(browser), {
        ...form,
        headers: { ...form.headers, ...from },
      });
      expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("其他网站")]);
    }
    expect((await raw("/sign-out", cookieOf(browser))).status).toBe(200);
    expect((await raw("/session", cookieOf(browser))).status).toBe(200);
    const own = {
      ...form,
      headers: { ...form.headers, "sec-fetch-site": "same-origin", origin: here.consoleUrl },
    };
    expect((await raw("/sign-out", cookieOf(browser), own)).status).toBe(303);
  });
});

describe("who is signed in", () => {
  it.each([
    ["demo-supervisor", "supervisor"],
    ["demo-officer", "officer"],
    ["demo-expert", "expert"],
    ["demo-witness", "witness"],
    ["demo-registry-clerk", "registry-clerk"],
  ])("as %s is told so, by role and authority", async (login, role) => {
    const browser = here.browser();
    const page = await browser.submit(await browser.open(at("/")), {
      login,
      password: demonstrationPassword,
    });
    expect([page.url, page.status]).toEqual([at("/"), 200]);
    expect(await whoIs(browser)).toMatchObject({ authority: "533103", roles: [role] });
  });
});

it("sends a browser no token, from the first page to the last", async () => {
  const { browser } = await signedIn();
  const tokens = new Set(await here.console.tokens());
  for (const path of ["/inspections", "/campaigns", "/nowhere", "/signed-in?code=x&state=y", "/openapi.json"])
    await browser.open(at(path));
  here.time.ahead = 9.5 * minute;
  await browser.open(at("/"));
  for (const renewed of await here.console.tokens()) tokens.add(renewed);
  await browser.submit(await browser.open(at("/sign-out"), {}), { logout: "yes" });
  expect(tokens.size).toBeGreaterThanOrEqual(4);
  expect(browser.received.length).toBeGreaterThan(10);
  for (const one of browser.received) {
    expect([...tokens].filter((token) => one.includes(token))).toEqual([]);
    // Nor an ID token, which is not kept, nor one in pieces.
    expect(one).not.toMatch(/eyJ[\w-]+\.|refresh_token|id_token|access_token/);
  }
});
