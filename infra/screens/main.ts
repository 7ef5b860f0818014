/** `npm run screens`: takes pictures of the console's main pages, at a desk's width and a phone's, of what `npm start` runs, into docs/screens. */
import { api, type AccountRole } from "@shuangsui/contracts";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { demonstrationPassword } from "../../services/identity/src/accounts/demonstration.ts";
import { chromiumPath, launchChromium } from "../e2e/browsers.ts";
import { peopleOf } from "../embedded/people.ts";
import { keptSecrets } from "../embedded/secrets.ts";
import { makeCreditCode } from "../sample/codes.ts";
import { demonstrateMember } from "../sample/demonstration.ts";
import { keyOf, personAt } from "../sample/people.ts";

const root = join(import.meta.dirname, "..", "..");
const widths = [1440, 390] as const;
/** What is done on a page before its picture is taken. */
type Does = (page: Page) => Promise<void>;
/** A page's name, its address, in which `>` opens the first entry of the list there, what is done on it, and whether it is dark. */
type Look = {
  name: string;
  at: string | ((page: Page) => Promise<string>);
  does?: Does;
  dark?: boolean;
};
const opens: Does = (page) => page.locator("button.name").first().click();
/** A review is called as the list of them is. */
const opensReview: Does = async (page) => {
  await page.locator("a.name").first().click();
  await page.waitForURL("**/reviews/*-*");
};
const begins =
  (step: string): Does =>
  (page) =>
    page.getByRole("button", { name: step, exact: true }).first().click();

/** Who looks at which page. */
const looks: readonly (readonly [role: AccountRole, pages: readonly Look[]])[] = [
  [
    "supervisor",
    [
      { name: "board", at: "/board" },
      { name: "board-dark", at: "/board", dark: true },
      { name: "inspections", at: "/inspections" },
      { name: "inspection", at: "/inspections >" },
      { name: "inspection-dark", at: "/inspections >", dark: true },
      { name: "search", at: "/search?text=建筑" },
      { name: "campaign", at: "/campaigns >" },
      { name: "supervision", at: "/supervision >" },
      { name: "draw-room", at: async (page) => `/draws/${await revealedDraw(page)}` },
      { name: "draw-certificate", at: async (page) => `/draws/${await revealedDraw(page)}/certificate` },
      { name: "portal-draw", at: async (page) => `${portal}/draws/${await revealedDraw(page)}` },
      { name: "portal-risk-rules", at: async () => `${portal}/risk-tables/533103` },
    ],
  ],
  [
    "planner",
    [
      { name: "workbench", at: "/workbench" },
      { name: "plan", at: "/plans >" },
    ],
  ],
  [
    "registry-clerk",
    [
      { name: "registry", at: "/registry" },
      { name: "registry-form", at: "/registry?tab=entities", does: begins("登记市场主体") },
      { name: "proposals", at: "/registry?tab=proposals" },
      { name: "proposal", at: "/registry?tab=proposals", does: opens },
      { name: "merges", at: "/registry?tab=merges" },
      { name: "imports", at: "/imports" },
      { name: "import", at: "/imports", does: previewsImport },
      // The sample's clock has weeks of its own.
      { name: "changes", at: "/changes?from=2026-09-14" },
      { name: "conflicts", at: "/registry?tab=conflicts" },
      {
        name: "credit",
        at: async (page) => `/registry?tab=credit-records&targetCode=${await badTarget(page)}`,
      },
      { name: "legal-bases", at: "/registry?tab=bases", does: opens },
      { name: "tips", at: "/tips" },
      { name: "tip", at: "/tips", does: opens },
      { name: "duplicates", at: "/registry?tab=duplicates" },
      { name: "completeness", at: "/registry?tab=completeness" },
    ],
  ],
  [
    "officer",
    [
      { name: "record", at: "/inspections?state=checking >", does: begins("提交现场检查记录") },
      { name: "notice", at: noticeOf, does: (page) => page.waitForURL("**/notice") },
    ],
  ],
  [
    "reviewer",
    [
      { name: "reviews", at: "/reviews" },
      { name: "review", at: "/reviews", does: opensReview },
    ],
  ],
  ["auditor", [{ name: "audit", at: "/audit" }]],
  [
    "administrator",
    [
      { name: "settings", at: "/admin" },
      { name: "accounts", at: "/admin?tab=accounts" },
      { name: "calendar", at: "/admin?tab=calendar" },
    ],
  ],
];

