import {
  campaignDetail,
  campaignList,
  drawList,
  inspectionCounts,
  inspectionDetail,
  inspectionList,
  publicationList,
} from "@shuangsui/contracts";
import { inspectionWorkflowId } from "@shuangsui/workflows/inspection/contract";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordHistory } from "../../workflows/histories/record.ts";
import { drawnCampaign, officerAt, ok, registerSample, windowFrom } from "../sample/officials.ts";
import { anybodyAt, personAt, until } from "../sample/people.ts";
import { builderItems, planOverBuilders, testWitnesses } from "./builders.ts";
import { pagesOf, shownCodes } from "./shown-codes.ts";
import { startWhole, type Whole } from "./whole.ts";

/** Runs a program to its end. Rejects where it exits with another code than 0. */
const run = promisify(execFile);

let whole: Whole;
const authority = "533103";
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`);

beforeAll(async () => {
  // A Tuesday in September: Mid-Autumn and National Day 2026, with its exchange days, lie ahead.
  whole = await startWhole(new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(async () => whole.close());

describe("every service", () => {
  it("describes itself by OpenAPI 3.1, is alive and ready, and answers an unknown address with a problem", async () => {
    for (const url of [whole.registry, whole.inspection, whole.disclosure, whole.portal, whole.console]) {
      const at = anybodyAt(url);
      expect((await at.get("/openapi.json")).body).toMatchObject({
        openapi: expect.stringMatching(/^3\.1\./),
      });
      expect(await at.get("/health/live")).toMatchObject({ status: 200, body: { status: "live" } });
      expect(await at.get("/health/ready")).toMatchObject({ status: 200, body: { status: "ready" } });
      // The console tells nobody who is not signed in what there is and what not.
      if (url !== whole.console) expect((await at.get("/api/v1/nowhere")).status).toBe(404);
    }
  });
});

describe("a county's campaign, from its plan to its publications and its revealed draw", () => {
  it("goes the whole way through deadlines over the holidays", async () => {
    const now = () => whole.clock.now();
    const official = personAt(whole.inspection, whole.people, authority);
    const superior = personAt(whole.inspection, whole.people, "533100", "prefecture-lead");
    const sibling = personAt(whole.inspection, whole.people, "533102", "ruili-official");
    const publicAt = anybodyAt(whole.portal);
    const officer = officerAt(official, now);

    // Given the registries of the sample, a published plan and a drawn campaign.
    await registerSample(personAt(whole.registry, whole.people, authority), authority);
    const plan = await planOverBuilders(official, await now(), "0.05");
    const campaign = await drawnCampaign(official, plan, windowFrom(await now(), 50), testWitnesses);
    const drawn = await officer.all(campaign.id);
    expect(drawn.length).toBeGreaterThanOrEqual(6);
    expect(drawn.every((one) => one.state === "drawn" || one.state === "confirmed")).toBe(true);

    // A superior reads and may not write (article 3); to a sibling it does not exist.
    const [gone, recused, found, late, forgotten, early, ...others] = drawn;
    if (
      gone === undefined ||
      recused === undefined ||
      found === undefined ||
      late === undefined ||
      forgotten === undefined ||
      early === undefined
    )
      throw new Error("too few were drawn");
    expect((await superior.get(`/api/v1/inspections/${early.id}`)).status).toBe(200);
    const cancelling = `/api/v1/inspections/${early.id}/commands/cancel`;
    expect(await superior.command(cancelling, { reason: "改期" })).toMatchObject({
      status: 403,
      body: { code: "authority/not-yours" },
    });
    expect(await sibling.command(cancelling, { reason: "改期" })).toMatchObject({
      status: 404,
      body: { code: "not-found" },
    });

    // When one target is gone, an alternate takes its place; and an officer with a conflict is swapped or replaced (article 24).
    ok(
      await officer.act(gone.id, "gone", { statement: "企业已注销", evidenceSha256: "a".repeat(64) }),
      "gone",
    );
    const [member] = (await officer.read(recused.id)).team;
    ok(
      await officer.act(recused.id, "recuse", {
        number: member?.number ?? 0,
        ground: "kinship",
        declaredBy: "officer",
        statement: "近亲属任职",
      }),
      "recuse",
    );
    const [asked] = (await officer.read(recused.id)).recusals;
    ok(
      await officer.decideRecusal(recused.id, asked?.id ?? "", { granted: true, statement: "同意" }),
      "grant",
    );
    expect((await officer.read(recused.id)).team.map((one) => one.number)).not.toContain(member?.number);
    const withAlternate = await until(
      () => officer.all(campaign.id),
      (all) => all.length === drawn.length + 1,
      "the alternate",
    );
    const alternate = withAlternate.find((one) => !drawn.some((other) => other.id === one.id));
    expect(alternate?.state).toBe("drawn");

    // Wrong states are refused with their codes and nothing is written.
    expect(await officer.record(early.id, builderItems)).toMatchObject({
      body: { code: "inspection/wrong-state" },
    });
    expect(await officer.act(early.id, "begin", { shownCertificates: [1], place: "门口" })).toMatchObject({
      body: { code: "inspection/notice-missing" },
    });

    // Then the recusal window closes by itself, two working days after the draw.
    await whole.skipTo(endOf("2026-09-17"));
    await until(
      () => officer.all(campaign.id),
      (all) => all.filter((one) => one.state === "confirmed").length === drawn.length,
      "confirmed teams",
    );

    // Checks begin and are recorded on 18 September.
    await whole.skipTo(new Date("2026-09-18T01:00:00Z"));
    for (const one of [recused, found, late, forgotten, early]) await officer.beginCheck(one.id);
    await whole.skipTo(new Date("2026-09-18T02:00:00Z"));
    const findingId = randomUUID();
    for (const one of [recused, late, forgotten, early])
      ok(await officer.record(one.id, builderItems), "record");
    ok(
      await officer.record(found.id, builderItems, [{ id: findingId, description: "未公示资质证书" }]),
      "record with a finding",
    );
    expect(await officer.report(found.id)).toMatchObject({ body: { code: "report/finding-open" } });
    ok(
      await officer.act(found.id, "path", {
        findingId,
        path: "on-the-spot",
        document: "责令改正通知书1号",
        due: null,
        settled: true,
      }),
      "path",
    );

    // One is published early by an official, with its objection and answer beside it.
    ok(await officer.report(early.id), "report");
    ok(await officer.feedback(early.id), "feedback");
    ok(await officer.act(early.id, "object", { statement: "对第一项有异议" }), "objection");
    ok(await officer.act(early.id, "answer", { statement: "经复核，维持", upheld: false }), "answer");
    ok(await officer.act(early.id, "publish", {}), "publish");
    await until(
      () => officer.read(early.id),
      (one) => one.state === "published",
      "the early publication",
    );

    // Two are reported and fed back, then forgotten: the deadline publishes them, five working days later, over the holiday.
    for (const one of [found, forgotten, recused]) {
      ok(await officer.report(one.id), "report");
      ok(await officer.feedback(one.id), "feedback");
    }
    const due = (await officer.read(forgotten.id)).dueAt;
    await whole.skipTo(new Date(Date.parse(due ?? "") - 1_000));
    expect((await officer.read(forgotten.id)).state).toBe("fed-back");
    await whole.skipTo(new Date(Date.parse(due ?? "") + 60_000));
    await until(
      () => officer.read(forgotten.id),
      (one) => ["published", "credited", "closed"].includes(one.state),
      "publication by the deadline",
    );

    // The late one: its report is missed, a breach; its fact is published at the result's deadline; then the report comes.
    const missed = await until(
      () => officer.read(late.id),
      (one) => one.breaches >= 1,
      "the breach of the report",
    );
    expect(missed.overdue).toBe(true);
    // What the supervisors' board asks for has it, and its timeline says who is waited for.
    const cookie = await whole.consoleCookie();
    const onBoard = await fetch(
      new URL("/api/inspection/api/v1/inspections?attention=overdue&order=due", whole.console),
      { headers: { cookie } },
    );
    expect(inspectionList.parse(await onBoard.json()).items.map(({ id }) => id)).toContain(late.id);
    expect(missed.timeline).toContainEqual(
      expect.objectContaining({ status: "missed", waitingFor: "report" }),
    );
    await whole.skipTo(endOf("2026-10-16"));
    await until(
      () => officer.read(late.id),
      (one) => one.events.some((event) => event.type === "fact-published"),
      "the published fact",
    );
    const page = await publicAt.get(`/api/v1/publications/${(await officer.read(late.id)).publicationId}`);
    expect(JSON.stringify(page.body)).toContain("逾期");
    ok(await officer.report(late.id), "late report");
    ok(await officer.feedback(late.id), "late feedback");
    await until(
      () => officer.read(late.id),
      (one) => ["published", "credited", "closed"].includes(one.state),
      "the late result",
    );

    // Those whose check never began lapse with the window; then the draw is revealed by itself.
    await whole.skipTo(endOf("2026-11-05"));
    await until(
      () => officer.all(campaign.id),
      (all) => all.every((one) => ["closed", "gone", "no-team", "lapsed", "cancelled"].includes(one.state)),
      "the end of all",
    );
    expect(others.length + 6).toBe(drawn.length);
    await whole.skipTo(endOf("2026-11-20"));
    const revealed = await until(
      () => publicAt.get("/api/v1/draws"),
      (answer) => JSON.stringify(answer.body).includes('"revealed"'),
      "the reveal",
    );
    expect(revealed.status).toBe(200);
    // And anyone can recompute it with the command line.
    const command = join(import.meta.dirname, "../../packages/cli/src/main.ts");
    const { stdout } = await run(process.execPath, [command, "verify", whole.portal]);
    expect(stdout).toMatch(/ \(revealed\)\n[^]* {2}verified\n1 draws\n$/);
    const [listed] = drawList.parse(revealed.body).items;
    const itsPage = await fetch(new URL(`/draws/${listed?.drawId}`, whole.portal));
    expect(itsPage.status).toBe(200);
    const one = await run(process.execPath, [command, "verify", itsPage.url]);
    expect(one.stdout).toMatch(/ {2}verified\n$/);

    // For replays of later changes: written only where RECORD_HISTORIES is set.
    const { workflow } = whole.environment.client;
    await recordHistory(workflow.getHandle(inspectionWorkflowId(late.id)), "inspection-missed-report");
    await recordHistory(workflow.getHandle(inspectionWorkflowId(recused.id)), "inspection-recused");
  }, 170_000);

  it("is counted alike on the board, on the campaign's page, on the draw's and on the portal (article 30)", async () => {
    const official = personAt(whole.inspection, whole.people, authority, "official");
    const publicAt = anybodyAt(whole.portal);
    const [campaign] = campaignList.parse((await official.get("/api/v1/campaigns")).body).items;
    if (campaign === undefined) throw new Error("no campaign");
    const { checked, done, overdue, breaches } = campaign;
    // One check ended late: its report, and the fact in its place, were breaches, and nothing is overdue any more.
    expect(checked).toBeGreaterThan(0);
    expect(overdue).toBe(0);
    expect(breaches).toBeGreaterThanOrEqual(2);
    const { inspections } = (await publicAt.get("/api/v1/statistics")).body as {
      inspections: { items: object[] };
    };
    expect(inspections.items).toMatchObject([{ authority: "533103", checked, done, overdue, breaches }]);
    const counted = Object.entries({ checked, done, overdue, breaches });
    const detail = campaignDetail.parse((await official.get(`/api/v1/campaigns/${campaign.id}`)).body);
    const draw = await publicAt.get(`/api/v1/draws/${campaign.drawId}`);
    for (const statistics of [detail.statistics, draw.body["statistics"]])
      for (const [code, value] of counted) expect(statistics).toContainEqual({ code, value });
    const board = inspectionCounts.parse((await official.get("/api/v1/inspections/counts")).body).items;
    for (const [code, value] of counted)
      expect([code, board.reduce((sum, one) => sum + one[code as "checked"], 0)]).toEqual([code, value]);
    const home = await fetch(whole.portal).then((answer) => answer.text());
    expect(home).toContain(`逾期记录</dt><dd>${breaches}</dd>`);
    expect(home).toContain(`已检查</dt><dd>${checked}</dd>`);
  }, 30_000);

  it("has who did what on record in every service, in chains that an auditor verifies (articles 32, 33)", async () => {
    const command = join(import.meta.dirname, "../../packages/cli/src/main.ts");
    const reports = () =>
      personAt(whole.inspection, whole.people, authority, "auditor").get(
        "/api/v1/audit?action=inspection/feedback&limit=1",
      );
    // What was done has its link a few seconds later.
    await expect.poll(reports, { timeout: 40_000, interval: 500 }).toMatchObject({
      body: { items: [{ authority, after: { state: "fed-back" } }] },
    });
    for (const service of ["registry", "inspection", "disclosure"] as const) {
      const as = ["--service", service, "--url", whole[service], "--authority", authority];
      const token = await whole.people.tokenFor({ authority, actor: "auditor", roles: ["auditor"] });
      const env = { ...process.env, SHUANGSUI_TOKEN: token };
      const verified = () => run(process.execPath, [command, "audit", "verify", ...as], { env });
      await expect.poll(verified, { timeout: 40_000, interval: 500 }).toMatchObject({
        stdout: expect.stringMatching(/ {2}verified, head [1-9]\d*:[0-9a-f]{64}\n$/),
      });
    }
  }, 120_000);

  it("has each result in public in the class of what became of its check (信用修复管理办法)", async () => {
    const official = personAt(whole.inspection, whole.people, authority, "official");
    const publicAt = anybodyAt(whole.portal);
    const { items } = inspectionList.parse((await official.get("/api/v1/inspections?limit=200")).body);
    const classed = await Promise.all(
      items.map(async ({ id, outcome }) => {
        const { publicationId } = inspectionDetail.parse(
          (await official.get(`/api/v1/inspections/${id}`)).body,
        );
        const { body } = await publicAt.get(`/api/v1/publications/${publicationId}`);
        return `${outcome} ${String(body["class"])}`;
      }),
    );
    expect(new Set(classed)).toEqual(
      new Set(["problems-corrected minor", "no-problem ordinary", "gone ordinary", "lapsed ordinary"]),
    );
  }, 30_000);

  it("has its target's credit repaired by a sheet of decisions: the record counts no longer, and a notice stands in the result's place (31, 信用修复管理办法)", async () => {
    const official = personAt(whole.inspection, whole.people, authority, "clerk-2");
    const registry = personAt(whole.registry, whole.people, authority, "clerk-2");
    const publicAt = anybodyAt(whole.portal);
    const { items } = inspectionList.parse((await official.get("/api/v1/inspections?limit=200")).body);
    const found = items.find(({ outcome }) => outcome === "problems-corrected");
    if (found === undefined) throw new Error("no check found a problem");
    const { publicationId, targetName } = inspectionDetail.parse(
      (await official.get(`/api/v1/inspections/${found.id}`)).body,
    );
    const credit = async () => {
      const query = `targetCode=${found.targetCode}&kind=inspection`;
      return (await registry.get(`/api/v1/credit-records?${query}`)).body["items"];
    };
    const page = () =>
      fetch(new URL(`/publications/${publicationId}`, whole.portal)).then((one) => one.text());
    expect(await credit()).toMatchObject([{ status: "valid", outcome: "violation-corrected" }]);
    expect(await page()).toContain(targetName);

    const decision = {
      number: "信用修复〔2026〕1号",
      decidedOn: "2026-11-20",
      reason: `${targetName}已整改到位`,
    };
    const [record] = (await credit()) as { id: string }[];
    const { number, decidedOn, reason } = decision;
    const row = [found.targetCode, "信用修复", decidedOn, reason, number, record?.id ?? ""];
    const sheet = `统一社会信用代码,记录类型,记录日期,说明,来源,被修复记录文号\n${row.join(",")}\n`;
    const imported = await registry.upload(
      "/api/v1/imports?register=credit-records&apply=all",
      sheet,
      randomUUID(),
    );
    expect(imported.status).toBe(202);
    const repair = { number: decision.number, decidedOn: decision.decidedOn };
    await until(credit, (records) => JSON.stringify(records).includes('"repaired"'), "the repaired record");
    expect(await credit()).toMatchObject([{ status: "repaired", repair }]);
    const notice = await until(
      () => publicAt.get(`/api/v1/publications/${publicationId}`),
      ({ body }) => body["cause"] === "repair",
      "the takedown",
    );
    const html = await page();
    for (const shown of [JSON.stringify(notice.body), html]) expect(shown).not.toContain(targetName);
    expect(html).toContain("停止公示公告");
    expect((await publicAt.get("/api/v1/takedowns")).body["items"]).toContainEqual(notice.body);
  }, 30_000);

  it("is shown to the public in words, without a code", async () => {
    const pages = await pagesOf(whole.portal, 120);
    for (const kind of [/^\/$/, /^\/publications\//, /^\/draws$/, /^\/draws\//, /^\/risk-tables\//])
      expect([...pages.keys()].filter((path) => kind.test(path))).not.toEqual([]);
    for (const [path, html] of pages) expect([path, shownCodes(html)]).toEqual([path, []]);
    const plans = await anybodyAt(whole.portal).get("/api/v1/publications?kind=plan");
    const [plan] = publicationList.parse(plans.body).items;
    const page = await fetch(new URL(plan?.url ?? "", whole.portal)).then((answer) => answer.text());
    expect(page).toContain("市场主体，建筑施工企业");
    expect(page).toContain("执法类型：建筑市场");
  }, 60_000);
});
