import { importView } from "@shuangsui/contracts";
import { zh } from "@shuangsui/contracts/console-words/zh";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConsole, type TestConsole } from "../../services/console/src/testing/console.ts";
import {
  startFakeInspection,
  type FakeInspection,
} from "../../services/console/src/testing/fake-inspection.ts";
import { startRegistry, type TestRegistry } from "../../services/registry/src/testing/service.ts";
import { workbookOf, xlsx } from "../../services/registry/src/testing/workbooks.ts";
import { chromiumPath, launchChromium, unlessChromium } from "../e2e/browsers.ts";
import { makeCreditCode } from "../sample/codes.ts";

const words = zh.imports;
const now = "2026-11-02T02:00:00.000Z";
const headings = ["统一社会信用代码", "企业名称", "住所", "法定代表人", "类别", "联系人", "联系电话"];
let serial = 610_000;
const entity = (code = makeCreditCode("533103", (serial += 1))) => [
  ...[code, `芒市第${serial}建筑有限公司`, "芒市勐焕街道", "刀某", "建筑施工企业", "岳某", "13800000000"],
];

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

describe.skipIf(chromiumPath === undefined)("the console over a registry", () => {
  let browser: Browser;
  let registry: TestRegistry;
  let inspection: FakeInspection;
  let pages: TestConsole;
  let url: string;
  let page: Page;

  beforeAll(async () => {
    registry = await startRegistry(now);
    inspection = await startFakeInspection({ clock: { kind: "demonstration", now } });
    const address = await registry.app.listen({ host: "127.0.0.1", port: 0 });
    pages = await startConsole({
      inspectionUrl: inspection.url,
      issuer: registry.issuer,
      gateway: {
        ...{ registry: address, inspection: inspection.url, disclosure: inspection.url },
        identity: registry.issuer.url,
      },
    });
    url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
    browser = await launchChromium();
    const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
    const clerk = await pages.cookieOf({ authority: "533103", roles: ["registry-clerk"] });
    const [name = "", value = ""] = clerk.split("=");
    await context.addCookies([{ name, value, url }]);
    page = await context.newPage();
    // The pages are built first.
    await page.goto(url, { timeout: 150_000 });
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
    await inspection.close();
    await registry.close();
  });

  /** Uploads a workbook of entities, which nobody carries on yet. */
  const upload = async (sheets: Record<string, string[][]>, apply = "") => {
    const taken = await registry.call("POST", `/api/v1/imports?register=entities&fileName=a.xlsx${apply}`, {
      raw: await workbookOf(sheets),
      headers: { "content-type": xlsx, "idempotency-key": randomUUID() },
    });
    return { id: importView.parse(taken.body).id, authority: "533103" };
  };
  const content = () => page.locator("#content");

  describe("an import (articles 10 to 15)", () => {
    it(`of several sheets that fit offers them, and reads the one that is chosen${unlessChromium}`, async () => {
      const input = await upload({ 一月: [headings, entity()], 二月: [headings, entity(), entity()] });
      await registry.carrier.read(input);
      await page.goto(`${url}/imports/${input.id}`);
      await expect.poll(() => content().innerText()).toContain("请选择要导入的工作表");
      await content().getByRole("button", { name: "二月" }).click();
      await expect.poll(() => content().innerText()).toContain("正在读取");
      await registry.carrier.read(input);
      await expect.poll(() => content().innerText(), { timeout: 10_000 }).toContain("已检查，待确认");
      const { body } = await registry.call("GET", `/api/v1/imports/${input.id}`);
      expect(body).toMatchObject({ sheet: "二月", counts: { created: 2 } });
    }, 60_000);

    it.each([
      ["all", "已写入的内容将全部撤回，名录保持不变。"],
      ["rows", "已写入的行将保留，其余的行不再写入。"],
    ] as const)(
      `may be cancelled while it is applied (%s), and says before what that does and then what became of it${unlessChromium}`,
      async (mode, does) => {
        const input = await upload({ 名录: [headings, entity()] }, `&apply=${mode}`);
        await registry.carrier.read(input);
        await page.goto(`${url}/imports/${input.id}`);
        await content().getByRole("button", { name: "取消导入" }).click();
        const asked = page.getByRole("tooltip").filter({ hasText: does });
        await asked.getByRole("button", { name: "取消导入" }).click();
        await expect.poll(() => content().innerText()).toContain("没有写入任何内容。");
        await registry.carrier.apply(input);
        const { body } = await registry.call("GET", `/api/v1/imports/${input.id}`);
        expect(body).toMatchObject({ state: "cancelled", counts: { created: 0 } });
      },
      60_000,
    );

    it(`shows all that it would change, in pages, and how many that are${unlessChromium}`, async () => {
      const entities = Array.from({ length: 60 }, () => entity());
      await registry.importFile("entities", await workbookOf({ 名录: [headings, ...entities] }), {
        type: xlsx,
      });
      const changed = entities.map(([code = "", name = "", _address, ...others]) => [
        code,
        name,
        "新址",
        ...others,
        "1",
      ]);
      const input = await upload({ 名录: [[...headings, "版本"], ...changed] });
      await registry.carrier.read(input);
      await page.goto(`${url}/imports/${input.id}`);
      await expect.poll(() => content().innerText()).toContain("共 60 条");
      expect(await content().innerText()).toContain("地址：芒市勐焕街道 → 新址");
      expect(
        await content()
          .getByText(entities[59]?.[0] ?? "")
          .count(),
      ).toBe(0);
      await content().getByRole("button", { name: zh.common.next }).click();
      await content()
        .getByText(entities[59]?.[0] ?? "")
        .waitFor();
    }, 60_000);
  });

  describe("rows that are pasted from a sheet", () => {
    /** A sheet of that many entities, as a spreadsheet puts it into the clipboard. */
    const copied = (rows: number) =>
      [headings, ...Array.from({ length: rows }, () => entity())].map((row) => row.join("\t")).join("\r\n");
    const paste = async (text: string) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
      await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
      await page.locator("h1").click();
      await page.keyboard.press("ControlOrMeta+V");
    };
    const newest = async () => {
      const { body } = await registry.call("GET", "/api/v1/imports");
      return importView.parse((body["items"] as readonly unknown[])[0]);
    };

    it(`are counted, sent as a file and shown as what they would do, 10,000 of them${unlessChromium}`, async () => {
      await page.goto(`${url}/imports`);
      await page.waitForSelector("h1");
      await paste(copied(10_000));
      await content().getByText("10000").waitFor();
      await content().getByRole("button", { name: words.checkPasted }).click();
      await expect.poll(async () => (await newest()).state, { timeout: 20_000 }).toBe("reading");
      await content().getByRole("link", { name: words.pastedName }).first().click();
      const { id } = await newest();
      await page.waitForURL(`${url}/imports/${id}`);
      await registry.carrier.read({ id, authority: "533103" });
      await expect.poll(() => content().innerText(), { timeout: 10_000 }).toContain("已检查，待确认");
      expect(await content().locator(".figures").innerText()).toContain("10,000");
      expect((await newest()).counts).toMatchObject({ created: 10_000, refused: 0 });
    }, 120_000);

    it(`stay where the registry does not answer, until they were taken${unlessChromium}`, async () => {
      await page.goto(`${url}/imports`);
      await page.waitForSelector("h1");
      const before = await newest();
      await paste(copied(3));
      const check = content().getByRole("button", { name: words.checkPasted });
      // Given a registry that does not answer, when they are sent
      await page.route("**/api/registry/api/v1/imports?*", (route) => route.abort());
      await check.click();
      await content().getByText("不知是否已办成").waitFor();
      // Then they are still there, and go out once it does.
      await page.unroute("**/api/registry/api/v1/imports?*");
      await check.click();
      await check.waitFor({ state: "detached" });
      await expect.poll(async () => (await newest()).id).not.toBe(before.id);
    }, 60_000);
  });

  describe("a target's risk class (article 21)", () => {
    it.each([
      ["zh", "D类，因为最近 24 个月内违法违规 2 次", "按已公布的第 1 版分类规则，计 2024-11-02 之后的记录"],
      [
        "en",
        "Class D, because: 2 violations in 24 months",
        "by version 1 of the published table, from the records after 2024-11-02",
      ],
    ])(
      `of an entity stands on its page with its reasons and the table's version: %s${unlessChromium}`,
      async (language, because, table) => {
        const sheet = [headings, entity()];
        const code = sheet[1]?.[0] ?? "";
        const name = sheet[1]?.[1] ?? "";
        await registry.importFile("entities", await workbookOf({ 名录: sheet }), { type: xlsx });
        for (const description of ["擅自施工", "无证上岗"])
          await registry.call("POST", "/api/v1/credit-records", {
            headers: { "idempotency-key": randomUUID() },
            body: { targetCode: code, kind: "violation", date: "2026-03-05", description },
          });
        await page.evaluate((chosen) => localStorage.setItem("language", chosen), language);
        await page.goto(`${url}/registry?tab=entities&q=${name}`);
        await page.getByRole("button", { name }).click();
        const drawer = page.getByRole("dialog");
        await expect.poll(() => drawer.innerText()).toContain(because);
        expect(await drawer.innerText()).toContain(table);
        await page.evaluate(() => localStorage.removeItem("language"));
      },
      60_000,
    );

    it(`of a project that has no record is told as well${unlessChromium}`, async () => {
      const project = {
        ...{ code: "533103-2026-9", name: "芒市风险住宅小区", address: "芒市勐焕街道", permits: [] },
        ...{ leadName: "线某", basicFacts: "框架结构", contactName: "岳某", contactPhone: "13800000000" },
      };
      const added = await registry.call("POST", "/api/v1/projects", {
        headers: { "idempotency-key": randomUUID() },
        body: project,
      });
      expect(added.status, added.text).toBe(201);
      await page.goto(`${url}/registry?tab=projects`);
      await page.getByRole("button", { name: project.name }).click();
      await expect.poll(() => page.getByRole("dialog").innerText()).toContain("B类，因为无影响分类的记录");
    }, 60_000);
  });
});
