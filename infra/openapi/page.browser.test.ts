import { tokenVerifier } from "@shuangsui/service-kit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startIssuer, type TestIssuer } from "../../packages/service-kit/src/testing/issuer.ts";
import { chromiumPath, launchChromium, unlessChromium } from "../e2e/browsers.ts";
import { openApps, type Apps } from "../e2e/documents.ts";

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

it.skipIf(chromiumPath === undefined)(
  `shows the operations in a browser, which asks nobody else for anything${unlessChromium}`,
  async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const said: string[] = [];
      page.on("request", (request) => void asked.push(request.url()));
      page.on("console", (message) => void said.push(message.text()));
      await page.goto(`${apps.urls.inspection}/docs/`);
      await page.getByText("List the notices of holidays").first().waitFor();
      const elsewhere = asked.filter(
        (url) => !/^(data|blob):/.test(url) && !url.startsWith(apps.urls.inspection),
      );
      expect(elsewhere).toEqual([]);
      expect(said.filter((text) => text.includes("Content Security Policy"))).toEqual([]);
    } finally {
      await browser.close();
    }
  },
  60_000,
);
