import {
  campaignEventType,
  campaignState,
  drawState,
  exclusionGround,
  findingPath,
  inspectionEventType,
  inspectionKind,
  inspectionOrigin,
  inspectionOutcome,
  inspectionState,
  statisticCode,
  wordsOf,
  type InspectionDetail,
  type OwnWitness,
  type StuckCause,
} from "@shuangsui/contracts";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goTo } from "../../../infra/e2e/accessible.ts";
import {
  chromiumPath,
  firefoxPath,
  launchChromium,
  unlessChromium,
  unlessFirefox,
} from "../../../infra/e2e/browsers.ts";
import { launchFirefox, openInFirefox } from "../../../infra/e2e/firefox.ts";
import { shownCodes } from "../../../infra/e2e/shown-codes.ts";
import type { SignedIn } from "../../../packages/service-kit/src/testing/issuer.ts";
import { campaignOf } from "./testing/campaigns.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { startFakeInspection, type FakeInspection, type Served } from "./testing/fake-inspection.ts";
import { idOf, inspectionOf } from "./testing/inspections.ts";
import { planOf } from "./testing/plans.ts";

const words = wordsOf("zh");
const hostile = `<script>alert(1)</script>"'&`;
const since = "2026-10-08T01:30:00.000Z";
const late: Partial<InspectionDetail> = {
  state: "recorded",
  waitingFor: "paths",
  overdue: true,
  workdaysLeft: -3,
  breaches: 1,
  dueAt: "2026-09-30T16:00:00.000Z",
};
const stuck: StuckCause[] = [
  { kind: "deed", name: "openPublication", code: "caller/not-service", since },
  { kind: "command", name: "report", code: "untold", since: "2026-10-08T02:00:00.000Z" },
];
const clock = { kind: "demonstration", now: "2026-10-09T03:04:05.000Z" } as const;

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type BrowserContext = Awaited<ReturnType<Browser["newContext"]>>;
type Page = Awaited<ReturnType<BrowserContext["newPage"]>>;
let browser: Browser;

/** A console over a service that has that, and pages of it for whoever is signed in: the prefecture in every role unless told otherwise. */
async function consoleOver(served: Omit<Served, "clock">, townshipOutlines?: string) {
  const inspection: FakeInspection = await startFakeInspection({ clock, ...served });
  const pages: TestConsole = await startConsole({ inspectionUrl: inspection.url, townshipOutlines });
  const url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
  const contexts: BrowserContext[] = [];
  const close = async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await pages.close();
    await inspection.close();
  };
  const cookie = (person: Partial<SignedIn> = {}) => pages.cookieOf(person);
  const signIn = async (person: Partial<SignedIn> = {}) => {
    const context = await browser.newContext({
      locale: "zh-CN",
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
    });
    contexts.push(context);
    // The pages are built first.
    context.setDefaultNavigationTimeout(120_000);
    const [name = "", value = ""] = (await cookie(person)).split("=");
    await context.addCookies([{ name, value, url }]);
    return context.newPage();
  };
  return { url, inspection, cookie, signIn, close };
}
type Over = Awaited<ReturnType<typeof consoleOver>>;

/** Opens an address and waits until it shows what it has. */
async function show(page: Page, { url }: Over, path: string): Promise<string> {
  await goTo(page, url, path);
  await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
  return page.locator("#content").innerText();
}
const cardOf = (page: Page, title: string) =>
  page.locator("section.card").filter({ has: page.getByRole("heading", { name: title }) });

