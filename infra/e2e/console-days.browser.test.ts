import {
  accountRoles,
  api,
  inspectionDetail,
  inspectionList,
  planDetail,
  planList,
} from "@shuangsui/contracts";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ok } from "../sample/officials.ts";
import { chromiumPath, unlessChromium } from "./browsers.ts";
import { authority, consoleSite, stepOf } from "./console-site.ts";
import { daysAtTheRegisters } from "./days-at-registers.ts";
import { daysOfAPlan } from "./days-of-a-plan.ts";
import { daysOfAdministration } from "./days-of-administration.ts";
import { daysOfSupervision } from "./days-of-supervision.ts";

const site = consoleSite();

describe.skipIf(chromiumPath === undefined)("officials at the console, in a browser", () => {
  beforeAll(() => site.start(), 240_000);
  afterAll(() => site.stop());
  /** Stops a service, and gives what starts it again. */
  const stopped = async (name: string) => {
    const { supervisor } = site.stack;
    const spec = supervisor.specOf(name);
    if (spec === undefined) throw new RangeError(`no ${name} is running`);
    await supervisor.stop(name);
    return () => supervisor.start(spec);
  };

  it(`a planner confirms a team, and a supervisor's board shows it by itself (articles 4, 24)${unlessChromium}`, async () => {
    const [first] = site.drawn;
    const board = await site.page("supervisor", "/board");
    const confirmed = board.locator("tr", { hasText: "待通知" }).locator("td").last();
    await expect.poll(() => confirmed.textContent()).toBe("0");
    // When it is done twice at once
    const page = await site.page("planner", `/inspections/${first?.id}`);
    await stepOf(page, "提前确定检查组").click();
    await page.getByLabel("说明").fill("检查人员均已声明无利害关系");
    await stepOf(page, "提交").dblclick();
    await page.waitForSelector(".ant-descriptions-item-content:has-text('待通知')");
    // Then the board shows it, and it happened once.
    await expect.poll(() => confirmed.textContent()).toBe("1");
    const official = site.person("inspection");
    const detail = ok(await official.get(`/api/v1/inspections/${first?.id}`), "the inspection") as {
      events: readonly { type: string }[];
    };
    expect(detail.events.filter(({ type }) => type === "confirmed")).toHaveLength(1);
    await Promise.all([board.close(), page.close()]);
  }, 120_000);

  it(`a session that ends in the middle of a form loses nothing that was typed${unlessChromium}`, async () => {
    const [, second] = site.drawn;
    const { context, page } = await site.open("planner");
    await site.show(page, `/inspections/${second?.id}`);
    await stepOf(page, "提前确定检查组").click();
    await page.getByLabel("说明").fill("写到一半");
    // Given a session that ends elsewhere, when the form is submitted
    await context.clearCookies({ name: "console-session" });
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector("text=登录已结束");
    // Then somebody signs in again in another window, and goes on with what stands there.
    const [again] = await Promise.all([context.waitForEvent("page"), stepOf(page, "重新登录").click()]);
    await again.waitForLoadState();
    if ((await again.locator("input[name=login]").count()) > 0) await site.signIn(again, "planner");
    await again.waitForSelector("text=已重新登录");
    await page.waitForSelector("text=登录已结束", { state: "hidden" });
    expect(await page.getByLabel("说明").inputValue()).toBe("写到一半");
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector(".ant-descriptions-item-content:has-text('待通知')");
    await context.close();
  }, 120_000);

  it(`a refusal says what happened by its article, and keeps what was typed${unlessChromium}`, async () => {
    const [, , third] = site.drawn;
    const page = await site.page("planner", `/inspections/${third?.id}`);
    await stepOf(page, "提前确定检查组").click();
    await page.getByLabel("说明").fill("稍后提交");
    // Given another who was first, without this page hearing of it
    await page.context().setOffline(true);
    const official = site.person("inspection");
    ok(
      await official.command(`/api/v1/inspections/${third?.id}/commands/confirm`, { statement: "均已声明" }),
      "confirm",
    );
    await page.context().setOffline(false);
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector("text=检查当前状态不允许此操作");
    expect(await page.locator("[role=alert]").textContent()).toContain("inspection/wrong-state");
    expect(await page.getByLabel("说明", { exact: true }).inputValue()).toBe("稍后提交");
    await page.close();
  }, 120_000);

  it(`a server that is stopped in the middle of a form and started again loses nothing that was typed${unlessChromium}`, async () => {
    const board = await site.page("supervisor", "/board");
    const orders = board
      .locator("section", { hasText: "各单位督办办理情况" })
      .locator("tr", { hasText: "芒市" })
      .locator("td")
      .first();
    await expect.poll(() => orders.textContent()).toBe("1");
    const page = await site.page("planner", "/plans");
    await stepOf(page, "新建计划").click();
    await page.getByLabel("标题").first().fill("写到一半的计划");
    // Given that it is stopped, when the form is handed in
    const startAgain = await stopped("console");
    await page.waitForSelector("text=与服务器的连接已中断");
    await board.waitForSelector("text=实时连接已断开");
    await page.locator("form button[type=submit]").last().click();
    await page.locator("form").getByText("不知是否已办成").waitFor();
    expect(await page.getByLabel("标题").first().inputValue()).toBe("写到一半的计划");
    // Then it is handed in again as it stands once it is back, and the plan is there once.
    await startAgain();
    await page.waitForSelector("text=连接已恢复");
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector(".ant-drawer-open", { state: "detached" });
    await page.getByRole("link", { name: "写到一半的计划" }).waitFor();
    expect(await page.getByRole("link", { name: "写到一半的计划" }).count()).toBe(1);
    // And the board, which nobody has touched, shows what happens from then on.
    await board.waitForSelector("text=连接已恢复");
    const superior = site.person("inspection", "533100");
    const order = { subject: { kind: "authority", code: authority }, text: "请报送整改情况", workdays: 5 };
    ok(await superior.post("/api/v1/supervision-orders", order), "a supervision order");
    await expect.poll(() => orders.textContent()).toBe("2");
    await Promise.all([board.close(), page.close()]);
  }, 120_000);

  it(`a registry that is away is said to be so, and what was asked of it comes once it is back${unlessChromium}`, async () => {
    const page = await site.page("registry-clerk", "/registry?tab=entities");
    await page.locator("button.name").first().waitFor();
    const startAgain = await stopped("registry");
    // When it is searched meanwhile
    await page.getByLabel("名称、拼音首字母或编码").fill("建筑");
    await stepOf(page, "查询").click();
    await page.getByRole("alert").getByText("服务暂时没有应答，系统会自动重试").waitFor();
    expect(await page.getByLabel("名称、拼音首字母或编码").inputValue()).toBe("建筑");
    // Then it is answered by itself.
    await startAgain();
    await page.getByRole("alert").waitFor({ state: "detached", timeout: 30_000 });
    await expect.poll(() => page.locator("button.name").first().textContent()).toContain("建筑");
    await page.close();
  }, 120_000);

  it(`of two who redraft one plan the second is told what the first changed, and keeps what they typed${unlessChromium}`, async () => {
    const official = site.person("inspection");
    const { items } = planList.parse(ok(await official.get("/api/v1/plans?state=draft"), "the drafts"));
    const id = items[0]?.id;
    const first = await site.page("planner", `/plans/${id}`);
    const { context, page: second } = await site.open("planner");
    await site.show(second, `/plans/${id}`);
    const redraft = async (page: Page, title: string) => {
      await stepOf(page, "修改草案").click();
      await page.getByLabel("标题").first().fill(title);
    };
    await redraft(first, "甲方改定的计划");
    await redraft(second, "乙方改定的计划");
    // When the first hands it in, and then the second
    await first.locator("form button[type=submit]").last().click();
    await first.waitForSelector("h1:has-text('甲方改定的计划')");
    await second.locator("form button[type=submit]").last().click();
    // Then the second sees what the first has written, and theirs stands where it was typed.
    await second.waitForSelector("text=他人刚刚作了改动");
    expect(await second.locator(".ant-drawer ins").allTextContents()).toContain("甲方改定的计划");
    expect(await second.getByLabel("标题").first().inputValue()).toBe("乙方改定的计划");
    const { title } = planDetail.parse(ok(await official.get(`/api/v1/plans/${id}`), "the draft"));
    expect(title).toBe("甲方改定的计划");
    await second.locator("form button[type=submit]").last().click();
    await second.waitForSelector("h1:has-text('乙方改定的计划')");
    await Promise.all([first.close(), context.close()]);
  }, 120_000);

  it(`a supervisor finds the way by the keyboard alone, in Chinese and in English${unlessChromium}`, async () => {
    const { context, page } = await site.open("supervisor");
    await page.waitForSelector("h1");
    await page.keyboard.press("?");
    await page.waitForSelector("text=快捷键");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".ant-modal", { state: "hidden" });
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await page.waitForSelector("h1:has-text('检查清单')");
    await page.getByRole("button", { name: "English" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("h1:has-text('Inspections')");
    await page.locator("a.name").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/inspections\/[0-9a-f-]{36}$/);
    await context.close();
  }, 120_000);

  it(`the article behind a step stands beside its form, and is found by its text${unlessChromium}`, async () => {
    const page = await site.page("planner", `/inspections/${site.drawn[0]?.id}`);
    await page.locator("button.ant-btn-primary").first().click();
    const [help] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("link", { name: /第25条/ }).click(),
    ]);
    await help.waitForSelector("text=检查组中执法检查人员不得少于2人");
    await help.getByLabel("搜索条文、办理事项或提示").fill("利害关系");
    await help.waitForSelector("text=应当依法回避");
    expect(await help.locator("section.card").count()).toBeLessThan(6);
    await Promise.all([help.close(), page.close()]);
  }, 120_000);

  it(`an approver is told what became theirs since they looked last (article 24)${unlessChromium}`, async () => {
    const page = await site.page("approver", "/workbench");
    await page.waitForSelector("text=实时");
    const [one] = site.drawn;
    const official = site.person("inspection");
    const { team } = inspectionDetail.parse(
      ok(await official.get(`/api/v1/inspections/${one?.id}`), "the inspection"),
    );
    // Given an approver who looks, when an official asks for a recusal
    const asked = { ground: "kinship", declaredBy: "officer", statement: "近亲属" };
    ok(
      await official.command(`/api/v1/inspections/${one?.id}/commands/recuse`, {
        ...asked,
        number: team[0]?.number,
      }),
      "recuse",
    );
    // Then the decision is theirs, and the bell leads there.
    await page.getByRole("button", { name: "新到事项 1 件" }).click();
    await page
      .locator("ul.news")
      .getByRole("link", { name: one?.targetName ?? "" })
      .click();
    await page.waitForURL(new RegExp(one?.id ?? "none"));
    await page.getByRole("button", { name: "新到事项 0 件" }).waitFor();
    await page.close();
  }, 120_000);

  it(`a planner takes the list along as it is seen, and cancels several checks at once${unlessChromium}`, async () => {
    const page = await site.page("planner", "/inspections?state=confirmed");
    await page.locator("a.name").nth(1).waitFor();
    const names = await page.locator("a.name").allInnerTexts();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV" }).click(),
    ]);
    const file = readFileSync(await download.path(), "utf8")
      .replace("\uFEFF", "")
      .trimEnd();
    expect(file.split("\r\n").map((line) => line.split(",")[0])).toEqual(["检查对象", ...names]);
    await page.getByRole("button", { name: "选择已载入的全部" }).click();
    await stepOf(page, "取消检查").click();
    await page.getByLabel("理由").fill("检查安排变动");
    await page.locator(".ant-drawer form button[type=submit]").click();
    const official = site.person("inspection");
    const cancelled = async () => {
      const listed = await official.get("/api/v1/inspections?state=cancelled");
      const { items } = inspectionList.parse(ok(listed, "the cancelled"));
      return items.map(({ targetName }) => targetName).toSorted();
    };
    await expect.poll(cancelled).toEqual(names.toSorted());
    await page.close();
  }, 120_000);

  daysAtTheRegisters(site);
  daysOfAPlan(site);
  daysOfSupervision(site);
  daysOfAdministration(site);

  it(`every page can be read by everybody, light and dark${unlessChromium}`, async () => {
    const wrong: string[] = [];
    const official = site.person("inspection").at(api.inspection);
    const clerk = site.person("registry", authority, "clerk").at(api.registry);
    const [{ items: imports }, { items: tips }, { items: entities }, { items: orders }] = await Promise.all([
      clerk.getImports({ query: { limit: 1 } }),
      clerk.getTips({ query: { limit: 1 } }),
      clerk.getEntities({ query: { limit: 1 } }),
      official.getSupervisionOrders({ query: { limit: 1 } }),
    ]);
    const { campaignId } = site.drawn[0] ?? {};
    const { drawId } = await official.getCampaignsById({ params: { id: campaignId ?? "" } });
    const matters = [`/inspections/${site.drawn[0]?.id}`, `/supervision/${orders[0]?.id}`];
    const pages = {
      supervisor: ["/board", "/inspections", "/campaigns", "/search?text=建筑", "/audit", "/help"],
      planner: ["/plans", "/admin", "/workbench", "/reviews", "/signed-in-again", "/nowhere", ...matters],
      "prefecture-supervisor": ["/workbench", "/supervision", "/board", ...matters],
      "registry-clerk": [
        "/registry?tab=conflicts",
        "/registry?tab=credit-records",
        "/registry?tab=bases",
        "/registry",
        `/registry/entities/${entities[0]?.creditCode}`,
        "/changes",
        "/tips",
        `/tips?tip=${tips[0]?.id}`,
        "/imports",
        `/imports/${imports[0]?.id}`,
      ],
      publisher: [`/draws/${drawId}`, `/draws/${drawId}/certificate`],
    } as const;
    for (const [account, paths] of Object.entries(pages))
      await site.at(account as keyof typeof pages, "/help", async (page) => {
        for (const path of paths) wrong.push(...(await site.faultsOf(page, path)));
      });
    expect(wrong).toEqual([]);
    await site.at("supervisor", "/help", async (page) => expect(await site.unseen(page)).toEqual(["/"]));
  }, 400_000);

  it.each(accountRoles)(
    `whose role is %s has had a day by then, signs out, and is shown nothing any more${unlessChromium}`,
    (role) => site.ends(role),
    60_000,
  );
});
