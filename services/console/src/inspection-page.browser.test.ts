import type { InspectionDetail, InspectionPapers } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchChromium, unlessChromium } from "../../../infra/e2e/browsers.ts";
import type { SignedIn } from "../../../packages/service-kit/src/testing/issuer.ts";
import { startConsole, type TestConsole } from "./testing/console.ts";
import { startFakeInspection, type FakeInspection } from "./testing/fake-inspection.ts";
import { idOf, inspectionOf } from "./testing/inspections.ts";

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;
type Papers = InspectionPapers["items"];

const clock = { kind: "demonstration", now: "2026-10-09T03:04:05.000Z" } as const;
const at = "2026-10-09T02:30:00.000Z";
const sha256 = "5e".repeat(32);
const paper = (kind: Papers[number]["kind"], content: Record<string, unknown>, more: object = {}) => ({
  kind,
  versions: [{ version: 1, form: "original" as const, at, actor: "officer-1", content, sha256, ...more }],
});
const recusal: InspectionDetail["recusals"][number] = {
  ...{ id: idOf(650), number: 12, askedAt: at, due: "2026-10-10T16:00:00.000Z" },
  ground: "kinship",
  declaredBy: "target",
  ...{ escalatedAt: null, decidedAt: null, granted: null },
};
const recorded = { endedAt: at, entries: [{ itemCode: "I1", result: "fail", note: "栏杆缺失" }] };

/** One whose record awaits a signature, one whose recusal is undecided, and one that is late and objected to. */
const inspections: InspectionDetail[] = [
  inspectionOf(1, {
    state: "checking",
    waitingFor: "record",
    signing: [
      {
        ...{ paper: "record", revision: 1, signatures: [{ number: 7, at }] },
        ...{ missing: 1, awaits: [12], complete: false },
      },
    ],
    events: [
      { seq: 1, type: "begun", at, actor: "officer-1", state: "checking", facts: {} },
      { seq: 2, type: "paper-offered", at, actor: idOf(1), state: "checking", facts: { number: 7 } },
    ],
  }),
  inspectionOf(2, {
    waitingFor: "recusal",
    recusals: [recusal],
    dueAt: recusal.due,
    dueTimes: [
      { deadline: "recusal-decision", due: recusal.due, from: { what: "recusal-asked", at }, workdays: 1 },
    ],
  }),
  inspectionOf(3, {
    state: "fed-back",
    waitingFor: "result",
    dueAt: "2026-09-30T16:00:00.000Z",
    workdaysLeft: -3,
    overdue: true,
    dueTimes: [
      {
        deadline: "result",
        due: "2026-09-30T16:00:00.000Z",
        from: { what: "fed-back", at: "2026-09-22T16:30:00.000Z" },
        workdays: 4,
      },
    ],
    events: [{ seq: 1, type: "objected", at, actor: "inspected:1", state: "fed-back", facts: {} }],
  }),
];
const papers = {
  [idOf(1)]: [
    paper("record", recorded, { revision: 1, signatures: [{ number: 7, actor: "officer-1", at }] }),
  ],
  [idOf(2)]: [
    paper("recusal", {
      ...{ recusalId: recusal.id, number: 12, ground: "kinship", declaredBy: "target" },
      statement: "该检查人员系本单位负责人的胞弟",
    }),
  ],
  [idOf(3)]: [paper("objection", { statement: "栏杆当日已修复，有照片为证" })],
};
const names = [
  { id: idOf(801), name: "线某", unit: "芒市住房和城乡建设局" },
  { id: idOf(802), name: "刀某", unit: "芒市住房和城乡建设局" },
];

