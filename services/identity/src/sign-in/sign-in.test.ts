import { Secret, TOTP } from "otpauth";
import { renderSVG } from "uqr";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connected } from "../../../../infra/embedded/database.ts";
import {
  beginSignIn,
  Browser,
  type Page,
  rightPassword,
  startIdentity,
  type TestIdentity,
} from "../testing/service.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

let addresses = 0;
/** A browser at an address of its own. */
const browser = () => new Browser(identity.issuer, `192.0.2.${++addresses}`);
const isBack = ({ url }: Page) => url.startsWith("http://127.0.0.1:9/signed-in?code=");

/** What the authenticator shows whose key a page offers, so many steps of 30 seconds from now. */
function codeOf(page: Page, steps = 0): string {
  const [, secret = ""] = /class="secret">([A-Z2-7 ]+)</.exec(page.text) ?? [];
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });
}

/** The address that a page offers to an authenticator, which its picture holds as well. */
const authenticatorOf = ({ text }: Page) =>
  /href="(otpauth:[^"]*)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";

/** Tries a password; gives the page that answers. */
async function attempt(login: string, password: string, by = browser()): Promise<Page> {
  const { page } = await beginSignIn(identity, by);
  return by.submit(page, { login, password });
}

/** As if so many seconds had passed since the last attempts. */
const pass = (seconds: number) =>
  connected(identity.fresh.superUrl, (database) =>
    database.query("update identity.attempt set locked_until = locked_until - make_interval(secs => $1)", [
      seconds,
    ]),
  );

describe("a wrong password", () => {
  it("is refused as an unknown or a disabled account is", async () => {
    const [known, disabled] = [await identity.person(), await identity.person()];
    await connected(identity.fresh.superUrl, (database) =>
      database.query("update identity.account set disabled = true where id = $1", [disabled.id]),
    );
    const answers = [
      await attempt(known.login, "not the password"),
      await attempt("nobody-at-all", "not the password"),
      await attempt(disabled.login, rightPassword),
    ];
    const shown = answers.map(({ status, text }) => ({
      status,
      text: text.replaceAll(/\/sign-in\/[\w-]+/g, ""),
    }));
    expect(shown[0]).toMatchObject({ status: 401, text: expect.stringContaining("账号或者密码错误") });
    expect(shown).toEqual([shown[0], shown[0], shown[0]]);
  });

  it("five times in a row locks the account, from every address, longer each time, and then lets it in again", async () => {
    const { login } = await identity.person();
    for (let tries = 0; tries < 5; tries++) expect((await attempt(login, "wrong")).status).toBe(401);
    const locked = await attempt(login, rightPassword);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(25);
    expect(locked.text).toContain("尝试次数过多");

    await pass(30);
    expect((await attempt(login, "wrong")).status).toBe(401);
    expect(Number((await attempt(login, "wrong")).headers.get("retry-after"))).toBeGreaterThan(50);

    await pass(60);
    expect(isBack(await attempt(login, rightPassword))).toBe(true);
    expect((await attempt(login, "wrong")).status).toBe(401);
    expect(isBack(await attempt(login, rightPassword))).toBe(true);
  });

  it("guessed by many at once is looked at five times all the same", async () => {
    const { login } = await identity.person();
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(login, "wrong")));
    const count = (status: number) => answers.filter((one) => one.status === status).length;
    expect([count(401), count(429)]).toEqual([5, 7]);
  });

  it("for account after account locks the address, and no other", async () => {
    const by = new Browser(identity.issuer, "198.51.100.7");
    for (let tries = 0; tries < 30; tries++)
      expect((await attempt(`guess${tries}`, "wrong", by)).status).toBe(401);
    const { login } = await identity.person();
    expect((await attempt(login, rightPassword, by)).status).toBe(429);
    expect(isBack(await attempt(login, rightPassword))).toBe(true);
  }, 60_000);

  it("stays counted over a restart", async () => {
    const { login } = await identity.person();
    for (let tries = 0; tries < 5; tries++) await attempt(login, "wrong");
    await identity.startAgain();
    expect((await attempt(login, rightPassword)).status).toBe(429);
  });
});

