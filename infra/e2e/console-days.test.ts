import { api, inspectionDetail, inspectionList, planDetail, planList } from "@shuangsui/contracts";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demonstrationPassword } from "../../services/identity/src/accounts/demonstration.ts";
import { seedStack } from "../fuzz/seed.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import { bindWitnesses, dayOf, ok, windowFrom, witnessedDraw } from "../sample/officials.ts";
import { personAt } from "../sample/people.ts";
import { goTo, violationsLightAndDark } from "./accessible.ts";
import { testWitnesses } from "./builders.ts";
import { chromiumPath, launchChromium, unlessChromium } from "./browsers.ts";
import { shownCodes } from "./shown-codes.ts";

const authority = "533103";
const folder = mkdtempSync(join(tmpdir(), "console-days-"));
let stack: Stack;
let browser: Browser;
let inspections: readonly { id: string; targetName: string }[];

describe.skipIf(chromiumPath === undefined)("officials at the console, in a browser", () => {
  beforeAll(async () => {
    stack = await startStack({
      dataDir: folder,
      log: () => undefined,
      databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
    });
    await seedStack(stack);
    const official = personAt(stack.endpoints.inspection, stack.people, authority);
    const listed = await official.get("/api/v1/inspections?state=drawn");
    inspections = inspectionList.parse(ok(listed, "the inspections")).items;
    browser = await launchChromium();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (role: string) => {
    const context = await browser.newContext({
      locale: "zh-CN",
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    await page.goto(`${stack.endpoints.console}/`);
    await signIn(page, role);
    await page.waitForSelector("#content");
    return { context, page };
  };
  const signIn = async (page: Page, role: string) => {
    await page.fill("input[name=login]", `demo-${role}`);
    await page.fill("input[name=password]", demonstrationPassword);
    await page.press("input[name=password]", "Enter");
  };
  const show = (page: Page, path: string) => goTo(page, stack.endpoints.console, path);
  /** Stops a service, and gives what starts it again. */
  const stopped = async (name: string) => {
    const spec = stack.supervisor.specOf(name);
    if (spec === undefined) throw new RangeError(`no ${name} is running`);
    await stack.supervisor.stop(name);
    return () => stack.supervisor.start(spec);
  };
  const stepOf = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

  it(`a planner confirms a team, and a supervisor's board shows it by itself (articles 4, 24)${unlessChromium}`, async () => {
    const [first] = inspections;
    const { context: watching, page: board } = await open("supervisor");
    await board.waitForSelector("text=督查总览");
    const confirmed = board.locator("tr", { hasText: "待通知" }).locator("td").last();
    await expect.poll(() => confirmed.textContent()).toBe("0");
    // When it is done twice at once
    const { context, page } = await open("planner");
    await show(page, `/inspections/${first?.id}`);
    await stepOf(page, "提前确定检查组").click();
    await page.getByLabel("说明").fill("检查人员均已声明无利害关系");
    await stepOf(page, "提 交").or(stepOf(page, "提交")).dblclick();
    await page.waitForSelector(".ant-descriptions-item-content:has-text('待通知')");
    // Then the board shows it, and it happened once.
    await expect.poll(() => confirmed.textContent()).toBe("1");
    const official = personAt(stack.endpoints.inspection, stack.people, authority);
    const detail = ok(await official.get(`/api/v1/inspections/${first?.id}`), "the inspection") as {
      events: readonly { type: string }[];
    };
    expect(detail.events.filter(({ type }) => type === "confirmed")).toHaveLength(1);
    await Promise.all([watching.close(), context.close()]);
  }, 120_000);

  it(`a session that ends in the middle of a form loses nothing that was typed${unlessChromium}`, async () => {
    const [, second] = inspections;
    const { context, page } = await open("planner");
    await show(page, `/inspections/${second?.id}`);
    await stepOf(page, "提前确定检查组").click();
    await page.getByLabel("说明").fill("写到一半");
    // Given a session that ends elsewhere, when the form is submitted
    await context.clearCookies({ name: "console-session" });
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector("text=登录已结束");
    // Then somebody signs in again in another window, and goes on with what stands there.
    const [again] = await Promise.all([context.waitForEvent("page"), stepOf(page, "重新登录").click()]);
    await again.waitForLoadState();
    if ((await again.locator("input[name=login]").count()) > 0) await signIn(again, "planner");
    await again.waitForSelector("text=已重新登录");
    await page.waitForSelector("text=登录已结束", { state: "hidden" });
    expect(await page.getByLabel("说明").inputValue()).toBe("写到一半");
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector(".ant-descriptions-item-content:has-text('待通知')");
    await context.close();
  }, 120_000);

  it(`a refusal says what happened by its article, and keeps what was typed${unlessChromium}`, async () => {
    const [, , third] = inspections;
    const { context, page } = await open("planner");
    await show(page, `/inspections/${third?.id}`);
    await stepOf(page, "提前确定检查组").click();
    await page.getByLabel("说明").fill("稍后提交");
    // Given another who was first, without this page hearing of it
    await context.setOffline(true);
    const official = personAt(stack.endpoints.inspection, stack.people, authority);
    ok(
      await official.command(`/api/v1/inspections/${third?.id}/commands/confirm`, { statement: "均已声明" }),
      "confirm",
    );
    await context.setOffline(false);
    await page.locator("form button[type=submit]").last().click();
    await page.waitForSelector("text=检查当前状态不允许此操作");
    expect(await page.locator("[role=alert]").textContent()).toContain("inspection/wrong-state");
    expect(await page.getByLabel("说明", { exact: true }).inputValue()).toBe("稍后提交");
    await context.close();
  }, 120_000);

  it(`a server that is stopped in the middle of a form and started again loses nothing that was typed${unlessChromium}`, async () => {
    const { context: watching, page: board } = await open("supervisor");
    const orders = board
      .locator("section", { hasText: "各单位督办办理情况" })
      .locator("tr", { hasText: "芒市" })
      .locator("td")
      .first();
    await expect.poll(() => orders.textContent()).toBe("1");
    const { context, page } = await open("planner");
    await show(page, "/plans");
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
    const superior = personAt(stack.endpoints.inspection, stack.people, "533100");
    const order = { subject: { kind: "authority", code: authority }, text: "请报送整改情况", workdays: 5 };
    ok(await superior.post("/api/v1/supervision-orders", order), "a supervision order");
    await expect.poll(() => orders.textContent()).toBe("2");
    await Promise.all([watching.close(), context.close()]);
  }, 120_000);

  it(`a registry that is away is said to be so, and what was asked of it comes once it is back${unlessChromium}`, async () => {
    const { context, page } = await open("registry-clerk");
    await show(page, "/registry?tab=entities");
    await page.locator("button.name").first().waitFor();
    const startAgain = await stopped("registry");
    // When it is searched meanwhile
    await page.getByLabel("名称、拼音首字母或编码").fill("建筑");
    await stepOf(page, "查询").or(stepOf(page, "查 询")).click();
    await page.getByRole("alert").getByText("服务暂时没有应答，系统会自动重试").waitFor();
    expect(await page.getByLabel("名称、拼音首字母或编码").inputValue()).toBe("建筑");
    // Then it is answered by itself.
    await startAgain();
    await page.getByRole("alert").waitFor({ state: "detached", timeout: 30_000 });
    await expect.poll(() => page.locator("button.name").first().textContent()).toContain("建筑");
    await context.close();
  }, 120_000);

  it(`of two who redraft one plan the second is told what the first changed, and keeps what they typed${unlessChromium}`, async () => {
    const official = personAt(stack.endpoints.inspection, stack.people, authority);
    const { items } = planList.parse(ok(await official.get("/api/v1/plans?state=draft"), "the drafts"));
    const id = items[0]?.id;
    const [first, second] = await Promise.all([open("planner"), open("planner")]);
    const redraft = async ({ page }: typeof first, title: string) => {
      await show(page, `/plans/${id}`);
      await stepOf(page, "修改草案").click();
      await page.getByLabel("标题").first().fill(title);
    };
    await redraft(first, "甲方改定的计划");
    await redraft(second, "乙方改定的计划");
    // When the first hands it in, and then the second
    await first.page.locator("form button[type=submit]").last().click();
    await first.page.waitForSelector("h1:has-text('甲方改定的计划')");
    await second.page.locator("form button[type=submit]").last().click();
    // Then the second sees what the first has written, and theirs stands where it was typed.
    await second.page.waitForSelector("text=他人刚刚作了改动");
    expect(await second.page.locator(".ant-drawer ins").allTextContents()).toContain("甲方改定的计划");
    expect(await second.page.getByLabel("标题").first().inputValue()).toBe("乙方改定的计划");
    const { title } = planDetail.parse(ok(await official.get(`/api/v1/plans/${id}`), "the draft"));
    expect(title).toBe("甲方改定的计划");
    await second.page.locator("form button[type=submit]").last().click();
    await second.page.waitForSelector("h1:has-text('乙方改定的计划')");
    await Promise.all([first.context.close(), second.context.close()]);
  }, 120_000);

  it(`a supervisor finds the way by the keyboard alone, in Chinese and in English${unlessChromium}`, async () => {
    const { context, page } = await open("supervisor");
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
    const { context, page } = await open("planner");
    await show(page, `/inspections/${inspections[0]?.id}`);
    await page.locator("button.ant-btn-primary").first().click();
    const [help] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: /第25条/ }).click(),
    ]);
    await help.waitForSelector("text=检查组中执法检查人员不得少于2人");
    await help.getByLabel("搜索条文、办理事项或提示").fill("利害关系");
    await help.waitForSelector("text=应当依法回避");
    expect(await help.locator("section.card").count()).toBeLessThan(6);
    await context.close();
  }, 120_000);

  it(`an approver is told what became theirs since they looked last (article 24)${unlessChromium}`, async () => {
    const { context, page } = await open("approver");
    await page.waitForSelector("text=实时");
    const [one] = inspections;
    const official = personAt(stack.endpoints.inspection, stack.people, authority);
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
    await context.close();
  }, 120_000);

  it(`a planner takes the list along as it is seen, and cancels several checks at once${unlessChromium}`, async () => {
    const { context, page } = await open("planner");
    await show(page, "/inspections?state=confirmed");
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
    const official = personAt(stack.endpoints.inspection, stack.people, authority);
    const cancelled = async () => {
      const listed = await official.get("/api/v1/inspections?state=cancelled");
      const { items } = inspectionList.parse(ok(listed, "the cancelled"));
      return items.map(({ targetName }) => targetName).toSorted();
    };
    await expect.poll(cancelled).toEqual(names.toSorted());
    await context.close();
  }, 120_000);

  describe("at the registers", () => {
    const clerk = () => personAt(stack.endpoints.registry, stack.people, authority, "clerk").at(api.registry);
    const [submit, drawer] = ["button[type=submit]", ".ant-drawer"] as const;
    const signedIn = new Map<string, BrowserContext>();
    /** Opens the page as that role, who signs in once, does what it does there, and closes it. */
    const at = async (role: string, path: string, does: (page: Page) => Promise<void>) => {
      const before = signedIn.get(role);
      const { context, page } =
        before === undefined ? await open(role) : { context: before, page: await before.newPage() };
      signedIn.set(role, context);
      await show(page, path);
      await does(page);
      await page.close();
    };
    /** Chooses in a field what is found by those words. */
    const choose = async (page: Page, label: string, words: string) => {
      const form = page.locator(drawer).last();
      await form.getByLabel(label, { exact: true }).first().fill(words);
      await page.locator(".ant-select-item-option:visible", { hasText: words }).first().click();
    };
    const send = (page: Page) => page.locator(drawer).last().locator(submit).click();
    const gone = (page: Page) => page.waitForSelector(`${drawer} form`, { state: "detached" });
    const anEntity = async () => {
      const { items } = await clerk().getEntities({ query: { category: "builder", limit: 1 } });
      const [entity] = items;
      if (entity === undefined) throw new RangeError("the sample has no builder");
      return entity;
    };

    it(`a clerk sees what changed this week, by whom and why, and what differs between two versions (article 15)${unlessChromium}`, async () => {
      const { items } = await clerk().getProjects({ query: { limit: 1 } });
      const [project] = items;
      await clerk().patchProjectsByRef({
        params: { ref: project?.id ?? "" },
        body: { leadName: "新任负责人", reason: "项目负责人变更", version: project?.version ?? 1 },
      });
      await at("registry-clerk", "/changes", async (page) => {
        const line = page.locator("tr", { hasText: "项目负责人变更" });
        expect(await line.innerText()).toContain("工程项目");
        await line.getByRole("button", { name: project?.name ?? "" }).click();
        const changed = page.locator(`${drawer} .ant-table-row`, { hasText: "项目负责人" });
        await changed.locator("del", { hasText: project?.leadName ?? "" }).waitFor();
        expect(await changed.innerText()).toContain("新任负责人");
        // Narrowed to a register, and to days before, it is not there.
        await show(page, "/changes?register=inspectors");
        await page.waitForSelector(".ant-spin-spinning", { state: "detached" });
        expect(await page.locator("#content").innerText()).not.toContain("项目负责人变更");
        await show(page, "/changes?from=2026-01-01&to=2026-01-02");
        await page.waitForSelector("text=这段时间没有变更。");
      });
    }, 120_000);

    it(`a clerk declares an interest, which is shown to those alone who need it (article 24)${unlessChromium}`, async () => {
      const entity = await anEntity();
      const { items } = await clerk().getInspectors({ query: { kind: "officer", limit: 500 } });
      const { items: declared } = await clerk().getConflicts({ query: { targetCode: entity.creditCode } });
      const free = items.find(({ id }) => declared.every(({ inspectorId }) => inspectorId !== id));
      await at("registry-clerk", "/registry?tab=conflicts", async (page) => {
        await stepOf(page, "申报利害关系").click();
        await choose(page, "检查对象", entity.creditCode);
        await choose(page, "执法人员", free?.name ?? "");
        await page.locator(drawer).getByLabel("持股关系").check();
        await page.locator(drawer).getByLabel("说明").fill("持有该企业股份");
        await send(page);
        await gone(page);
        await show(page, `/registry?tab=conflicts&targetCode=${entity.creditCode}`);
        const line = page.locator("tr", { hasText: "持股关系" });
        await line.getByRole("button", { name: free?.name ?? "" }).click();
        await page.locator(drawer).getByText("持有该企业股份").waitFor();
        await stepOf(page, "更正").waitFor();
        // Among what changed it is called by the two that it is between.
        await show(page, "/changes?register=conflicts");
        await page.getByRole("button", { name: `${free?.name} · ${entity.name}` }).waitFor();
      });
      await at("supervisor", "/registry", async (page) => {
        await page.getByRole("tab", { name: "市场主体" }).waitFor();
        expect(await page.getByRole("tab", { name: "利害关系" }).count()).toBe(0);
      });
    }, 120_000);

    it(`a violation is entered, shows in why its target has its class, and is repaired by who may (articles 21, 31)${unlessChromium}`, async () => {
      const { creditCode, name } = await anEntity();
      const of = `/registry?tab=credit-records&targetCode=${creditCode}`;
      await at("registry-clerk", of, async (page) => {
        await page.locator(".ant-alert", { hasText: name }).getByText("因为").waitFor();
        await stepOf(page, "登记信用记录").click();
        await choose(page, "检查对象", creditCode);
        await page.locator(drawer).getByLabel("类别").click();
        await page.locator(".ant-select-item-option:visible", { hasText: "违法违规" }).click();
        await page.locator(drawer).getByLabel("日期").fill(dayOf(new Date()));
        await page.locator(drawer).getByLabel("情况说明").fill("未按规定公示资质");
        await send(page);
        await gone(page);
        await page.locator("tr", { hasText: "未按规定公示资质" }).waitFor();
        await page.locator(".ant-alert", { hasText: name }).getByText("违法违规").waitFor();
        // Who enters does not repair.
        await page.locator("tr", { hasText: "未按规定公示资质" }).getByRole("button").click();
        await stepOf(page, "撤 销").or(stepOf(page, "撤销")).waitFor();
        expect(await stepOf(page, "信用修复").count()).toBe(0);
        await show(page, "/changes?register=credit-records");
        await page
          .getByRole("button", { name: `违法违规 · ${name}` })
          .first()
          .waitFor();
      });
      await at("approver", of, async (page) => {
        await page.locator("tr", { hasText: "未按规定公示资质" }).getByRole("button").click();
        await stepOf(page, "信用修复").click();
        await page.locator(drawer).last().getByLabel("编号").fill("芒信修〔2026〕1号");
        await page.locator(drawer).last().getByLabel("决定日期").fill(dayOf(new Date()));
        await page.locator(drawer).last().getByLabel("理由").fill("已整改并通过核查");
        await send(page);
        await page.locator(drawer).getByText("依据芒信修〔2026〕1号修复").waitFor();
      });
    }, 120_000);

    it(`an objection to a credit record is decided by who may: the record stands, is corrected or withdrawn (article 31)${unlessChromium}`, async () => {
      const { items } = await clerk().getEntities({ query: { category: "builder", limit: 2 } });
      const targetCode = items[1]?.creditCode ?? "";
      const complaint = { targetCode, kind: "complaint", date: dayOf(new Date()) } as const;
      for (const description of ["夜间施工待核", "围挡破损待核", "拖欠工资待核"])
        await clerk().postCreditRecords({ body: { ...complaint, description } });
      const of = `/registry?tab=credit-records&targetCode=${targetCode}`;
      await at("approver", of, async (page) => {
        /** Opens a record and decides on what was objected to it. */
        const decide = async (record: string, upheld: "是" | "否", correction = "") => {
          await show(page, of);
          await page.locator("tr", { hasText: record }).getByRole("button").click();
          await stepOf(page, "处理异议").click();
          const form = page.locator(drawer).last();
          await form.getByLabel("提出日期").fill(dayOf(new Date()));
          await form.getByLabel("异议内容").fill(`对“${record}”有异议`);
          await form.getByLabel(upheld, { exact: true }).check();
          // Where it is not upheld nothing is corrected.
          expect(await form.getByLabel("情况说明").count()).toBe(upheld === "是" ? 1 : 0);
          if (correction !== "") await form.getByLabel("情况说明").fill(correction);
          await form.getByLabel("理由").fill("经核查");
          await send(page);
          const decision = upheld === "是" ? "异议成立" : "异议不成立";
          await page
            .locator(drawer)
            .getByText(`对“${record}”有异议。${dayOf(new Date())} 决定：${decision}`)
            .waitFor();
          await gone(page);
        };
        await decide("夜间施工待核", "否");
        await decide("围挡破损待核", "是", "围挡破损待核，当日已修复");
        await page.locator(drawer).getByText("围挡破损待核，当日已修复", { exact: true }).waitFor();
        await decide("拖欠工资待核", "是");
        await show(page, of);
        const states = page.locator("tr", { hasText: "待核" });
        await expect
          .poll(async () => (await states.allInnerTexts()).map((line) => /有效|已撤销/.exec(line)?.[0]))
          .toEqual(["有效", "有效", "已撤销"]);
        expect(await states.nth(1).innerText()).toContain("当日已修复");
      });
    }, 120_000);

    it(`a complaint is taken in with its source, and a planner orders the inspection that it brings about (article 2)${unlessChromium}`, async () => {
      const { items } = await clerk().getEntities({ query: { category: "developer", limit: 1 } });
      const { creditCode, name } = items[0] ?? { creditCode: "", name: "" };
      await at("registry-clerk", "/tips", async (page) => {
        await stepOf(page, "登记线索").click();
        await choose(page, "名称", name);
        await page.locator(drawer).getByLabel("来源", { exact: true }).fill("州长热线");
        await page.locator(drawer).getByLabel("来文编号").fill("热线〔2026〕8号");
        await page.locator(drawer).getByLabel("收到日期").fill(dayOf(new Date()));
        await page.locator(drawer).getByLabel("反映内容").fill("反映未公示销售许可");
        await send(page);
        await gone(page);
        await page.getByRole("button", { name: "热线〔2026〕8号" }).waitFor();
        await page.getByText(/^共 \d+ 条$/).waitFor();
        await page.getByRole("columnheader", { name: "最近变动" }).click();
        await page.waitForURL(/sort=updatedAt/);
        await page.getByRole("button", { name: "热线〔2026〕8号" }).click();
        await page.locator(drawer).getByRole("tab", { name: "历史版本" }).click();
        await page.locator(`${drawer} .ant-table-row`, { hasText: "登记" }).waitFor();
      });
      await at("planner", "/tips?origin=complaint", async (page) => {
        await page.getByRole("button", { name: "热线〔2026〕8号" }).click();
        // What was complained of is for those who answer and decide.
        await page.locator(drawer).getByText("仅承办人和审批人可见").first().waitFor();
        await stepOf(page, "立项检查").click();
        const form = page.locator(drawer).last();
        await form.getByLabel("抽查事项").click();
        await page.locator(".ant-select-item-option:visible").first().click();
        await page.keyboard.press("Escape");
        // Whoever is to be named is looked for by what is typed, of however many there are.
        const officers = await clerk().getInspectors({ query: { kind: "officer", limit: 1 } });
        const officer = officers.items[0]?.name ?? "";
        await form.getByText("指定人员", { exact: true }).click();
        await choose(page, "检查人员", officer);
        await form.locator(".ant-select-selection-item", { hasText: officer }).waitFor();
        await page.keyboard.press("Escape");
        await form.getByText("系统随机抽取", { exact: true }).click();
        await form.getByLabel("开始").fill(dayOf(new Date()));
        await form.getByLabel("结束").fill(dayOf(new Date(Date.now() + 3 * 86_400_000)));
        await form.getByLabel("案由").fill("投诉反映销售许可公示情况");
        await send(page);
        await page.waitForURL(/\/inspections\/[0-9a-f-]{36}/);
        await page.waitForSelector(`h1:has-text("${name}")`);
        expect(await page.locator("#content").innerText()).toContain("投诉举报");
        await show(page, "/tips");
        await page.locator("tr", { hasText: creditCode }).getByRole("link", { name: "已立项检查" }).waitFor();
      });
    }, 180_000);

    it(`a legal basis is repealed once, with the items and the plan that it marks (article 8)${unlessChromium}`, async () => {
      const code = "533103-01";
      await at("registry-clerk", "/registry?tab=bases", async (page) => {
        await stepOf(page, "登记法律依据").click();
        await page.locator(drawer).getByLabel("法律、法规、规章").fill("建筑业企业资质管理规定");
        await page.locator(drawer).getByLabel("条款").fill("第二十三条");
        await page.locator(drawer).getByLabel("有效期起").fill("2015-03-01");
        await send(page);
        await gone(page);
        await show(page, "/registry?tab=items&q=资质条件");
        await page.locator("tr", { hasText: code }).getByRole("button").click();
        await stepOf(page, "登记所依据的法律").click();
        await choose(page, "法律依据", "建筑业企业资质管理规定");
        await page.keyboard.press("Escape");
        await page.locator(drawer).last().getByLabel("理由").fill("补录法律依据");
        await send(page);
        await gone(page);
        await show(page, "/registry?tab=bases");
        await page.getByRole("button", { name: "建筑业企业资质管理规定" }).click();
        await stepOf(page, "废 止").or(stepOf(page, "废止")).click();
        const form = page.locator(drawer).last();
        await form.getByRole("link", { name: new RegExp(code) }).waitFor();
        await form.getByLabel("最后有效日期").fill(dayOf(new Date()));
        await form.getByLabel("理由").fill("规章已废止");
        await send(page);
        await page.locator(drawer).getByText("即将失效").waitFor();
        await page.locator(drawer).getByRole("tab", { name: "版本对比" }).click();
        const ended = page.locator(`${drawer} .ant-table-row`, { hasText: "有效期止" });
        expect(await ended.innerText()).toContain("规章已废止");
        await show(page, "/registry?tab=bases");
        await page.getByText(/^共 \d+ 条$/).waitFor();
        await page.getByRole("columnheader", { name: "法律、法规、规章" }).click();
        await page.waitForURL(/sort=law/);
      });
      await at("planner", "/registry?tab=bases", async (page) => {
        await page.getByRole("button", { name: "建筑业企业资质管理规定" }).click();
        await stepOf(page, "查看受影响的计划和任务").click();
        await page.locator(drawer).getByRole("link", { name: "年度执法检查计划" }).click();
        await page.waitForSelector("text=《建筑业企业资质管理规定》第二十三条自");
      });
    }, 180_000);

    it(`a list's narrowing is kept under a name, picked again, and narrows a plan's scope (articles 12, 18)${unlessChromium}`, async () => {
      await at("planner", "/registry?tab=entities&category=builder", async (page) => {
        await stepOf(page, "保存当前筛选").click();
        await page.locator(drawer).getByLabel("筛选名称").fill("施工企业");
        await page.locator(drawer).getByLabel("是", { exact: true }).check();
        await send(page);
        await gone(page);
        await show(page, "/registry?tab=entities");
        await page.getByLabel("已保存的筛选").click();
        await page.locator(".ant-select-item-option:visible", { hasText: "施工企业（本单位共用）" }).click();
        await page.waitForURL(/category=builder/);
        await show(page, "/plans");
        await stepOf(page, "新建计划").click();
        await page.getByLabel("标题").last().fill("专项筛选计划");
        await stepOf(page, "添加计划条目").click();
        await page.getByLabel("标题").last().fill("按筛选抽查");
        await choose(page, "抽查事项", "533103-01");
        await page.keyboard.press("Escape");
        await page.locator(drawer).getByLabel("市场主体").check();
        await page.getByLabel("按保存的筛选缩小范围").click();
        await page.locator(".ant-select-item-option:visible", { hasText: "施工企业" }).last().click();
        await send(page);
        await page.getByRole("link", { name: "专项筛选计划" }).waitFor();
      });
      const official = personAt(stack.endpoints.inspection, stack.people, authority).at(api.inspection);
      const { items } = await official.getPlans({ query: { limit: 500 } });
      const id = items.find(({ title }) => title === "专项筛选计划")?.id ?? "";
      const { entries } = await official.getPlansById({ params: { id } });
      const { items: filters } = await clerk().getFilters({ query: { register: "entities" } });
      expect(entries[0]?.scope?.filter).toBe(filters.find(({ name }) => name === "施工企业")?.id);
    }, 180_000);
  });

  describe("from sign-in to sign-out", () => {
    /** Leaves the console and the provider, as at the end of a day. */
    const signOut = async (page: Page) => {
      await page.locator("header button:has(.anticon-user)").click();
      await page.getByRole("menuitem", { name: "退出登录" }).click();
      await page.getByRole("button", { name: "退出", exact: true }).click();
      await page.waitForSelector("input[name=password]");
    };
    const submitted = async (page: Page) => {
      await page.locator(".ant-drawer-open form button[type=submit]").click();
      await page.waitForSelector(".ant-drawer-open", { state: "detached" });
    };
    const confirmed = (page: Page) => page.locator(".ant-popconfirm:visible .ant-btn-primary").click();
    const chosen = async (page: Page, label: string, option: string) => {
      await page.locator(".ant-drawer-open").getByLabel(label, { exact: true }).fill(option);
      await page.locator(".ant-select-item-option:visible", { hasText: option }).first().click();
    };
    /** The same where several may be chosen: what they are chosen from stays open. */
    const alsoChosen = async (page: Page, label: string, option: string) => {
      await chosen(page, label, option);
      await page.keyboard.press("Escape");
    };

    it(`an administrator makes an account, changes what another may do at once, and resets a password once asked twice${unlessChromium}`, async () => {
      const { context: theirs, page: expert } = await open("expert");
      expect(await expert.getByRole("menuitem", { name: "年度计划" }).count()).toBe(0);
      const context = await browser.newContext({ locale: "zh-CN", reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${stack.endpoints.console}/admin?tab=accounts`);
      await signIn(page, "administrator");
      const secret = await page.locator("code.secret").innerText();
      const code = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) }).generate();
      await page.fill("input[name=code]", code);
      await page.press("input[name=code]", "Enter");
      // When an account is made whose inspector is found by name
      const clerk = personAt(stack.endpoints.registry, stack.people, authority, "clerk").at(api.registry);
      const { items } = await clerk.getInspectors({ query: { kind: "officer", limit: 1 } });
      const inspector = items[0]?.name ?? "";
      await stepOf(page, "新建账号").click();
      await page.locator(".ant-drawer-open").getByLabel("账号", { exact: true }).fill("ruili.new");
      await page.locator(".ant-drawer-open").getByLabel("姓名", { exact: true }).fill("岳新开户");
      await chosen(page, "主管部门", "芒市");
      await alsoChosen(page, "岗位", "执法人员");
      await page.locator(".ant-drawer-open").getByLabel("对应检查人员").fill(inspector);
      await page.locator(".ant-select-item-option:visible", { hasText: inspector }).first().click();
      await submitted(page);
      await page.waitForSelector("text=初始密码仅显示一次");
      // Then it is found by its name, with the inspector's, and its password is reset only once that is confirmed.
      await page.getByLabel("账号或姓名").fill("岳新开户");
      await stepOf(page, "查询").or(stepOf(page, "查 询")).click();
      await page.waitForURL(/q=/);
      const line = page.locator("tr", { hasText: "ruili.new" });
      await expect.poll(() => line.innerText()).toContain(inspector);
      await line.getByRole("button", { name: "重置密码" }).click();
      await page.waitForSelector("text=原密码和身份验证器立即失效");
      await confirmed(page);
      await page.waitForSelector("text=初始密码仅显示一次");
      // And somebody who is signed in goes on by the role that was given meanwhile.
      await show(page, "/admin?tab=accounts&q=demo-expert");
      await stepOf(page, "修 改").or(stepOf(page, "修改")).click();
      await alsoChosen(page, "岗位", "计划编制人");
      await submitted(page);
      await expect
        .poll(() => page.locator("tr", { hasText: "demo-expert" }).innerText())
        .toContain("计划编制人");
      await expert.reload();
      await expert.getByRole("menuitem", { name: "年度计划" }).waitFor();
      await theirs.close();
      const wrong = [];
      for (const tab of ["accounts", "calendar", "authorities", "webhooks", "takedowns"])
        wrong.push(...(await faultsOf(page, `/admin?tab=${tab}`)));
      expect(wrong).toEqual([]);
      await signOut(page);
      await context.close();
    }, 400_000);

    it(`an auditor finds what the administrator did by source, kind and day, and takes it away (articles 32, 33)${unlessChromium}`, async () => {
      const { context, page } = await open("auditor");
      const today = dayOf(new Date());
      await show(page, "/audit");
      await page.getByText("账号与登录").click();
      await page.getByLabel("起始日期").fill(today);
      await page.getByLabel("对象类别").fill("账号");
      await page.locator(".ant-select-item-option:visible", { hasText: /^账号$/ }).click();
      const ask = () => stepOf(page, "查询").or(stepOf(page, "查 询")).click();
      await ask();
      await page.waitForURL(new RegExp(`service=identity.*from=${today}|from=${today}.*service=identity`));
      // What was done a moment ago is in the chain some seconds later.
      const line = page.locator("tr", { hasText: "账号 · 变更" }).first();
      await expect
        .poll(
          async () => {
            await ask();
            return line.isVisible();
          },
          { timeout: 60_000, interval: 2_000 },
        )
        .toBe(true);
      expect(await line.innerText()).toContain("系统管理员");
      expect(await line.innerText()).toContain("专家");
      await line.getByRole("button", { name: /展开行|Expand row/ }).click();
      await page.locator(".ant-table-expanded-row", { hasText: "岗位：专家、计划编制人" }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "CSV" }).click(),
      ]);
      expect(readFileSync(await download.path(), "utf8")).toContain("account/changed");
      // The console's own: who signed in.
      await page.getByText("工作台会话").click();
      await expect.poll(() => page.locator("#content").innerText()).toContain("没有符合条件");
      await stepOf(page, "重置").or(stepOf(page, "重 置")).click();
      await page.locator("tr", { hasText: "登录 · 登录" }).first().waitFor();
      expect(await faultsOf(page, "/audit?service=identity")).toEqual([]);
      await signOut(page);
      await context.close();
    }, 180_000);

    it(`a publisher publishes the list of items before its day, and sees that results are taken down by a decision alone (articles 6, 8)${unlessChromium}`, async () => {
      const { context, page } = await open("publisher");
      await show(page, "/registry?tab=items");
      const list = page.locator(".ant-alert", { hasText: "芒市" }).first();
      await list.getByRole("button", { name: "立即公示" }).click();
      await expect.poll(() => list.innerText()).not.toContain("立即公示");
      await show(page, "/admin?tab=takedowns");
      await page.waitForSelector("text=信用修复的，由负责人在该检查中决定修复");
      await page.waitForSelector("text=没有停止公示的结果");
      await show(page, "/admin");
      await page.getByText("未另行设定，适用规定的最长期限").waitFor();
      expect(await page.locator("#content form").count()).toBe(0);
      await page.getByRole("tab", { name: "机关" }).click();
      await page.getByText("主管部门由安装文件统一规定").waitFor();
      await signOut(page);
      await context.close();
    }, 120_000);

    it(`a drawer begins a campaign of the plan in force, locks the register, and follows the draw until checks begin (articles 20, 23)${unlessChromium}`, async () => {
      const { context, page } = await open("drawer");
      await show(page, "/plans?state=published");
      await page.getByRole("link", { name: "年度执法检查计划" }).click();
      await page.locator("tr", { hasText: "抽查乙" }).getByRole("button", { name: "启动任务" }).click();
      await page.locator(".ant-drawer-open form button[type=submit]").click();
      await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}/);
      const official = personAt(stack.endpoints.inspection, stack.people, authority);
      const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
      const { drawId } = await official.at(api.inspection).getCampaignsById({ params: { id } });
      const window = windowFrom(new Date(), 20);
      await bindWitnesses(official, { id, drawId }, window, testWitnesses);
      // When the planner has written the scheme and witnesses are bound, the drawer commits
      await stepOf(page, "锁定名录、作出承诺").click();
      await page.locator(".ant-drawer-open form button[type=submit]").click();
      await page.locator("#content").getByText("待揭示随机数").first().waitFor();
      // Then the page shows by itself what witnesses reveal, and that teams are sent.
      await witnessedDraw(official, { id, drawId }, window, testWitnesses);
      await page.locator("#content").getByText("检查中").first().waitFor();
      await page.getByRole("link", { name: /已检查 0，共 \d+/ }).waitFor();
      expect(await faultsOf(page, `/campaigns/${id}`)).toEqual([]);
      await signOut(page);
      await context.close();
    }, 180_000);
  });

  /** What is wrong with a page for whoever reads it, light and dark: also codes that it shows. */
  const faultsOf = async (page: Page, path: string) => {
    await show(page, path);
    const wrong = await violationsLightAndDark(page);
    const codes = shownCodes(await page.locator("#content").innerText());
    return [...wrong, ...codes.map((code) => `${code} is shown`)].map((one) => `${path}: ${one}`);
  };

  const pages: readonly (readonly [role: string, paths: readonly string[]])[] = [
    [
      "supervisor",
      ["/board", "/workbench", "/inspections", "/campaigns", "/search?text=建筑", "/audit", "/help"],
    ],
    ["planner", ["/plans", "/admin"]],
    [
      "registry-clerk",
      [
        "/registry?tab=conflicts",
        "/registry?tab=credit-records",
        "/registry?tab=bases",
        "/registry",
        "/changes",
        "/tips",
        "/imports",
      ],
    ],
  ];
  it(`every page can be read by everybody, light and dark${unlessChromium}`, async () => {
    const wrong: string[] = [];
    const clerk = personAt(stack.endpoints.registry, stack.people, authority, "clerk").at(api.registry);
    const { items: imports } = await clerk.getImports({ query: { limit: 1 } });
    for (const [role, paths] of pages) {
      const { context, page } = await open(role);
      const matter =
        role === "registry-clerk" ? `/imports/${imports[0]?.id}` : `/inspections/${inspections[0]?.id}`;
      for (const path of [...paths, matter]) wrong.push(...(await faultsOf(page, path)));
      await context.close();
    }
    expect(wrong).toEqual([]);
  }, 400_000);
});