if (chromiumPath === undefined) {
  process.stderr.write("screens: there is no Chromium here; CHROMIUM_PATH names one\n");
  process.exit(1);
}
const endpoint = z.string();
const endpoints = z
  .looseObject({
    ...{ console: endpoint, portal: endpoint, inspected: endpoint },
    ...{ identity: endpoint, registry: endpoint, inspection: endpoint },
  })
  .parse(JSON.parse(readFileSync(join(root, ".data", "endpoints.json"), "utf8")));
const { console: site, portal } = endpoints;
const people = peopleOf(endpoints.identity, keptSecrets(join(root, ".data", "secrets.json")).operatorSecret);
/** Whose sample it is, and another under the same superior. */
const [county, neighbour] = ["533103", "533102"] as const;
const administrator = personAt(endpoints.identity, people, county, keyOf("administrator", county));
/** Those that are named, or all. */
const wanted = new Set(process.argv.slice(2));
const folder = join(root, "docs", "screens");
mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  await enterByHand();
  for (const [role, all] of looks) {
    const pages = all.filter(({ name }) => wanted.size === 0 || wanted.has(name));
    if (pages.length === 0) continue;
    const page = await signedIn(browser, role);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      for (const look of pages) await take(page, look, join(folder, `${look.name}-${width}.jpg`));
    }
    await page.context().close();
  }
} finally {
  await browser.close();
}

async function signedIn(inBrowser: Browser, role: AccountRole): Promise<Page> {
  const context = await inBrowser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`${site}/`);
  await page.fill("input[name=login]", `demo-${role}`);
  if (role === "administrator") await withSecondFactor(page);
  else {
    await page.fill("input[name=password]", demonstrationPassword);
    await page.press("input[name=password]", "Enter");
  }
  await page.waitForSelector("#content");
  return page;
}

/** Goes on by a second factor that is new, for nobody knows the last one's. */
async function withSecondFactor(page: Page): Promise<void> {
  const identity = administrator.at(api.identity);
  const { items } = await identity.getAccounts({ query: { q: "demo-administrator" } });
  const { initialPassword } = await identity.postAccountsByIdReset({ params: { id: items[0]?.id ?? "" } });
  await page.fill("input[name=password]", initialPassword);
  await page.press("input[name=password]", "Enter");
  for (const name of ["password", "again"]) await page.fill(`input[name=${name}]`, demonstrationPassword);
  await page.press("input[name=again]", "Enter");
  const secret = Secret.fromBase32((await page.locator("code.secret").innerText()).replaceAll(" ", ""));
  await page.fill("input[name=code]", new TOTP({ secret }).generate());
  await page.press("input[name=code]", "Enter");
}

async function take(page: Page, { at, does, dark }: Look, file: string): Promise<void> {
  const [address = "", first] = (typeof at === "string" ? at : await at(page)).split(" ");
  await page.evaluate((isDark) => localStorage.setItem("dark", String(isDark)), dark === true);
  await page.goto(new URL(address, site).href);
  await page.waitForSelector("h1");
  if (first !== undefined) {
    const list = await page.locator("h1").innerText();
    await page.locator("a.name").first().click();
    await page.getByRole("heading", { level: 1, name: list, exact: true }).waitFor({ state: "detached" });
    await page.waitForSelector("h1");
  }
  await does?.(page);
  // Nothing is lit up because the mouse lies over it.
  await page.mouse.move(0, 0);
  await page.waitForSelector(".ant-skeleton, .ant-spin-spinning", { state: "detached" });
  await quiet(page);
  await page.screenshot({ path: file, type: "jpeg", quality: 72, animations: "disabled" });
  process.stdout.write(`${file}\n`);
}

