import { accessCodeGiven, type InspectionDetail } from "@shuangsui/contracts";
import { createLogger, type App } from "@shuangsui/service-kit";
import { H } from "@shuangsui/lottery";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownCodes } from "../../../../../infra/e2e/shown-codes.ts";
import { builders } from "../../testing/campaigns.ts";
import { sampleHeld } from "../../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../../testing/inspections.ts";
import { createInspectedApp } from "./app.ts";

let harness: InspectionHarness;
let team: Inspecting;
let app: App;
let site: string;
const unused: InspectionDetail[] = [];
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders)));
  app = await createInspectedApp({
    api: harness.app,
    logger: createLogger("inspected", "silent"),
    ping: async () => {},
    inspectedUrl: "http://inspected.example",
    portalUrl: "http://portal.example",
  });
  site = await app.listen({ host: "127.0.0.1", port: 0 });
}, 180_000);
afterAll(async () => {
  await app.close();
  await harness.close();
});

/** An inspection whose notice was delivered, and a code of it. */
async function noticed(): Promise<{ id: string; code: string }> {
  const id = unused.shift()?.id ?? "";
  const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
  expect((await team.act(id, "notify", notice)).status).toBe(200);
  return { id, code: await codeOf(id) };
}
async function codeOf(id: string): Promise<string> {
  const given = await harness.call("POST", `/api/v1/inspections/${id}/access-codes`, { body: {} });
  return accessCodeGiven.parse(given.body).code;
}

type Page = { status: number; html: string; headers: Headers; location: string | null };
/** A browser that keeps cookies and follows nothing. */
function browser() {
  const kept = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, ...(init.headers as Record<string, string> | undefined) };
    const answer = await fetch(new URL(path, site), { redirect: "manual", ...init, headers });
    for (const told of answer.headers.getSetCookie()) {
      const [pair = ""] = told.split(";");
      const at = pair.indexOf("=");
      if (told.includes("Max-Age=0")) kept.delete(pair.slice(0, at));
      else kept.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const { status } = answer;
    return {
      status,
      html: await answer.text(),
      headers: answer.headers,
      location: answer.headers.get("location"),
    };
  };
  return {
    kept,
    open: (path: string) => ask(path),
    send: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      ask(path, {
        method: "POST",
        body: new URLSearchParams(form),
        headers: { "sec-fetch-site": "same-origin", ...headers },
      }),
  };
}
/** Whoever has used that code. */
async function entered(code: string) {
  const one = browser();
  expect(await one.send("/session", { code })).toMatchObject({ status: 303, location: "/notice" });
  return one;
}
const keyIn = ({ html }: Page) => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? "";

