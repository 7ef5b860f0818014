import {
  deliveryList,
  Problem,
  textReviewRequest,
  webhookList,
  type Delivery,
  type Webhook,
} from "@shuangsui/contracts";
import { problemBodyOf } from "@shuangsui/service-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { violationsIn } from "../../../infra/e2e/accessible.ts";
import { chromiumPath, launchChromium, unlessChromium } from "../../../infra/e2e/browsers.ts";
import { campaignOf } from "./testing/campaigns.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { startFakeInspection, type FakeInspection } from "./testing/fake-inspection.ts";
import { idOf } from "./testing/inspections.ts";
import { entryOf, planDetailOf, previewOfTwo } from "./testing/plans.ts";

type Browser = Awaited<ReturnType<typeof launchChromium>>;
let [browser, inspection, pages, url] = [] as unknown as [Browser, FakeInspection, TestConsole, string];

const [first, second] = [entryOf(951), entryOf(952, { title: "施工企业专项" })];
const draft = planDetailOf(950, { state: "draft", entries: [first, second] });
const submitted = planDetailOf(955, {
  state: "submitted",
  submittedBy: "planner-1",
  entries: [first, second],
});
const returned = planDetailOf(957, {
  ...{ state: "draft", entries: [first, second] },
  returned: { reason: "请补充专项检查的审批文号", at: "2026-10-09T02:00:00.000Z", actor: "head-1" },
});
const adjusting = planDetailOf(958, {
  ...{ state: "adjusting", publishedRevision: 1, dueAt: "2026-10-15T16:00:00.000Z", workdaysLeft: 4 },
  dueTimes: [
    {
      ...{ deadline: "plan-adjustment", due: "2026-10-15T16:00:00.000Z", workdays: 5 },
      from: { what: "adjusted", at: "2026-10-08T02:00:00.000Z" },
    },
  ],
});
const inForce = planDetailOf(960, {
  state: "published",
  publishedRevision: 1,
  entries: [entryOf(961), entryOf(962, { title: "已抽完的条目", frequency: 1 })],
});
const campaigns = [961, 962].map((entry, index) =>
  campaignOf(970 + index, { planId: inForce.id, entryId: idOf(entry), title: `第${index + 1}次抽查` }),
);

const drawing = campaignOf(980, { progress: null });
const campaign = (changes: Partial<typeof drawing>, draw: Partial<typeof drawing.draw>) => {
  campaigns[2] = { ...drawing, ...changes, draw: { ...drawing.draw, ...draw } };
};
const witness = (contributed: boolean) => ({
  ...{ name: "见证人1", unit: "芒市公证处", hash: "a".repeat(64) },
  contributed,
});
/** A draw as the portal has it before its files are public. */
const publicDraw = {
  ...{ drawId: "d13", authority: "533103", title: "芒市建筑施工企业抽查", state: "committed" },
  ...{ campaignId: drawing.id, cause: null, previousDraw: null, statistics: [], witnesses: [] },
  ...{ committedAt: "2026-10-08T02:00:00.000Z", revealedAt: null, files: [] },
};
const commitment = readFileSync(
  new URL("../../../packages/lottery/vectors/draw-40/commitment.json", import.meta.url),
);

const webhook: Webhook = {
  ...{ id: idOf(990), authority: "533103", url: "https://oa.example/hooks", createdBy: idOf(991) },
  types: ["cn.shuangsui.inspection", "cn.shuangsui.plan.published"],
  ...{ createdAt: "2026-10-08T02:00:00.000Z", waiting: 1, dead: 1 },
};
const dead: Delivery = {
  ...{ id: idOf(992), eventId: "inspection_1_1", sequence: "000000000000001" },
  ...{ type: "cn.shuangsui.inspection.confirmed", status: "dead", attempts: 12 },
  ...{ lastFault: "refused", lastStatus: 503, owedAt: "2026-10-08T02:00:00.000Z" },
  ...{ nextAttemptAt: null, endedAt: "2026-10-09T02:00:00.000Z" },
};
const webhookAnswers = {
  "/api/v1/webhooks": webhookList.parse({ items: [webhook] }),
  [`/api/v1/webhooks/${webhook.id}/deliveries`]: deliveryList.parse({ items: [dead], next: null }),
  [`/api/v1/webhooks/${webhook.id}/deliveries/${dead.id}/replay`]: { ...dead, status: "waiting" },
};