describe.skipIf(chromiumPath === undefined)("the console's pages", () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  describe("督查总览", () => {
    let over: Over;
    let page: Page;
    afterAll(() => over.close());
    beforeAll(async () => {
      over = await consoleOver({
        inspections: [
          inspectionOf(1, { targetName: hostile }),
          inspectionOf(2, { ...late, targetName: "芒市迟签报告建设有限公司" }),
          inspectionOf(3, {
            ...{ authority: "533102", state: "notified", targetName: "瑞丽停滞项目", stuck },
            territory: "533102102",
          }),
          inspectionOf(4, { state: "closed", publicationId: idOf(701), dueAt: null, workdaysLeft: null }),
          ...Array.from({ length: 60 }, (_, index) =>
            inspectionOf(100 + index, {
              ...{ authority: "533123", state: "confirmed", workdaysLeft: 9 },
              territory: index < 50 ? "533123101" : null,
            }),
          ),
        ],
        townships: [
          { code: "533102102", name: "畹町镇", targets: 1, shownAt: null },
          {
            ...{ code: "533123101", name: "平原镇", targets: 50 },
            shownAt: { longitude: 97.935, latitude: 24.71 },
          },
        ],
        campaigns: [
          campaignOf(900),
          campaignOf(901, { state: "void", title: "摇号作废的任务" }),
          campaignOf(902, { state: "closed", title: "去年的任务" }),
        ],
        plans: [planOf(950, { stuck: [{ kind: "command", name: "publish", code: "undecided", since }] })],
      });
      page = await over.signIn();
      await show(page, over, "/board");
    }, 120_000);

    it(`puts what stands still or is overdue on top, with the cause and what it waits for${unlessChromium}`, async () => {
      const urgent = cardOf(page, "需要督促");
      await expect
        .poll(() => urgent.innerText())
        .toContain(
          "在公示门户立项受阻：对方不认可本系统的服务令牌，须核对（自 2026-10-08 09:30 起），另有 1 项受阻",
        );
      expect(await urgent.innerText()).toContain("系统仍在自动重试");
      await urgent.getByRole("tab", { name: "已逾期 1" }).click();
      await expect.poll(() => urgent.innerText()).toContain("▲ 逾期 3 个工作日");
      expect(await urgent.innerText()).toContain("检查组长：逐项处理发现的问题");
      expect(await urgent.innerText()).toContain("2026-09-30 24:00");
    });

    it(`names plans that are stuck with the cause, and leads to campaigns that are${unlessChromium}`, async () => {
      const text = await page.locator("#content").innerText();
      expect(text).toContain("年度计划停滞 1");
      expect(text).toContain(
        "审核通过并公示受阻：已收到，流程引擎没有应答，尚无办理结果（自 2026-10-08 09:30 起）",
      );
    });

    it(`counts by authority and state, each number a link to its list, kept in the address${unlessChromium}`, async () => {
      const line = page.locator("tr", { hasText: "待通知" });
      expect(await line.locator("a", { hasText: "60" }).first().getAttribute("href")).toContain(
        "state=confirmed",
      );
      await page.locator("tr", { hasText: "其中停滞" }).getByRole("link", { name: "1" }).first().click();
      await page.waitForURL(/attention=stuck/);
      await expect.poll(() => page.locator("#content").innerText()).toContain("瑞丽停滞项目");
      expect(await page.locator("#content").innerText()).not.toContain("迟签报告");
      await page.goBack();
    });

    it(`counts by state and deadline, each number a link to its list, kept in the address${unlessChromium}`, async () => {
      const table = cardOf(page, "各状态到期情况");
      const total = table.locator("tr", { hasText: "合计" }).last();
      expect(await table.locator("thead").innerText()).toMatch(/已逾期\s+今天\s+1 个工作日\s+本周其余/);
      expect(await total.innerText()).toMatch(/合计\s+1\s+0\s+0\s+\d+\s+60\s+63/);
      await table.locator("tr", { hasText: "待通知" }).getByRole("link", { name: "60" }).first().click();
      await page.waitForURL(/state=confirmed.*dueIn=later/);
      await expect.poll(() => page.locator("#content").innerText()).toContain("共 60 条");
      await expect.poll(() => page.locator("form#filters").innerText()).toContain("下周以后");
      await page.goBack();
    });

    it(`shows each phase of the one status line, what was closed of what was published, and by week${unlessChromium}`, async () => {
      await page.waitForSelector("ol.way");
      expect(await page.locator("ol.way li").allInnerTexts()).toEqual([
        expect.stringContaining("事项清单"),
        expect.stringContaining("计划"),
        expect.stringMatching(/抽取\s+1/),
        expect.stringMatching(/派发\s+60/),
        expect.stringMatching(/检查\s+2/),
        expect.stringMatching(/审核\s+0/),
        expect.stringMatching(/公示\s+0/),
        expect.stringMatching(/信用归集\s+0/),
      ]);
      expect(await cardOf(page, "分组进度").innerText()).toContain("100% (1/1)");
      // Each number leads to its list: of a phase, of a group's share, of a week.
      await page.locator("ol.way li").nth(4).getByRole("link").first().click();
      await page.waitForURL(/states=notified%2Cchecking%2Crecorded/);
      await expect.poll(() => page.locator("a.name").count()).toBe(2);
      await page.goBack();
      await page.waitForSelector("ol.way");
      // Pictures are fetched once somebody comes near them.
      await page.mouse.wheel(0, 100_000);
      await page.waitForSelector('[role=img][aria-label="每周办理情况"] canvas');
      await page.waitForSelector('[role=img][aria-label*="分布图"] canvas');
      await page.getByText("查看数据").click();
      await page.locator("tr", { hasText: "2026-10-05" }).getByRole("link", { name: "64" }).click();
      await page.waitForURL(/openedIn=2026-10-05/);
      await page.waitForSelector("text=当周立项：2026-10-05");
      await expect.poll(() => page.locator("#content").innerText()).toContain("共 64 条");
      await page.goBack();
      await page.waitForSelector("ol.way");
    });

    it(`shows townships on the map and in a table, and leads from each to its list${unlessChromium}`, async () => {
      await show(page, over, "/board?by=township");
      const groups = cardOf(page, "分组进度");
      await groups
        .locator("tr", { hasText: "未明确乡镇（街道）" })
        .getByRole("link", { name: "10" })
        .waitFor();
      await page.mouse.wheel(0, 100_000);
      await page.waitForSelector('[role=img][aria-label*="分布图"] canvas');
      const map = cardOf(page, "分布图");
      await map.getByText("检查总数").click();
      // What has no place is not put anywhere.
      await expect.poll(() => map.innerText()).toMatch(/未在图上标示的乡镇（街道）[^]*畹町镇\s+1/);
      expect(await map.innerText()).not.toContain("平原镇");
      await groups.locator("tr", { hasText: "平原镇" }).getByRole("link", { name: "50" }).click();
      await page.waitForURL(/territory=533123101/);
      await page.waitForSelector("text=所在区划：平原镇");
      await expect.poll(() => page.locator("#content").innerText()).toContain("共 50 条");
      await show(page, over, "/board");
    });

    it(`keeps what is below its pictures in its place while they come${unlessChromium}`, async () => {
      const slow = await over.signIn();
      const come = Promise.withResolvers<void>();
      const isAsked = Promise.withResolvers<void>();
      await slow.route(/\/assets\/trend-/, async (route) => {
        isAsked.resolve();
        await come.promise;
        await route.continue();
      });
      await show(slow, over, "/board");
      const button = cardOf(slow, "各单位督办办理情况").getByRole("button", { name: "下达督办" }).first();
      await button.scrollIntoViewIfNeeded();
      await isAsked.promise;
      const { x = 0, y = 0, width = 0, height = 0 } = (await button.boundingBox()) ?? {};
      // When they come while somebody presses what is below them
      await slow.mouse.move(x + width / 2, y + height / 2);
      await slow.mouse.down();
      come.resolve();
      await slow.waitForSelector('[role=img][aria-label="每周办理情况"] canvas');
      expect((await button.boundingBox())?.y).toBe(y);
      await slow.mouse.up();
      // Then that was pressed.
      await slow.getByLabel("督办要求").waitFor();
      await slow.close();
    }, 60_000);

    it(`opens a form at the first click, while 50 changes arrive a second${unlessChromium}`, async () => {
      const inspections = Array.from({ length: 60 }, (_, index) => inspectionOf(300 + index));
      const changing = await consoleOver({ inspections });
      const watching = await changing.signIn();
      await show(watching, changing, "/board");
      let changes = 0;
      const stream = setInterval(() => {
        const index = changes % inspections.length;
        const isLate = (changes += 1) % 120 < 60;
        const next = inspectionOf(300 + index, isLate ? late : {});
        inspections[index] = next;
        changing.inspection.tell(next);
      }, 20);
      try {
        const buttons = cardOf(watching, "各单位督办办理情况").getByRole("button", { name: "下达督办" });
        for (let times = 0; times < 6; times += 1) {
          await buttons.nth(times % (await buttons.count())).click();
          await watching.getByLabel("督办要求").waitFor();
          await watching.keyboard.press("Escape");
          await watching.waitForSelector(".ant-drawer-open", { state: "detached" });
        }
      } finally {
        clearInterval(stream);
        await changing.close();
      }
    }, 120_000);

    it(`lists campaigns that are under way, those that need somebody first${unlessChromium}`, async () => {
      const text = await cardOf(page, "进行中的抽查任务").innerText();
      expect(text.indexOf("摇号作废的任务")).toBeLessThan(text.indexOf("芒市建筑施工企业抽查"));
      expect(text.indexOf("摇号作废的任务")).toBeGreaterThan(-1);
      expect(text).not.toContain("去年的任务");
    });

    it(`says that its clock is a demonstration's, on a phone too${unlessChromium}`, async () => {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.getByText("演示时钟 2026-10-09 11:04").filter({ visible: true }).count()).toBe(1);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    });

    it(`asks for who is signed in and for its figures once, beside the frame's script${unlessChromium}`, async () => {
      const opened = await over.signIn();
      const asked: string[] = [];
      opened.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await show(opened, over, "/board");
      const placesOf = (path: RegExp) => asked.flatMap((one, place) => (path.test(one) ? [place] : []));
      const [script = -1] = placesOf(/\/assets\/board-/);
      for (const path of [/^\/session$/, /\/inspections\/counts$/, /\/api\/v1\/stuck$/]) {
        expect(placesOf(path)).toHaveLength(1);
        expect(placesOf(path)[0]).toBeLessThan(script);
      }
    });

    it(`is narrowed to one subordinate on every page until another is chosen (article 4)${unlessChromium}`, async () => {
      const text = await show(page, over, "/board?as=533102");
      expect(text).not.toContain("迟签报告");
      await page.locator("tr", { hasText: "其中停滞" }).getByRole("link", { name: "1" }).first().click();
      await page.waitForURL(/as=533102/);
      await page.getByRole("link", { name: "检查清单" }).click();
      await page.waitForURL(/\/inspections\?as=533102$/);
      await expect.poll(() => page.locator("a.name").allInnerTexts()).toEqual(["瑞丽停滞项目"]);
    });

    it(`shows a county its own alone, asked for with its person's own token (article 3)${unlessChromium}`, async () => {
      const county = await over.signIn({ authority: "533102", roles: ["supervisor"] });
      const text = await show(county, over, "/board");
      expect(text).toContain("瑞丽停滞项目");
      expect(text).not.toContain("迟签报告");
      expect(await county.getByLabel("查看单位").count()).toBe(0);
      expect(over.inspection.lastCall()).not.toHaveProperty("x-authority");
      expect(await show(county, over, "/inspections?as=533103")).not.toContain("迟签报告");
    });
  });

  describe("检查清单", () => {
    let over: Over;
    let page: Page;
    afterAll(() => over.close());
    beforeAll(async () => {
      over = await consoleOver({
        inspections: [
          inspectionOf(1, { targetName: hostile, authority: "533102" }),
          ...Array.from({ length: 60 }, (_, index) => inspectionOf(100 + index, { state: "confirmed" })),
        ],
        campaigns: [campaignOf(900)],
      });
      page = await over.signIn();
    }, 60_000);
    it(`shows a hostile name as the text that it is${unlessChromium}`, async () => {
      expect(await show(page, over, "/inspections?authority=533102")).toContain(hostile);
      expect(await page.locator("#content script").count()).toBe(0);
      await page.locator("a.name").first().click();
      await page.waitForSelector(`h1:has-text("alert(1)")`);
    });

    it(`keeps the columns that somebody chose, and takes along just these${unlessChromium}`, async () => {
      await show(page, over, "/inspections?state=confirmed");
      await page.getByRole("button", { name: "列设置" }).click();
      await page.getByLabel("检查结论").check();
      await page.getByLabel("风险等级").uncheck();
      await page.reload();
      const heads = page.locator("thead th");
      await expect.poll(() => heads.allInnerTexts()).toContain("检查结论");
      expect(await heads.allInnerTexts()).not.toContain("风险等级");
      const file = new URL(
        (await page.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "",
        over.url,
      );
      expect(file.searchParams.get("state")).toBe("confirmed");
      expect(file.searchParams.get("columns")).toContain("outcome");
      expect(file.searchParams.get("columns")).not.toContain("riskClass");
    });

    it(`leads from each list to its file, narrowed as the list is${unlessChromium}`, async () => {
      for (const [path, list, narrowed] of [
        ["/campaigns?state=drawn", "campaigns", { state: "drawn" }],
        ["/plans?state=published", "plans", { state: "published" }],
        ["/supervision?state=opened", "supervision-orders", { state: "opened" }],
        ["/board?by=item", "inspections/figures", { by: "item" }],
      ] as const) {
        await show(page, over, path);
        const file = new URL(
          (await page.getByRole("link", { name: "CSV" }).first().getAttribute("href")) ?? "",
          over.url,
        );
        expect(file.pathname).toBe(`/api/inspection/api/v1/${list}/export`);
        expect(Object.fromEntries(file.searchParams)).toEqual({ ...narrowed, format: "csv", lang: "zh" });
      }
      // Where it does not come the page stays, and says so; asked for again it is kept under the list's name.
      let asks = 0;
      await page.route("**/inspections/figures/export?**", (route) => {
        asks += 1;
        return asks === 1
          ? route.fulfill({ status: 503, body: "" })
          : route.fulfill({ contentType: "text/csv", body: "芒市,1" });
      });
      await page.getByRole("link", { name: "CSV" }).first().click();
      const failed = page.getByRole("alert").filter({ hasText: "文件未能下载，本页内容不受影响" });
      await failed.waitFor();
      const saved = page.waitForEvent("download");
      await failed.getByRole("button", { name: "重试" }).click();
      expect((await saved).suggestedFilename()).toBe("inspections-figures.csv");
      await failed.waitFor({ state: "detached" });
      expect(new URL(page.url()).pathname).toBe("/board");
    });

    it(`offers for several at once what fits all of them, by keys alone${unlessChromium}`, async () => {
      const planner = await over.signIn({ authority: "533103", roles: ["planner"] });
      await show(planner, over, "/inspections");
      for (const key of ["j", "x", "j", "j", "x"]) await planner.keyboard.press(key);
      await planner.waitForSelector("text=已选 2 项");
      // Their teams are confirmed: what is left to do to both is to cancel them.
      expect(await planner.getByRole("button", { name: words.inspectionCommand.cancel }).count()).toBe(1);
      expect(await planner.getByRole("button", { name: words.inspectionCommand.confirm }).count()).toBe(0);
    });

    it(`says by which campaign it is narrowed, and lets that be taken away${unlessChromium}`, async () => {
      await show(page, over, `/inspections?campaign=${idOf(900)}`);
      // Its title comes by a call of its own.
      await page.locator("#content").getByText("抽查任务：芒市建筑施工企业抽查").waitFor();
      await page.getByLabel("删除 抽查任务").click();
      await page.waitForURL(/\/inspections$/);
    });
  });

  describe("检查清单，一万条", () => {
    const many = 10_000;
    const nameOf = (rank: number) => `第${String(rank).padStart(5, "0")}号对象`;
    /** The more urgent the lower its number. */
    const open = (rank: number) =>
      inspectionOf(rank, {
        targetName: rank % 7 === 0 ? `${nameOf(rank)}，名称很长的`.repeat(4) : nameOf(rank),
        state: "confirmed",
        dueAt: new Date(Date.UTC(2026, 9, 12) + rank * 60_000).toISOString(),
      });
    const inspections = Array.from({ length: many }, (_, index) => open(index + 1));
    let over: Over;
    let page: Page;
    afterAll(() => over.close());
    beforeAll(async () => {
      over = await consoleOver({ inspections });
      page = await over.signIn();
      await show(page, over, "/inspections?state=confirmed");
    }, 180_000);
    const scroller = () => page.locator(".long-list");
    /** The numbers that stand in view, from the top down, each with how far below the edge it begins. */
    const inView = () =>
      scroller().evaluate((box) => {
        const { top, bottom } = box.getBoundingClientRect();
        const heads = box.querySelector("th")?.getBoundingClientRect().bottom ?? 0;
        return [...box.querySelectorAll("a.name")].flatMap((line) => {
          const at = line.getBoundingClientRect();
          const rank = Number(/第(\d+)号/.exec(line.textContent ?? "")?.[1]);
          return at.top >= Math.max(top, heads) && at.bottom <= bottom
            ? [{ rank, top: Math.round(at.top - top) }]
            : [];
        });
      });
    /** Scrolls there, as far as was read so far again and again, and gives what is in view once it stands still. */
    const settledAt = async (top: number) => {
      let shown: Awaited<ReturnType<typeof inView>> = [];
      await expect
        .poll(
          async () => {
            const isThere = await scroller().evaluate((box, to) => {
              if (Math.abs(box.scrollTop - to) > 1_000) box.scrollTop = to;
              return Math.abs(box.scrollTop - to) <= 1_000;
            }, top);
            const before = JSON.stringify(shown);
            shown = await inView();
            return isThere && shown.length > 5 && JSON.stringify(shown) === before;
          },
          { timeout: 40_000 },
        )
        .toBe(true);
      return shown;
    };

    /** What is scrolled in a browser, whichever it is. */
    type Scrolled = {
      scrollTop: number;
      getBoundingClientRect(): { top: number };
      querySelectorAll(
        names: string,
      ): Iterable<{ textContent: string | null; getBoundingClientRect(): { top: number } }>;
      ownerDocument: { defaultView: { requestAnimationFrame(then: (at: number) => void): number } | null };
    };
    /**
     * Goes down a list: to the last row that stands in the page, again and again until so many rows were seen, then by far more to the
     * last of all. However late a browser draws, no row is left behind by that unseen. Gives what was seen, how many stood there at the
     * same time, and how many of these twice.
     */
    const scrollDown = async (box: Scrolled, { gone, many }: { gone: number; many: number }) => {
      const found = new Set<number>();
      let [most, twice, last] = [0, 0, 0];
      const frames = async (count: number) => {
        for (let frame = 0; frame < count; frame += 1)
          await new Promise((resolve) => box.ownerDocument.defaultView?.requestAnimationFrame(resolve));
      };
      for (let waited = 0; waited < 600 && last < many;) {
        await frames(2);
        const rows = [...box.querySelectorAll("a.name")];
        const shown = rows.map(({ textContent }) => Number(/第(\d+)号/.exec(textContent ?? "")?.[1]));
        most = Math.max(most, shown.length);
        twice += shown.length - new Set(shown).size;
        last = Math.max(last, ...shown);
        const isByRow = found.size < gone;
        if (isByRow) for (const rank of shown) found.add(rank);
        const before = box.scrollTop;
        const top = box.getBoundingClientRect().top;
        const toLastRow = (rows.at(-1)?.getBoundingClientRect().top ?? top) - top;
        box.scrollTop += isByRow ? toLastRow : 1_000_000;
        waited = box.scrollTop > before ? 0 : waited + 1;
      }
      return { ranks: [...found], most, twice, last };
    };

    it(`is scrolled row by row, none left out and none twice, and to the last, with few of them in the page${unlessChromium}`, async () => {
      await page.waitForSelector("text=共 10000 条");
      const gone = 2_000;
      const { ranks, most, twice, last } = await scroller().evaluate(scrollDown, { gone, many });
      expect(ranks.toSorted((a, b) => a - b)).toEqual(ranks.map((_, index) => index + 1));
      expect(ranks.length).toBeGreaterThanOrEqual(gone);
      expect({ twice, last }).toEqual({ twice: 0, last: many });
      expect(most).toBeLessThan(120);
    }, 300_000);

    it.skipIf(firefoxPath === undefined)(
      `is scrolled in Firefox as well${unlessFirefox}`,
      async () => {
        const firefox = await launchFirefox();
        try {
          const cookie = await over.cookie();
          const { page: shown, wrong } = await openInFirefox(firefox, `${over.url}/inspections`, cookie);
          await shown.waitForSelector(".long-list a.name");
          const { ranks, most, twice, last } = await shown.$eval(".long-list", scrollDown, {
            gone: 300,
            many,
          });
          expect(ranks.toSorted((a, b) => a - b)).toEqual(ranks.map((_, index) => index + 1));
          expect({ twice, last, wrong }).toEqual({ twice: 0, last: many, wrong: [] });
          expect(most).toBeLessThan(120);
        } finally {
          await firefox.close();
        }
      },
      300_000,
    );

    it(`stands still before somebody's eyes while what is before and among it changes${unlessChromium}`, async () => {
      const shown = await settledAt(60_000);
      const [first, , , fourth] = shown;
      const [early, changed] = [inspections[0], inspections[(fourth?.rank ?? 1) - 1]];
      if (early === undefined || changed === undefined) throw new RangeError("nothing is in view");
      // Given a row in view that goes on, and one that was far before it and comes to stand just above it
      Object.assign(changed, { waitingFor: "record" });
      Object.assign(early, {
        dueAt: new Date(Date.parse(changed.dueAt ?? "") - 5 * 60_000 - 1).toISOString(),
      });
      over.inspection.tell(changed);
      await page
        .locator("tr", { hasText: nameOf(changed.rank ?? 0) })
        .getByText(words.inspectionWaiting.record)
        .waitFor();
      const after = await inView();
      expect(after.find(({ rank }) => rank === first?.rank)).toEqual(first);
      expect(after.find(({ rank }) => rank === fourth?.rank)).toEqual(fourth);
    }, 60_000);

    it(`is gone through by the arrows, and found where it was left on coming back${unlessChromium}`, async () => {
      const shown = await settledAt(40_000);
      const here = () => page.evaluate("document.activeElement?.textContent ?? ''");
      const first = shown[0]?.rank ?? 0;
      for (let line = 0; line < 30; line += 1) {
        await page.keyboard.press(line === 0 ? "j" : "ArrowDown");
        await expect.poll(here).toContain(nameOf(first + line));
      }
      const rank = first + 29;
      const before = await inView();
      expect(before.map((one) => one.rank)).toContain(rank);
      await page.keyboard.press("Enter");
      await page.waitForURL(/inspections\/[0-9a-f-]{36}$/);
      await page.waitForSelector(`h1:has-text("${nameOf(rank)}")`);
      await page.goBack();
      await page.waitForSelector(".long-list a.name");
      await expect.poll(inView).toEqual(before);
    }, 60_000);

    it(`gives all that were loaded to the batch bar${unlessChromium}`, async () => {
      const planner = await over.signIn({ authority: "533103", roles: ["planner"] });
      await show(planner, over, "/inspections?state=confirmed");
      await planner.waitForSelector("text=已载入 200 条");
      await planner.getByRole("button", { name: "选择已载入的全部" }).click();
      await planner.waitForSelector("text=已选 200 项");
    }, 60_000);
  });

  describe("一次检查", () => {
    const closed = inspectionOf(4, { state: "closed", publicationId: idOf(701), dueAt: null });
    let over: Over;
    let page: Page;
    afterAll(() => over.close());
    beforeAll(async () => {
      over = await consoleOver({
        inspections: [
          inspectionOf(1),
          inspectionOf(2, { ...late, publicationId: idOf(700) }),
          inspectionOf(3, { stuck }),
          closed,
          inspectionOf(5, {
            dueAt: "2027-01-05T16:00:00.000Z",
            provisional: true,
            events: [
              {
                seq: 1,
                type: "due-moved",
                at: "2026-10-09T02:30:00.000Z",
                actor: "system",
                state: "recorded",
                facts: {
                  deadline: "report",
                  from: "2026-10-12T16:00:00.000Z",
                  to: "2027-01-05T16:00:00.000Z",
                  issuer: "533100",
                  notice: "德政办函〔2026〕3号",
                  calendarVersion: 5,
                },
              },
            ],
          }),
        ],
        campaigns: [campaignOf(900)],
      });
      page = await over.signIn();
    }, 60_000);

    it(`shows what is waited for and until when, what happens by itself, and the team by number${unlessChromium}`, async () => {
      const text = await show(page, over, `/inspections/${idOf(1)}`);
      expect(text).toContain("等待：检查组、被检查对象、上级：回避申报");
      expect(text).toContain("2026-10-12 24:00");
      expect(text).toContain("自动处理：到期自动确认检查组");
      expect(text).toContain("7 号 · 执法人员");
      expect(text).toContain(words.console.publicationLater);
    });

    it(`links to its draw and campaign, and to its publication once that is public${unlessChromium}`, async () => {
      const hrefs = () =>
        page.locator("#content a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      expect(await show(page, over, `/inspections/${idOf(2)}`)).toContain("已立项，尚未公示");
      expect(await hrefs()).toContain("http://portal.example:8080/draws/533103-2026-01");
      expect(await hrefs()).toContain(`/campaigns/${idOf(900)}`);
      expect((await hrefs()).join()).not.toContain("/publications/");
      await show(page, over, `/inspections/${idOf(4)}`);
      expect(await hrefs()).toContain(`http://portal.example:8080/publications/${idOf(701)}`);
    });

    it(`says of one that is stuck each cause since when, and that it is tried again${unlessChromium}`, async () => {
      const text = await show(page, over, `/inspections/${idOf(3)}`);
      expect(text).toContain(
        "在公示门户立项受阻：对方不认可本系统的服务令牌，须核对（自 2026-10-08 09:30 起）",
      );
      expect(text).toContain(
        "提交检查报告受阻：已办理，流程引擎尚未接到，后续步骤未启动（自 2026-10-08 10:00 起）",
      );
      expect(text).toContain("系统仍在自动重试");
      expect(await show(page, over, `/inspections/${idOf(4)}`)).not.toContain("系统仍在自动重试");
    });

    it(`says by which notice a deadline moved, from and to (期限变动)${unlessChromium}`, async () => {
      const text = await show(page, over, `/inspections/${idOf(5)}`);
      for (const said of [
        "期限因放假安排变动",
        "期限事项：检查报告",
        "自：2026-10-12 24:00",
        "至：2027-01-05 24:00",
        "发文单位：德宏州",
        "依据通知：德政办函〔2026〕3号",
        "2027-01-05 24:00（暂定）",
        "（地方假日不计入期限）",
      ])
        expect(text).toContain(said);
    });

    it(`that is unknown, or a sibling's, is not there (article 3)${unlessChromium}`, async () => {
      await page.goto(`${over.url}/inspections/${idOf(999)}`);
      await page.waitForSelector("[role=alert]");
      expect(await page.locator("[role=alert]").innerText()).toContain("not-found");
    });
  });

  describe("a name of 300 characters", () => {
    const ofHan = "德宏傣族景颇族自治州芒市".repeat(25);
    const ofOneWord = "Dehong".repeat(50);
    let over: Over;
    let page: Page;
    afterAll(() => over.close());
    beforeAll(async () => {
      over = await consoleOver({
        inspections: [
          inspectionOf(1, { ...late, targetName: ofHan }),
          inspectionOf(2, { ...late, targetName: ofOneWord, stuck }),
        ],
        campaigns: [campaignOf(900, { title: ofHan }), campaignOf(901, { title: ofOneWord, stuck })],
      });
      page = await over.signIn();
    }, 60_000);
    /** Where that name runs out of the page, of its cell, or of what hides the rest of it without saying it otherwise. */
    const runningOut = (name: string) =>
      page.locator("body").evaluate((body, sought) => {
        const view = body.ownerDocument.defaultView;
        const wrong = [`shown ${body.innerText.includes(sought) ? "" : "nowhere"}`.trim()];
        const root = body.ownerDocument.documentElement;
        wrong.push(root.scrollWidth > root.clientWidth ? `a page of ${root.scrollWidth} px` : "");
        const texts = body.ownerDocument.createTreeWalker(body, 4);
        while (texts.nextNode() !== null) {
          const text = texts.currentNode;
          const own = text.parentElement;
          if (own === null || text.textContent?.includes(sought) !== true) continue;
          const range = body.ownerDocument.createRange();
          range.selectNodeContents(text);
          const { left, right } = range.getBoundingClientRect();
          if (right - left < 1 || own.closest("[title]") !== null) continue;
          for (let box = own; box !== null; box = box.parentElement) {
            const edges = box.getBoundingClientRect();
            const overflow = view?.getComputedStyle(box).overflowX ?? "visible";
            if (
              overflow !== "auto" &&
              overflow !== "scroll" &&
              left >= edges.left - 1 &&
              right <= edges.right + 1
            )
              continue;
            if (overflow === "auto" || overflow === "scroll") break;
            if (view?.getComputedStyle(box).display !== "inline") wrong.push(own.outerHTML.slice(0, 80));
            break;
          }
        }
        return wrong.filter((one) => one !== "" && one !== "shown");
      }, name);

    it.each([1440, 390])(
      `is broken into lines in lists, on the board and at its own page, and widens none: at %i px${unlessChromium}`,
      async (width) => {
        await page.setViewportSize({ width, height: 900 });
        const wrong: string[] = [];
        for (const [path, names] of [
          ["/board", [ofHan, ofOneWord]],
          ["/inspections", [ofHan, ofOneWord]],
          ["/campaigns", [ofHan, ofOneWord]],
          [`/inspections/${idOf(1)}`, [ofHan]],
          [`/inspections/${idOf(2)}`, [ofOneWord]],
          [`/campaigns/${idOf(900)}`, [ofHan]],
          [`/campaigns/${idOf(901)}`, [ofOneWord]],
        ] as const) {
          await show(page, over, path);
          for (const name of names)
            wrong.push(...(await runningOut(name)).map((one) => `${path} ${name.slice(0, 6)}: ${one}`));
        }
        expect(wrong).toEqual([]);
      },
      60_000,
    );
  });

  describe("抽查任务", () => {
    it(`shows witnesses, strata, exclusions, its draw's way and its inspections by state${unlessChromium}`, async () => {
      const over = await consoleOver({ campaigns: [campaignOf(900)] });
      const page = await over.signIn();
      const text = await show(page, over, `/campaigns/${idOf(900)}`);
      for (const said of ["见证甲", "芒市公证处", "本年度已检查 20", "已检查 5，共 12", "锁定名录、作出承诺"])
        expect(text).toContain(said);
      expect(await page.locator("a", { hasText: "检查中" }).first().getAttribute("href")).toContain(
        "state=checking",
      );
      await over.close();
    }, 60_000);

    it(`says how far the system is with what lasts: of how many, where that is known${unlessChromium}`, async () => {
      const at = clock.now;
      const over = await consoleOver({
        campaigns: [
          campaignOf(910, {
            state: "scheme",
            progress: { phase: "reading", done: 430_000, total: null, at },
          }),
          campaignOf(911, {
            state: "revealed",
            progress: { phase: "handing-over", done: 20_000, total: 1_000_000, at },
          }),
        ],
      });
      const page = await over.signIn();
      expect(await show(page, over, `/campaigns/${idOf(910)}`)).toContain(
        "正在读取名录库：已处理 430000 个对象",
      );
      expect(await show(page, over, `/campaigns/${idOf(911)}`)).toContain(
        "正在公开摇号文件：20000 / 1000000 个对象",
      );
      await over.close();
    }, 60_000);
  });

  describe("a witness's part of a draw (article 23)", () => {
    it(`makes the secret, keeps it, sends its hash first and itself at the reveal, and never another${unlessChromium}`, async () => {
      let own: OwnWitness = {
        drawId: "533103-2026-01",
        title: "芒市建筑施工企业抽查",
        name: "见证人甲",
        unit: "芒市公证处",
        next: "commit",
        hash: null,
        revealBy: null,
      };
      const over = await consoleOver({ campaigns: [campaignOf(900)], witness: () => own });
      const page = await over.signIn({ authority: "533103", actor: "witness-1", roles: ["witness"] });
      const { sent } = over.inspection;
      // Given a browser that is not bound yet, when it binds itself
      await show(page, over, `/campaigns/${idOf(900)}`);
      await page.getByRole("button", { name: "生成随机数并提交承诺" }).click();
      await expect.poll(() => sent.at(-1)?.path).toBe(`/api/v1/campaigns/${idOf(900)}/witnesses`);
      // Then what went out is the hash of docs/lottery.md of the secret that was kept.
      const { hash } = JSON.parse(sent.at(-1)?.body ?? "") as { hash: string };
      const kept = String(await page.evaluate('localStorage.getItem("witness/witness-1/533103-2026-01")'));
      expect(createHash("sha256").update(`${own.drawId},${own.name},${kept}`).digest("hex")).toBe(hash);
      // When the commitment is public, it reveals that very secret.
      own = { ...own, next: "reveal", hash };
      await show(page, over, `/campaigns/${idOf(900)}`);
      await page.getByRole("button", { name: "揭示随机数" }).click();
      await expect.poll(() => sent.at(-1)?.body).toBe(JSON.stringify({ contribution: kept }));
      // A browser that keeps another one sends nothing.
      own = { ...own, hash: "b".repeat(64) };
      const before = sent.length;
      await show(page, over, `/campaigns/${idOf(900)}`);
      await page.getByRole("button", { name: "揭示随机数" }).click();
      await page.waitForSelector("text=与所提交的承诺不符");
      expect(sent).toHaveLength(before);
      await over.close();
    }, 60_000);
  });

  it.each([
    ["supervisor", "/board"],
    ["officer", "/workbench"],
    ["witness", "/campaigns"],
    ["registry-clerk", "/registry"],
  ] as const)(`begin a %s at %s${unlessChromium}`, async (role, path) => {
    const over = await consoleOver({});
    const page = await over.signIn({ authority: "533103", roles: [role] });
    await page.goto(over.url);
    await page.waitForURL(`${over.url}${path}`);
    await over.close();
  });

  it(`draw a township by the outline that the installation brings${unlessChromium}`, async () => {
    const square = [
      [97.9, 24.6],
      [98, 24.6],
      [98, 24.7],
      [97.9, 24.7],
      [97.9, 24.6],
    ];
    const geometry = { type: "Polygon", coordinates: [square] };
    const feature = { type: "Feature", properties: { code: "533123101" }, geometry };
    const over = await consoleOver(
      {
        inspections: [
          inspectionOf(1, { authority: "533123", territory: "533123101" }),
          inspectionOf(2, { authority: "533123", territory: "533123102" }),
        ],
      },
      JSON.stringify({ type: "FeatureCollection", features: [feature] }),
    );
    const page = await over.signIn();
    await show(page, over, "/board");
    await page.mouse.wheel(0, 100_000);
    await page.waitForSelector('[role=img][aria-label*="分布图"] canvas');
    const map = cardOf(page, "分布图");
    await map.getByText("检查总数").click();
    // The one without an outline or a place is named below, by its code.
    await expect.poll(() => map.innerText()).toContain("533123102 1");
    await expect.poll(() => map.innerText()).not.toContain("533123101");
    await over.close();
  }, 120_000);

  it(`name whatever may stand in an inspection or a campaign, and show no code of it${unlessChromium}`, async () => {
    const over = await consoleOver({ inspections: everyInspection(), campaigns: everyCampaign() });
    const page = await over.signIn();
    await show(page, over, "/board");
    // From page to page, as a link leads: the script is not loaded anew.
    const visit = async (path: string, title: string) => {
      await page.evaluate(`history.pushState({}, "", ${JSON.stringify(path)})`);
      await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
      await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
      expect([path, shownCodes(await page.locator("#content").innerText())]).toEqual([path, []]);
    };
    await visit("/board", "督查总览");
    await visit("/inspections", "检查清单");
    await visit("/campaigns", "抽查任务");
    for (const { id, targetName } of everyInspection()) await visit(`/inspections/${id}`, targetName);
    for (const { id, title } of everyCampaign()) await visit(`/campaigns/${id}`, title);
    await over.close();
  }, 120_000);
});

