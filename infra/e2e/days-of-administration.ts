import { api } from "@shuangsui/contracts";
import { readFileSync } from "node:fs";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { dayOf } from "../sample/officials.ts";
import { keyOf } from "../sample/people.ts";
import { unlessChromium } from "./browsers.ts";
import { authority, choose, handIn, stepOf, type ConsoleSite } from "./console-site.ts";

/** What is administered, who oversees that, and what a publisher sees to besides results (articles 6, 8, 32, 33). */
export function daysOfAdministration(site: ConsoleSite): void {
  describe("at what is administered and overseen", () => {
    const confirmed = (page: Page) => page.locator(".ant-popconfirm:visible .ant-btn-primary").click();

    it(`an administrator makes an account, changes what another may do at once, and resets a password once asked twice${unlessChromium}`, async () => {
      const expert = await site.page("expert", "/workbench");
      expect(await expert.getByRole("menuitem", { name: "年度计划" }).count()).toBe(0);
      const context = await site.newContext();
      const page = await context.newPage();
      await page.goto(`${site.stack.endpoints.console}/admin?tab=accounts`);
      await site.signIn(page, "administrator");
      const secret = await page.locator("code.secret").innerText();
      const code = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(" ", "")) }).generate();
      await page.fill("input[name=code]", code);
      await page.press("input[name=code]", "Enter");
      site.begins("administrator", context);
      // When an account is made whose inspector is found by name
      const clerk = site.person("registry", authority, "clerk").at(api.registry);
      const { items } = await clerk.getInspectors({ query: { kind: "officer", limit: 2 } });
      const identity = site.person("identity", authority, keyOf("administrator", authority));
      const { items: accounts } = await identity.at(api.identity).getAccounts({ query: { limit: 100 } });
      const free = items.find(({ id }) => accounts.every((account) => account.inspector !== id));
      const inspector = free?.name ?? "";
      await stepOf(page, "新建账号").click();
      await page.locator(".ant-drawer-open").getByLabel("账号", { exact: true }).fill("ruili.new");
      await page.locator(".ant-drawer-open").getByLabel("姓名", { exact: true }).fill("岳新开户");
      await choose(page, "主管部门", "芒市");
      await choose(page, "岗位", "执法人员", { several: true });
      await page.locator(".ant-drawer-open").getByLabel("对应检查人员").fill(inspector);
      await page.locator(".ant-select-item-option:visible", { hasText: inspector }).first().click();
      await handIn(page);
      await page.waitForSelector("text=初始密码仅显示一次");
      // Then it is found by its name, with the inspector's, and its password is reset only once that is confirmed.
      await page.getByLabel("账号或姓名").fill("岳新开户");
      await stepOf(page, "查询").click();
      await page.waitForURL(/q=/);
      const line = page.locator("tr", { hasText: "ruili.new" });
      await expect.poll(() => line.innerText()).toContain(inspector);
      await line.getByRole("button", { name: "重置密码" }).click();
      await page.waitForSelector("text=原密码和身份验证器立即失效");
      await confirmed(page);
      await page.waitForSelector("text=初始密码仅显示一次");
      // And somebody who is signed in goes on by the role that was given meanwhile.
      await site.show(page, "/admin?tab=accounts&q=demo-expert");
      await stepOf(page, "修改").click();
      await choose(page, "岗位", "计划编制人", { several: true });
      await handIn(page);
      await expect
        .poll(() => page.locator("tr", { hasText: "demo-expert" }).innerText())
        .toContain("计划编制人");
      await expert.reload();
      await expert.getByRole("menuitem", { name: "年度计划" }).waitFor();
      await expert.close();
      const wrong = [];
      for (const tab of ["settings", "accounts", "calendar", "authorities", "webhooks", "takedowns"])
        wrong.push(...(await site.faultsOf(page, `/admin?tab=${tab}`)));
      expect(wrong).toEqual([]);
      await page.close();
    }, 400_000);

    it(`an auditor finds what the administrator did by source, kind and day, and takes it away (articles 32, 33)${unlessChromium}`, async () => {
      const page = await site.page("auditor", "/audit");
      const today = dayOf(new Date());
      await page.getByText("账号与登录").click();
      await page.getByLabel("起始日期").fill(today);
      await page.getByLabel("对象类别").fill("账号");
      await page.locator(".ant-select-item-option:visible", { hasText: /^账号$/ }).click();
      const ask = () => stepOf(page, "查询").click();
      await ask();
      await page.waitForURL(new RegExp(`service=identity.*from=${today}|from=${today}.*service=identity`));
      // What was done a moment ago is in the chain some seconds later.
      const line = page.locator("tr", { hasText: "账号 · 变更" }).filter({ hasText: "系统管理员" }).first();
      await expect
        .poll(
          async () => {
            await ask();
            return line.isVisible();
          },
          { timeout: 60_000, interval: 2_000 },
        )
        .toBe(true);
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
      await stepOf(page, "重置").click();
      await page.locator("tr", { hasText: "登录 · 登录" }).first().waitFor();
      expect(await site.faultsOf(page, "/audit?service=identity")).toEqual([]);
      await page.close();
    }, 180_000);

    it(`a publisher publishes the list of items before its day, and sees that results are taken down by a decision alone (articles 6, 8)${unlessChromium}`, async () => {
      const page = await site.page("publisher", "/registry?tab=items");
      const list = page.locator(".ant-alert", { hasText: "芒市" }).first();
      await list.getByRole("button", { name: "立即公示" }).click();
      await expect.poll(() => list.innerText()).not.toContain("立即公示");
      await site.show(page, "/admin?tab=takedowns");
      await page.waitForSelector("text=信用修复的，由负责人在该检查中决定修复");
      await page.waitForSelector("text=没有停止公示的结果");
      await site.show(page, "/admin");
      await page.getByText("未另行设定，适用规定的最长期限").waitFor();
      expect(await page.locator("#content form").count()).toBe(0);
      await page.getByRole("tab", { name: "机关" }).click();
      await page.getByText("主管部门由安装文件统一规定").waitFor();
      await page.close();
    }, 120_000);

    it(`the judicial department looks over checks and who did what, and is offered nothing to change (article 32)${unlessChromium}`, async () => {
      await site.at("justice", "/inspections", async (page) => {
        await page.locator("#content a.name").first().click();
        await page.waitForURL(/\/inspections\/[0-9a-f-]{36}/);
        await page.locator("#content .ant-timeline").first().waitFor();
        expect(await page.locator("#content .ant-btn-primary").count()).toBe(0);
        await site.show(page, "/audit");
        await page
          .getByRole("button", { name: /展开行|Expand row/ })
          .first()
          .waitFor();
        await site.show(page, "/registry?tab=entities");
        await page.locator("button.name").first().click();
        await page.locator(".ant-drawer .ant-descriptions").first().waitFor();
        expect(await page.getByRole("button", { name: "更正" }).count()).toBe(0);
      });
    }, 60_000);
  });
}