/** What the county has set, which another may set anew. */
const settingsAnswers = {
  "/api/v1/settings": { items: [] },
  "/api/v1/settings/caps": { ratio: "0.2", frequency: 4 },
  "/api/v1/settings/visit-cap": { perYear: null, exemptOrigins: [], exemptKinds: [], source: null },
  "/api/v1/settings/draw-venue": { venue: "local", approval: null },
  "/api/v1/settings/local-holidays": { stopDeadlines: false },
  "/api/v1/settings/publication-terms": { minor: 3, ordinary: 6, serious: 12, source: "公示办法" },
};

const review = textReviewRequest.parse({
  ...{ id: idOf(995), authority: "533103", subject: null, state: "waiting", texts: [] },
  ...{ askedBy: "planner-1", askedAt: "2026-10-09T02:00:00.000Z", decision: null },
});
const answers: Record<string, unknown> = {
  ...{ ...webhookAnswers, ...settingsAnswers },
  "/api/v1/text-review-requests": review,
  [`/api/v1/text-review-requests/${review.id}`]: review,
};

/** A page of somebody of the county in that role, once it shows what it has. */
async function opened(path: string, role: string, actor?: string) {
  const context = await browser.newContext({
    ...{ locale: "zh-CN", viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" },
  });
  // The pages are built first.
  context.setDefaultNavigationTimeout(180_000);
  const cookie = await pages.cookieOf({
    ...{ authority: "533103", roles: [role as never] },
    ...(actor === undefined ? {} : { actor }),
  });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await page.waitForSelector("h1");
  await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
  return page;
}

describe.skipIf(chromiumPath === undefined)("the planner's pages", () => {
  beforeAll(async () => {
    browser = await launchChromium();
    inspection = await startFakeInspection({
      plans: [draft, submitted, returned, adjusting, inForce],
      preview: previewOfTwo(first, second),
      campaigns,
      answers,
      clock: { kind: "demonstration", now: "2026-10-09T03:04:05.000Z" },
    });
    pages = await startConsole({ inspectionUrl: inspection.url });
    url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
    const built = await opened("/", "planner");
    await built.context().close();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
    await inspection.close();
  });

  it(`previews what is typed, without saving it: caps and their use, by class and trade, who is shared, what lacks where (articles 18, 20, 21)${unlessChromium}`, async () => {
    const page = await opened(`/plans/${draft.id}`, "planner");
    await page.getByRole("button", { name: "修改草案" }).click();
    const preview = page.getByRole("region", { name: "按当前填写内容预览（不保存）" });
    const row = (name: string) => preview.getByRole("row", { name, exact: true });
    await row("市场主体 400 24 28 80 28").waitFor();
    for (const shown of [
      "全年抽查总量上限 20%",
      "每个对象全年至多接受 2 次入企检查（依据：国办发〔2024〕54号）。",
      "条目 2“施工企业专项”：计划须含对象范围、人员要求、比例频次、实施时间（对象范围）",
      "与“施工企业专项”的对象范围重叠 7 个",
    ])
      expect(await preview.innerText()).toContain(shown);
    await row("A类 100 1% 3 1 9 90").first().waitFor();
    await row("建筑施工企业 400").first().waitFor();
    const before = inspection.sent.length;
    await page.getByLabel("每年次数").first().fill("3");
    await expect.poll(() => inspection.sent.length).toBeGreaterThan(before);
    const { path, body } = inspection.sent.at(-1) ?? { path: "", body: "{}" };
    expect(path).toBe("/api/v1/plan-previews");
    expect(JSON.parse(body)).toMatchObject({
      plan: draft.id,
      year: 2026,
      entries: [
        { id: first.id, frequency: 3 },
        { id: second.id, frequency: 2 },
      ],
    });
    expect(inspection.sent.every((one) => one.path === path)).toBe(true);
    await preview.getByText("重叠的对象（前 1 个）").first().click();
    await preview.getByText("91533103MA6K000017").first().waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.context().close();
  }, 120_000);

  it(`keeps an adjustment that was typed when the plan moves on, and says what another changed (article 17)${unlessChromium}`, async () => {
    const page = await opened(`/plans/${inForce.id}`, "planner");
    const begin = () => page.getByRole("button", { name: "调整计划" }).click();
    await begin();
    await page.getByLabel("理由").last().fill("增加频次");
    // When another adjusts it meanwhile and that is published
    const { title, revision, version } = inForce;
    Object.assign(inForce, { title: "他人调整后的计划", revision: revision + 1, version: version + 3 });
    await page.reload();
    await begin();
    await page.getByText("他人刚刚作了改动").waitFor();
    expect(await page.getByRole("dialog").locator("ins").allInnerTexts()).toEqual(["他人调整后的计划"]);
    expect(await page.getByLabel("理由").last().inputValue()).toBe("增加频次");
    await page.locator(".ant-drawer button[type=submit]").click();
    const path = `/api/v1/plans/${inForce.id}/commands/adjust`;
    await expect
      .poll(() => inspection.sent.find((one) => one.path === path)?.body)
      .toContain(`"revision":${revision + 1}`);
    Object.assign(inForce, { title, revision, version });
    await page.context().close();
  }, 120_000);

  it(`begins a campaign only after it is told what follows, and only where the year has draws of the entry left (article 20)${unlessChromium}`, async () => {
    const page = await opened(`/plans/${inForce.id}`, "planner");
    const rowOf = (title: string) => page.getByRole("row").filter({ hasText: title });
    await rowOf("建筑业企业抽查").getByText("已启动 1 / 2 次").waitFor();
    expect(await rowOf("建筑业企业抽查").innerText()).toContain("C类 3%");
    expect(await rowOf("已抽完的条目").getByRole("button", { name: "启动任务" }).count()).toBe(0);
    expect(await violationsIn(page)).toEqual([]);
    await rowOf("已抽完的条目").getByRole("link", { name: "第2次抽查" }).waitFor();
    await rowOf("建筑业企业抽查").getByRole("button", { name: "启动任务" }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("计入该条目的全年次数（1 / 2）").waitFor();
    expect(inspection.sent.filter(({ path }) => path.endsWith("/campaigns"))).toEqual([]);
    await page.context().close();
  }, 120_000);

  it(`tells of a webhook what does not arrive and why, and has it delivered again; none ends unasked${unlessChromium}`, async () => {
    const page = await opened("/admin?tab=webhooks", "planner");
    const line = page.getByRole("row").filter({ hasText: webhook.url });
    expect(await line.innerText()).toContain("检查、年度计划 · 计划公示");
    await line.getByRole("button", { name: /展开行|Expand row/ }).click();
    const delivery = page.getByRole("row").filter({ hasText: "对方拒绝（状态码 503）" }).last();
    expect(await delivery.innerText()).toContain("检查 · 检查组确定");
    await delivery.getByRole("button", { name: "重新投递" }).click();
    const replayed = `/api/v1/webhooks/${webhook.id}/deliveries/${dead.id}/replay`;
    await expect.poll(() => inspection.sent.map(({ path }) => path)).toContain(replayed);
    await page.mouse.move(0, 0);
    expect(await violationsIn(page)).toEqual([]);
    await line.getByRole("button", { name: "取消订阅" }).click();
    await page.getByText("未投递的不再投递").waitFor();
    await page.context().close();
  }, 120_000);

  it(`keeps settings apart on one page, and saves over what another set meanwhile only once that was seen (articles 20, 23)${unlessChromium}`, async () => {
    const page = await opened("/admin?tab=settings", "administrator");
    // Two have a field of that name: each label leads to its own.
    const sources = page.getByLabel("依据", { exact: true });
    const isFocused = (field: typeof sources) =>
      expect.poll(() => field.and(page.locator(":focus")).count()).toBe(1);
    await expect.poll(() => sources.count()).toBe(2);
    await page.getByText("依据", { exact: true }).first().click();
    await isFocused(sources.first());
    await page.getByText("依据", { exact: true }).last().click();
    await isFocused(sources.last());
    // A file is chosen by a button with the field's name, and taken away again.
    const file = page.getByRole("button", { name: "批准文件" });
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "批复.pdf", mimeType: "application/pdf", buffer: Buffer.from("批复") });
    await page.getByText("批复.pdf").waitFor();
    await page.getByRole("button", { name: "移除文件" }).click();
    await page.getByText("批复.pdf").waitFor({ state: "detached" });
    await isFocused(file);
    // When another sets the caps while one types
    const frequency = page.getByLabel("每年次数");
    const caps = page.locator("form", { has: frequency });
    await frequency.fill("3");
    answers["/api/v1/settings/caps"] = { ratio: "0.15", frequency: 4 };
    await caps.locator("button[type=submit]").click();
    await page.getByText("他人刚刚作了改动").waitFor();
    expect(await page.locator("ins").allInnerTexts()).toEqual(["15%"]);
    expect(await frequency.inputValue()).toBe("3");
    const saved = () => inspection.sent.filter(({ path }) => path === "/api/v1/settings/caps");
    expect(saved()).toEqual([]);
    expect(await violationsIn(page)).toEqual([]);
    // Then it is saved once that was seen.
    await caps.locator("button[type=submit]").click();
    await expect
      .poll(() => saved().map(({ body }): unknown => JSON.parse(body)))
      .toMatchObject([{ frequency: 3 }]);
    await page.context().close();
  }, 120_000);

  it(`names no review any more once the draft that it was of is thrown away${unlessChromium}`, async () => {
    const page = await opened(`/plans/${draft.id}`, "planner");
    await page.route(`**/api/v1/plans/${draft.id}`, (route) => {
      if (route.request().method() !== "PUT" || !route.request().postData()?.includes("17900000000"))
        return route.fallback();
      const refusal = new Problem("text/personal-data", undefined, [{ path: "/title", message: "a phone" }]);
      return route.fulfill({ status: 422, json: problemBodyOf(refusal) });
    });
    const title = page.getByLabel("标题").first();
    const submit = () => page.locator(".ant-drawer button[type=submit]").click();
    await page.getByRole("button", { name: "修改草案" }).click();
    await title.fill("电话 17900000000");
    await submit();
    await page.getByRole("button", { name: "提请复核" }).click();
    const asked = page.getByText("已提请复核");
    await asked.waitFor();
    await page.reload();
    await page.getByRole("button", { name: "修改草案" }).click();
    await asked.waitFor();
    await page
      .getByRole("button", { name: "清空" })
      .or(page.getByRole("button", { name: "清 空" }))
      .click();
    await asked.waitFor({ state: "detached" });
    expect(await title.inputValue()).toBe(draft.title);
    await title.fill("另一标题");
    await submit();
    const written = () => inspection.sent.filter(({ path }) => path === `/api/v1/plans/${draft.id}`);
    await expect.poll(() => written().length).toBe(1);
    expect(written()[0]?.body).toContain("另一标题");
    expect(written()[0]?.body).not.toContain("personalDataReview");
    await page.context().close();
  }, 120_000);

  it(`is reviewed by whoever publishes as the public will read it, and a draft can be deleted by its planner (articles 9, 16)${unlessChromium}`, async () => {
    const approver = await opened(`/plans/${submitted.id}`, "approver");
    await approver.getByText("已提交审核，由提交人以外的人员审核。").waitFor();
    expect(await violationsIn(approver)).toEqual([]);
    await approver.getByRole("button", { name: "审核通过并公示" }).click();
    const drawer = approver.getByRole("dialog");
    await drawer.getByText("公示文本").click();
    await drawer.getByText("芒市2026年度执法检查计划").waitFor();
    expect(await drawer.innerText()).toContain("本年度没有其他现行计划。");
    await approver.context().close();
    const another = await opened(`/plans/${submitted.id}`, "planner", "planner-2");
    expect(await another.getByRole("button", { name: "撤回提交" }).count()).toBe(0);
    await another.context().close();
    const own = await opened(`/plans/${submitted.id}`, "planner", "planner-1");
    await own.getByRole("button", { name: "撤回提交" }).click();
    await own.getByText("撤回后计划恢复为草案").waitFor();
    const taken = `/api/v1/plans/${submitted.id}/commands/withdraw`;
    // What was refused is asked for anew: under the same key it would be refused for ever.
    const keys: (string | undefined)[] = [];
    await own.route(`**${taken}`, (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      const refusal = problemBodyOf(new Problem("plan/wrong-state"));
      return keys.length > 1 ? route.continue() : route.fulfill({ status: refusal.status, json: refusal });
    });
    const withdrawing = own.getByRole("dialog").getByRole("button", { name: "撤回提交" });
    await withdrawing.click();
    await own.getByText("plan/wrong-state").waitFor();
    await withdrawing.click();
    await expect.poll(() => inspection.sent.find(({ path }) => path === taken)?.body).toBe("{}");
    expect(new Set(keys).size).toBe(2);
    await own.context().close();
    const unsubmitted = await opened(`/plans/${draft.id}`, "approver");
    expect(await unsubmitted.getByRole("button", { name: "审核通过并公示" }).count()).toBe(0);
    await unsubmitted.context().close();
    const planner = await opened(`/plans/${draft.id}`, "planner");
    await planner.getByRole("button", { name: "删除草案" }).click();
    await planner.getByText("删除后不能恢复，办理记录仍保留。").waitFor();
    await planner.context().close();
  }, 120_000);

  it(`goes to whoever reviews it, and comes back with the reason that it is returned for (article 16)${unlessChromium}`, async () => {
    const sent = (plan: string, type: string) =>
      inspection.sent.find(({ path }) => path === `/api/v1/plans/${plan}/commands/${type}`)?.body;
    const approver = await opened(`/plans/${submitted.id}`, "approver");
    await approver.getByRole("button", { name: "退回修改" }).click();
    const drawer = approver.getByRole("dialog");
    await drawer.getByLabel("理由").fill("请补充专项检查的审批文号");
    await drawer.getByRole("button", { name: "退回修改" }).click();
    await expect.poll(() => sent(submitted.id, "return")).toContain("请补充专项检查的审批文号");
    await approver.context().close();

    const planner = await opened(`/plans/${returned.id}`, "planner");
    await planner.getByText("于 2026-10-09 10:00 退回修改").waitFor();
    await planner.getByText("请补充专项检查的审批文号").waitFor();
    expect(await violationsIn(planner)).toEqual([]);
    await planner.getByRole("button", { name: "提交审核" }).click();
    const again = planner.getByRole("dialog");
    await again.getByText("提交后由其他人员审核").waitFor();
    await again.getByRole("button", { name: "提交审核" }).click();
    await expect.poll(() => sent(returned.id, "submit")).toBe("{}");
    await planner.context().close();
  }, 120_000);

  it.each([
    ["plans", adjusting.id, "自调整之后 5 个工作日内公示", "计划条目确定的实施时间"],
    ["campaigns", idOf(970), "自最后一次检查结束之后 5 个工作日内公开摇号数据", "检查方案确定的实施时间"],
  ])(
    `tells of /%s why each date is what it is (articles 17, 18, 22, 23)${unlessChromium}`,
    async (path, id, rule, window) => {
      const page = await opened(`/${path}/${id}`, "planner");
      expect(await violationsIn(page)).toEqual([]);
      const whys = page.getByRole("button", { name: "为什么是这一天" });
      await whys.first().click();
      const reason = page.getByRole("dialog");
      await reason.getByText(rule).waitFor();
      await reason.getByText("第 5 个工作日为").waitFor();
      expect(await violationsIn(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await reason.waitFor({ state: "hidden" });
      await whys.last().click();
      await page.getByRole("dialog").getByText(window).waitFor();
      await page.context().close();
    },
    120_000,
  );

  it(`follows a draw on the wall: who has handed in, how many tickets are computed, and when it was drawn (article 23)${unlessChromium}`, async () => {
    const before = { state: "committed" as const, drawnAt: null };
    campaign(
      { statistics: [] },
      { ...before, witnesses: [witness(true), { ...witness(false), name: "见证人2" }] },
    );
    const page = await opened("/", "planner");
    const headers = { "access-control-allow-origin": "*" };
    await page.route("http://portal.example:8080/**", (route) =>
      route.request().url().endsWith("commitment.json")
        ? route.fulfill({ headers, body: commitment })
        : route.fulfill({ headers, json: publicDraw }),
    );
    await page.goto(`${url}/draws/d13`);
    const heading = page.locator(".draw-room").getByRole("status");
    await heading.getByText("见证人已揭示 1 / 2").waitFor();
    campaign(
      { progress: { phase: "drawing", done: 12, total: 40, at: "2026-10-09T02:00:00.000Z" } },
      { ...before, witnesses: [witness(true)] },
    );
    await page.getByText("已摇 12 / 40").waitFor();
    campaign({ statistics: [{ code: "drawn", value: 4 }] }, {});
    await page.getByText("抽取 4 个对象，检查组已确定。").waitFor();
    expect(await heading.innerText()).toBe("已于 2026-10-09 10:00 摇号");
    expect(await page.locator("header .state").innerText()).toBe("已摇号，检查结束后公开");
    expect(await violationsIn(page)).toEqual([]);
    await page.context().close();
  }, 120_000);
});
