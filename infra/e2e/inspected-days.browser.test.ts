import { api, type InspectionDetail } from "@shuangsui/contracts";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedIn } from "../../packages/service-kit/src/testing/issuer.ts";
import { makeCreditCode } from "../sample/codes.ts";
import { drawnCampaign, officerAt, ok, registerSample, windowFrom } from "../sample/officials.ts";
import { anybodyAt, personAt, until } from "../sample/people.ts";
import { goTo, violationsIn, violationsLightAndDark } from "./accessible.ts";
import { chromiumPath, firefoxPath, launchChromium, unlessChromium, unlessFirefox } from "./browsers.ts";
import { builderItems, planOverBuilders, testWitnesses } from "./builders.ts";
import {
  at,
  called,
  launchFirefox,
  openInFirefox,
  saying,
  type FirefoxBrowser,
  type FirefoxPage,
} from "./firefox.ts";
import { startWhole, type Whole } from "./whole.ts";

const authority = "533103";
const ended: readonly string[] = ["closed", "gone", "no-team", "lapsed", "cancelled"];
/** Where pictures of the pages go, for whoever wants to look at them. */
const pictures = process.env["PICTURES"];

let whole: Whole;
let browser: Browser;
let firefox: FirefoxBrowser;
let officer: ReturnType<typeof officerAt>;
/** What a team is inspecting, what it has yet to record, and all that were drawn with them. */
let [own, unrecorded]: readonly InspectionDetail[] = [];
let drawn: readonly { id: string }[];
let drawId: string;
let planId: string;