describe.skipIf(chromiumPath === undefined)("the page of an inspection", () => {
  let browser: Browser;
  let inspection: FakeInspection;
  let pages: TestConsole;
  let url: string;
  beforeAll(async () => {
    browser = await launchChromium();
    inspection = await startFakeInspection({ clock, inspections, papers, names });
    pages = await startConsole({ inspectionUrl: inspection.url });
    url = await pages.app.listen({ host: "127.0.0.1", port: 0 });
    // The pages are built when the first one is asked for.
    await (await opened(1, { roles: ["supervisor"] })).close();
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await pages.close();
    await inspection.close();
  });

  /** The page of that inspection, for whoever is signed in, as wide as told. */
  async function opened(number: number, person: Partial<SignedIn>, width = 1440): Promise<Page> {
    const context = await browser.newContext({
      ...{ locale: "zh-CN", viewport: { width, height: 900 }, reducedMotion: "reduce" },
    });
    context.setDefaultNavigationTimeout(120_000);
    const [name = "", value = ""] = (await pages.cookieOf({ authority: "533103", ...person })).split("=");
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/inspections/${idOf(number)}`);
    await page.waitForSelector("h1");
    await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
    return page;
  }
  const textOf = (page: Page) => page.locator("#content").innerText();

  it(`has its papers to be read and printed, each with who signed it and its hash (articles 25–30)${unlessChromium}`, async () => {
    const page = await opened(1, { roles: ["supervisor"] });
    await page.getByRole("button", { name: "查看 现场检查记录 · 第 1 稿" }).click();
    const dialog = page.getByRole("dialog");
    const text = await dialog.innerText();
    for (const said of ["栏杆缺失", "不符合", "7 号 线某", sha256, "91533103MA6K00000X"])
      expect(text).toContain(said);
    expect(await dialog.getByRole("button", { name: "签署文书" }).count()).toBe(0);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#root").isVisible()).toBe(false);
    expect(await page.getByText("栏杆缺失").isVisible()).toBe(true);
  }, 180_000);

  it(`lets an officer sign what it shows in full, and nothing unseen (articles 26, 29)${unlessChromium}`, async () => {
    const page = await opened(1, { roles: ["officer"], actor: "officer-2", inspector: idOf(802) });
    expect(await page.getByRole("button", { name: "签署文书" }).count()).toBe(0);
    await page.getByRole("button", { name: "查看并签署" }).click();
    await expect.poll(() => page.getByRole("dialog").innerText()).toContain("栏杆缺失");
    expect(await page.getByRole("dialog").innerText()).toContain(sha256);
    await page.getByRole("button", { name: "签署文书" }).click();
    await expect
      .poll(() => inspection.sent.at(-1)?.path)
      .toBe(`/api/v1/inspections/${idOf(1)}/commands/sign`);
    expect(JSON.parse(inspection.sent.at(-1)?.body ?? "")).toEqual({ paper: "record", revision: 1 });
  }, 180_000);

  it(`offers no paper to who has signed it or is none of its team, and says who signed when and who is awaited (articles 26, 29)${unlessChromium}`, async () => {
    for (const inspector of [idOf(801), idOf(899), undefined]) {
      const page = await opened(1, { roles: ["officer", "supervisor"], actor: "officer-1", inspector });
      await page.waitForSelector("text=已签：7 号 线某 2026-10-09 10:30");
      await page.waitForSelector("text=尚缺 1 名执法人员签名，可签署的有：12 号 刀某");
      expect(await page.getByText("本人已签").count()).toBe(inspector === idOf(801) ? 1 : 0);
      expect(await page.getByRole("button", { name: "查看并签署" }).count()).toBe(0);
      await page.context().close();
    }
  }, 180_000);

  it(`shows who decides what was stated: a recusal and an objection (articles 24, 30)${unlessChromium}`, async () => {
    const page = await opened(2, { roles: ["approver"] });
    await page.getByRole("button", { name: "决定回避申请" }).click();
    await page.waitForSelector("text=该检查人员系本单位负责人的胞弟");
    const other = await opened(3, { roles: ["reviewer"] });
    await other.getByRole("button", { name: "异议答复" }).first().click();
    await other.waitForSelector("text=栏杆当日已修复，有照片为证");
  }, 180_000);

  it(`explains a due time day by day from what began it, also one that is late (articles 24, 30)${unlessChromium}`, async () => {
    const page = await opened(3, { roles: ["supervisor"] });
    await page.getByRole("button", { name: "为什么是这一天" }).first().click();
    const dialog = page.getByRole("dialog");
    await expect.poll(() => dialog.innerText()).toContain("第 4 个工作日为 2026-09-30");
    const text = await dialog.innerText();
    for (const said of [
      "自反馈之后 4 个工作日内公示",
      "依据：第30条",
      "起算：向被检查对象反馈结果，2026-09-23 00:30",
      "起算日，不计",
      "已于 2026-09-30 24:00 届满，逾期 3 个工作日。",
    ])
      expect(text).toContain(said);
    const asked = await opened(2, { roles: ["supervisor"] });
    await asked.getByRole("button", { name: "为什么是这一天" }).first().click();
    await expect.poll(() => asked.getByRole("dialog").innerText()).toContain("起算：申请回避");
  }, 180_000);

  it(`names the team and who acted to those who may know, and gives others numbers and roles (article 14)${unlessChromium}`, async () => {
    const page = await opened(1, { roles: ["supervisor"] });
    await page.waitForSelector("text=7 号 线某 · 执法人员");
    const text = await textOf(page);
    expect(text).toContain("12 号 刀某 · 执法人员");
    expect(text).not.toContain("officer-1");
    const asExpert = await textOf(await opened(1, { roles: ["expert"] }));
    expect(asExpert).toContain("7 号 · 执法人员");
    expect(asExpert).not.toContain("线某");
  }, 180_000);

  it(`begins on a phone with what is waited for and until when, then the flow, then the facts${unlessChromium}`, async () => {
    const page = await opened(3, { roles: ["supervisor"] }, 390);
    const text = await textOf(page);
    const places = ["检查单位：公示结果", "2026-09-30 24:00", "流程", "文书", "检查来源"].map((said) =>
      text.indexOf(said),
    );
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(-1);
    const { width } = (await page.locator("#content").boundingBox()) ?? { width: 0 };
    expect(width).toBeLessThanOrEqual(390);
  }, 180_000);

  it(`tells on a phone all that happened, one below the other, and cuts nothing off${unlessChromium}`, async () => {
    const page = await opened(1, { roles: ["supervisor"] }, 390);
    const history = page
      .locator("section.card")
      .filter({ has: page.getByRole("heading", { name: "办理记录" }) });
    expect(await history.innerText()).toContain("办理人");
    const cut = await history.evaluate((card) =>
      [card, ...card.querySelectorAll("*")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .map((one) => one.className),
    );
    expect(cut).toEqual([]);
  }, 180_000);
});