/** Waits until nothing was asked for a moment: names come after the lists in which they stand. */
async function quiet(page: Page): Promise<void> {
  for (let last = Date.now(); Date.now() - last < 1_500;) {
    const asked = await page.evaluate(() => performance.getEntriesByType("resource").length);
    await page.waitForTimeout(500);
    if ((await page.evaluate(() => performance.getEntriesByType("resource").length)) !== asked)
      last = Date.now();
  }
}

/** Asks a service as whoever is signed in on that page; with a body it is told something. */
function asks(page: Page, path: string, body?: object): Promise<unknown> {
  return page.evaluate(
    async ([address, sent]) => {
      const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
      const init = { method: "POST", body: sent, headers };
      return (await fetch(address, sent === "" ? {} : init)).json();
    },
    [`/api/${path}`, body === undefined ? "" : JSON.stringify(body)] as const,
  );
}

/** The draw that is revealed and can be watched. */
async function revealedDraw(page: Page): Promise<string> {
  const { items } = z
    .looseObject({ items: z.array(z.looseObject({ drawId: z.string().nullable(), state: z.string() })) })
    .parse(await asks(page, "inspection/api/v1/campaigns?limit=50"));
  return (items.find(({ drawId }) => drawId !== null) ?? { drawId: "" }).drawId ?? "";
}

/** A target that has a violation on record. */
async function badTarget(page: Page): Promise<string> {
  const { items } = z
    .looseObject({ items: z.array(z.looseObject({ targetCode: z.string() })) })
    .parse(await asks(page, "registry/api/v1/credit-records?kind=violation&limit=1"));
  return items[0]?.targetCode ?? "";
}

/** Where the inspected reads the notice of a check that is under way, by a code that is given for it. */
async function noticeOf(page: Page): Promise<string> {
  const { id } = await checking();
  const { code } = z
    .looseObject({ code: z.string() })
    .parse(await asks(page, `inspection/api/v1/inspections/${id}/access-codes`, {}));
  return `${endpoints.inspected}/#${code}`;
}

/** A check that has begun and has no record yet. @throws RangeError where there is none */
async function checking() {
  const official = personAt(endpoints.inspection, people, county);
  const { items } = await official
    .at(api.inspection)
    .getInspections({ query: { state: "checking", limit: 1 } });
  if (items[0] === undefined) throw new RangeError("no check is under way: begin one at the console");
  return official.at(api.inspection).getInspectionsById({ params: { id: items[0].id } });
}

/** What the sample has none of: texts that wait for a review, what one authority proposes to another, a merge, and whose check goes on. */
async function enterForOthers(): Promise<void> {
  const { id, team } = await checking();
  const lead = team.find(({ lead: leads }) => leads)?.inspectorId ?? "";
  await demonstrateMember(administrator, county, "officer", lead);
  const planner = await signedIn(browser, "planner");
  const waiting = await asks(planner, "inspection/api/v1/text-review-requests?state=waiting&limit=1");
  const isNone = z.looseObject({ items: z.tuple([]) }).safeParse(waiting).success;
  for (const text of isNone
    ? ["责令改正通知书送达联系人 13988210000", "举报人称可拨打 17900000009 核实"]
    : [])
    await asks(planner, "inspection/api/v1/text-review-requests", {
      subject: { matter: "inspection", id },
      texts: [{ path: "/reason", text }],
    });
  await planner.context().close();
  const [own, others] = [
    personAt(endpoints.registry, people, county, "clerk"),
    personAt(endpoints.registry, people, neighbour, "clerk"),
  ];
  const { items } = await own.at(api.registry).getEntities({ query: { limit: 3, category: "builder" } });
  const [shared, one, another] = items;
  if (shared === undefined || one === undefined || another === undefined)
    throw new RangeError("the sample has too few builders");
  const { creditCode, name, address, legalRepresentative, category } = shared;
  const facts = { address, legalRepresentative, category, contactName: "岳某", contactPhone: "17900000001" };
  await others.post("/api/v1/entities", { ...facts, creditCode, name });
  const { version } = (await others.get(`/api/v1/entities/${creditCode}`)).body;
  await others.post(`/api/v1/entities/${creditCode}/proposals`, {
    ...{ version, reason: "营业执照变更", legalRepresentative: "岳某某" },
  });
  // Two are registered twice, of which one is merged and the other is yet to be.
  const [merged, twin] = [makeCreditCode(county, 790_001), makeCreditCode(county, 790_002)];
  await own.post("/api/v1/entities", { ...facts, creditCode: merged, name: one.name });
  await own.post("/api/v1/merges", {
    ...{ register: "entities", kept: one.creditCode, merged, reason: "同一企业重复登记" },
  });
  await own.post("/api/v1/entities", { ...facts, creditCode: twin, name: another.name });
}