describe.skipIf(chromiumPath === undefined)("the inspected and the draw, in a browser", () => {
  beforeAll(async () => {
    whole = await startWhole(new Date("2026-10-12T01:00:00Z"));
    const everybody = personAt(whole.inspection, whole.people, authority);
    officer = officerAt(everybody, () => whole.clock.now());
    await registerSample(personAt(whole.registry, whole.people, authority), authority);
    const now = await whole.clock.now();
    const plan = await planOverBuilders(everybody, now, "0.02");
    const campaign = await drawnCampaign(everybody, plan, windowFrom(now, 30), testWitnesses);
    ({ planId } = plan);
    drawId = campaign.drawId;
    drawn = await officer.all(campaign.id);
    for (const { id } of drawn) ok(await officer.act(id, "confirm", { statement: "均已声明" }), "confirm");
    const [first, second] = drawn;
    for (const one of [first, second]) ok(await officer.notify(one?.id ?? ""), "notify");
    own = await officer.read(first?.id ?? "");
    unrecorded = await officer.read(second?.id ?? "");
    browser = await launchChromium();
    if (firefoxPath !== undefined) firefox = await launchFirefox();
  }, 240_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), firefox?.close()]);
    await whole?.close();
  });

  const phone = { locale: "zh-CN", viewport: { width: 390, height: 844 } } as const;
  const opened = () => browser.newContext({ ...phone, reducedMotion: "reduce" });
  /** A page of the console as that person. */
  const official = async (path: string, person: Partial<SignedIn> = {}) => {
    const context = await opened();
    const [name = "", value = ""] = (await whole.consoleCookie({ authority, ...person })).split("=");
    await context.addCookies([{ name, value, url: whole.console }]);
    const page = await context.newPage();
    await page.goto(`${whole.console}${path}`);
    await page.waitForSelector("h1");
    return { context, page };
  };
  const officerOf = ({ team }: InspectionDetail, which = 0): Partial<SignedIn> => {
    const inspector = team.filter(({ kind }) => kind === "officer")[which]?.inspectorId ?? "";
    return { actor: `officer-${inspector}`, roles: ["officer"], inspector };
  };

  /** Lets all checks be over or lapse, and the draw be revealed. */
  const reveal = async () => {
    await whole.skipTo(new Date("2026-11-12T16:00:00Z"));
    await until(
      () => Promise.all(drawn.map(({ id }) => officer.read(id))),
      (all) => all.every(({ state }) => ended.includes(state)),
      "the end of all",
    );
    await whole.skipTo(new Date("2026-12-01T16:00:00Z"));
    const publicAt = anybodyAt(whole.portal);
    await until(
      () => publicAt.get(`/api/v1/draws/${drawId}`),
      ({ body }) => body["state"] === "revealed",
      "the reveal",
    );
  };

  let inspected: { context: BrowserContext; page: Page };

  it(`an officer prints the notice's QR code, and by it the inspected reads its notice on a phone (article 25)${unlessChromium}`, async () => {
    const { context, page } = await official(`/inspections/${own?.id}`, officerOf(own as InspectionDetail));
    await page.getByRole("button", { name: "发放查询码" }).click();
    const code = (await page.locator(".notice-code code").textContent()) ?? "";
    expect(await page.getByRole("img", { name: "查询码的二维码" }).locator("svg").count()).toBe(1);
    await picture(page, "notice-code");
    expect(await violationsIn(page)).toEqual([]);
    await context.close();
    // When the inspected opens what the QR code says
    const browsing = await opened();
    const notice = await browsing.newPage();
    await notice.goto(`${whole.inspected}/#${code}`);
    await notice.waitForURL(`${whole.inspected}/notice`);
    for (const shown of [own?.targetName ?? "", "检查人员及执法证件", "申请检查人员回避"])
      expect(await notice.textContent("main")).toContain(shown);
    expect(await notice.evaluate("document.cookie + localStorage.length + sessionStorage.length")).toBe("00");
    inspected = { context: browsing, page: notice };
  }, 60_000);

  /** A page of the console in Firefox, of somebody in every role. */
  const officialInFirefox = async (path: string) =>
    openInFirefox(firefox, `${whole.console}${path}`, await whole.consoleCookie({ authority }));
  let noticed: FirefoxPage;

  it.skipIf(firefoxPath === undefined)(
    `in Firefox the inspected reads its notice, and is told what its application lacks (articles 24, 25)${unlessFirefox}`,
    async () => {
      const person = personAt(whole.inspection, whole.people, authority);
      const given = ok(await person.post(`/api/v1/inspections/${unrecorded?.id}/access-codes`, {}), "a code");
      noticed = await openInFirefox(firefox, `${whole.inspected}/#${String(given["code"])}`);
      await noticed.wait(saying("检查人员及执法证件", "main"));
      expect(await noticed.textOf("main")).toContain(unrecorded?.targetName);
      await noticed.click(saying("申请检查人员回避", "summary"));
      await noticed.click(called("提交"));
      await noticed.wait("textarea:invalid");
      expect(noticed.page.url()).toBe(`${whole.inspected}/notice`);
      expect(noticed.wrong).toEqual([]);
    },
    120_000,
  );

  it.skipIf(firefoxPath === undefined)(
    `in Firefox officials follow the board, narrow the list, hand in a form and bring a file in (articles 4, 10, 16)${unlessFirefox}`,
    async () => {
      const { page, wrong, click, fill, wait, count, textOf, close } = await officialInFirefox("/board");
      // Given a board that somebody looks at, when another does something, then it is shown.
      const orders = at('//section[contains(., "各单位督办办理情况")]//tr[contains(., "芒市")]/td[1]');
      await wait(saying("实时", "span"));
      await wait(orders);
      const superior = personAt(whole.inspection, whole.people, "533100");
      const order = {
        subject: { kind: "authority", code: authority },
        text: "请报送整改情况",
        workdays: 5,
      };
      ok(await superior.post("/api/v1/supervision-orders", order), "a supervision order");
      await expect.poll(() => textOf(orders)).toBe("1");
      await click(called("深色模式"));
      await expect
        .poll(() => page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .toBe("rgb(16, 22, 31)");
      // The list is narrowed, and leads to the page of one.
      await click(called("检查清单"));
      await expect.poll(() => count("a.name")).toBe(drawn.length);
      await click("#filters_state");
      await click(saying("待检查", 'div[contains(@class, "ant-select-item-option-content")]'));
      await click(called("查询"));
      await expect.poll(() => count("a.name")).toBe(2);
      await click("a.name");
      await wait(saying(own?.targetName ?? "", "h1"));
      // A form says what it lacks, and is handed in.
      await click(called("年度计划"));
      await click(called("新建计划"));
      await click(".ant-drawer form button[type=submit]");
      await wait(".ant-form-item-explain-error");
      await fill(".ant-drawer form input[type=text]", "火狐中起草的计划");
      await click(".ant-drawer form button[type=submit]");
      await wait(called("火狐中起草的计划"));
      // Until the form has gone its mask lies over the menu.
      await page.waitForSelector(".ant-drawer-mask", { hidden: true });
      // A file is sent, and what is in it is counted.
      await click(called("导入"));
      const code = makeCreditCode(authority, 700_001);
      const folder = mkdtempSync(join(tmpdir(), "firefox-"));
      const file = join(folder, "firefox.csv");
      const headings = "统一社会信用代码,企业名称,住所,法定代表人,类别,联系人,联系电话";
      writeFileSync(
        file,
        `${headings}\n${code},芒市火狐建筑有限公司,芒市勐焕街道,刀某,建筑施工企业,岳某,13800000000\n`,
      );
      await page.waitForSelector("input[type=file]").then(async (input) => input?.uploadFile(file));
      const line = at('//tr[contains(., "firefox.csv")][not(contains(., "正在读取"))]');
      await wait(line);
      rmSync(folder, { recursive: true });
      expect(await textOf(line)).toContain("已检查，待确认100");
      expect(wrong).toEqual([]);
      await close();
    },
    180_000,
  );

  it(`the inspected asks for a recusal, has its result, confirms it and objects (articles 24, 30)${unlessChromium}`, async () => {
    const { page } = inspected;
    const id = own?.id ?? "";
    await page.locator("summary", { hasText: "申请检查人员回避" }).click();
    await page.getByLabel("理由").selectOption({ label: "持股关系" });
    await page.getByLabel("说明").fill("该检查人员的配偶持有本单位股份");
    await page.getByRole("button", { name: "提交" }).click();
    await page.waitForSelector("text=回避申请已提交");
    const [recusal] = (await officer.read(id)).recusals;
    expect(recusal).toMatchObject({ declaredBy: "target", ground: "shareholding" });
    ok(
      await officer.decideRecusal(id, recusal?.id ?? "", { granted: false, statement: "查无此事" }),
      "decide",
    );
    // Given the check, its record and its report
    ok(await officer.begin(id), "begin");
    ok(
      await officer.record(id, builderItems, [{ id: crypto.randomUUID(), description: "未公示资质证书" }]),
      "record",
    );
    const [finding] = (await officer.read(id)).findings;
    const path = { path: "on-the-spot", document: "责改1号", due: null, settled: true };
    ok(await officer.act(id, "path", { findingId: finding?.id, ...path }), "path");
    ok(await officer.report(id), "report");
    ok(await officer.feedback(id), "feedback");
    await page.goto(`${whole.inspected}/notice`);
    await page.waitForSelector("text=未公示资质证书");
    await page.getByLabel("签收人姓名").fill("张负责");
    await page.getByRole("button", { name: "签收检查结果" }).click();
    await page.waitForSelector("text=已签收");
    await page.locator("summary", { hasText: "提出异议" }).click();
    await page.getByLabel("异议内容").fill("资质证书已于检查前公示");
    await page.getByRole("button", { name: "提交" }).click();
    await page.waitForSelector("text=已提出异议");
    expect((await officer.read(id)).events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["received", "objected"]),
    );
  }, 60_000);

  it(`an officer records item by item on a phone, and a number in it needs a reviewer's pass (articles 26, 30)${unlessChromium}`, async () => {
    const inspection = unrecorded as InspectionDetail;
    ok(await officer.begin(inspection.id), "begin");
    const { context, page } = await official(`/inspections/${inspection.id}`, officerOf(inspection));
    await page.getByRole("button", { name: "提交现场检查记录" }).click();
    await page.waitForSelector("text=本页暂不能办理的");
    // Where nobody was found nobody signs, and no item was looked at.
    await page.locator("label", { hasText: /^登记住所无法联系$/ }).click();
    await expect.poll(() => page.getByLabel("签名人").count()).toBe(0);
    expect(await page.locator("label", { hasText: /^不符合$/ }).count()).toBe(0);
    await page.locator("label", { hasText: /^已实施检查$/ }).click();
    await page.locator("label", { hasText: /^不符合$/ }).click();
    const text = "负责人电话 13988210000 无法接通";
    await page.getByLabel("发现的问题").fill(text);
    const at = new Date((await whole.clock.now()).getTime() + 8 * 3_600_000).toISOString().slice(0, 19);
    await page.getByLabel("结束时间").fill(at);
    await page.getByLabel("签名人").fill("现场负责人");
    await page.getByRole("button", { name: "添加记录中断" }).click();
    await page.getByLabel("开始", { exact: true }).fill(`${at.slice(0, 10)}T00:00:00`);
    await page.getByLabel("结束", { exact: true }).fill(at);
    await page.getByLabel("理由").fill("执法记录仪没电");
    expect(await violationsIn(page)).toEqual([]);
    await picture(page, "record");
    await page.locator("form button[type=submit]").click();
    // Then it is refused, a review is asked for from the form, and the reviewer finds it at the workbench.
    await page.getByRole("button", { name: "提请复核" }).click();
    await page.waitForSelector("text=已提请复核");
    const reviewing = await official("/workbench", { actor: "reviewer-1", roles: ["reviewer"] });
    await reviewing.page
      .locator("li", { hasText: "复核文本" })
      .getByRole("link", { name: inspection.targetName })
      .click();
    await reviewing.page.waitForSelector(`text=${text}`);
    expect(await violationsIn(reviewing.page)).toEqual([]);
    await reviewing.page.getByRole("button", { name: "准予公开" }).click();
    await reviewing.page.getByLabel("准予公开的理由").fill("企业公示的经营电话");
    await picture(reviewing.page, "review");
    await reviewing.page.locator("form button[type=submit]").click();
    await reviewing.page.waitForSelector("text=已准予公开");
    // The form hears of it and names the review by itself.
    await page.waitForSelector("text=复核人已准予公开");
    await page.locator("form button[type=submit]").click();
    const recorded = await until(
      () => officer.read(inspection.id),
      ({ signing }) => signing.length > 0,
      "the record",
    );
    expect(recorded.signing).toMatchObject([{ paper: "record", complete: false }]);
    await Promise.all([context.close(), reviewing.context.close()]);
    // And the other officer signs on a phone of their own, with which the check is over.
    const other = await official(`/inspections/${inspection.id}`, officerOf(inspection, 1));
    await other.page.getByRole("button", { name: "查看并签署" }).click();
    await other.page.getByRole("button", { name: "签署文书" }).click();
    await until(
      () => officer.read(inspection.id),
      ({ state }) => state === "recorded",
      "the end of the check",
    );
    await other.context.close();
    const [found] = (await officer.read(inspection.id)).findings;
    const settled = { path: "on-the-spot", document: "责改2号", due: null, settled: true };
    ok(await officer.act(inspection.id, "path", { findingId: found?.id, ...settled }), "path");
  }, 90_000);

  it(`an officer goes on from the record to the report, and gives the result (articles 29, 30)${unlessChromium}`, async () => {
    const inspection = unrecorded as InspectionDetail;
    const { context, page } = await official(`/inspections/${inspection.id}`, officerOf(inspection));
    await page.getByRole("button", { name: "提交检查报告" }).click();
    await expect.poll(() => page.getByLabel("处理意见").inputValue()).toContain("责改2号");
    expect(await page.getByLabel("检查情况与评价").inputValue()).toContain("不符合");
    expect(await page.getByLabel("检查时间与内容").inputValue()).toContain(inspection.targetName);
    await picture(page, "report");
    await context.close();
    ok(await officer.report(inspection.id), "report");
    ok(await officer.feedback(inspection.id), "feedback");
  }, 60_000);

  it(`a planner sees what a plan would come to, and what an adjustment of it changes (articles 17, 18)${unlessChromium}`, async () => {
    const planner = personAt(whole.inspection, whole.people, authority);
    const { entries, title } = await planner.at(api.inspection).getPlansById({ params: { id: planId } });
    const adjusted = entries.map(({ itemVersions: _pinned, filtered: _filter, ...entry }) => ({
      ...entry,
      title: `${entry.title}（第二次）`,
    }));
    const body = { title, entries: adjusted, reason: "名称更正" };
    ok(await planner.command(`/api/v1/plans/${planId}/commands/adjust`, body), "adjust");
    const { context, page } = await official(`/plans/${planId}`, { roles: ["planner"] });
    await page.waitForSelector("text=与现行计划的差异");
    expect(await page.locator("ins").textContent()).toContain("（第二次）");
    await page.getByRole("button", { name: "预览抽取数" }).click();
    for (const shown of ["可派执法人员", "全年执法人天", "全年抽查总量上限"])
      await page.waitForSelector(`text=${shown}`);
    const trade = page.getByRole("row", { name: "建筑施工企业 202", exact: true });
    await trade.waitFor();
    await picture(page, "preview");
    expect(await violationsIn(page)).toEqual([]);
    await context.close();
  }, 60_000);

  it(`the draw is committed to and waits on the wall, then goes ball by ball; its certificate prints (article 23)${unlessChromium}`, async () => {
    const before = await official(`/draws/${drawId}`, { roles: ["planner"] });
    await before.page.waitForSelector("text=全部摇号文件在检查结束后公开");
    await before.context.close();
    await inspected.page.goto(`${whole.inspected}/why`);
    await inspected.page.waitForSelector("text=全部摇号文件在本批检查结束后公开");
    await reveal();
    const { context, page } = await official(`/draws/${drawId}`, { roles: ["planner"] });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.waitForSelector(".finding.verified");
    await page.getByRole("button", { name: "直接看结果" }).click();
    await expect.poll(() => page.locator(".draw-room #teams + ol li").count()).toBe(drawn.length);
    await page.getByRole("button", { name: "重播" }).click();
    await expect.poll(() => page.locator(".draw-room #teams + ol li").count()).toBe(0);
    await page.getByRole("button", { name: "直接看结果" }).click();
    await expect.poll(() => page.locator(".draw-room #teams + ol li").count()).toBe(drawn.length);
    await picture(page, "draw-room");
    expect(await violationsIn(page)).toEqual([]);
    await page.getByRole("link", { name: "摇号证书" }).click();
    await page.waitForSelector(".finding.verified");
    await page.waitForSelector("h1:has-text('摇号证书')");
    for (const name of ["见证人甲", "秘密数（检查后公开）", "npm run -s shuangsui -- verify"])
      expect(await page.textContent("#content")).toContain(name);
    await picture(page, "certificate");
    expect(await violationsIn(page)).toEqual([]);
    await context.close();
  }, 120_000);

  it.skipIf(firefoxPath === undefined)(
    `in Firefox a draw is carried through and verified again, in the draw room and before the inspected (articles 23, 24)${unlessFirefox}`,
    async () => {
      await reveal();
      const { page, wrong, click, wait, count, close } = await officialInFirefox(`/draws/${drawId}`);
      const teams = ".draw-room #teams + ol li";
      // Ticket by ticket, and then its teams
      await wait('.draw-room progress:not([value="0"])');
      expect(await count(teams)).toBe(0);
      await wait(".finding.verified");
      await click(called("直接看结果"));
      await expect.poll(() => count(teams)).toBe(drawn.length);
      await page.goto(`${whole.portal}/draws/${drawId}`);
      await wait(called("reveal.json"));
      expect(wrong).toEqual([]);
      await close();
      await noticed.page.goto(`${whole.inspected}/why`);
      await noticed.click(called("开始核验"));
      await noticed.wait("[data-proved=yes]");
      expect(await noticed.textOf("[data-said]")).toContain("核验通过");
      expect(noticed.wrong).toEqual([]);
      await noticed.close();
    },
    180_000,
  );

  it(`the inspected's own browser tells why it was drawn, and finds a changed file out (articles 23, 24)${unlessChromium}`, async () => {
    const { page } = inspected;
    await page.goto(`${whole.inspected}/why`);
    await page.getByRole("button", { name: "开始核验" }).click();
    await page.waitForSelector("[data-proved=yes]");
    const said = (await page.locator("[data-said]").textContent()) ?? "";
    expect(said).toMatch(
      /类共有 \d+ 个单位参加摇号，抽取摇号值最小的 \d+ 个。本单位的摇号值排第 \d+ 位，因此被抽中/,
    );
    expect(said).toContain("核验通过");
    await picture(page, "why");
    // Given one byte of the result changed on the way
    await page.route("**/result.ndjson", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace('"rank":1', '"rank":2'),
      });
    });
    await page.reload();
    await page.getByRole("button", { name: "开始核验" }).click();
    await page.waitForSelector("[data-proved=no]");
    expect(await page.locator("[data-said]").textContent()).toContain("核验未通过");
    await page.unroute("**/result.ndjson");
  }, 60_000);

  it(`everybody can read the pages of the inspected, light and dark${unlessChromium}`, async () => {
    const { page } = inspected;
    const wrong: string[] = [];
    for (const path of ["/notice", "/notice?language=en", "/why?language=zh", "/", "/nowhere"]) {
      await page.goto(`${whole.inspected}${path}`);
      // How wide it is changes no colour.
      for (const [scheme, width] of [
        ["light", 390],
        ["light", 1440],
        ["dark", 390],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 844 });
        const found = await violationsIn(page, scheme);
        wrong.push(...found.map((one) => `${one} on ${path}, ${scheme} at ${width}`));
        await picture(page, `inspected${path.replaceAll(/\W/g, "-")}-${scheme}-${width}`);
      }
    }
    expect(wrong).toEqual([]);
    const { context, page: shown } = await official("/reviews");
    for (const path of [
      "/reviews",
      `/draws/${drawId}`,
      `/draws/${drawId}/certificate`,
      `/inspections/${own?.id}`,
    ]) {
      await goTo(shown, whole.console, path);
      await shown.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
      wrong.push(...(await violationsLightAndDark(shown)).map((one) => `${one} on ${path}`));
      await picture(
        shown,
        `console${path.split("/")[1]}${path.endsWith("certificate") ? "-certificate" : ""}`,
      );
    }
    await context.close();
    expect(wrong).toEqual([]);
  }, 120_000);
});

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
