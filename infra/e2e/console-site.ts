import { inspectionList, type AccountRole, type InspectionSummary } from "@shuangsui/contracts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { demonstrationPassword } from "../../services/identity/src/accounts/demonstration.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import { seedStack } from "../fuzz/seed.ts";
import { ok } from "../sample/officials.ts";
import { personAt, type Person } from "../sample/people.ts";
import { goTo, violationsLightAndDark } from "./accessible.ts";
import { launchChromium } from "./browsers.ts";
import { shownCodes } from "./shown-codes.ts";

/** Whose the sample is at the console. */
export const authority = "533103";

/** A demonstration account, by its login without `demo-`. */
type Account = AccountRole | "prefecture-supervisor";
type Service = "registry" | "inspection" | "identity";

/** The console over a whole stack with its sample, and officials who sign in there in a browser. */
export type ConsoleSite = ReturnType<typeof consoleSite>;

export function consoleSite() {
  const folder = mkdtempSync(join(tmpdir(), "console-days-"));
  const days = new Map<string, BrowserContext>();
  const seen = new Set<string>();
  let stack: Stack;
  let browser: Browser;
  let drawn: readonly InspectionSummary[];

  /** Somebody in every role at a service, for what is done elsewhere meanwhile. */
  const person = (service: Service, whose = authority, actor?: string): Person =>
    personAt(stack.endpoints[service], stack.people, whose, actor);
  const newContext = () =>
    browser.newContext({
      ...{ locale: "zh-CN", viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" },
    });
  const signIn = async (page: Page, account: Account) => {
    await page.fill("input[name=login]", `demo-${account}`);
    await page.fill("input[name=password]", demonstrationPassword);
    await page.press("input[name=password]", "Enter");
  };
  /** Signs in by the form, in a browser of their own. */
  const open = async (account: Account) => {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(`${stack.endpoints.console}/`);
    await signIn(page, account);
    await page.waitForSelector("#content");
    return { context, page };
  };
  const show = (page: Page, path: string) => goTo(page, stack.endpoints.console, path);
  /** A page of whoever signs in once for all that the account does in its day. */
  const page = async (account: Account, path: string): Promise<Page> => {
    const before = days.get(account);
    const opened =
      before === undefined ? await open(account) : { context: before, page: await before.newPage() };
    days.set(account, opened.context);
    await show(opened.page, path);
    return opened.page;
  };
  return {
    get stack() {
      return stack;
    },
    /** What the sample's campaign has drawn. */
    get drawn() {
      return drawn;
    },
    person,
    newContext,
    signIn,
    open,
    show,
    page,
    async start(): Promise<void> {
      stack = await startStack({
        dataDir: folder,
        log: () => undefined,
        databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      });
      await seedStack(stack);
      const listed = await person("inspection").get("/api/v1/inspections?state=drawn");
      drawn = inspectionList.parse(ok(listed, "the inspections")).items;
      browser = await launchChromium();
    },
    async stop(): Promise<void> {
      await browser?.close();
      await stack?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    /** Does on such a page what is done there, and closes it. */
    async at(account: Account, path: string, does: (page: Page) => Promise<void>): Promise<void> {
      const opened = await page(account, path);
      await does(opened);
      await opened.close();
    },
    /** The day of an account that signs in in a way of its own. */
    begins(account: Account, context: BrowserContext): void {
      days.set(account, context);
    },
    /** Whoever has had a day goes home: signs out at the console and the provider, and no page is shown any more. */
    async ends(account: Account): Promise<void> {
      const context = days.get(account);
      if (context === undefined) throw new RangeError(`${account} has had no day`);
      const [page = await context.newPage()] = context.pages();
      await page.goto(`${stack.endpoints.console}/`);
      await page.locator("header button:has(.anticon-user)").click();
      await page.getByRole("menuitem", { name: "退出登录" }).click();
      await page.getByRole("button", { name: "退出", exact: true }).click();
      await page.waitForSelector("input[name=password]");
      await page.goto(`${stack.endpoints.console}/help`);
      await page.waitForSelector("input[name=password]");
      await context.close();
    },
    /** What is wrong with a page for whoever reads it, light and dark: also codes that it shows. */
    async faultsOf(page: Page, path: string): Promise<string[]> {
      await show(page, path);
      seen.add(new URL(page.url()).pathname);
      const wrong = await violationsLightAndDark(page);
      const codes = shownCodes(await page.locator("#content").innerText());
      return [...wrong, ...codes.map((code) => `${code} is shown`)].map((one) => `${path}: ${one}`);
    },
    /** The routes of the console of which no page was looked at. */
    async unseen(page: Page): Promise<string[]> {
      const routes: string[] = await page.evaluate("Object.keys(__TSR_ROUTER__.routesByPath)");
      const isOf = (route: string) => new RegExp(`^${route.replaceAll(/\$\w+/g, "[^/]+")}$`);
      return routes.filter((route) => ![...seen].some((path) => isOf(route).test(path)));
    },
  };
}

/** The button of a step. */
export const stepOf = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
/** The form that lies over all others. */
export const formOf = (page: Page) => page.locator(".ant-drawer").last();
/** Hands in the form that is open, and waits until it has gone. */
export const handIn = async (page: Page) => {
  const forms = page.locator(".ant-drawer form");
  const submit = formOf(page).locator("form button[type=submit]");
  await submit.waitFor();
  const before = await forms.count();
  await submit.click();
  const said = () => formOf(page).locator("[role=alert]").allInnerTexts();
  await expect.poll(async () => ((await forms.count()) < before ? "gone" : await said())).toBe("gone");
};
/** Takes a step: opens its form, fills in what is given, and hands it in. */
export const take = async (page: Page, step: string, fields: Readonly<Record<string, string>> = {}) => {
  await stepOf(page, step).first().click();
  for (const [label, text] of Object.entries(fields))
    await formOf(page).getByLabel(label, { exact: true }).fill(text);
  await handIn(page);
};
/** Chooses in a field what is found by those words; where several may be, what they are chosen from is closed again. */
export const choose = async (page: Page, label: string, words: string, { several = false } = {}) => {
  await formOf(page).getByLabel(label, { exact: true }).first().fill(words);
  await page.locator(".ant-select-item-option:visible", { hasText: words }).first().click();
  if (several) await page.keyboard.press("Escape");
};
