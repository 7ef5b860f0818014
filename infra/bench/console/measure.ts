import { inspectionList } from "@shuangsui/contracts";
import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { z } from "zod";
import { openStream } from "../../../packages/service-kit/src/feed/testing.ts";
import { demonstrationPassword } from "../../../services/identity/src/accounts/demonstration.ts";
import { chromiumPath, launchChromium } from "../../e2e/browsers.ts";
import { connected } from "../../embedded/database.ts";
import { closing } from "../../embedded/place.ts";
import { ok } from "../../sample/officials.ts";
import { bodyOf } from "../inspections/way.ts";
import { calm } from "../calm.ts";
import { copyInspections, counties } from "../growth/fill.ts";
import { templatesOf } from "../growth/measure.ts";
import { figure, measured, median, percentile, type Result } from "../result.ts";
import { officialOf, type Site } from "../site.ts";

/**
 * `open`: how many inspections there are; `runs`: how often the first page is opened, from a cold cache; `viewers`: how many follow the feed,
 * the browser among them; `decisions`: how many reach it one after the other; `seconds`: for how long 50 changes a second arrive.
 */
export type ConsoleSizes = {
  open: number;
  runs: number;
  viewers: number;
  decisions: number;
  seconds: number;
};

const changesASecond = 50;
const toldMs = 300_000;
const goals = {
  bytes: { of: "ours", is: "at most", value: 350 },
  board: { of: "ours", is: "at most", value: 1_000 },
} as const;
const firstRow = ".ant-table-tbody tr.ant-table-row";
const prefecture = "533100";

/** How a supervisor's board loads, follows what happens, and holds out while much does, in a real browser. @throws Error where there is none */
export async function measureConsole(
  site: Site,
  sizes: ConsoleSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  if (chromiumPath === undefined) throw new Error("there is no Chromium here; CHROMIUM_PATH names one");
  log(`making ${sizes.open} inspections`);
  const templates = await templatesOf(site);
  await connected(site.superUrl, (client) =>
    copyInspections(client, templates, { from: templates.length, to: sizes.open }),
  );
  await calm(site);
  const browser = await launchChromium();
  return closing(
    async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await signedIn(context, site);
      const loads = await loadsOf(context, site, sizes, log);
      const live = await liveOf(context, site, templates, sizes, log);
      return [...loads, ...live];
    },
    () => browser.close(),
  );
}

