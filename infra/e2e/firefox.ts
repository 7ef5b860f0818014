import puppeteer, { type Browser as FirefoxBrowser, type Page } from "puppeteer-core";
import { firefoxPath } from "./browsers.ts";

export type { FirefoxBrowser };

/** Starts the Firefox of this machine, without a window. Playwright speaks with a Firefox of its own alone, Puppeteer with any. */
export const launchFirefox = (): Promise<FirefoxBrowser> =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath ?? "",
    timeout: 120_000,
    extraPrefsFirefox: { "intl.accept_languages": "zh-CN" },
    defaultViewport: { width: 1440, height: 900 },
  });

/** A page in Firefox, whose places are named by CSS or by what is read there. */
export type FirefoxPage = {
  page: Page;
  /** What went wrong in its scripts: errors that nobody caught, what its policy refuses, and what is written as an error. */
  wrong: readonly string[];
  click(place: string): Promise<void>;
  fill(place: string, text: string): Promise<void>;
  /** Waits until it is there. */
  wait(place: string): Promise<void>;
  count(place: string): Promise<number>;
  textOf(place: string): Promise<string>;
  close(): Promise<void>;
};

/** The place that an XPath leads to. */
export const at = (path: string) => `::-p-xpath(${path})`;
/** The button or link that is called so. */
export const called = (name: string) =>
  at(
    `//*[self::button or self::a or @role="menuitem"][normalize-space(.)="${name}" or @aria-label="${name}"]`,
  );
/** What stands in a tag and contains that text. */
export const saying = (text: string, tag = "*") => at(`//${tag}[contains(., "${text}")]`);

/** Opens an address in a session of its own, by the cookie of whoever is signed in. */
export async function openInFirefox(
  browser: FirefoxBrowser,
  url: string,
  cookie?: string,
): Promise<FirefoxPage> {
  const context = await browser.createBrowserContext();
  const { hostname } = new URL(url);
  const [name = "", value = ""] = (cookie ?? "").split("=");
  if (cookie !== undefined) await context.setCookie({ name, value, domain: hostname, path: "/" });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${String(error)}`));
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`${page.url()}: ${message.text()}`);
  });
  // The pages are built first.
  await page.goto(url, { timeout: 120_000 });
  return {
    page,
    wrong,
    click: (place) => page.locator(place).click(),
    fill: (place, text) => page.locator(place).fill(text),
    wait: async (place) => void (await page.waitForSelector(place)),
    count: async (place) => (await page.$$(place)).length,
    textOf: (place) => page.$eval(place, (one) => one.textContent ?? ""),
    close: () => context.close(),
  };
}
