import { campaignDetail } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { ok } from "../sample/officials.ts";
import { unlessChromium } from "./browsers.ts";
import { take, type ConsoleSite } from "./console-site.ts";

/** What a superior orders at its subordinates' matters (article 4). */
export function daysOfSupervision(site: ConsoleSite): void {
  describe("a supervision order", () => {
    const inspection = () => {
      const [first] = site.drawn;
      if (first === undefined) throw new RangeError("draw more");
      return first;
    };
    const asked = "请核实该项检查的回避申报情况";

    it(`is given at an inspection, received and answered by the county, and closed (article 4)${unlessChromium}`, async () => {
      // Given a supervisor of the prefecture who looks at a county's inspection
      const prefecture = await site.page("prefecture-supervisor", `/inspections/${inspection().id}`);
      await take(prefecture, "下达督办", { 督办要求: asked });
      await prefecture.getByRole("link", { name: asked }).waitFor();

      // When the county finds it in its workbench, confirms receipt and answers
      const county = await site.page("planner", "/workbench");
      const received = county.locator("li", { hasText: "签收督办" });
      await received.getByRole("link", { name: asked }).click();
      await take(county, "签收督办");
      await take(county, "答复督办", { 说明: "已逐人核实，均已申报" });
      await county.waitForSelector("text=已答复待审");

      // Then who ordered it finds the answer, and closes it.
      await site.show(prefecture, "/workbench");
      const answered = prefecture.locator("li", { hasText: "审核督办答复" });
      await answered.getByRole("link", { name: asked }).click();
      await prefecture.waitForSelector("text=已逐人核实，均已申报");
      await take(prefecture, "办结督办", { 说明: "同意办结" });
      await prefecture.waitForSelector(".ant-descriptions-item-content:has-text('已办结')");
      await county.waitForSelector(".ant-descriptions-item-content:has-text('已办结')");
      expect(await county.locator("text=办结意见：同意办结").count()).toBe(1);
      // And its way tells who did what by names and roles, not by ids.
      expect(await county.locator(".ant-timeline").innerText()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);

      // And an order that need not be answered any more is lifted where its subject is looked at.
      await site.show(prefecture, `/inspections/${inspection().id}`);
      await take(prefecture, "催办");
      await take(prefecture, "撤销督办", { 理由: "已当面说明" });
      await prefecture.locator("tr", { hasText: "已撤销" }).waitFor();
      await Promise.all([prefecture.close(), county.close()]);
    }, 120_000);

    it(`is given by the keyboard alone, from the list of inspections on (article 4)${unlessChromium}`, async () => {
      const page = await site.page("prefecture-supervisor", "/board");
      const { keyboard } = page;
      /** Goes on by Tab until that has the focus. */
      const tabTo = async (selector: string, text = "") => {
        for (let tries = 0; tries < 80; tries += 1) {
          await keyboard.press("Tab");
          const focused = page.locator(`${selector}:focus`).filter({ hasText: text });
          if ((await focused.count()) > 0) return;
        }
        throw new Error(`no Tab leads to ${selector} ${text}`);
      };
      for (const key of ["g", "i"]) await keyboard.press(key);
      await page.waitForSelector("h1:has-text('检查清单')");
      await page.locator("#content a.name").first().waitFor();
      for (const key of ["j", "Enter"]) await keyboard.press(key);
      await page.waitForURL(/\/inspections\/[0-9a-f-]{36}/);
      await page.getByRole("button", { name: "下达督办", exact: true }).waitFor();
      await tabTo("button", "下达督办");
      await keyboard.press("Enter");
      await page.locator(".ant-drawer-open form").waitFor();
      await tabTo(".ant-drawer-open textarea");
      const text = "请说明该项检查的安排";
      await keyboard.insertText(text);
      await tabTo(".ant-drawer-open button[type=submit]");
      await keyboard.press("Enter");
      await page.getByRole("link", { name: text }).waitFor();
      await page.close();
    }, 120_000);

    it(`is given at all of an authority's work from the board, which counts it (article 4)${unlessChromium}`, async () => {
      const page = await site.page("prefecture-supervisor", "/board");
      const row = page
        .locator("section", { hasText: "各单位督办办理情况" })
        .locator("tr", { hasText: "瑞丽" });
      await expect.poll(() => row.locator("td").first().textContent()).toBe("0");
      await row.getByRole("button", { name: "下达督办" }).click();
      await page.getByLabel("督办要求").fill("请报送本年度计划执行情况");
      await page.locator("form button[type=submit]").last().click();
      await expect.poll(() => row.locator("td").first().textContent()).toBe("1");
      await page.close();
    }, 120_000);

    it(`is offered at a subordinate's plan and campaign as well, and to nobody at one's own (article 4)${unlessChromium}`, async () => {
      const official = site.person("inspection");
      const { campaignId } = inspection();
      const { planId } = campaignDetail.parse(
        ok(await official.get(`/api/v1/campaigns/${campaignId}`), "the campaign"),
      );
      const offeredTo = async (account: "prefecture-supervisor" | "supervisor") => {
        const page = await site.page(account, "/plans");
        const offered: number[] = [];
        for (const path of [`/plans/${planId}`, `/campaigns/${campaignId}`]) {
          await site.show(page, path);
          await page.waitForSelector("h2");
          offered.push(await page.getByRole("button", { name: "下达督办" }).count());
        }
        await page.close();
        return offered;
      };
      expect(await offeredTo("prefecture-supervisor")).toEqual([1, 1]);
      expect(await offeredTo("supervisor")).toEqual([0, 0]);
    }, 120_000);
  });
}