async function signedIn(context: BrowserContext, site: Site): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${site.endpoints.console}/board`);
  await page.fill("input[name=login]", "demo-prefecture-supervisor");
  await page.fill("input[name=password]", demonstrationPassword);
  await page.press("input[name=password]", "Enter");
  await page.waitForSelector("h1");
  await page.close();
}

/** What is sent until the board has its first row, how long its scripts take, and when that row is there: each time from a cold cache. */
async function loadsOf(
  context: BrowserContext,
  site: Site,
  { runs, open }: ConsoleSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const [kilobytes, scriptMs, rowMs]: [number[], number[], number[]] = [[], [], []];
  for (let run = 1; run <= runs; run += 1) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.clearBrowserCache");
    await session.send("Performance.enable");
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(`${site.endpoints.console}/board`, { waitUntil: "commit" });
    await page.waitForSelector(firstRow);
    rowMs.push(z.number().parse(await page.evaluate("performance.now()")));
    scriptMs.push((await metricOf(session, "ScriptDuration")) * 1_000);
    kilobytes.push(bytes / 1_024);
    await page.close();
    log(
      `first page, run ${run} of ${runs}: ${figure(kilobytes.at(-1) ?? 0)} KiB, first row ${figure(rowMs.at(-1) ?? 0)} ms`,
    );
  }
  return [
    measured({ name: "first page of the board, compressed", unit: "KiB", goal: goals.bytes }, kilobytes),
    measured({ name: "script time until its first row", unit: "ms" }, scriptMs),
    measured({ name: `first row with ${open} inspections`, unit: "ms" }, rowMs),
  ];
}

async function liveOf(
  context: BrowserContext,
  site: Site,
  templates: readonly string[],
  { viewers, decisions, seconds }: ConsoleSizes,
  log: (line: string) => void,
): Promise<Result[]> {
  const page = await context.newPage();
  await page.goto(`${site.endpoints.console}/board`);
  await page.waitForSelector(firstRow);
  const streams = await Promise.all(
    Array.from({ length: viewers - 1 }, (_, index) =>
      openStream(
        { url: site.endpoints.inspection, people: site.people },
        {
          as: [prefecture, ...counties][index % (counties.length + 1)] ?? prefecture,
          query: "?after=latest",
        },
      ),
    ),
  );
  const refused = streams.filter(({ status }) => status !== 200).length;
  if (refused > 0) throw new Error(`${refused} viewers were refused`);
  const delays = await delaysOf(page, site, decisions);
  log(`decision to the board with ${viewers} viewers: ${figure(median(delays))} ms`);
  for (const stream of streams) stream.close();

  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  const before = await heapOf(session);
  const heaps: number[] = [];
  const paints = await paintsDuring(page, site, templates[0] ?? "", seconds, async () => {
    heaps.push(await heapOf(session));
    log(`memory ${figure(heaps.at(-1) ?? 0)} MiB while ${changesASecond} changes arrive a second`);
  });
  const name = `decision to the board with ${viewers} viewers`;
  const busy = `${changesASecond} changes a second`;
  return [
    measured({ name: `${name}, median`, unit: "ms" }, [median(delays)]),
    measured({ name: `${name}, p95`, unit: "ms", goal: goals.board }, [percentile(delays, 0.95)]),
    measured({ name: `interaction to next paint at ${busy}, median`, unit: "ms" }, [median(paints)]),
    measured({ name: `interaction to next paint at ${busy}, p98`, unit: "ms" }, [percentile(paints, 0.98)]),
    measured(
      { name: `memory of a tab after ${seconds} s of ${busy}`, unit: "MiB" },
      heaps.slice(-1),
      [],
      [`${figure(before)} MiB before, then each five minutes ${heaps.map(figure).join(", ")}`],
    ),
  ];
}

/** Looks at each frame whether the board's number of confirmed ones is another than it was: when it is. */
const changedFrom = (before: string) => `new Promise((resolve) => {
  const look = () => {
    const cell = [...document.querySelectorAll("tr[data-row-key=confirmed] td")].at(-1);
    if (cell !== undefined && cell.innerText !== ${JSON.stringify(before)}) resolve(Date.now());
    else requestAnimationFrame(look);
  };
  look();
})`;

const observeClicks = `globalThis.paints = [];
new PerformanceObserver((list) => {
  for (const { duration, name } of list.getEntries()) if (name === "click") globalThis.paints.push(duration);
}).observe({ type: "event", durationThreshold: 16 })`;

/** From the call of each decision to when the board shows its number, in milliseconds. */
async function delaysOf(page: Page, site: Site, decisions: number): Promise<number[]> {
  const official = officialOf(site);
  const listed = await official.get("/api/v1/inspections?state=drawn&limit=500");
  const ids = inspectionList
    .parse(ok(listed, "what may be confirmed"))
    .items.map(({ id }) => id)
    .slice(0, decisions);
  const times: number[] = [];
  const shown = () => page.locator("tr[data-row-key=confirmed] td").last().innerText();
  for (const id of ids) {
    const before = await shown();
    const began = Date.now();
    const seen = page.evaluate(changedFrom(before));
    const body = bodyOf("confirm", { id, authority: site.county, officers: [], last: "" });
    ok(await official.command(`/api/v1/inspections/${id}/commands/confirm`, body), "confirm");
    times.push(z.number().parse(await seen) - began);
  }
  return times;
}

/**
 * How long each click takes to its next paint, by the browser's own event timing, while changes arrive. `told` is called each five
 * minutes of that and at its end: what only grows shows.
 */
async function paintsDuring(
  page: Page,
  site: Site,
  subject: string,
  seconds: number,
  told: () => Promise<void>,
): Promise<number[]> {
  await page.evaluate(observeClicks);
  const until = Date.now() + seconds * 1_000;
  let clicks = 0;
  await Promise.all([
    connected(site.superUrl, async (client) => {
      for (let round = 1; Date.now() < until; round += 1) {
        await client.query(
          `insert into inspection.feed (authority, kind, type, subject, revision, at, state)
           select $1, 'inspection', 'counted', $2, n, clock_timestamp(), null
             from generate_series($3::int, $4::int) n`,
          [site.county, subject, 1_000_000 + round * 10, 1_000_009 + round * 10],
        );
        await pause((10 / changesASecond) * 1_000);
      }
    }),
    (async () => {
      for (let at = Date.now() + toldMs; at < until; at += toldMs) {
        await pause(at - Date.now());
        await told();
      }
    })(),
    (async () => {
      const tabs = page.locator(".ant-tabs-tab");
      while (Date.now() < until) {
        await tabs.nth(clicks % Math.max(1, await tabs.count())).click();
        clicks += 1;
        await pause(500);
      }
    })(),
  ]);
  await told();
  const longer = z.array(z.number()).parse(await page.evaluate("globalThis.paints"));
  // What took less than the browser tells of is counted as that.
  return [...longer, ...Array.from({ length: Math.max(0, clicks - longer.length) }, () => 16)];
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return (await metricOf(session, "JSHeapUsedSize")) / 2 ** 20;
}

async function metricOf(session: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === wanted)?.value ?? 0;
}
