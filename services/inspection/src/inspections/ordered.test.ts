import { inspectionList, inspectionPapers, type InspectionDetail } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { inspecting } from "../testing/inspections.ts";
import { order, ordered } from "../testing/orders.ts";

let harness: InspectionHarness;
const officersHeld = () => harness.registry.held.inspectors.filter(({ kind }) => kind === "officer");
const officer = (index: number) => officersHeld()[index]?.id ?? "";

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(40), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const papers = async (id: string) =>
  inspectionPapers.parse((await harness.ask("GET", `/api/v1/inspections/${id}/documents`)).body).items;
const written = () =>
  harness.database.as("system", (work) =>
    work
      .selectFrom("inspection")
      .select((one) => one.fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow(),
  );
const idsOf = ({ team }: InspectionDetail) => team.map(({ inspectorId }) => inspectorId);

describe("an inspection that is ordered (article 2)", () => {
  it("has its origin and the kind that follows from it, no campaign and no draw, and its team by lot", async () => {
    const one = await ordered(harness);
    const none = { campaignId: null, drawId: null, rank: null, opaqueId: null, publicationId: null };
    const about = { state: "drawn", origin: "complaint", kind: "case", teamBy: "lot", emergency: false };
    expect(one).toMatchObject({ ...none, ...about, targetCode: "T000010", riskClass: "A" });
    expect(one.team.map(({ kind, number, lead }) => [kind, number, lead])).toEqual([
      ["officer", 1, true],
      ["officer", 2, false],
    ]);
    const facts = { origin: "complaint", teamBy: "lot", emergency: false };
    expect(one.events).toMatchObject([{ type: "ordered", actor: "official-1", facts }]);
    const statutory = await ordered(harness, { origin: "statutory" });
    expect(statutory).toMatchObject({ kind: "daily" });
    const { body } = await harness.ask("GET", "/api/v1/inspections?origin=statutory");
    expect(inspectionList.parse(body).items.map(({ id }) => id)).toEqual([statutory.id]);
  });

  it("has its target's name and division, and a workflow that goes its way by itself", async () => {
    harness.registry.held.territories.set("T000011", "533103101");
    const { id, targetName, territory } = await ordered(harness, {
      target: { kind: "entity", code: "T000011" },
    });
    expect([targetName, territory]).toEqual(["企业T000011", "533103101"]);
    const team = inspecting(harness);
    await harness.skipTo(new Date("2026-09-17T16:01:00Z"));
    await team.reached(id, ({ state }) => state === "confirmed");
  });

  it("keeps the order in which its lot put who could be sent, from which its team follows", async () => {
    // Given a target in which the first officer has declared an interest.
    const one = await ordered(harness, { target: { kind: "entity", code: "T000000" } });
    const lot = (await papers(one.id)).find(({ kind }) => kind === "lot")?.versions[0]?.content;
    const inOrder = lot?.["order"] as string[];
    const free = harness.registry.held.inspectors.map(({ id }) => id).filter((id) => id !== officer(0));
    expect(inOrder.toSorted()).toEqual(free.toSorted());
    const typesOf = (id: string) => officersHeld().find((held) => held.id === id)?.types ?? [];
    // The items need the market, which every officer holds, and quality.
    const first = inOrder.find((id) => typesOf(id).includes("market"));
    const rest = inOrder.filter((id) => id !== first && typesOf(id).length > 0);
    const needsQuality = !typesOf(first ?? "").includes("quality");
    const second = needsQuality ? rest.find((id) => typesOf(id).includes("quality")) : rest[0];
    expect(idsOf(one)).toEqual([first, second]);
  });

  it("is made once a key, also where the registry is away meanwhile", async () => {
    const key = randomUUID();
    const first = await order(harness, {}, { key });
    expect(first).toMatchObject({ status: 201 });
    harness.registry.away = true;
    expect((await order(harness, {}, { key })).body["id"]).toBe(first.body["id"]);
    expect((await order(harness)).status).toBe(503);
    harness.registry.away = false;
    const reused = await order(harness, { origin: "referral" }, { key });
    expect(reused.body["code"]).toBe("command/key-reused");
  });

  it("falls by chance, not on the same team again and again", async () => {
    const teams: string[] = [];
    for (let made = 0; made < 12; made += 1) teams.push(idsOf(await ordered(harness)).join());
    expect(new Set(teams).size).toBeGreaterThan(1);
  });
});

describe("a team that is named (articles 2, 24, 25)", () => {
  const named = (inspectors: readonly string[], reason = "需由熟悉该案件的人员核查") => ({
    team: { by: "named", inspectors, reason },
  });

  it("is taken with its reason, the first officer leading", async () => {
    const one = await ordered(harness, named([officer(3), officer(1), officer(2)]));
    expect(one.teamBy).toBe("named");
    expect(one.team.map(({ inspectorId, lead }) => [inspectorId, lead])).toEqual([
      [officer(3), true],
      [officer(1), false],
      [officer(2), false],
    ]);
    expect((await papers(one.id)).map(({ kind }) => kind)).toEqual(["order"]);
  });

  it.each([
    ["without a reason", () => named([officer(2), officer(3)], ""), "body/invalid"],
    ["of one officer", () => named([officer(2)]), "inspection/team-too-small"],
    [
      "of one officer and an expert",
      () => named([officer(2), harness.registry.held.inspectors[7]?.id ?? ""]),
      "inspection/team-too-small",
    ],
    ["of nobody's inspector", () => named([officer(2), randomUUID()]), "inspection/certificate-invalid"],
    ["with the same officer twice", () => named([officer(2), officer(2)]), "body/invalid"],
    // Of the officers every other one holds quality, which an item needs.
    ["who lacks what the items need", () => named([officer(1), officer(3)]), "inspection/team-lacking"],
    [
      "with somebody who has declared an interest",
      () => ({ ...named([officer(0), officer(2)]), target: { kind: "entity", code: "T000000" } }),
      "inspection/team-conflict",
    ],
    [
      "for a reason with an ID number in it",
      () => named([officer(2), officer(3)], "由身份证号 11010519491231002X 的人员检查"),
      "text/personal-data",
    ],
  ])("%s is refused, and nothing is written", async (_, changes, code) => {
    const before = await written();
    expect((await order(harness, changes())).body["code"]).toBe(code);
    expect(await written()).toEqual(before);
  });
});

describe("an order that is refused (articles 2, 8, 15, 25)", () => {
  const target = (code: string) => ({ target: { kind: "entity", code } });
  const emergency = { emergency: { reason: "可能危及人身安全" } };

  beforeAll(() => {
    const { registered, items } = harness.registry.held;
    registered.set("T000020", "deregistered").set("T000021", "elsewhere").set("T000022", "nowhere");
    items.push({ ...items[0], code: "I9", inForce: false } as (typeof items)[number]);
  });

  it.each([
    ["as if it were a draw", { origin: "draw" }, "body/invalid"],
    ["of a target that is deregistered", target("T000020"), "target/not-active"],
    ["of a target that only others supervise", target("T000021"), "target/not-active"],
    ["of a target that there is not", target("T000022"), "target/not-active"],
    ["on an item that is not in force", { items: ["I1", "I9"] }, "item/not-in-force"],
    ["on an item that there is not", { items: ["I7"] }, "item/not-in-force"],
    ["on an item of projects", { items: ["P1"] }, "body/invalid"],
    ["on an item twice", { items: ["I1", "I1"] }, "body/invalid"],
    ["without an item", { items: [] }, "body/invalid"],
    ["for a window that is over", { window: { from: "2026-09-01", to: "2026-09-14" } }, "body/invalid"],
    ["for a window that ends first", { window: { from: "2026-10-02", to: "2026-10-01" } }, "body/invalid"],
    ["without its source", { source: undefined }, "body/invalid"],
    [
      "with a mobile number in its source",
      { source: { document: "来信1号", about: "举报人电话13812345678" } },
      "text/personal-data",
    ],
    ["as an emergency by a plan", { origin: "statutory", ...emergency }, "inspection/not-emergency"],
    ["as an emergency without a reason", { emergency: {} }, "body/invalid"],
    ["with more officers than there are", { team: { by: "lot", officers: 8 } }, "inspection/team-lacking"],
    ["with a field that it does not have", { urgent: true }, "body/invalid"],
  ])("%s: nothing is written", async (_, changes, code) => {
    const before = await written();
    expect((await order(harness, changes)).body["code"]).toBe(code);
    expect(await written()).toEqual(before);
  });

  it("may hold what looks like personal data where a reviewer let it pass with a reason", async () => {
    const about = "举报称联系人13812345678系企业公开电话";
    const review = await harness.call("POST", "/api/v1/text-reviews", {
      actor: "reviewer-1",
      body: { texts: [about], reason: "企业对外公开的电话" },
    });
    const one = await ordered(harness, {
      source: { document: "来信2号", about },
      personalDataReview: String(review.body["id"]),
    });
    expect(one.events.map(({ type }) => type)).toContain("personal-data-reviewed");
  });
});
