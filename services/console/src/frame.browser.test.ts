import type { TextReviewRequest, Todo } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsIn } from "../../../infra/e2e/accessible.ts";
import { chromiumPath, launchChromium, unlessChromium } from "../../../infra/e2e/browsers.ts";
import type { SignedIn } from "../../../packages/service-kit/src/testing/issuer.ts";
import { campaignOf } from "./testing/campaigns.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { startFakeInspection, type FakeInspection } from "./testing/fake-inspection.ts";
import { idOf, inspectionOf } from "./testing/inspections.ts";

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;
type BrowserContext = Awaited<ReturnType<Browser["newContext"]>>;

const clock = { kind: "demonstration", now: "2026-10-09T03:04:05.000Z" } as const;
const inspection = inspectionOf(1, {
  state: "confirmed",
  recusals: [
    {
      id: idOf(501),
      number: 7,
      ground: "kinship",
      declaredBy: "target",
      askedAt: "2026-10-08T01:00:00.000Z",
      due: "2026-10-08T16:00:00.000Z",
      escalatedAt: "2026-10-08T16:00:00.000Z",
      decidedAt: null,
      granted: null,
    },
  ],
});
const todo: Todo = {
  kind: "recusal",
  matter: "inspection",
  id: inspection.id,
  title: inspection.targetName,
  authority: inspection.authority,
  dueAt: "2026-10-08T16:00:00.000Z",
  workdaysLeft: -1,
  provisional: false,
  overdue: true,
};
const review: TextReviewRequest = {
  id: idOf(701),
  authority: "533103",
  subject: { matter: "inspection", id: inspection.id, title: inspection.targetName },
  state: "waiting",
  texts: [{ path: "/reason", text: "值班电话0692-2123456", before: "值班电话13912345678" }],
  askedBy: "officer-1",
  askedAt: "2026-10-08T02:00:00.000Z",
  decision: null,
};
/** What the registry has that waits for a clerk: consent, a file to apply, a certificate to renew; and what waits for others. */
const proposalOf = (id: string, waitsFor: string[]) => ({
  ...{ id, creditCode: "91533103MA6K000001", authority: "533102", version: 2, status: "open" },
  ...{ changes: { name: "乙公司" }, before: { name: "甲公司" }, reason: "营业执照已变更", waitsFor },
  ...{ proposedAt: "2026-10-08T02:00:00.000Z", answers: [], endedAt: null, appliedVersion: null },
});
const importOf = (id: string, state: string, fileName: string) => ({
  ...{ id, state, fileName, authority: "533103", actor: "clerk-2", register: "entities", sheet: null },
  ...{ mode: null, progress: { rows: 4, of: 4 }, refusal: null, faults: [], moreRows: 0, differences: [] },
  ...{ counts: { created: 4, changed: 0, unchanged: 0, refused: 0 }, keptUntil: "2026-11-08" },
  ...{ createdAt: "2026-10-08T02:00:00.000Z", endedAt: null },
});
const forClerks = {
  "/api/v1/proposals": {
    items: [proposalOf(idOf(711), ["533103"]), proposalOf(idOf(712), ["533122"])],
    next: null,
  },
  [`/api/v1/proposals/${idOf(711)}`]: proposalOf(idOf(711), ["533103"]),
  "/api/v1/imports": {
    items: [importOf(idOf(713), "checked", "待确认.csv"), importOf(idOf(714), "applied", "已导入.csv")],
    next: null,
  },
  "/api/v1/certificates/ending": {
    items: [
      {
        ...{ inspectorId: idOf(715), authority: "533103", kind: "officer", name: "岩温" },
        ...{ certificateNumber: "2533001", validTo: "2026-10-20", daysLeft: 11, stage: "within-30" },
      },
    ],
    next: null,
  },
};
const person = (actor: string, role: NonNullable<SignedIn["roles"]>[number], authority = "533103") => ({
  actor,
  authority,
  roles: [role],
});

