import { api, type InspectionDetail } from "@shuangsui/contracts";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { demonstrateMember } from "../sample/demonstration.ts";
import { bindWitnesses, dayOf, ok, windowFrom, witnessedDraw } from "../sample/officials.ts";
import { keyOf } from "../sample/people.ts";
import { unlessChromium } from "./browsers.ts";
import { testWitnesses } from "./builders.ts";
import { authority, choose, formOf, handIn, stepOf, take, type ConsoleSite } from "./console-site.ts";

/** A plan goes its way through the days of all who have a part in it, from its draft to a result before the public. */
export function daysOfAPlan(site: ConsoleSite): void {
  describe("a plan, from its draft to a result", () => {
    const title = "建筑市场专项抽查计划";
    const now = new Date();
    const [today, window] = [dayOf(now), windowFrom(now, 20)];
    const inspection = () => site.person("inspection").at(api.inspection);
    let campaign: { id: string; drawId: string };
    let checked: InspectionDetail;
    const membersOf = (kind: "officer" | "expert") => checked.team.filter((member) => member.kind === kind);
    /** Its link. By its name alone another check of the same target is found as well. */
    const linkIn = (place: Page | Locator) => place.locator(`a[href*='/inspections/${checked.id}']`).first();
    const isNow = (state: string) => `.ant-descriptions-item-content:has-text('${state}')`;

    it(`a planner drafts it and sees what it comes to; the approver returns it, and publishes it once it is corrected (articles 9, 16 to 18)${unlessChromium}`, async () => {
      const planner = await site.page("planner", "/plans");
      await stepOf(planner, "新建计划").click();
      const form = formOf(planner);
      await form.getByLabel("年度").fill(today.slice(0, 4));
      await form.getByLabel("标题").first().fill(title);
      await stepOf(planner, "添加计划条目").click();
      await form.getByLabel("标题").last().fill("资质条件专项抽查");
      await choose(planner, "抽查事项", "533103-01", { several: true });
      await form.getByLabel("市场主体").check();
      await choose(planner, "类别", "建筑施工企业", { several: true });
      await form.getByLabel("执法人员人数").fill("2");
      await choose(planner, "专业", "结构", { several: true });
      for (const riskClass of ["A类", "B类", "C类", "D类"]) await form.getByLabel(riskClass).fill("0.02");
      await form.getByLabel(/^每年次数/).fill("1");
      await form.getByLabel("开始").fill(window.from);
      await form.getByLabel("结束").fill(window.to);
      await planner
        .getByRole("region", { name: "按当前填写内容预览（不保存）" })
        .getByText("可派")
        .first()
        .waitFor();
      await handIn(planner);
      await planner.getByRole("link", { name: title }).click();
      await take(planner, "提交审核");
      // When it is returned
      const approver = await site.page("approver", "/workbench");
      await approver.locator("li", { hasText: "审核计划" }).getByRole("link", { name: title }).click();
      await take(approver, "退回修改", { 理由: "请写明第二批" });
      // Then its planner reads why, corrects it and hands it in again.
      await planner.getByText("请写明第二批").waitFor();
      await stepOf(planner, "修改草案").click();
      await formOf(planner).getByLabel("标题").first().fill(`${title}（第二批）`);
      await handIn(planner);
      await take(planner, "提交审核");
      await take(approver, "审核通过并公示");
      await planner.locator(isNow("已公示")).first().waitFor();
      expect(await site.faultsOf(planner, new URL(planner.url()).pathname)).toEqual([]);
      await Promise.all([planner.close(), approver.close()]);
    }, 180_000);

    it(`its campaign has its scheme, its approval and its draw, with what a witness keeps on their own device (articles 22 to 25)${unlessChromium}`, async () => {
      const planner = await site.page("planner", "/plans?state=published");
      await planner.getByRole("link", { name: title }).click();
      await take(planner, "启动任务");
      await planner.waitForURL(/\/campaigns\/[0-9a-f-]{36}/);
      const id = new URL(planner.url()).pathname.split("/").at(-1) ?? "";
      const { drawId } = await inspection().getCampaignsById({ params: { id } });
      campaign = { id, drawId };
      await take(planner, "编制检查方案", { 程序: "出示证件、现场核查、当场反馈", 内容: "资质条件" });
      await planner.close();
      await site.at("approver", `/campaigns/${id}`, (page) =>
        take(page, "登记审批", { 编号: "芒建检批〔2026〕9号", 审批人: "局长", 审批日期: today }),
      );
      const witness = await site.page("witness", `/campaigns/${id}`);
      await stepOf(witness, "生成随机数并提交承诺").click();
      await witness.getByText("承诺已提交").waitFor();
      const others = testWitnesses.slice(0, 1);
      await bindWitnesses(site.person("inspection"), campaign, window, others);
      const drawer = await site.page("drawer", "/workbench");
      await drawer.locator("li", { hasText: "锁定名录" }).getByRole("link").first().click();
      await take(drawer, "锁定名录、作出承诺");
      await drawer.locator("#content").getByText("待揭示随机数").first().waitFor();
      // When all have revealed, this witness the last
      await witnessedDraw(site.person("inspection"), campaign, window, others);
      await site.show(witness, "/workbench");
      await witness.locator("li", { hasText: "揭示随机数" }).getByRole("link").first().click();
      await stepOf(witness, "揭示随机数").click();
      // Then the page shows by itself that teams are sent.
      await drawer.locator("#content").getByText("检查中").first().waitFor();
      await drawer.getByRole("link", { name: /已检查 0，共 \d+/ }).waitFor();
      expect(await site.faultsOf(drawer, `/campaigns/${id}`)).toEqual([]);
      await Promise.all([drawer.close(), witness.close()]);
    }, 180_000);

    it(`an expert of a team declares an interest, and the approver decides on it (article 24)${unlessChromium}`, async () => {
      const { items } = await inspection().getInspections({ query: { campaign: campaign.id, limit: 1 } });
      checked = await inspection().getInspectionsById({ params: { id: items[0]?.id ?? "" } });
      for (const kind of ["officer", "expert"] as const)
        await demonstrateMember(
          site.person("identity", authority, keyOf("administrator", authority)),
          authority,
          kind,
          membersOf(kind)[0]?.inspectorId ?? "",
        );
      await site.at("expert", "/inspections", async (page) => {
        await linkIn(page).click();
        await stepOf(page, "申请回避").click();
        await choose(page, "编号", `${membersOf("expert")[0]?.number} 号`);
        await formOf(page).getByLabel("任职关系").check();
        await formOf(page).getByLabel("说明").fill("曾在该企业任技术顾问");
        await handIn(page);
        await page.locator("tr", { hasText: "任职关系" }).getByText("待办").waitFor();
      });
      await site.at("approver", "/workbench", async (page) => {
        await linkIn(page.locator("li", { hasText: "决定回避申请" })).click();
        await stepOf(page, "决定回避申请").click();
        await formOf(page).getByText("曾在该企业任技术顾问").waitFor();
        await formOf(page).getByLabel("否", { exact: true }).check();
        await formOf(page).getByLabel("说明").fill("离任已满五年");
        await handIn(page);
        await page.locator("tr", { hasText: "任职关系" }).getByText("不予回避").waitFor();
      });
    }, 120_000);

    it(`an officer goes from the team's confirmation to the feedback, and signs what a colleague wrote (articles 24 to 30)${unlessChromium}`, async () => {
      const { id } = checked;
      const colleague = membersOf("officer")[1]?.inspectorId ?? "";
      const asColleague = site.person("inspection").as(`officer-${colleague}`, { inspector: colleague });
      const colleagueDoes = async (type: string, body: object) =>
        ok(await asColleague.command(`/api/v1/inspections/${id}/commands/${type}`, body), type);
      const page = await site.page("officer", `/inspections?campaign=${campaign.id}`);
      await linkIn(page).click();
      await take(page, "提前确定检查组", { 说明: "检查人员均已声明无利害关系" });
      await take(page, "送达检查通知书", { 送达人: "前台", 检查日期: today });
      await stepOf(page, "发放查询码").click();
      await page.locator(".notice-code code").waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".ant-modal-wrap").waitFor({ state: "hidden" });
      await take(page, "开始现场检查", { 地点: "企业办公地点" });
      const second = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19);
      const began = second();
      await expect.poll(second).not.toBe(began);
      await stepOf(page, "提交现场检查记录").click();
      const form = formOf(page);
      await form.locator("label", { hasText: /^不符合$/ }).click();
      await form.getByLabel("发现的问题").fill("未公示资质证书");
      const ended = second();
      await form.getByLabel("结束时间").fill(ended);
      await form.getByLabel("签名人").fill("现场负责人");
      await form.getByRole("button", { name: "添加记录中断" }).click();
      await form.getByLabel("开始", { exact: true }).fill(`${ended.slice(0, 10)}T00:00:00`);
      await form.getByLabel("结束", { exact: true }).fill(ended);
      await form.getByLabel("理由").fill("执法记录仪没电");
      await handIn(page);
      await colleagueDoes("sign", { paper: "record", revision: 1 });
      await stepOf(page, "问题处理").click();
      await choose(page, "问题", "未公示资质证书");
      await formOf(page).getByLabel("当场处理").check();
      await formOf(page).getByLabel("文号").fill("责改〔2026〕9号");
      await formOf(page).getByLabel("是", { exact: true }).check();
      await handIn(page);
      await stepOf(page, "提交检查报告").click();
      await expect.poll(() => formOf(page).getByLabel("处理意见").inputValue()).toContain("责改〔2026〕9号");
      await handIn(page);
      await colleagueDoes("sign", { paper: "report", revision: 1 });
      await colleagueDoes("supplement", { text: "现场另有两名见证人员" });
      const unsigned = page.locator(".ant-space-item", { hasText: "现场检查记录的补充" });
      await stepOf(page, "查看并签署").and(unsigned.locator("button")).first().click();
      await page.getByText("现场另有两名见证人员").first().waitFor();
      await stepOf(page, "签署文书").click();
      await stepOf(page, "查看并签署").waitFor({ state: "detached" });
      await take(page, "反馈结果", { 签收人: "张负责" });
      await page.locator(isNow("待公示")).first().waitFor();
      await page.close();
    }, 180_000);

    it(`a reviewer lets one text pass, returns another, and answers what the inspected objected to (article 30)${unlessChromium}`, async () => {
      const { id, targetName } = checked;
      const planner = site.person("inspection").as("planner-1", { roles: ["planner"] });
      for (const text of ["企业公示的经营电话 13988210000", "负责人手机 13988210001"])
        await planner.at(api.inspection).postTextReviewRequests({
          body: { subject: { matter: "inspection", id }, texts: [{ path: "/reason", text }] },
        });
      const objection = { statement: "资质证书已于检查前公示" };
      ok(
        await site.person("inspection").command(`/api/v1/inspections/${id}/commands/object`, objection),
        "object",
      );
      const page = await site.page("reviewer", "/reviews?state=waiting");
      await page.getByRole("link", { name: targetName }).first().click();
      await page.getByText("负责人手机").waitFor();
      expect(await site.faultsOf(page, new URL(page.url()).pathname)).toEqual([]);
      await take(page, "退回修改", { 退回的理由: "请删去手机号码" });
      await page.locator(isNow("已退回")).waitFor();
      await site.show(page, "/workbench");
      await page.locator("li", { hasText: "复核文本" }).getByRole("link", { name: targetName }).click();
      await take(page, "准予公开", { 准予公开的理由: "企业公示的经营电话" });
      await page.locator(isNow("已准予公开")).waitFor();
      await site.show(page, "/workbench");
      await linkIn(page.locator("li", { hasText: "答复异议" })).click();
      await stepOf(page, "异议答复").click();
      await formOf(page).getByText(objection.statement).waitFor();
      await formOf(page).getByLabel("说明").fill("公示时间晚于检查时间");
      await formOf(page).getByLabel("否", { exact: true }).check();
      await handIn(page);
      await page.close();
    }, 120_000);

    it(`a publisher publishes the result before its day, and it is before the public (articles 30, 31)${unlessChromium}`, async () => {
      const page = await site.page("publisher", "/workbench");
      await linkIn(page.locator("li", { hasText: "公示结果" })).click();
      await take(page, "提前公示");
      const [portal] = await Promise.all([
        page.waitForEvent("popup"),
        page.getByRole("link", { name: "公示门户上的结果页" }).click(),
      ]);
      await portal.getByText(checked.targetName).first().waitFor();
      await Promise.all([portal.close(), page.close()]);
    }, 60_000);
  });
}
