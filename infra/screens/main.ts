/** `npm run screens`: takes pictures of the console's main pages, at a desk's width and a phone's, of what `npm start` runs, into docs/screens. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { demonstrationPassword } from "../../services/identity/src/accounts/demonstration.ts";
import { chromiumPath, launchChromium } from "../e2e/browsers.ts";

const root = join(import.meta.dirname, "..", "..");
const widths = [1440, 390] as const;
/** Who looks at which page: its name, and its address; `>` opens the first entry of the list there. */
const looks: readonly (readonly [role: string, pages: readonly (readonly [name: string, path: string])[]])[] =
  [
    [
      "supervisor",
      [
        ["board", "/board"],
        ["inspections", "/inspections"],
        ["inspection", "/inspections >"],
        ["campaign", "/campaigns >"],
        ["supervision", "/supervision >"],
      ],
    ],
    [
      "planner",
      [
        ["workbench", "/workbench"],
        ["plan", "/plans >"],
      ],
    ],
    [
      "registry-clerk",
      [
        ["registry", "/registry"],
        ["imports", "/imports"],
      ],
    ],
  ];

if (chromiumPath === undefined) {
  process.stderr.write("screens: there is no Chromium here; CHROMIUM_PATH names one\n");
  process.exit(1);
}
const { console: site } = z
  .looseObject({ console: z.string() })
  .parse(JSON.parse(readFileSync(join(root, ".data", "endpoints.json"), "utf8")));
const folder = join(root, "docs", "screens");
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const width of widths)
    for (const [role, pages] of looks) {
      const page = await signedIn(browser, role, width);
      for (const [name, path] of pages) await take(page, path, join(folder, `${name}-${width}.jpg`));
      await page.context().close();
    }
} finally {
  await browser.close();
}

async function signedIn(inBrowser: Browser, role: string, width: number): Promise<Page> {
  const context = await inBrowser.newContext({ locale: "zh-CN", viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${site}/`);
  await page.fill("input[name=login]", `demo-${role}`);
  await page.fill("input[name=password]", demonstrationPassword);
  await page.press("input[name=password]", "Enter");
  await page.waitForSelector("h1");
  return page;
}

async function take(page: Page, path: string, file: string): Promise<void> {
  const [address = "", first] = path.split(" ");
  await page.goto(`${site}${address}`);
  await page.waitForSelector("h1");
  if (first !== undefined) {
    const list = await page.locator("h1").innerText();
    await page.locator("a.name").first().click();
    await page.getByRole("heading", { level: 1, name: list, exact: true }).waitFor({ state: "detached" });
    await page.waitForSelector("h1");
    // Nothing is lit up because the mouse lies over it.
    await page.mouse.move(0, 0);
  }
  await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
  await page.waitForLoadState("load");
  await page.screenshot({ path: file, type: "jpeg", quality: 72, animations: "disabled" });
  process.stdout.write(`${file}\n`);
}