describe.skipIf(chromiumPath === undefined)("the frame around the pages", () => {
  let browser: Browser;
  let service: FakeInspection;
  let pages: TestConsole;
  let url: string;
  beforeAll(async () => {
    browser = await launchChromium();
    service = await startFakeInspection({
      ...{
        clock,
        inspections: [inspection],
        campaigns: [campaignOf(900)],
        todo: [todo],
        textReviews: [review],
        answers: forClerks,
      },
      done: [
        {
          id: idOf(601),
          action: "inspection/notify",
          at: "2026-10-08T02:00:00.000Z",
          subject: { matter: "inspection", id: inspection.id, title: inspection.targetName },
        },
      ],
    });
    pages = await startConsole({ inspectionUrl: service.url });
    url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
    await service.close();
  });

  const signIn = async (context: BrowserContext, who: Partial<SignedIn>) => {
    const [name = "", value = ""] = (await pages.cookieOf(who)).split("=");
    await context.addCookies([{ name, value, url }]);
  };
  const open = async (path: string, who: Partial<SignedIn>) => {
    const context = await browser.newContext({ locale: "zh-CN", reducedMotion: "reduce" });
    // The pages are built first.
    context.setDefaultNavigationTimeout(120_000);
    context.setDefaultTimeout(60_000);
    await signIn(context, who);
    const page = await context.newPage();
    await page.goto(`${url}${path}`);
    await page.waitForSelector("h1");
    return { context, page };
  };

  /** The form by which a reviewer lets texts pass, opened on their page. */
  const passing = async (page: Page) => {
    await page.getByRole("button", { name: "准予公开" }).first().click();
    const reason = page.getByLabel("准予公开的理由");
    await reason.waitFor();
    return reason;
  };

  it(`sends nothing that one person typed in another's name, and lets the same person go on${unlessChromium}`, async () => {
    const [first, second] = [person("reviewer-1", "reviewer"), person("reviewer-2", "reviewer")];
    const { context, page } = await open(`/reviews/${review.id}`, first);
    const reason = await passing(page);
    await reason.fill("已核对，可以公开");
    // Given another who signs in in the same browser, when what the first typed is handed in
    await signIn(context, second);
    const before = service.sent.length;
    await page.locator("form button[type=submit]").last().click();
    // Then it goes out in nobody's name, and another may only begin on a page of their own.
    await page.waitForSelector("text=现在登录的是另一人");
    expect(service.sent).toHaveLength(before);
    const other = await context.newPage();
    await other.goto(`${url}/reviews/${review.id}`);
    expect(await (await passing(other)).inputValue()).toBe("");
    // When the first signs in again, it goes on with what stands there.
    await signIn(context, first);
    await page.waitForSelector("text=现在登录的是另一人", { state: "hidden" });
    expect(await reason.inputValue()).toBe("已核对，可以公开");
    await page.locator("form button[type=submit]").last().click();
    await expect
      .poll(() => service.sent.at(-1))
      .toEqual({
        path: `/api/v1/text-review-requests/${review.id}/decision`,
        body: JSON.stringify({ passes: true, reason: "已核对，可以公开" }),
      });
    await context.close();
  }, 120_000);

  it(`keeps what was typed for who typed it, over a reload of the same tab${unlessChromium}`, async () => {
    const [first, second] = [person("reviewer-3", "reviewer"), person("reviewer-4", "reviewer")];
    const { context, page } = await open(`/reviews/${review.id}`, first);
    await (await passing(page)).fill("写到一半的文本");
    const valueFor = async (who: Partial<SignedIn>) => {
      await signIn(context, who);
      await page.reload();
      return (await passing(page)).inputValue();
    };
    expect(await valueFor(second)).toBe("");
    expect(await valueFor(first)).toBe("写到一半的文本");
    await context.close();
  }, 120_000);

  it(`shows a reviewer the texts that wait, each with what it is instead of (article 30)${unlessChromium}`, async () => {
    const { context, page } = await open("/reviews", person("reviewer-5", "reviewer"));
    await page.getByText("待复核").first().waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.getByRole("link", { name: inspection.targetName }).click();
    await page.getByText("与原文相比：").waitFor();
    expect(await page.locator("del").innerText()).toBe("13912345678");
    expect(await page.locator("ins").innerText()).toBe("0692-2123456");
    await page.getByRole("button", { name: "退回修改" }).waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await context.close();
    // Whoever asked reads it and does not decide.
    const own = await open(`/reviews/${review.id}`, person("officer-1", "reviewer"));
    await own.page.getByText("您提请复核的文本由其他人员复核。").waitFor();
    expect(await own.page.getByRole("button", { name: "准予公开" }).count()).toBe(0);
    await own.context.close();
  }, 120_000);

  it(`shows at the workbench what waits for one, until when, and what one did${unlessChromium}`, async () => {
    const { context, page } = await open("/workbench", person("head-1", "approver"));
    const line = page.locator("li", { hasText: "决定回避申请" });
    await line.getByRole("link", { name: inspection.targetName }).waitFor();
    // The registry's tips do not come: that is said, with what asks for them again.
    const tips = page
      .locator("section.card")
      .filter({ has: page.getByRole("heading", { name: "检查线索：待立项" }) });
    await tips.getByRole("alert").getByRole("button", { name: "重试" }).waitFor();
    expect(await line.innerText()).toContain("逾期");
    expect(await page.locator("li", { hasText: "送达检查通知书" }).innerText()).toContain(
      inspection.targetName,
    );
    await context.close();
  }, 120_000);

  it(`shows a clerk what waits in the registers, each leading to its entry (articles 5, 10, 13)${unlessChromium}`, async () => {
    const { context, page } = await open("/workbench", person("clerk-1", "registry-clerk"));
    const lines = page.locator("main li, #content li");
    await page.getByRole("link", { name: /岩温/ }).waitFor();
    await page.getByRole("link", { name: /待确认\.csv/ }).waitFor();
    const texts = (await lines.allInnerTexts()).join("\n");
    expect(texts).not.toContain("已导入.csv");
    expect(await page.getByRole("link", { name: /91533103MA6K000001/ }).count()).toBe(1);
    expect(await violationsIn(page)).toEqual([]);
    // What waits for the answer of one's authority rings the bell, once.
    await page.getByRole("button", { name: "新到事项 1 件" }).click();
    const news = page.locator("ul.news li");
    await expect
      .poll(() => news.allInnerTexts())
      .toEqual([expect.stringMatching(/91533103MA6K000001[^]*提议变更/)]);
    await news.getByRole("link", { name: /91533103MA6K000001/ }).click();
    await page.getByRole("dialog").getByText("营业执照已变更").waitFor();
    await page.reload();
    await page.getByRole("dialog").getByText("营业执照已变更").waitFor();
    await page.getByRole("button", { name: "新到事项 0 件" }).waitFor();
    await context.close();
  }, 120_000);

  it(`tells an officer too by which clock it goes${unlessChromium}`, async () => {
    const who = { ...person("officer-1", "officer"), inspector: idOf(801) };
    const { context, page } = await open("/workbench", who);
    await page.getByText("演示时钟 2026-10-09 11:04").first().waitFor();
    await context.close();
  }, 120_000);

  it(`finds inspections by their target's code, and leads there${unlessChromium}`, async () => {
    const { context, page } = await open(
      `/search?text=${inspection.targetCode}`,
      person("supervisor-1", "supervisor"),
    );
    await page.getByRole("link", { name: inspection.targetName }).click();
    await page.waitForURL(`${url}/inspections/${inspection.id}`);
    await context.close();
  }, 120_000);

  it(`keeps the menu in sight however far a page is scrolled${unlessChromium}`, async () => {
    const { context, page } = await open("/board", person("supervisor-2", "supervisor"));
    await page.evaluate('document.getElementById("content").style.minHeight = "4000px"; scrollTo(0, 2500)');
    await expect.poll(() => page.evaluate("scrollY")).toBeGreaterThan(2_000);
    const menu = await page.getByRole("navigation").boundingBox();
    expect(menu?.y).toBeGreaterThanOrEqual(0);
    await context.close();
  }, 120_000);

  it(`lets a superior decide on a recusal by the keyboard alone (article 24)${unlessChromium}`, async () => {
    const { context, page } = await open("/board", person("head-9", "approver", "533100"));
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Goes on by Tab until something like that has the focus. */
    const tabTo = async (selector: string, text = "") => {
      for (let tries = 0; tries < 80; tries += 1) {
        await press("Tab");
        const focused = page.locator(`${selector}:focus`).filter({ hasText: text });
        if ((await focused.count()) > 0) return;
      }
      throw new Error(`no Tab leads to ${selector} ${text}`);
    };
    await press("g", "w");
    await page.waitForSelector("h1:has-text('工作台')");
    await page.locator("a.name").first().waitFor();
    await press("j", "Enter");
    await page.waitForURL(`${url}/inspections/${inspection.id}`);
    await page.getByRole("button", { name: "决定回避申请" }).waitFor();
    await tabTo("button", "决定回避申请");
    await press("Enter");
    await page.locator(".ant-drawer-open form").waitFor();
    await tabTo(".ant-drawer-open input[type=radio]");
    await press("Space");
    await tabTo(".ant-drawer-open textarea");
    await page.keyboard.type("情况属实，同意回避");
    await tabTo(".ant-drawer-open button[type=submit]");
    await press("Enter");
    await expect
      .poll(() => service.sent.find(({ path }) => /\/recusals\/.+\/decision$/.test(path)))
      .toMatchObject({ body: JSON.stringify({ granted: true, statement: "情况属实，同意回避" }) });
    await context.close();
  }, 180_000);
});
