import { problemEntry } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { shownCodes } from "../../../../infra/e2e/shown-codes.ts";
import { opened, type Handling } from "../testing/publications.ts";
import { startDisclosureHarness, type DisclosureHarness } from "../testing/harness.ts";

const day = 86_400_000;
let harness: DisclosureHarness;
beforeAll(async () => {
  harness = await startDisclosureHarness(new Date("2026-09-21T01:00:00Z"), "development");
}, 120_000);
afterAll(() => harness.close());

type Opening = Parameters<typeof opened>[1];

/** A publication that is out, a second after the one before it. */
async function published(title: string, changes: Partial<Opening> = {}): Promise<Handling> {
  const now = (await harness.clock.now()).getTime() + 1_000;
  await harness.skipTo(new Date(now));
  const publication = await opened(harness, {
    dueAt: new Date(now + 5 * day).toISOString(),
    title,
    ...changes,
  });
  // A plan is called as its content calls it.
  const summary = changes.kind === "plan" ? title : `${title}：未发现问题`;
  expect((await publication.content(summary)).status).toBe(200);
  expect((await publication.publish()).status).toBe(200);
  return publication;
}

/** A page as anybody gets it. */
async function page(path: string): Promise<{ status: number; html: string; headers: Headers }> {
  const answer = await fetch(new URL(path, harness.portal));
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}
/** The titles in the list of a page, in order. */
const titlesOf = (html: string) =>
  [...html.matchAll(/<a href="\/publications\/[^"]+">([^<]*)<\/a>/g)].map(([, title]) => title);
const search = (query: Record<string, string>) => page(`/?${new URLSearchParams(query).toString()}`);

describe("the public portal", () => {
  it("finds publications by a part of the name, by authority and by kind, the newest first", async () => {
    await published("芒市华泰建筑有限公司检查结果");
    await published("瑞丽市ABC燃气有限公司检查结果", { authority: "533102" });
    await published("芒市2026年度计划", { kind: "plan" });

    expect(titlesOf((await page("/")).html)).toEqual([
      "芒市2026年度计划",
      "瑞丽市ABC燃气有限公司检查结果",
      "芒市华泰建筑有限公司检查结果",
    ]);
    const found = async (query: Record<string, string>) => titlesOf((await search(query)).html);
    expect(await found({ q: "abc燃气" })).toEqual(["瑞丽市ABC燃气有限公司检查结果"]);
    expect(await found({ authority: "533102" })).toEqual(["瑞丽市ABC燃气有限公司检查结果"]);
    expect(await found({ kind: "plan" })).toEqual(["芒市2026年度计划"]);
    expect(await found({ q: "检查结果", authority: "533103", kind: "result" })).toEqual([
      "芒市华泰建筑有限公司检查结果",
    ]);
    // A form sent with its fields empty asks for all.
    expect(await found({ q: "", authority: "", kind: "" })).toHaveLength(3);
    const none = await search({ q: "没有这家公司" });
    expect(none.status).toBe(200);
    expect(none.html).toContain("没有符合条件的公示");
  });

  it("finds a company however its name is written, and by its credit code", async () => {
    const title = "盈江（平原）ＡＢＣ建材公司检查结果";
    await published(title, { authority: "533100", targetCode: "91533123XN00000017" });
    await published("盈江平原建材公司检查结果", { authority: "533100" });
    for (const q of [
      "盈江(平原)abc",
      "（平原）",
      "(平原)",
      " 盈江（平原） ",
      "盈江 （平原）\u3000ABC",
      "盈江\u200B（平原）",
      "91533123XN00000017",
      "91533123xn00000017",
      " 91533123 XN00000017\t",
      "９１５３３１２３ＸＮ００００００１７",
      "XN00000017",
    ])
      expect(titlesOf((await search({ q })).html), q).toEqual([title]);
    expect(titlesOf((await search({ q: "平原" })).html)).toHaveLength(2);
    // A title and a code that follow one another are not one word.
    expect(titlesOf((await search({ q: "结果9153" })).html)).toEqual([]);
    const listed = async (q: string) =>
      (
        (await harness.readPublic(`/api/v1/publications?${new URLSearchParams({ q }).toString()}`)).body as {
          items: { title: string }[];
        }
      ).items.map((one) => one.title);
    expect(await listed("（ＰＬ）")).toEqual([]);
    expect(await listed("(平原)ａｂｃ")).toEqual([title]);
    expect((await listed(" ")).length).toBeGreaterThan(2);
  });

  it("takes the search text as text: no wildcard, no markup, no SQL", async () => {
    for (const q of ["%", "_", "\\", "' or 1=1 --"]) expect(titlesOf((await search({ q })).html)).toEqual([]);
    const { html } = await search({ q: `"><script>alert(1)</script>` });
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;");
  });

  it("pages through a long list, none twice and none left out, keeping the search", async () => {
    const titles: string[] = [];
    for (let i = 1; i <= 5; i += 1) {
      titles.unshift(`盈江县第${i}号检查结果`);
      await published(`盈江县第${i}号检查结果`, { authority: "533123" });
    }
    const seen: (string | undefined)[] = [];
    let path: string | undefined = "/?authority=533123&limit=2";
    while (path !== undefined) {
      const { html } = await page(path);
      seen.push(...titlesOf(html));
      path = /<a href="([^"]+)" rel="next">/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toEqual(titles);
  });

  it("shows texts of others as text, whatever they hold, and lets no script run", async () => {
    const markup = `<img src=x onerror="alert(1)">&'`;
    const publication = await published(markup, { authority: "533124" });
    const list = await search({ authority: "533124" });
    const one = await page(`/publications/${publication.id}`);
    for (const { html, headers } of [list, one]) {
      expect(html).not.toContain("<img");
      expect(html).toContain("&lt;img");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("shows what the inspection service counts, and what it counted last where that is away", async () => {
    const at = "2026-09-21T02:00:00.000Z";
    const counted = {
      count: 15,
      checked: 13,
      due: 13,
      published: 12,
      done: 12,
      overdue: 1,
      breaches: 2,
      ordered: 4,
      named: 3,
    };
    const items = [{ authority: "533103", ...counted }];
    const supervision = [{ authority: "533103", count: 7, answeredInTime: 5, escalations: 2 }];
    harness.inspection.figures = { at, items, supervision };
    const home = () => page("/").then(({ html }) => html);
    const shown = "芒市住房和城乡建设局 逾期记录</dt><dd>2</dd>";
    // What was asked a moment ago may still be shown.
    await until(home, (html) => html.includes(shown));
    harness.inspection.answering = "is-down";
    const stands = await home();
    harness.inspection.answering = "takes";
    for (const text of ["非随机抽查的检查</dt><dd>4</dd>", "其中指定检查人员</dt><dd>3</dd>"])
      expect(stands).toContain(text);
    // 督办, in numbers alone (article 4).
    for (const text of [
      "收到督办</dt><dd>7</dd>",
      "其中按期答复</dt><dd>5</dd>",
      "其中逾期提请上级</dt><dd>2</dd>",
    ])
      expect(stands).toContain(text);
    for (const text of [shown, "已检查</dt><dd>13</dd>", "逾期</dt><dd>1</dd>", "截至 2026-09-21 10:00"])
      expect(stands).toContain(text);
  });

  it("keeps every version in view beside the newest, and says when the deadline was missed", async () => {
    const dueAt = new Date((await harness.clock.now()).getTime() + day);
    const late = await opened(harness, { dueAt: dueAt.toISOString(), title: "迟到的检查结果" });
    await harness.skipTo(dueAt);
    expect((await late.content("补报：未发现问题")).status).toBe(200);
    const { html } = await page(`/publications/${late.id}`);
    expect(html).toContain("法定期限届满时没有可公示的内容");
    expect(html).toContain("补报：未发现问题");
    expect(html).toContain("已检查，检查报告逾期未完成");
    expect(html).toContain("第 1 版");
    expect((await search({ q: "迟到" })).html).toContain(`<strong class="breach">逾期记录</strong>`);
  });

  it("shows facts that are codes in words", async () => {
    const publication = await published("梁河县检查结果", { authority: "533122" });
    const { html } = await page(`/publications/${publication.id}`);
    expect(html).toContain("<dt>检查来源</dt><dd>随机抽查</dd>");
    expect(html).toContain("<dt>逾期事项</dt><dd>检查报告</dd>");
    for (const shown of [html, (await page("/")).html]) expect(shownCodes(shown)).toEqual([]);
  });

  it("shows nothing of what is not published, and answers what it does not know with a page in Chinese", async () => {
    const hidden = await opened(harness, {
      dueAt: new Date((await harness.clock.now()).getTime() + day).toISOString(),
      title: "尚未公示",
    });
    expect((await hidden.content("秘密")).status).toBe(200);
    expect((await page("/")).html).not.toContain("尚未公示");
    for (const [path, status] of [
      [`/publications/${hidden.id}`, 404],
      ["/publications/019a0000-0000-7000-8000-000000000000", 404],
      ["/publications/rubbish", 422],
      ["/draws/nowhere", 404],
      ["/draws/%00", 422],
      ["/?q=%00", 422],
      ["/?authority=1", 422],
      ["/?limit=1000000", 422],
      ["/?after=rubbish", 422],
      ["/?query=x", 422],
      ["/draws?after=rubbish", 422],
      ["/nowhere", 404],
      ["/publications", 404],
      ["/draws/d21/more", 404],
      ["/draws/%zz", 404],
    ] as const) {
      const answer = await page(path);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers.get("content-type")).toContain("text/html");
      expect(answer.html).toContain("返回公示首页");
      expect(answer.html).not.toContain("秘密");
    }
  });

  it("names each cell of its tables, for a phone shows no heads", async () => {
    for (const path of ["/", "/draws", "/takedowns", "/risk-tables"]) {
      expect((await page(path)).html).toContain("德宏州住房和城乡建设系统");
      const cells = (await page(path)).html.match(/<td[^>]*>/g) ?? [];
      expect(cells.filter((cell) => !/ data-label="[^"]+"/.test(cell))).toEqual([]);
      if (path === "/") expect(cells.length).toBeGreaterThan(5);
    }
  });

  it("answers an address that nobody knows as its reader wants it: a page in Chinese, or a problem", async () => {
    const asked = async (path: string, accept: string, method = "GET") => {
      const answer = await fetch(new URL(path, harness.portal), { method, headers: { accept } });
      const type = answer.headers.get("content-type")?.split(";")[0];
      return { status: answer.status, type, text: await answer.text() };
    };
    const browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    for (const path of ["/nowhere", "/api/v1/nowhere"]) {
      const shown = await asked(path, browser);
      expect(shown).toMatchObject({ status: 404, type: "text/html" });
      expect(shown.text).toContain(`<h1>${problemEntry("not-found").zh}</h1>`);
      expect(await asked(path, "application/json")).toMatchObject({
        status: 404,
        type: "application/problem+json",
      });
    }
    expect(await asked("/api/v1/nowhere", "*/*")).toMatchObject({ type: "application/problem+json" });
    expect(await asked("/draws", browser, "POST")).toMatchObject({ status: 405, type: "text/html" });
  });
});