/** Facts as the inspection service writes them down. */
const facts = {
  byItself: true,
  due: "2026-10-12T16:00:00.000Z",
  method: "in-person",
  path: "on-the-spot",
  by: "deadline",
  reason: "conflict",
  ground: "kinship",
  declaredBy: "supervisor",
  modes: "swap,replace",
  outcome: "problems-pending",
  credit: "violation-corrected",
  code: "publication/wrong-state",
  deed: "giveContent",
  deadline: "report",
  from: "2026-10-12T16:00:00.000Z",
  to: "2026-10-14T16:00:00.000Z",
  issuer: "000000",
  notice: "国办发明电〔2026〕0号",
  calendarVersion: 5,
  stopDeadlines: true,
};
const at = "2026-10-09T02:30:00.000Z";
const causesOf = (deeds: readonly string[], commands: readonly string[]): StuckCause[] => [
  ...deeds.map((name) => ({ kind: "deed" as const, name, code: "caller/not-service", since: at })),
  ...commands.map((name) => ({ kind: "command" as const, name, code: "untold", since: at })),
  ...Object.keys(words.stuckCode).map((code) => ({ kind: "time" as const, name: "time", code, since: at })),
];

/** An inspection in each state, with all that may happen to one. */
function everyInspection() {
  return inspectionState.options.map((state, index) =>
    inspectionOf(500 + index, {
      state,
      outcome: inspectionOutcome.options[index % inspectionOutcome.options.length] ?? null,
      stuck: causesOf(Object.keys(words.deed), Object.keys(words.inspectionCommand)),
      origin: inspectionOrigin.options[index % inspectionOrigin.options.length] ?? "draw",
      kind: inspectionKind.options[index % inspectionKind.options.length] ?? "daily",
      findings: [
        {
          id: idOf(600),
          itemCode: "533103-01",
          description: "未公示资质证书",
          takenBack: index % 2 === 0,
          paths: findingPath.options.map((path) => ({ path, document: "1号", due: null, settledAt: null })),
        },
      ],
      events: inspectionEventType.options.map((type, seq) => ({
        seq,
        type,
        at,
        actor: "system",
        state,
        facts,
      })),
    }),
  );
}

/** A campaign in each state, with all that may happen to one. */
function everyCampaign() {
  const { draw } = campaignOf(0);
  return campaignState.options.map((state, index) =>
    campaignOf(400 + index, {
      state,
      title: `芒市第${index}次抽查`,
      stuck: causesOf(Object.keys(words.deed), Object.keys(words.campaignCommand)),
      draw: {
        ...draw,
        state: drawState.options[index % drawState.options.length] ?? "open",
        excluded: exclusionGround.options.map((ground) => ({ ground, number: 1 })),
      },
      statistics: statisticCode.options.map((code) => ({ code, value: 1 })),
      events: campaignEventType.options.map((type, seq) => ({
        seq,
        type,
        at,
        actor: "system",
        state,
        facts,
      })),
    }),
  );
}
