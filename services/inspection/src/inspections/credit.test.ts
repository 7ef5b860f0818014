import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { todoOf } from "../testing/todo.ts";

let harness: InspectionHarness;
let team: Inspecting;
const day = 86_400_000;

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
}, 180_000);
afterAll(() => harness.close());

const entries = [
  { itemCode: "I1", result: "fail" },
  { itemCode: "I2", result: "pass" },
];

/** A check with one problem, of which the result is public and an objection waits for its answer. */
async function publishedAndObjected(id: string): Promise<void> {
  const found = { id: uuidv7(), itemCode: "I1", description: "未公示资质证书" };
  const path = { findingId: found.id, path: "on-the-spot", document: "责令改正", due: null, settled: true };
  await team.beginCheck(id);
  const answers = [
    await team.record(id, { entries, findings: [found] }),
    await team.act(id, "path", path),
    await team.report(id),
    await team.feedback(id),
    await team.act(id, "object", { statement: "有异议" }),
    await team.act(id, "publish", {}),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  await team.reached(id, ({ state }) => state === "published");
}

const passDue = async (id: string) => {
  const { dueAt } = await team.read(id);
  await harness.skipTo(new Date(Date.parse(dueAt ?? "") + 60_000));
};

describe("the credit record (article 31)", () => {
  const ids: string[] = [];
  beforeAll(async () => {
    ids.push(...(await drawnInspections(harness, builders)).map(({ id }) => id));
  }, 120_000);

  it("waits for the objection window though an objection is unanswered, and leaves out what was taken back", async () => {
    const [unanswered = "", upheld = ""] = ids;
    for (const id of [unanswered, upheld]) await publishedAndObjected(id);
    expect((await team.act(upheld, "answer", { statement: "采纳", upheld: true })).status).toBe(200);
    const waiting = await team.read(unanswered);
    expect(Date.parse(waiting.dueAt ?? "")).toBeGreaterThan((await harness.clock.now()).getTime() + 6 * day);
    await passDue(unanswered);
    await team.reached(unanswered, ({ state }) => state === "closed");
    const withheld = await team.reached(upheld, ({ state }) => state === "closed");
    expect(harness.registry.credited.get(unanswered)).toMatchObject({ outcome: "violation-corrected" });
    expect(harness.registry.credited.has(upheld)).toBe(false);
    expect(withheld.events.some(({ type }) => type === "credit-withheld")).toBe(true);
  });

  it("waits for the registry where that is away, while an objection is answered in public (article 30)", async () => {
    const [, , id = ""] = ids;
    await publishedAndObjected(id);
    harness.registry.away = true;
    await passDue(id);
    const over = await team.reached(id, ({ events }) =>
      events.some(({ type }) => type === "objections-closed"),
    );
    expect(over.state).toBe("published");
    expect((await team.act(id, "answer", { statement: "维持", upheld: false })).status).toBe(200);
    await until(
      async () => harness.disclosure.publications.get(over.publicationId ?? "")?.content?.sections.at(-1),
      (section) => section?.text === "维持",
    );
    harness.registry.away = false;
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 120_000));
    await team.reached(id, ({ state }) => state === "closed");
    expect(harness.registry.credited.get(id)).toMatchObject({ outcome: "violation-corrected" });
  });

  it("once entered leaves a supplement to be written, which waits at the workbench of who has not signed it (article 26)", async () => {
    const [over = ""] = ids;
    expect((await team.asOfficer(over, "supplement", { text: "补充：门牌号更正" })).status).toBe(200);
    const { team: members } = await team.read(over);
    const signing = await Promise.all(
      members
        .filter(({ kind }) => kind === "officer")
        .map(async ({ inspectorId: inspector }) => {
          const papers = await todoOf(harness, { roles: ["officer"], inspector }, "sign");
          return papers.some(({ id }) => id === over);
        }),
    );
    expect(signing).toEqual(signing.map((_, index) => index > 0));
  });
});
