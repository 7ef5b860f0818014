import { api } from "@shuangsui/contracts";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { dayOf } from "../sample/officials.ts";
import { unlessChromium } from "./browsers.ts";
import { authority, choose, stepOf, type ConsoleSite } from "./console-site.ts";

/** What a clerk keeps, and what others do with it (articles 8 to 15, 31). */
export function daysAtTheRegisters(site: ConsoleSite): void {
  describe("at the registers", () => {
    const clerk = () => site.person("registry", authority, "clerk").at(api.registry);
    const [submit, drawer] = ["button[type=submit]", ".ant-drawer"] as const;
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
      await site.at("registry-clerk", "/changes", async (page) => {
        const line = page.locator("tr", { hasText: "项目负责人变更" });
        expect(await line.innerText()).toContain("工程项目");
        await line.getByRole("button", { name: project?.name ?? "" }).click();
        const changed = page.locator(`${drawer} .ant-table-row`, { hasText: "项目负责人" });
        await changed.locator("del", { hasText: project?.leadName ?? "" }).waitFor();
        expect(await changed.innerText()).toContain("新任负责人");
        // Narrowed to a register, and to days before, it is not there.
        await site.show(page, "/changes?register=inspectors");
        await page.waitForSelector(".ant-spin-spinning", { state: "detached" });
        expect(await page.locator("#content").innerText()).not.toContain("项目负责人变更");
        await site.show(page, "/changes?from=2026-01-01&to=2026-01-02");
        await page.waitForSelector("text=这段时间没有变更。");
      });
    }, 120_000);

    it(`a clerk declares an interest, which is shown to those alone who need it (article 24)${unlessChromium}`, async () => {
      const entity = await anEntity();
      const { items } = await clerk().getInspectors({ query: { kind: "officer", limit: 500 } });
      const { items: declared } = await clerk().getConflicts({ query: { targetCode: entity.creditCode } });
      const free = items.find(({ id }) => declared.every(({ inspectorId }) => inspectorId !== id));
      await site.at("registry-clerk", "/registry?tab=conflicts", async (page) => {
        await stepOf(page, "申报利害关系").click();
        await choose(page, "检查对象", entity.creditCode);
        await choose(page, "执法人员", free?.name ?? "");
        await page.locator(drawer).getByLabel("持股关系").check();
        await page.locator(drawer).getByLabel("说明").fill("持有该企业股份");
        await send(page);
        await gone(page);
        await site.show(page, `/registry?tab=conflicts&targetCode=${entity.creditCode}`);
        const line = page.locator("tr", { hasText: "持股关系" });
        await line.getByRole("button", { name: free?.name ?? "" }).click();
        await page.locator(drawer).getByText("持有该企业股份").waitFor();
        await stepOf(page, "更正").waitFor();
        // Among what changed it is called by the two that it is between.
        await site.show(page, "/changes?register=conflicts");
        await page.getByRole("button", { name: `${free?.name} · ${entity.name}` }).waitFor();
      });
      await site.at("supervisor", "/registry", async (page) => {
        await page.getByRole("tab", { name: "市场主体" }).waitFor();
        expect(await page.getByRole("tab", { name: "利害关系" }).count()).toBe(0);
      });
    }, 120_000);

    it(`a violation is entered, shows in why its target has its class, and is repaired by who may (articles 21, 31)${unlessChromium}`, async () => {
      const { creditCode, name } = await anEntity();
      const of = `/registry?tab=credit-records&targetCode=${creditCode}`;
      await site.at("registry-clerk", of, async (page) => {
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
        await stepOf(page, "撤销").waitFor();
        expect(await stepOf(page, "信用修复").count()).toBe(0);
        await site.show(page, "/changes?register=credit-records");
        await page
          .getByRole("button", { name: `违法违规 · ${name}` })
          .first()
          .waitFor();
      });
      await site.at("approver", of, async (page) => {
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
      await site.at("approver", of, async (page) => {
        /** Opens a record and decides on what was objected to it. */
        const decide = async (record: string, upheld: "是" | "否", correction = "") => {
          await site.show(page, of);
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
        await site.show(page, of);
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
      await site.at("registry-clerk", "/tips", async (page) => {
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
      await site.at("planner", "/tips?origin=complaint", async (page) => {
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
        await site.show(page, "/tips");
        await page.locator("tr", { hasText: creditCode }).getByRole("link", { name: "已立项检查" }).waitFor();
      });
    }, 180_000);

    it(`a legal basis is repealed once, with the items and the plan that it marks (article 8)${unlessChromium}`, async () => {
      const code = "533103-01";
      await site.at("registry-clerk", "/registry?tab=bases", async (page) => {
        await stepOf(page, "登记法律依据").click();
        await page.locator(drawer).getByLabel("法律、法规、规章").fill("建筑业企业资质管理规定");
        await page.locator(drawer).getByLabel("条款").fill("第二十三条");
        await page.locator(drawer).getByLabel("有效期起").fill("2015-03-01");
        await send(page);
        await gone(page);
        await site.show(page, "/registry?tab=items&q=资质条件");
        await page.locator("tr", { hasText: code }).getByRole("button").click();
        await stepOf(page, "登记所依据的法律").click();
        await choose(page, "法律依据", "建筑业企业资质管理规定");
        await page.keyboard.press("Escape");
        await page.locator(drawer).last().getByLabel("理由").fill("补录法律依据");
        await send(page);
        await gone(page);
        await site.show(page, "/registry?tab=bases");
        await page.getByRole("button", { name: "建筑业企业资质管理规定" }).click();
        await stepOf(page, "废止").click();
        const form = page.locator(drawer).last();
        await form.getByRole("link", { name: new RegExp(code) }).waitFor();
        await form.getByLabel("最后有效日期").fill(dayOf(new Date()));
        await form.getByLabel("理由").fill("规章已废止");
        await send(page);
        await page.locator(drawer).getByText("即将失效").waitFor();
        await page.locator(drawer).getByRole("tab", { name: "版本对比" }).click();
        const ended = page.locator(`${drawer} .ant-table-row`, { hasText: "有效期止" });
        expect(await ended.innerText()).toContain("规章已废止");
        await site.show(page, "/registry?tab=bases");
        await page.getByText(/^共 \d+ 条$/).waitFor();
        await page.getByRole("columnheader", { name: "法律、法规、规章" }).click();
        await page.waitForURL(/sort=law/);
      });
      await site.at("planner", "/registry?tab=bases", async (page) => {
        await page.getByRole("button", { name: "建筑业企业资质管理规定" }).click();
        await stepOf(page, "查看受影响的计划和任务").click();
        await page.locator(drawer).getByRole("link", { name: "年度执法检查计划" }).click();
        await page.waitForSelector("text=《建筑业企业资质管理规定》第二十三条自");
      });
    }, 180_000);

    it(`a list's narrowing is kept under a name, picked again, and narrows a plan's scope (articles 12, 18)${unlessChromium}`, async () => {
      await site.at("planner", "/registry?tab=entities&category=builder", async (page) => {
        await stepOf(page, "保存当前筛选").click();
        await page.locator(drawer).getByLabel("筛选名称").fill("施工企业");
        await page.locator(drawer).getByLabel("是", { exact: true }).check();
        await send(page);
        await gone(page);
        await site.show(page, "/registry?tab=entities");
        await page.getByLabel("已保存的筛选").click();
        await page.locator(".ant-select-item-option:visible", { hasText: "施工企业（本单位共用）" }).click();
        await page.waitForURL(/category=builder/);
        await site.show(page, "/plans");
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
      const official = site.person("inspection").at(api.inspection);
      const { items } = await official.getPlans({ query: { limit: 500 } });
      const id = items.find(({ title }) => title === "专项筛选计划")?.id ?? "";
      const { entries } = await official.getPlansById({ params: { id } });
      const { items: filters } = await clerk().getFilters({ query: { register: "entities" } });
      expect(entries[0]?.scope?.filter).toBe(filters.find(({ name }) => name === "施工企业")?.id);
    }, 180_000);
  });
}
