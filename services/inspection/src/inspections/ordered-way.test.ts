import { inspectionPapers, type InspectionDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning, twoWitnesses } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { inspecting, type Inspecting } from "../testing/inspections.ts";
import { approve, ordered } from "../testing/orders.ts";

let harness: InspectionHarness;
let team: Inspecting;
const officer = (index: number) => harness.registry.held.inspectors[index]?.id ?? "";

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-15T01:00:00Z"), {
    watchesTeams: true,
  });
  team = inspecting(harness);
}, 180_000);
afterAll(() => harness.close());

const idsOf = ({ team: members }: InspectionDetail) => members.map(({ inspectorId }) => inspectorId);
const confirmed = async (one: InspectionDetail) => {
  expect((await team.act(one.id, "confirm", { statement: "均无利害关系" })).status).toBe(200);
  return one.id;
};
const target = (code: string) => ({ target: { kind: "entity", code } });
const named = (...inspectors: string[]) => ({
  team: { by: "named", inspectors, reason: "需由熟悉该案件的人员核查" },
});
/** A check that went to its feedback. */
const fedBack = async (id: string) => {
  await team.beginCheck(id);
  const answers = [await team.record(id), await team.report(id), await team.feedback(id)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
};
const published = (id: string) =>
  until(
    async () => harness.disclosure.publications.get((await team.read(id)).publicationId ?? "")?.content,
    (content) => content !== null && content !== undefined,
  );
const sectionsOf = async (id: string) =>
  new Map((await published(id))?.sections.map(({ title, text }) => [title, text]));

describe("an inspection of another origin than a draw goes the same way (articles 24–31)", () => {
  it("from its approval to its publication and its credit record, each with its origin", async () => {
    const id = await confirmed(await ordered(harness));
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-15" };
    expect((await team.act(id, "notify", notice)).status).toBe(200);
    const begin = async () =>
      team.act(id, "begin", { shownCertificates: await team.officers(id), place: "办公地点" });
    expect((await begin()).body["code"]).toBe("inspection/not-approved");
    expect((await approve(harness, id)).status).toBe(201);
    expect((await begin()).status).toBe(200);
    const answers = [await team.record(id), await team.report(id), await team.feedback(id)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { facts } = (await published(id)) ?? {};
    expect(facts).toMatchObject({
      origin: "complaint",
      kind: "case",
      teamBy: "lot",
      drawId: null,
      salt: null,
    });
    const sections = await sectionsOf(id);
    expect(sections.get("检查来源")).toBe(
      "来源：投诉举报（12345热线〔2026〕18号）。群众反映该企业无资质承揽工程",
    );
    expect(sections.get("检查组的产生")).toContain("由系统从7名可派人员中随机抽取");
    expect(sections.get("检查组的产生")).toContain("不能重新计算核验");
    await team.act(id, "publish", {});
    await team.reached(id, ({ state }) => state === "published");
    await harness.skipTo(new Date("2026-09-18T16:01:00Z"));
    await team.reached(id, ({ state }) => state === "closed");
    expect(harness.registry.credited.get(id)).toMatchObject({ origin: "complaint", outcome: "clean" });
  });

  it("says in public of a named team that it was, and why", async () => {
    const id = await confirmed(
      await ordered(harness, { ...named(officer(2), officer(4)), ...target("T000012") }),
    );
    expect((await team.act(id, "cancel", { reason: "举报人撤回" })).status).toBe(200);
    const sections = await sectionsOf(id);
    expect(sections.get("检查组的产生")).toBe(
      "检查组由主管部门指定，未随机抽取，理由：需由熟悉该案件的人员核查",
    );
    expect(sections.get("检查来源")).toContain("来源：投诉举报");
  });

  it("ends where its target is gone, and nobody takes its place", async () => {
    const id = await confirmed(await ordered(harness, target("T000013")));
    const gone = { statement: "经实地核查已搬离", evidenceSha256: "5f".repeat(32) };
    expect((await team.act(id, "gone", gone)).status).toBe(200);
    const ended = await team.reached(id, ({ state }) => state === "gone");
    expect(ended).toMatchObject({ outcome: "gone", team: [], breaches: 0 });
    expect(ended.events.map(({ type }) => type)).not.toContain("alternate-called");
  });
});

describe("a team that no draw dealt (articles 15, 24)", () => {
  it("is changed by a recusal that is granted: by lot, among those who have not left it and have no interest", async () => {
    const one = await ordered(harness, target("T000014"));
    const recusalId = await team.askRecusal(one.id);
    expect(idsOf(await team.read(one.id))).toEqual(idsOf(one));
    expect((await team.grantRecusal(one.id, recusalId)).status).toBe(200);
    const after = await team.read(one.id);
    expect(idsOf(after)).not.toContain(idsOf(one)[0]);
    expect(idsOf(after)[1]).toBe(idsOf(one)[1]);
    expect(after.team.map(({ number, lead }) => [number, lead])).toEqual([
      [3, true],
      [2, false],
    ]);
    const facts = { modes: "replace", reason: "conflict", officers: "3,2" };
    expect(after.events.at(-1)).toMatchObject({ type: "team-changed", facts });
    const papers = inspectionPapers.parse(
      (await harness.ask("GET", `/api/v1/inspections/${one.id}/documents`)).body,
    );
    expect(papers.items.find(({ kind }) => kind === "lot")?.versions.at(-1)?.content).toMatchObject({
      number: 1,
      chosen: idsOf(after)[0],
    });
  });

  it("is left by whom the registry says may not inspect, and after the notice an amended one is on record", async () => {
    const id = await confirmed(
      await ordered(harness, { ...named(officer(2), officer(4)), ...target("T000015") }),
    );
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-21" };
    expect((await team.act(id, "notify", notice)).status).toBe(200);
    harness.registry.held.unavailable.set(officer(4), "leave");
    const after = await team.reached(id, (one) => !idsOf(one).includes(officer(4)));
    harness.registry.held.unavailable.delete(officer(4));
    expect(after.team).toHaveLength(2);
    expect(after.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["member-left", "team-changed", "notice-amended"]),
    );
  });

  it("that nobody makes whole any more ends as no-team, a breach of the authority", async () => {
    const one = await ordered(harness, target("T000016"));
    const [first] = one.team;
    const { inspectors } = harness.registry.held;
    harness.registry.held.inspectors = inspectors.filter(({ id }) => idsOf(one).includes(id));
    const replaced = await team.act(one.id, "replace", {
      number: first?.number,
      reason: "leave",
      statement: "休假",
    });
    harness.registry.held.inspectors = inspectors;
    expect(replaced.status).toBe(200);
    expect(await team.read(one.id)).toMatchObject({
      state: "no-team",
      outcome: "no-team",
      breaches: 1,
      team: [],
    });
  });

  it("is not changed any more once the check has begun", async () => {
    const id = await confirmed(await ordered(harness, target("T000017")));
    await approve(harness, id);
    await team.beginCheck(id);
    const [number] = await team.officers(id);
    for (const [type, body] of [
      ["replace", { number, reason: "leave", statement: "休假" }],
      ["recuse", { number, ground: "kinship", declaredBy: "target", statement: "近亲属" }],
      ["gone", { statement: "已搬离", evidenceSha256: "5f".repeat(32) }],
    ] as const)
      expect((await team.act(id, type, body)).body["code"]).toBe("inspection/check-begun");
  });
});

describe("visits (articles 2, 5, 20)", () => {
  const put = (as: string, name: string, body: object) =>
    harness.call("PUT", `/api/v1/settings/${name}`, { as, body });
  const cap = async (changes: object) => {
    const body = { perYear: 1, exemptOrigins: [], exemptKinds: [], source: "德政办〔2026〕5号", ...changes };
    expect((await put("533100", "visit-cap", body)).status).toBe(200);
  };

  it("of every origin count towards the year's cap, and hold up a complaint, but for the origins that it exempts", async () => {
    const at = target("T000018");
    const [first, second] = [await ordered(harness, at), await ordered(harness, at)];
    for (const one of [first, second]) await approve(harness, await confirmed(one));
    await cap({});
    await fedBack(first.id);
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-21" };
    expect((await team.act(second.id, "notify", notice)).status).toBe(200);
    const begin = async () =>
      team.act(second.id, "begin", { shownCertificates: await team.officers(second.id), place: "办公地点" });
    expect((await begin()).body["code"]).toBe("inspection/visit-cap");
    const ledger = async () => (await harness.call("GET", "/api/v1/targets/entity/T000018/visits")).body;
    expect(await ledger()).toMatchObject({ counted: 1, items: [{ origin: "complaint", kind: "case" }] });
    await cap({ exemptOrigins: ["complaint"] });
    expect(await ledger()).toMatchObject({ counted: 0 });
    expect((await begin()).status).toBe(200);
    await cap({ perYear: null, source: null });
  });

  it("of every origin are left out of a draw, and none but a draw's counts against a plan's frequency", async () => {
    // Given firms that were checked upon a complaint, and one whose check is ahead, among all those of the registry.
    const does = campaigning(harness);
    await put("533103", "caps", { ratio: "1", frequency: 12 });
    const campaign = await does.triggered(
      await does.publishedPlan([
        { ...builders, frequency: 1, ratios: { A: "0.1", B: "0.1", C: "0.1", D: "0.1" } },
      ]),
    );
    await does.approveVenue();
    await does.setScheme(campaign.id);
    await does.bind(campaign, twoWitnesses());
    expect((await does.commit(campaign.id)).status).toBe(200);
    const { excluded } = (await does.read(campaign.id)).draw;
    const rows = await harness.database.as("system", (work) =>
      work.selectFrom("inspection").select(["target_code", "check_ended_at", "state"]).execute(),
    );
    const builderCodes = new Set(
      harness.registry.held.targets.entity
        .filter(({ category }) => category === "builder")
        .map(({ code }) => code),
    );
    const inScope = rows.filter((row) => builderCodes.has(row.target_code));
    const ahead = new Set(
      inScope
        .filter(({ state }) => ["drawn", "confirmed", "notified", "checking"].includes(state))
        .map((row) => row.target_code),
    );
    const checked = new Set(
      inScope.filter((row) => row.check_ended_at !== null).map((row) => row.target_code),
    );
    expect(excluded).toEqual([
      { ground: "inspected-this-year", number: [...checked].filter((code) => !ahead.has(code)).length },
      { ground: "open-inspection", number: ahead.size },
    ]);
    expect(checked.size).toBeGreaterThan(0);
  });
});

describe("the figures (article 2)", () => {
  it("say how many inspections are of other origins, and how many have a named team", async () => {
    const { body } = await harness.ask("GET", "/internal/v1/figures", { service: true });
    const rows = await harness.database.as("system", (work) =>
      work.selectFrom("inspection").select(["origin", "team_by"]).execute(),
    );
    expect(body["items"]).toMatchObject([
      {
        authority: "533103",
        count: rows.length,
        ordered: rows.filter(({ origin }) => origin !== "draw").length,
        named: 2,
      },
    ]);
  });
});
