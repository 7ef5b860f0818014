import { createLogger, createApp, type App } from "@shuangsui/service-kit";
import { readFileSync } from "node:fs";
import * as client from "openid-client";
import { renderSVG } from "uqr";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../../../../infra/e2e/accessible.ts";
import { chromiumPath, unlessChromium } from "../../../../infra/e2e/browsers.ts";
import { startIdentity, type TestIdentity } from "../testing/service.ts";
import { rendered, words } from "./page.ts";

describe.skipIf(chromiumPath === undefined)("the pages of sign-in", () => {
  let identity: TestIdentity;
  let later: App;
  beforeAll(async () => {
    identity = await startIdentity({ demonstration: true });
    later = await createApp({ name: "pages", title: "", logger: createLogger("pages", "silent"), ready: {} });
  }, 120_000);
  afterAll(async () => {
    await later.close();
    await identity.close();
  });

  it(`can be read by everybody, on a phone and at a desk${unlessChromium}`, async () => {
    const begin = client.buildAuthorizationUrl(await identity.configured(), {
      redirect_uri: "http://127.0.0.1:9/signed-in",
      scope: "openid",
      code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
      code_challenge_method: "S256",
    });
    const paths = [
      begin.pathname + begin.search,
      "/sign-in/none-of-this-browser",
      "/oidc/sign-out/success",
      "/nowhere",
    ];
    expect(await violationsOf(identity.issuer, paths)).toEqual([]);
  }, 120_000);

  it(`that come after the password, too${unlessChromium}`, async () => {
    const refusal = { code: "sign-in/locked", seconds: 30 };
    const frame = {
      action: "/sign-in/one",
      refusal,
      login: "demo-officer",
      form: '<form id="op.logoutForm" method="post"></form>',
    };
    const secret = {
      secret: "ABCD EFGH",
      authenticator: "otpauth://totp/one?secret=ABCDEFGH",
      picture: renderSVG("otpauth://totp/one"),
    };
    const open = { config: { action: "public" } } as const;
    const titles = {
      code: words.signIn.code,
      enrol: words.signIn.enrol,
      "choose-password": words.signIn.choosePassword,
      "sign-out": words.signIn.signOut,
    };
    for (const [template, title] of Object.entries(titles))
      later.get(`/${template}`, open, (_request, reply) =>
        reply.type("text/html; charset=utf-8").send(rendered(template, title, { ...frame, ...secret })),
      );
    later.get("/style.css", open, (_request, reply) =>
      reply.type("text/css").send(readFileSync(new URL("./style.css", import.meta.url))),
    );
    const url = await later.listen({ host: "127.0.0.1", port: 0 });
    expect(
      await violationsOf(
        url,
        Object.keys(titles).map((template) => `/${template}`),
      ),
    ).toEqual([]);
  }, 120_000);
});
