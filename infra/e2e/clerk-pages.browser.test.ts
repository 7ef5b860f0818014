import { Problem } from "@shuangsui/contracts";
import { problemBodyOf } from "@shuangsui/service-kit";
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConsole, type TestConsole } from "../../services/console/src/testing/console.ts";
import {
  startFakeInspection,
  type FakeInspection,
} from "../../services/console/src/testing/fake-inspection.ts";
import { startRegistry, type TestRegistry } from "../../services/registry/src/testing/service.ts";
import { makeCreditCode, makeIdNumber } from "../sample/codes.ts";
import { violationsIn, violationsLightAndDark } from "./accessible.ts";
import { chromiumPath, launchChromium, unlessChromium } from "./browsers.ts";

const [county, other] = ["533103", "533102"];
const now = "2026-10-09T03:04:05.000Z";
let browser: Awaited<ReturnType<typeof launchChromium>>;
let registry: TestRegistry;
let inspection: FakeInspection;
let pages: TestConsole;
let url: string;

const made = async (path: string, body: object, as = county) => {
  const answer = await registry.call("POST", `/api/v1/${path}`, { as, body });
  expect(answer, answer.text).toMatchObject({ status: 201 });
  return answer.body;
};
const read = async (path: string, as = county) =>
  (await registry.call("GET", `/api/v1/${path}`, { as })).body;
let serial = 0;
const codeOf = () => makeCreditCode(county, 740_000 + (serial += 1));
const entity = (change: object = {}) => ({
  ...{ creditCode: codeOf(), name: `芒市第${serial}公司`, address: `芒市勐焕路${serial}号` },
  ...{ legalRepresentative: "刀某", category: "builder", contactName: "岳某" },
  ...{ contactPhone: `1790002${String(serial).padStart(4, "0")}`, ...change },
});
const officer = (number: number) => ({
  ...{ kind: "officer", name: `线某${number}`, idNumber: makeIdNumber("1980-02-29", number) },
  ...{ types: ["quality"], specialties: [], certificateNumber: `YN-533103-${number}` },
  ...{ certificateValidFrom: "2024-01-01", certificateValidTo: "2026-10-31" },
  ...{ unit: "质监站", phone: "17900000002" },
});
const unused = {
  since: "2021-10-09",
  items: [
    ...[{ code: "533103-U1", name: "墙改基金检查", lastUsedOn: null }],
    ...[{ code: "533103-U2", name: "散装水泥检查", lastUsedOn: "2020-05-06" }],
  ].map((item) => ({ ...item, validFrom: "2016-01-01", validTo: null })),
};
const basis = { law: "中华人民共和国建筑法", article: "第七条", validFrom: "1998-03-01" };

/** A page of a clerk, or of whom is told, once it shows what it has. */
async function opened(
  path: string,
  { authority = county, role = "registry-clerk", width = 1440 } = {},
): Promise<Page> {
  const context = await browser.newContext({
    ...{ locale: "zh-CN", viewport: { width, height: 900 }, reducedMotion: "reduce" },
  });
  context.setDefaultNavigationTimeout(180_000);
  const cookie = await pages.cookieOf({ authority, actor: `${role}-1`, roles: [role as never] });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.waitForSelector("h1");
  await settled(page);
  return page;
}
const settled = (page: Page) =>
  page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
const form = (page: Page) => page.locator(".ant-drawer").last();
const step = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first();
/** A step that stands in the menu of the others. */
const otherStep = async (page: Page, name: string) => {
  await page.locator(".ant-drawer").getByRole("button", { name: "其他办理" }).click();
  await page.getByRole("menuitem", { name }).click();
};
const field = (page: Page, label: string | RegExp) =>
  form(page)
    .getByLabel(label, { exact: typeof label === "string" })
    .first();
