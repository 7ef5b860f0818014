import { afterAll, beforeAll, expect, it } from "vitest";
import { demonstrationPassword } from "../../services/identity/src/accounts/demonstration.ts";
import { chromiumPath, firefoxPath, launchChromium, unlessChromium, unlessFirefox } from "./browsers.ts";
import { called, launchFirefox, openInFirefox, saying, type FirefoxBrowser } from "./firefox.ts";
import { startSigningIn, type SigningIn } from "./signing-in.ts";

let here: SigningIn;
beforeAll(async () => {
  here = await startSigningIn();
});
afterAll(() => here.close());

const at = (path: string) => new URL(path, here.consoleUrl).href;

it.skipIf(chromiumPath === undefined)(
  `goes in a real browser from a deep link to the sign-out${unlessChromium}`,
  async () => {
    const chromium = await launchChromium();
    const page = await chromium.newPage();
    await page.goto(at("/campaigns?as=533102"));
    await page.fill('input[name="login"]', "demo-prefecture-supervisor");
    await page.fill('input[name="password"]', demonstrationPassword);
    await page.click("main button, form button");
    await page.waitForURL(at("/campaigns?as=533102"));
    // Nothing of the session is a script's to read.
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.getByRole("button", { name: "德宏州住房和城乡建设局" }).click();
    await page.getByRole("menuitem", { name: "退出登录" }).click();
    await page.waitForURL(`${here.identity.issuer}/oidc/sign-out**`);
    await page.click('button[value="yes"], button');
    await page.waitForURL(`${here.identity.issuer}/sign-in/**`);
    expect(await page.locator('input[name="password"]').count()).toBe(1);
    await chromium.close();
  },
  60_000,
);

let firefox: FirefoxBrowser | undefined;
afterAll(() => firefox?.close());
it.skipIf(firefoxPath === undefined)(
  `goes in Firefox from a deep link to the sign-out${unlessFirefox}`,
  async () => {
    firefox = await launchFirefox();
    const { page, wrong, click, fill, wait } = await openInFirefox(firefox, at("/campaigns?as=533102"));
    await fill("input[name=login]", "demo-prefecture-supervisor");
    await fill("input[name=password]", demonstrationPassword);
    await click("form button");
    await wait(called("德宏州住房和城乡建设局"));
    expect(page.url()).toBe(at("/campaigns?as=533102"));
    expect(await page.evaluate("document.cookie")).toBe("");
    await click(called("德宏州住房和城乡建设局"));
    await click(saying("退出登录", "li"));
    await wait("button[value=yes]");
    await click("button[value=yes]");
    await wait("input[name=password]");
    expect(wrong).toEqual([]);
  },
  180_000,
);