describe("the pages of the inspected (articles 25, 30)", () => {
  it("show the notice for a code, with basis and certificates, and the token to no script", async () => {
    const { code } = await noticed();
    const one = browser();
    const opened = await one.send("/session", { code: code.toLowerCase() });
    const told = opened.headers.getSetCookie().find((cookie) => cookie.startsWith("inspected=")) ?? "";
    expect(told).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const { status, html, headers } = await one.open("/notice");
    expect(status).toBe(200);
    for (const shown of ["《建筑法》", "执法大队", "证件号 证", "2026-09-15", "可以依法拒绝检查"])
      expect(html).toContain(shown);
    expect(html).not.toContain(told.split(/[.;]/)[2]);
    expect(shownCodes(html)).toEqual([]);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'self'; form-action 'self'/,
    );
    expect(headers.get("content-security-policy")).not.toContain("script-src");
  });

  it("are in English where the reader wants it, on each page that follows", async () => {
    const { code } = await noticed();
    const one = await entered(code);
    expect((await one.open("/notice?language=en")).html).toContain("Inspectors and their certificates");
    expect((await one.open("/why")).html).toContain("Why me?");
    expect((await one.open("/notice?language=zh")).html).toContain("检查人员及执法证件");
    expect((await one.open("/notice?language=fr")).status).toBe(422);
  });

  it("say why a code is refused, and ask for it again", async () => {
    const { code } = await noticed();
    await entered(code);
    const used = await browser().send("/session", { code });
    expect(used).toMatchObject({ status: 401, html: expect.stringContaining("该查询码已使用") });
    const blank = await browser().send("/session", { code: " " });
    expect(blank).toMatchObject({ status: 401, html: expect.stringContaining("查询码不正确") });
    for (const page of ["/notice", "/why"])
      expect(await browser().open(page)).toMatchObject({ status: 303, location: "/" });
  });

  it("take no form from another site", async () => {
    const { code } = await noticed();
    const elsewhere = await browser().send("/session", { code }, { "sec-fetch-site": "cross-site" });
    expect(elsewhere.status).toBe(403);
    expect(elsewhere.headers.getSetCookie()).toEqual([]);
    await entered(code);
  });

  it("ask for a recusal once, however often it is sent, and name its ground (article 24)", async () => {
    const { id, code } = await noticed();
    const one = await entered(code);
    const number = String((await team.read(id)).team[0]?.number);
    const form = {
      key: keyIn(await one.open("/notice")),
      number,
      ground: "kinship",
      statement: "系本单位负责人近亲属",
    };
    for (const _ of [1, 2])
      expect(await one.send("/recuse", form)).toMatchObject({ status: 303, location: "/notice?done=recuse" });
    expect((await one.open("/notice?done=recuse")).html).toContain("回避申请已提交");
    const { recusals } = await team.read(id);
    expect(recusals).toMatchObject([{ declaredBy: "target", ground: "kinship", granted: null }]);
    expect((await one.open("/notice")).html).toMatch(/尚未决定，主管部门应在 [\d-]+ 24:00 前决定/);
    const decision = { granted: false, statement: "不属于近亲属" };
    const path = `/api/v1/inspections/${id}/recusals/${recusals[0]?.id}/decision`;
    expect((await harness.call("POST", path, { body: decision, roles: ["approver"] })).status).toBe(200);
    const { html } = await one.open("/notice");
    expect(html).toMatch(/近亲属关系.*决定不予回避。/);
    expect(html).not.toContain(decision.statement);
  });

  it("keep what was typed where it is refused, with why", async () => {
    const { code } = await noticed();
    const one = await entered(code);
    const key = keyIn(await one.open("/notice"));
    const refused = await one.send("/recuse", {
      key,
      number: "999",
      ground: "kinship",
      statement: "他是<我>的亲属",
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.html).toContain('role="alert"');
    expect(refused.html).toContain("他是&lt;我&gt;的亲属");
    const blank = await one.send("/recuse", { key, number: "1", ground: "kinship", statement: "" });
    expect(blank).toMatchObject({ status: 422, html: expect.stringContaining('role="alert"') });
  });

  it("give what was typed back where the session is over, and ask for another code", async () => {
    const { id, code } = await noticed();
    const one = await entered(code);
    const key = keyIn(await one.open("/notice"));
    await codeOf(id);
    const over = await one.send("/recuse", { key, number: "1", ground: "kinship", statement: "写了很久" });
    expect(over).toMatchObject({ status: 401, html: expect.stringContaining("写了很久") });
    expect(over.html).toContain("请向检查人员索取新的查询码");
    expect(one.kept.has("inspected")).toBe(false);
  });

  it("show the result, are told that it was received, and take the objection (article 30)", async () => {
    const id = unused.shift()?.id ?? "";
    await team.beginCheck(id);
    const one = await entered(await codeOf(id));
    expect((await one.open("/notice")).html).toContain("不再受理回避申请");
    for (const step of [team.record, team.report, team.feedback]) expect((await step(id)).status).toBe(200);
    const shown = await one.open("/notice");
    expect(shown.html).toContain("未发现问题");
    const receipt = { key: keyIn(shown), by: "张负责" };
    expect(await one.send("/receive", receipt)).toMatchObject({ location: "/notice?done=receive" });
    const told = await one.open("/notice?done=receive");
    expect(told.html).toContain("已签收");
    const objection = { key: keyIn(told), statement: "检查时间记录有误，请更正" };
    expect(await one.send("/object", objection)).toMatchObject({ location: "/notice?done=object" });
    expect((await one.open("/notice")).html).toContain("已提出异议，主管部门应予答复");
    const answer = { statement: "经复核，维持", upheld: false };
    expect((await team.act(id, "answer", answer)).status).toBe(200);
    const answered = (await one.open("/notice")).html;
    for (const said of ["对异议的答复", "异议不成立，维持原结果", "经复核，维持"])
      expect(answered).toContain(said);
    expect((await team.read(id)).events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["received", "objected"]),
    );
  });

  it("say that a check does not take place of which there was a notice, and take nothing any more (article 25)", async () => {
    const { id, code } = await noticed();
    const one = await entered(code);
    const key = keyIn(await one.open("/notice"));
    expect((await team.act(id, "cancel", { reason: "改期" })).status).toBe(200);
    const { status, html } = await one.open("/notice");
    expect(status).toBe(200);
    expect(html).toContain("检查未实施");
    expect(html).not.toContain('<form method="post" action="/recuse">');
    const recusal = { key, number: "1", ground: "kinship", statement: "近亲属" };
    expect((await one.send("/recuse", recusal)).status).toBe(409);
  });

  it("give the inspected alone what opens its number in the draw, for its own browser to work with (article 23)", async () => {
    const { id, code } = await noticed();
    const one = await entered(code);
    const { html, headers } = await one.open("/why");
    const { drawId, opaqueId, targetCode } = await team.read(id);
    const [, targetId, salt] = />([^<,]+),([0-9a-f]{64})<\/p>/.exec(html) ?? [];
    expect(targetId).toBe(targetCode);
    expect(H(`${salt},${targetId}`).slice(0, 44)).toBe(opaqueId);
    expect(html).toContain(`data-draw="${drawId}"`);
    expect(headers.get("content-security-policy")).toContain(
      "script-src 'self'; worker-src 'self'; connect-src http://portal.example",
    );
  });

  it("end where the reader wants it", async () => {
    const { code } = await noticed();
    const one = await entered(code);
    expect(await one.send("/leave", {})).toMatchObject({ status: 303, location: "/?left=1" });
    expect((await one.open("/?left=1")).html).toContain("已结束查看");
    expect(await one.open("/notice")).toMatchObject({ status: 303, location: "/" });
  });

  it("refuse more than ten wrong codes from an address, and put that on record with it", async () => {
    const wrong = () => browser().send("/session", { code: "00000-00000-00000-00000" });
    let answer = await wrong();
    for (let tried = 0; tried < 12 && answer.status === 401; tried += 1) answer = await wrong();
    expect(answer).toMatchObject({ status: 429, html: expect.stringContaining("错误次数过多") });
    const noted = () =>
      harness.database.as("system", (work) =>
        work.selectFrom("audit").select("remote").where("code", "=", "access-code/too-many").execute(),
      );
    await expect.poll(noted).toContainEqual({ remote: "127.0.0.1" });
  });
});