/** What the sample has none of: legal bases, one of them repealed, and tips. What is there already is refused. */
async function enterByHand(): Promise<void> {
  await enterForOthers();
  const page = await signedIn(browser, "registry-clerk");
  const laws = [
    ["中华人民共和国建筑法", "第七条", "1998-03-01", null],
    ["建设工程质量管理条例", "第四条", "2000-01-30", null],
    ["建筑业企业资质管理规定", "第二十三条", "2015-03-01", "2026-12-31"],
    ["房地产开发企业资质管理规定", "第五条", "2000-03-29", null],
  ] as const;
  for (const [law, article, validFrom, validTo] of laws)
    await asks(page, "registry/api/v1/legal-bases", { law, article, number: null, validFrom, validTo });
  const { items } = z
    .looseObject({ items: z.array(z.looseObject({ creditCode: z.string() })) })
    .parse(await asks(page, "registry/api/v1/entities?limit=3&category=builder"));
  const tips = [
    ["complaint", "州长热线", "热线〔2026〕8号", "反映夜间施工噪声扰民"],
    ["referral", "市场监督管理局", "芒市监移〔2026〕3号", "检查中发现资质证书过期"],
    ["data-alert", "全国建筑市场监管平台", "预警〔2026〕21号", "注册人员数量低于资质标准"],
  ] as const;
  for (const [index, [origin, source, document, statement]] of tips.entries())
    await asks(page, "registry/api/v1/tips", {
      ...{ origin, source, document, statement, receivedOn: "2026-09-14" },
      target: { kind: "entity", code: items[index]?.creditCode },
      evidence: [],
      complainant: origin === "complaint" ? { name: "线某", phone: "17900000009" } : null,
    });
  await page.context().close();
}

/** Uploads a file that changes two entries and has faults in two more, and opens what it would do. */
async function previewsImport(page: Page): Promise<void> {
  const list = "/api/registry/api/v1/entities/export?format=csv&category=developer";
  const text = await page.evaluate(async (address) => (await fetch(address)).text(), list);
  const [head = [], ...rows] = text
    .trimEnd()
    .split("\r\n")
    .slice(0, 9)
    .map((line) => line.split(","));
  const put = (row: number, column: string, value: string) => {
    const [line, at] = [rows[row], head.indexOf(column)];
    if (line !== undefined && at >= 0) line[at] = value;
  };
  put(0, "联系人", "线某某");
  put(1, "联系电话", "13800000000");
  put(2, "联系电话", "12");
  put(3, "统一社会信用代码", "91533103X");
  await page.locator("input[type=file]").setInputFiles({
    name: "市场主体.csv",
    mimeType: "text/csv",
    buffer: Buffer.from([head, ...rows].map((line) => line.join(",")).join("\r\n")),
  });
  await page.locator("td a", { hasText: "市场主体.csv" }).first().click();
  await page.getByText("已检查，待确认").waitFor();
}