describe("the password that somebody was given", () => {
  it("is replaced by one's own before anything else, and no common one is taken", async () => {
    const { login } = await identity.person({ initial: true });
    const by = browser();
    const asked = await attempt(login, rightPassword, by);
    expect(asked.text).toContain("设置新密码");
    const choose = (password: string, again = password) => by.submit(asked, { password, again });
    const refusals = [
      await choose("short"),
      await choose("password123456"),
      await choose("eleven green bottles", "ten green bottles"),
      await choose(rightPassword),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(refusals[1]?.text).toContain("密码过于常见");
    expect(refusals[2]?.text).toContain("两次输入的密码不一致");
    expect(isBack(await choose("eleven green bottles"))).toBe(true);
    expect((await attempt(login, rightPassword)).status).toBe(401);
    expect(isBack(await attempt(login, "eleven green bottles"))).toBe(true);
  });

  it("is kept as argon2id alone", async () => {
    const { id } = await identity.person();
    const { rows } = await connected(identity.fresh.superUrl, (database) =>
      database.query<{ password_hash: string }>("select password_hash from identity.account where id = $1", [
        id,
      ]),
    );
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe("an administrator", () => {
  it("sets up a second factor at the first sign-in, and shows its code at each that follows, once", async () => {
    const { login } = await identity.person({ roles: ["administrator"] });
    const by = browser();
    const enrolling = await attempt(login, rightPassword, by);
    expect(enrolling.text).toContain("绑定身份验证器");
    expect(enrolling.text).toContain(renderSVG(authenticatorOf(enrolling)));
    expect(await by.submit(enrolling, { code: "000000" })).toMatchObject({ status: 401 });
    expect(isBack(await by.submit(enrolling, { code: codeOf(enrolling, -1) }))).toBe(true);

    const next = browser();
    const asked = await attempt(login, rightPassword, next);
    expect(asked.text).toContain("动态验证码");
    expect(asked.text).not.toContain('class="secret"');
    expect(await next.submit(asked, { code: codeOf(enrolling, -1) })).toMatchObject({ status: 401 });
    const code = codeOf(enrolling);
    expect(isBack(await next.submit(asked, { code }))).toBe(true);

    const replaying = browser();
    const again = await attempt(login, rightPassword, replaying);
    expect(await replaying.submit(again, { code })).toMatchObject({ status: 401 });
  });

  it("cannot have the code guessed: the right password in between forgives nothing", async () => {
    const { login } = await identity.person({ roles: ["administrator"] });
    const by = browser();
    const enrolling = await attempt(login, rightPassword, by);
    expect(isBack(await by.submit(enrolling, { code: codeOf(enrolling, -1) }))).toBe(true);
    const statuses: number[] = [];
    for (let tries = 0; tries < 3; tries++) {
      const guessing = browser();
      const asked = await attempt(login, rightPassword, guessing);
      statuses.push((await guessing.submit(asked, { code: "000000" })).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
  });

  it("has the key lie in the database sealed", async () => {
    const { login, id } = await identity.person({ roles: ["administrator"] });
    const by = browser();
    const enrolling = await attempt(login, rightPassword, by);
    await by.submit(enrolling, { code: codeOf(enrolling) });
    const { rows } = await connected(identity.fresh.superUrl, (database) =>
      database.query<{ totp_secret: Buffer }>("select totp_secret from identity.account where id = $1", [id]),
    );
    const [, secret = ""] = /class="secret">([A-Z2-7 ]+)</.exec(enrolling.text) ?? [];
    const kept = rows[0]?.totp_secret.toString("latin1") ?? "";
    expect(kept.length).toBeGreaterThan(40);
    expect(kept).not.toContain(secret.replaceAll(" ", ""));
  });
});

describe("a sign-in", () => {
  it("is the one of the browser in which it began: its address alone opens nothing", async () => {
    const { login } = await identity.person();
    const { page } = await beginSignIn(identity, browser());
    const stolen = await browser().open(page.url);
    expect(stolen).toMatchObject({ status: 400, text: expect.stringContaining("登录请求无效或者已过期") });
    const forged = await browser().submit(page, { login, password: rightPassword });
    expect(forged.status).toBe(400);
  });

  it("ends where the account is changed between its password and its code", async () => {
    const { login, id } = await identity.person({ roles: ["administrator"] });
    const by = browser();
    const enrolling = await attempt(login, rightPassword, by);
    await connected(identity.fresh.superUrl, (database) =>
      database.query("update identity.account set version = version + 1 where id = $1", [id]),
    );
    expect((await by.submit(enrolling, { code: codeOf(enrolling) })).status).toBe(400);
  });

  it("begins where the client is: who opens the service by hand is led there", async () => {
    expect(await browser().open(identity.issuer)).toMatchObject({ url: "http://127.0.0.1:9/" });
  });

  it("has pages without a script, that no other site can frame or post from", async () => {
    const { page } = await beginSignIn(identity, browser());
    const policy = page.headers.get("content-security-policy");
    expect(policy?.split(";")).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'none'",
        "form-action 'self' http://127.0.0.1:9",
        "frame-ancestors 'none'",
      ]),
    );
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.text).not.toMatch(/<script|style="/);
  });
});