const choose = async (page: Page, label: string, words: string) => {
  await form(page).getByLabel(label, { exact: true }).first().click();
  await page.locator(".ant-select-item-option:visible", { hasText: words }).first().click();
  await form(page).locator(".ant-drawer-title").click();
};
const fill = async (page: Page, values: Readonly<Record<string, string>>) => {
  for (const [label, value] of Object.entries(values)) await field(page, label).fill(value);
};
/** Hands in the form that is open, and waits until it has gone. */
const handIn = async (page: Page) => {
  const forms = page.locator(".ant-drawer form");
  const before = await forms.count();
  await form(page).locator("button[type=submit]").click();
  const said = () => form(page).locator("[role=alert]").allInnerTexts();
  await expect.poll(async () => ((await forms.count()) < before ? "gone" : await said())).toBe("gone");
};

describe.skipIf(chromiumPath === undefined)("the clerk's pages", () => {
  beforeAll(async () => {
    browser = await launchChromium();
    registry = await startRegistry(now);
    inspection = await startFakeInspection({
      clock: { kind: "demonstration", now },
      answers: { "/api/v1/items/unused": unused },
    });
    pages = await startConsole({
      inspectionUrl: inspection.url,
      issuer: registry.issuer,
      gateway: {
        registry: await registry.app.listen({ host: "127.0.0.1", port: 0 }),
        inspection: inspection.url,
        disclosure: inspection.url,
        identity: registry.issuer.url,
      },
    });
    url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
    // The pages are built when the first one is asked for.
    await (await opened("/registry")).context().close();
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
    await inspection.close();
    await registry.close();
  });

  it(`enter an entity, correct it, blank what it has no more, and take it out of the register on a ground (articles 11, 15)${unlessChromium}`, async () => {
    const creditCode = codeOf();
    const page = await opened("/registry?tab=entities");
    await step(page, "登记市场主体").click();
    await fill(page, {
      ...{
        统一社会信用代码: creditCode,
        名称: "芒市手工登记公司",
        地址: "芒市团结大街1号",
        法定代表人: "刀某",
      },
      ...{ 联系人: "岳某", 联系电话: "17900000001" },
    });
    await choose(page, "类别", "建筑施工企业");
    await field(page, "行业").fill("房屋建筑");
    await page.keyboard.press("Enter");
    await handIn(page);
    expect(await read(`entities/${creditCode}`)).toMatchObject({
      trades: ["房屋建筑"],
      businessState: "open",
    });
    // When it is opened, the address says so, and leads there again.
    await page.getByRole("button", { name: "芒市手工登记公司" }).click();
    await page.waitForURL(/entry=/);
    await page.reload();
    await step(page, "更正").click();
    await form(page)
      .locator(".ant-select-selection-item-remove, .ant-select-selection-item [aria-label=close]")
      .first()
      .click();
    await fill(page, { 地址: "芒市团结大街2号", 理由: "迁址" });
    await handIn(page);
    expect(await read(`entities/${creditCode}`)).toMatchObject({
      ...{ trades: [], address: "芒市团结大街2号", contactPhone: "17900000001", version: 2 },
    });
    await step(page, "移出名录").click();
    await choose(page, "移出事由", "注销");
    await fill(page, { 理由: "已注销登记" });
    await handIn(page);
    await step(page, "恢复在册").waitFor();
    expect(await read(`entities/${creditCode}`)).toMatchObject({
      status: "deregistered",
      removalGround: "closed",
    });
    // Its tab stands in the address too, and going back leads back.
    await page.getByRole("tab", { name: "历史版本" }).click();
    await page.waitForURL(/view=history/);
    await page.locator("tr", { hasText: "迁址" }).getByText("芒市团结大街2号").waitFor();
    await page.goBack();
    await expect
      .poll(() => page.getByRole("tab", { name: "详情" }).getAttribute("aria-selected"))
      .toBe("true");
    await page.goBack();
    await page.locator(".ant-drawer").waitFor({ state: "detached" });
    await page.context().close();
  }, 180_000);

  it(`tell the second of two who correct one entry what the first changed, keep what they typed also when closed, and change only that (article 15)${unlessChromium}`, async () => {
    const body = entity({ name: "两人更正公司" });
    await made("entities", body);
    const page = await opened(`/registry?tab=entities&entry=${body.creditCode}`);
    const meanwhile = (version: number, change: object) =>
      registry.call("PATCH", `/api/v1/entities/${body.creditCode}`, {
        body: { version, reason: "迁址", ...change },
      });
    const told = form(page).getByRole("alert").filter({ hasText: "他人刚刚作了改动" });
    const typed = async () => expect(await field(page, "联系人").inputValue()).toBe("后来更正人");
    await step(page, "更正").click();
    await fill(page, { 联系人: "后来更正人", 理由: "人员变动" });
    expect(await meanwhile(1, { address: "芒市先改路1号" })).toMatchObject({ status: 200 });
    await form(page).locator("button[type=submit]").click();
    await told.getByText("芒市先改路1号").waitFor();
    await typed();
    // Closed and opened again over what stands by now
    await form(page).locator(".ant-drawer-close").click();
    await expect.poll(() => page.locator(".ant-drawer form").count()).toBe(0);
    expect(await meanwhile(2, { legalRepresentative: "先改人" })).toMatchObject({ status: 200 });
    await page.reload();
    await step(page, "更正").click();
    await told.getByText("先改人").waitFor();
    expect(await told.innerText()).toContain("芒市先改路1号");
    await typed();
    expect(await violationsIn(page)).toEqual([]);
    await handIn(page);
    expect(await read(`entities/${body.creditCode}`)).toMatchObject({
      ...{ contactName: "后来更正人", address: "芒市先改路1号", legalRepresentative: "先改人", version: 4 },
    });
    await page.context().close();
  }, 180_000);

  it(`enter a project, an item and an inspector, whose leave keeps them out of draws (articles 8, 12 to 15)${unlessChromium}`, async () => {
    await made("legal-bases", basis);
    const page = await opened("/registry?tab=projects");
    await step(page, "登记工程项目").click();
    await fill(page, {
      ...{
        编码: "P-2026-001",
        名称: "芒市客运站",
        地址: "芒市勐焕路9号",
        项目负责人: "岳某",
        基本情况: "框架结构五层",
      },
      ...{ 联系人: "岳某", 联系电话: "17900000003" },
    });
    await handIn(page);
    expect(await read("projects/P-2026-001")).toMatchObject({ name: "芒市客运站", permits: [] });
    await page.goto(`${url}/registry?tab=items`);
    await step(page, "登记抽查事项").click();
    await fill(page, {
      ...{
        编码: "533103-K1",
        名称: "施工许可检查",
        检查依据: "《建筑法》第七条",
        依据有效期起: "2019-04-23",
      },
      ...{
        检查主体: "芒市住房和城乡建设局",
        检查内容: "施工许可证",
        检查方式: "现场检查",
        有效期起: "2025-01-01",
      },
    });
    await choose(page, "所需执法类型", "质量");
    await choose(page, "法律依据", "第七条");
    await field(page, "市场主体").check();
    await handIn(page);
    const item = await read("items/533103-K1");
    expect(item).toMatchObject({
      officerTypes: ["quality"],
      targetKind: "entity",
      bases: [{ article: "第七条" }],
    });
    await page.goto(`${url}/registry?tab=inspectors`);
    await step(page, "登记检查人员").click();
    await field(page, "执法人员").check();
    await fill(page, {
      ...{ 姓名: "线某", 身份证号码: makeIdNumber("1980-02-29", 7), 证件号码: "YN-533103-0007" },
      ...{ 证件有效期起: "2024-01-01", 工作单位: "质监站", 联系电话: "17900000004" },
    });
    await choose(page, "执法类型", "质量");
    await handIn(page);
    await page.getByRole("button", { name: "线某" }).click();
    await step(page, "登记请假").click();
    await fill(page, { 请假开始日期: "2026-10-12", 请假种类及说明: "年休假" });
    await field(page, /请假结束日期/).fill("2026-10-16");
    await handIn(page);
    await form(page).getByText("2026-10-12 2026-10-16").waitFor();
    // By what the system knows somebody comes last.
    expect((await form(page).locator(".ant-descriptions-item-label").allInnerTexts()).at(-1)).toBe(
      "系统编号",
    );
    await otherStep(page, "更正请假");
    await form(page).getByRole("button", { name: "删除" }).click();
    await fill(page, { 请假种类及说明: "销假" });
    await handIn(page);
    await expect.poll(async () => (await read("inspectors?q=线某"))["items"]).toMatchObject([{ leaves: [] }]);
    await page.context().close();
  }, 180_000);

  it(`lead from an entity to the projects in which it takes part, and from a project to its parties (article 12)${unlessChromium}`, async () => {
    const [builder, developer] = [entity({ name: "参建施工公司" }), entity({ name: "参建建设公司" })];
    for (const one of [builder, developer]) await made("entities", one);
    await made("projects", {
      ...{ code: "P-2026-701", name: "孔雀湖小区", address: "芒市孔雀路1号", leadName: "岳某", permits: [] },
      ...{ basicFacts: "框架结构", contactName: "岳某", contactPhone: "17900000003" },
      ...{ builderCreditCode: builder.creditCode, developerCreditCode: developer.creditCode },
    });
    const page = await opened(`/registry?tab=entities&entry=${builder.creditCode}`);
    const line = form(page).locator("li", { hasText: "孔雀湖小区" });
    await line.getByText("施工单位").waitFor();
    expect(await line.getByText("建设单位").count()).toBe(0);
    await line.getByRole("link").click();
    await page.waitForURL(/entry=P-2026-701/);
    await form(page).getByRole("link", { name: "参建建设公司" }).click();
    await page.waitForURL(new RegExp(`entry=${developer.creditCode}`));
    await form(page).getByText("建设单位", { exact: true }).waitFor();
    await form(page).getByRole("link", { name: "在名录中查看" }).click();
    await page.waitForURL(new RegExp(`party=${developer.creditCode}`));
    await page.getByRole("button", { name: "孔雀湖小区" }).waitFor();
    await page.getByText(/^共 1 条$/).waitFor();
    await page.context().close();
  }, 180_000);

  it(`compile a county's list from the prefecture's by a list of powers, shown before it is done (article 7)${unlessChromium}`, async () => {
    const item = (code: string, powerNumber: string) => ({
      ...{
        code,
        name: `${powerNumber}检查`,
        legalBasis: "《建筑法》第七条",
        legalBasisValidFrom: "2019-04-23",
      },
      ...{
        subject: "德宏州住房和城乡建设局",
        content: "许可",
        method: "现场检查",
        officerTypes: ["quality"],
      },
      ...{ specialties: [], targetKind: "entity", validFrom: "2025-01-01", powerNumber },
    });
    for (const [code, power] of [
      ["533100-C1", "权力一"],
      ["533100-C2", "权力二"],
    ] as const)
      await made("items", item(code, power), "533100");
    const page = await opened("/registry?tab=items");
    await step(page, "按权责清单编制").click();
    // 权力一 and 权力九 as Excel writes them in China.
    const csv = Buffer.from("c8a8c1a6d2bb2c312cbcd70d0ac8a8c1a6bec52c322cd2d20d0a", "hex");
    await form(page)
      .locator("input[type=file]")
      .setInputFiles({ name: "权责清单.csv", mimeType: "text/csv", buffer: csv });
    await form(page).getByText("共 2 个编码").waitFor();
    await form(page)
      .getByRole("button", { name: "预览" })
      .or(form(page).getByRole("button", { name: "预 览" }))
      .click();
    await form(page).getByText("533103-C1").waitFor();
    await form(page).getByText("上级清单中没有对应事项的权力编码 1").click();
    await form(page).getByText("权力九", { exact: true }).waitFor();
    expect((await read("items?q=权力一"))["items"]).toEqual([]);
    await form(page).getByRole("button", { name: "编入 1 项" }).click();
    await form(page).getByText("已编入 1 项").waitFor();
    expect(await read("items/533103-C1")).toMatchObject({
      subject: "芒市住房和城乡建设局",
      compiledFrom: { authority: "533100", code: "533100-C1" },
    });
    // What is changed since is not what was shown.
    await form(page).getByLabel("本单位权力事项编码（每行一个）").fill("权力二");
    expect(await form(page).getByText("已编入 1 项").count()).toBe(0);
    await page.context().close();
  }, 180_000);

  it(`name the items unused for five years to who plans and to who keeps the list (article 8)${unlessChromium}`, async () => {
    const planner = await opened("/registry?tab=items", { role: "planner" });
    expect(await planner.getByRole("button", { name: "按权责清单编制" }).count()).toBe(0);
    await step(planner, "五年未使用事项").waitFor();
    await planner.context().close();
    const page = await opened("/registry?tab=items");
    await step(page, "五年未使用事项").click();
    await form(page).getByText("2021-10-09").waitFor();
    expect(await form(page).locator("tbody tr").allInnerTexts()).toMatchObject([
      expect.stringContaining("从未使用"),
      expect.stringContaining("2020-05-06"),
    ]);
    await form(page).getByRole("link", { name: "墙改基金检查" }).click();
    await page.waitForURL(/entry=533103-U1/);
    await page.context().close();
  }, 180_000);

  it(`find what stands against one person, for those alone who may read whose it is (article 31)${unlessChromium}`, async () => {
    const { creditCode: targetCode } = await made("entities", entity({ name: "追责公司" }));
    const fact = { targetCode, kind: "violation", date: "2026-09-01" };
    await made("credit-records", { ...fact, description: "擅自修改图纸", personInCharge: "孟小某" });
    await made("credit-records", { ...fact, description: "使用不合格材料", personInCharge: "尚小某" });
    const page = await opened("/registry?tab=credit-records");
    await page.getByRole("button", { name: "追责公司" }).first().waitFor();
    await page.locator("#filters_person").fill("孟 小某");
    await page.getByRole("button", { name: /查\s?询/ }).click();
    await page.getByText(/^共 1 条$/).waitFor();
    await page.getByText("擅自修改图纸").waitFor();
    await page.getByRole("button", { name: "追责公司" }).click();
    await form(page).getByRole("link", { name: "孟小某" }).waitFor();
    await page.context().close();
    const planner = await opened("/registry?tab=credit-records", { role: "planner" });
    await planner.getByRole("button", { name: "追责公司" }).first().waitFor();
    expect(await planner.locator("#filters_person").count()).toBe(0);
    await planner.context().close();
  }, 180_000);

  it(`set another version of the rules of risk classes, once shown how many targets change theirs (article 21)${unlessChromium}`, async () => {
    const code = String((await made("entities", entity()))["creditCode"]);
    const violation = { kind: "violation", date: "2026-03-05", description: "擅自施工" };
    await made("credit-records", { targetCode: code, ...violation });
    const ofCounty = await opened("/registry?tab=credit-records", { role: "approver" });
    await step(ofCounty, "分类规则").click();
    await form(ofCounty).getByText("第 1 版，系统初始规则").waitFor();
    expect(await form(ofCounty).getByRole("button", { name: "制定新一版规则" }).count()).toBe(0);
    await ofCounty.context().close();

    const page = await opened("/registry?tab=credit-records", { authority: "533100", role: "approver" });
    await step(page, "分类规则").click();
    await step(page, "制定新一版规则").click();
    await fill(page, { 施行日: "2027-01-01", 依据和理由: "州信用分类办法" });
    await choose(page, "第 2 行：风险等级", "D类");
    await step(page, "预览影响").click();
    await form(page).getByText("C类 → D类").waitFor();
    // What a pointer stands on has a colour of its own.
    await page.mouse.move(0, 0);
    expect(await violationsIn(page)).toEqual([]);
    await step(page, "制定第 2 版").click();
    await form(page).getByText("第 2 版，德宏").waitFor();
    await page.context().close();
    expect((await read("risk-table"))["items"]).toMatchObject([
      { version: 2, from: "2027-01-01", authority: "533100", ground: "州信用分类办法" },
      { version: 1 },
    ]);
  });

  it(`take in the file of a tip's evidence, and give it back to whoever sees what the tip says (article 2)${unlessChromium}`, async () => {
    const { creditCode: code } = await made("entities", entity({ name: "被投诉公司" }));
    const file = Buffer.from("%PDF-1.7 现场照片");
    const sha256 = createHash("sha256").update(file).digest("hex");
    const { id } = await made("tips", {
      ...{ origin: "complaint", target: { kind: "entity", code }, source: "12345热线", document: "证1号" },
      ...{ receivedOn: "2026-10-08", statement: "夜间施工" },
      evidence: [{ name: "现场照片", sha256, from: "12345热线" }],
    });
    const page = await opened(`/tips?tip=${String(id)}`);
    await form(page).getByRole("button", { name: "提交“现场照片”的文件" }).waitFor();
    const chosen = form(page).locator("input[type=file]");
    const chooses = (buffer: Buffer) =>
      chosen.setInputFiles({ name: "照片.pdf", mimeType: "application/pdf", buffer });
    await chooses(Buffer.from("%PDF-1.7 另一份"));
    await expect
      .poll(() => form(page).innerText(), { timeout: 30_000 })
      .toContain("文件与所列证据的校验值不符");
    await chooses(file);
    const link = form(page).getByRole("link", { name: "下载“现场照片”" });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).equals(file)).toBe(true);
    await page.context().close();
  }, 120_000);

  it(`offer nothing to change to whoever only reads${unlessChromium}`, async () => {
    const { creditCode } = entity();
    await made("entities", entity({ creditCode, name: "只供查看公司" }));
    const page = await opened(`/registry?tab=entities&entry=${creditCode}`, { role: "supervisor" });
    await form(page).getByText("只供查看公司").first().waitFor();
    for (const name of ["登记市场主体", "更正"])
      expect(await page.getByRole("button", { name, exact: true }).count()).toBe(0);
    expect(await page.getByRole("tab", { name: "合并记录" }).count()).toBe(1);
    await page.context().close();
  }, 120_000);

  it(`propose what several share of an entity, which each consents to or refuses field by field (article 5)${unlessChromium}`, async () => {
    const shared = entity({ name: "共管公司" });
    const { creditCode } = shared;
    await made("entities", shared);
    await made("entities", shared, other);
    const page = await opened(`/registry?tab=entities&entry=${creditCode}`);
    const correct = async (changes: Readonly<Record<string, string>>) => {
      await step(page, "更正").click();
      await fill(page, { ...changes, 理由: "营业执照变更" });
      await handIn(page);
    };
    // When what is its own is corrected with what is shared, the one holds at once, the other waits.
    await correct({ 地址: "芒市新址5号", 联系人: "新联系人" });
    await form(page).getByText("待答复的单位").waitFor();
    expect(await read(`entities/${creditCode}`)).toMatchObject({
      contactName: "新联系人",
      address: shared.address,
    });
    const answering = async (name: string) => {
      const [proposal] = (await read("proposals?status=open"))["items"] as { id: string }[];
      const one = await opened(`/registry?tab=proposals&entry=${proposal?.id}`, { authority: other });
      const changed = form(one).getByRole("row").filter({ hasText: "不同" });
      expect(await changed.innerText()).toContain("地址");
      await step(one, name).click();
      await fill(one, { 理由: "已核对" });
      await handIn(one);
      return one;
    };
    const refusing = await answering("不同意");
    await form(refusing).getByText("未获同意").waitFor();
    await form(refusing).getByText("：已核对").waitFor();
    await refusing.context().close();
    await page.reload();
    await correct({ 地址: "芒市新址6号" });
    await form(page).getByText("待答复的单位").waitFor();
    const consenting = await answering("同意");
    await form(consenting).getByText("已生效").waitFor();
    expect(await violationsIn(consenting)).toEqual([]);
    await consenting.context().close();
    expect(await read(`entities/${creditCode}`)).toMatchObject({ address: "芒市新址6号" });
    await page.context().close();
  }, 180_000);

  it(`compare both of a likely duplicate before they merge, and undo a merge (article 5)${unlessChromium}`, async () => {
    const [one, two] = [entity({ name: "同名公司" }), entity({ name: "同名公司" })];
    await made("entities", one);
    await made("entities", two);
    const page = await opened("/registry?tab=duplicates");
    await page
      .getByRole("row")
      .filter({ hasText: one.creditCode })
      .getByRole("button", { name: "合并" })
      .click();
    const row = (name: string) => form(page).getByRole("row").filter({ hasText: name });
    await row("地址").getByText("不同").waitFor();
    expect(await row("地址").innerText()).toContain(two.address);
    expect(await row("法定代表人").innerText()).not.toContain("不同");
    await choose(page, "保留哪一条", one.creditCode);
    await fill(page, { 理由: "重复登记" });
    await handIn(page);
    expect(await read(`entities/${two.creditCode}`)).toMatchObject({ removalGround: "registered-twice" });
    await page.goto(`${url}/registry?tab=merges`);
    await page
      .getByRole("row")
      .filter({ hasText: "重复登记" })
      .getByRole("button", { name: "撤销合并" })
      .click();
    await fill(page, { 理由: "两家不同的公司" });
    await handIn(page);
    await page.getByRole("row").filter({ hasText: "两家不同的公司" }).getByText("已撤销").waitFor();
    expect(await read(`entities/${two.creditCode}`)).toMatchObject({ status: "active" });
    await page.context().close();
  }, 180_000);

  it(`lead through all pages of certificates and of an entry's versions, the newest first (articles 13, 15)${unlessChromium}`, async () => {
    const numbers = Array.from({ length: 51 }, (_, index) => index + 100);
    for (const number of numbers) await made("inspectors", officer(number));
    const body = entity({ name: "多次变更公司" });
    await made("entities", body);
    for (let version = 1; version <= 51; version += 1)
      await registry.call("PATCH", `/api/v1/entities/${body.creditCode}`, {
        body: { version, address: `芒市第${version}处`, reason: `第${version}次迁址` },
      });
    const page = await opened("/registry?tab=certificates");
    const next = () => step(page, "下一页").click();
    expect(await page.locator("tbody tr.ant-table-row").count()).toBe(50);
    await next();
    await page.waitForURL(/after=/);
    await expect.poll(() => page.locator("tbody tr.ant-table-row").count()).toBe(1);
    await page.goto(`${url}/registry/entities/${body.creditCode}?view=history`);
    await page.getByText("第51次迁址").waitFor();
    const last = page.locator("tr", { hasText: "第2次迁址" });
    // What the last of a page changed is told though what it changed stands on the next one.
    await last.getByText("芒市第1处").waitFor();
    await next();
    await page.waitForURL(/versions=/);
    await page.getByText("第1次迁址").waitFor();
    await page.context().close();
  }, 180_000);

  it(`show who is missing, by the installation's clock, and register them from there (article 10)${unlessChromium}`, async () => {
    const code = codeOf();
    const list = { targetKind: "entity", code, name: "名单所列公司", number: "许字1号" };
    await made("source-lists", { source: "permits", asOf: "2026-10-01", rows: [list] });
    const page = await opened("/registry?tab=completeness");
    await expect.poll(() => page.locator("input[type=date]").first().inputValue()).toBe("2026-10-09");
    await step(page, "查看名单").click();
    await page.waitForURL(/source=permits/);
    const row = page.getByRole("row").filter({ hasText: "名单所列公司" });
    await row.getByText("许字1号").waitFor();
    await row.getByRole("button", { name: "登记" }).click();
    expect(await field(page, "统一社会信用代码").inputValue()).toBe(code);
    await fill(page, { 地址: "芒市", 法定代表人: "刀某", 联系人: "岳某", 联系电话: "17900000009" });
    await choose(page, "类别", "建筑施工企业");
    await handIn(page);
    await page.getByText("清单所列均已登记。").waitFor();
    await page.context().close();
  }, 180_000);

  it(`say what failed, and try it again when asked${unlessChromium}`, async () => {
    const page = await opened("/registry?tab=entities");
    let isAway = true;
    await page.route(/\/certificates\/ending/, (route) =>
      isAway
        ? route.fulfill({ status: 404, json: problemBodyOf(new Problem("not-found")) })
        : route.fallback(),
    );
    await page.getByRole("tab", { name: "证件到期" }).click();
    const failed = page.getByRole("alert");
    await failed.waitFor();
    isAway = false;
    await failed.getByRole("button").click();
    await failed.waitFor({ state: "detached" });
    await page.context().close();
  }, 120_000);

  it(`cut nothing off an entry's history on a phone${unlessChromium}`, async () => {
    const body = entity({ name: "手机查看公司" });
    await made("entities", body);
    await registry.call("PATCH", `/api/v1/entities/${body.creditCode}`, {
      body: { version: 1, address: "芒市勐焕路与团结大街交叉口东北角第一百二十八号", reason: "迁址" },
    });
    const page = await opened(`/registry?tab=entities&entry=${body.creditCode}&view=history`, { width: 390 });
    const drawer = page.locator(".ant-drawer-body");
    const tab = page.locator(".ant-drawer-body [role=tabpanel]:visible");
    await tab.getByText("交叉口东北角").waitFor();
    for (const view of ["history", "difference"]) {
      await page.getByRole("tab", { name: view === "history" ? "历史版本" : "版本对比" }).click();
      await tab.getByText("交叉口东北角").waitFor();
      expect(
        await drawer
          .locator(".ant-table-content, .ant-table")
          .evaluateAll((tables) => tables.filter((one) => one.scrollWidth > one.clientWidth).length),
      ).toBe(0);
      expect(await drawer.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    }
    expect(await violationsIn(page)).toEqual([]);
    await page.context().close();
  }, 120_000);

  it(`can be read by everybody: each form and each list, light and dark${unlessChromium}`, async () => {
    const pair = [entity({ name: "朗读公司" }), entity({ name: "朗读公司" })];
    for (const one of pair) await made("entities", one);
    const { id: inspector } = await made("inspectors", officer(900));
    const wrong: string[] = [];
    const looked: readonly [path: string, button?: string][] = [
      ...["proposals", "merges", "certificates", "completeness"].map((tab): [string] => [
        `/registry?tab=${tab}`,
      ]),
      ["/registry?tab=duplicates", "合并"],
      ["/registry?tab=entities", "登记市场主体"],
      ["/registry?tab=projects", "登记工程项目"],
      ["/registry?tab=inspectors", "登记检查人员"],
      ["/registry?tab=items", "登记抽查事项"],
      ["/registry?tab=items", "按权责清单编制"],
      [`/registry?tab=entities&entry=${pair[0]?.creditCode}`, "更正"],
      [`/registry?tab=inspectors&entry=${String(inspector)}`, "登记请假"],
      [`/registry?tab=inspectors&entry=${String(inspector)}&view=history`],
      ["/imports"],
    ];
    const page = await opened("/registry");
    for (const [path, button] of looked) {
      await page.goto(`${url}${path}`);
      await page.waitForSelector("h1");
      if (button !== undefined) {
        await step(page, button).click();
        await form(page).locator("button[type=submit]").waitFor();
      }
      // What a pointer stands on has a colour of its own.
      await page.mouse.move(0, 0);
      const found = await violationsLightAndDark(page);
      wrong.push(...found.map((one) => `${path} ${button ?? ""}: ${one}`));
    }
    await page.context().close();
    expect(wrong).toEqual([]);
  }, 240_000);

  it(`say at once that a list is long, and how long once they are asked${unlessChromium}`, async () => {
    const there = "533122";
    const firms = Array.from({ length: 1_005 }, (_, index) =>
      entity({ creditCode: makeCreditCode(there, 600_000 + index), name: `梁河第${index}公司` }),
    );
    const brought = await registry.importFile("entities", JSON.stringify(firms), {
      ...{ as: there, type: "application/json" },
    });
    expect(brought, brought.text).toMatchObject({ status: 200, body: { imported: 1_005 } });
    const page = await opened("/registry?tab=entities", { authority: there });
    await page.getByText("超过 1000 条").waitFor();
    const inTime = "**/entities?*count=exact*";
    await page.route(inTime, (route) =>
      route.fulfill({ json: { items: [], next: null, count: { number: 1_000, isMore: true } } }),
    );
    await step(page, "统计准确条数").click();
    await page.getByText("未能在限定时间内统计完").waitFor();
    // What a pointer stands on has a colour of its own.
    await page.mouse.move(0, 0);
    expect(await violationsIn(page)).toEqual([]);
    await page.unroute(inTime);
    await step(page, "统计准确条数").click();
    await page.getByText("共 1005 条").waitFor();
    expect(await page.getByText("超过 1000 条").count()).toBe(0);
    // Of another list it is asked anew.
    await page.goto(`${url}/registry?tab=entities&q=${encodeURIComponent("梁河")}`);
    await page.getByText("超过 1000 条").waitFor();
    await page.context().close();
  }, 120_000);
});
