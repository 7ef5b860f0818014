import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { launchChromium } from "./browsers.ts";

/** The widths that pages are read at, in CSS pixels: a phone's and a desk's. */
const widths = [390, 1440] as const;

/** What in a page moves or fades for a moment has ended; what goes on for longer is let go on. */
const momentsOver =
  "Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime < 2_000).map((one) => one.finished.catch(() => undefined))).then(() => undefined)";

/** What axe-core looks at in colours: all else of a page is the same whichever they are. */
const ofColours = ["color-contrast", "link-in-text-block"];

/**
 * What axe-core finds wrong with a page as it stands, once what it loads is there and what fades in has its colours: rule, impact and
 * place. Of a page that was looked at in light, in `dark` only what its colours may change.
 */
export async function violationsIn(page: Page, colours: "light" | "dark" = "light"): Promise<string[]> {
  await page.waitForLoadState("domcontentloaded");
  await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
  await page.evaluate(momentsOver);
  const { violations } = await new AxeBuilder({ page })
    .options({
      resultTypes: ["violations"],
      ...(colours === "light" ? {} : { runOnly: { type: "rule", values: ofColours } }),
    })
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, impact, nodes }) => `${id} ${impact ?? ""}: ${nodes[0]?.html ?? ""}`);
}

/**
 * Goes to a page of the console: as its own links do where another page of it is open, so that what all have in common is loaded once,
 * else by its address.
 */
export async function goTo(page: Page, site: string, path: string): Promise<void> {
  const to = new URL(path, site);
  const at = new URL(page.url());
  const isAnother = at.origin === to.origin && at.pathname !== to.pathname;
  if (isAnother && (await page.evaluate("'__TSR_ROUTER__' in self")))
    await page.evaluate(`__TSR_ROUTER__.navigate({ href: ${JSON.stringify(path)} })`);
  else await page.goto(to.href);
  await page.waitForSelector("h1");
}

/** What axe-core finds wrong with a page of the console that is open: light at each width, then in the dark. */
export async function violationsLightAndDark(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    wrong.push(...(await violationsIn(page)).map((one) => `${one} at ${width}`));
  }
  // How wide it is changes no colour. A drawer that is open keeps the focus, and the mouse behind it.
  await page.getByRole("button", { name: "深色模式" }).dispatchEvent("click");
  wrong.push(...(await violationsIn(page, "dark")).map((one) => `${one} in the dark`));
  await page.getByRole("button", { name: "浅色模式" }).dispatchEvent("click");
  return wrong;
}

/**
 * What axe-core finds wrong with pages, at each width: rule, impact, page and place. Also found wrong, as `cell-name`, is a cell of
 * a list that a phone shows without saying what it is. Reads them by the cookie of who is signed in, where one is given.
 */
export async function violationsOf(
  site: string,
  paths: readonly string[],
  cookie?: string,
): Promise<string[]> {
  const browser = await launchChromium();
  try {
    const found = await Promise.all(
      widths.map(async (width) => {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        if (cookie !== undefined) await context.setExtraHTTPHeaders({ cookie });
        const page = await context.newPage();
        const wrong: string[] = [];
        for (const path of paths) {
          await page.goto(new URL(path, site).href);
          wrong.push(...(await violationsIn(page)).map((one) => `at ${width} px of ${path}: ${one}`));
          const nameless = await page.locator("tbody td").evaluateAll((cells) =>
            cells.flatMap((cell) => {
              const head = cell.closest("table")?.querySelector("thead");
              const isHidden = head !== null && head !== undefined && head.getBoundingClientRect().right <= 0;
              const says = cell.ownerDocument.defaultView?.getComputedStyle(cell, "::before").content ?? "";
              return isHidden && ["none", "normal", '" "'].includes(says) ? [cell.outerHTML] : [];
            }),
          );
          for (const cell of nameless) wrong.push(`cell-name at ${width} px of ${path}: ${cell}`);
        }
        return wrong;
      }),
    );
    return found.flat();
  } finally {
    await browser.close();
  }
}
