import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectionList } from "@shuangsui/contracts";
import { builders, campaigning, twoWitnesses, type Bound, type Campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { until } from "../../../../infra/embedded/test-time.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";

let harness: InspectionHarness;
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => harness.close());

const developers = { ...builders, scope: { targetKind: "entity", categories: ["developer"] } };
const overlaps = { status: 409, body: { code: "draw/overlaps" } };

/** A campaign of an authority that lacks nothing but its commitment. */
async function ready(does: Campaigning, entry: object): Promise<{ id: string; witnesses: readonly Bound[] }> {
  const campaign = await does.triggered(await does.publishedPlan([entry]));
  const witnesses = twoWitnesses();
  expect((await does.approveVenue()).status).toBe(200);
  expect((await does.setScheme(campaign.id)).status).toBe(200);
  await does.bind(campaign, witnesses);
  return { id: campaign.id, witnesses };
}
async function drawn(does: Campaigning, { id, witnesses }: Awaited<ReturnType<typeof ready>>): Promise<void> {
  await does.announced(id);
  for (const witness of witnesses) expect((await does.contribute(id, witness)).status).toBe(200);
  await does.reached(id, "running");
}

describe("two draws over the same targets (articles 5, 20)", () => {
  it("are made one after the other, whichever authority's they are, and inspect no target twice", async () => {
    const [county, prefecture] = [campaigning(harness), campaigning(harness, "533100")];
    await harness.call("PUT", "/api/v1/settings/caps", {
      as: "533100",
      body: { ratio: "0.01", frequency: 2 },
    });
    const few = { ...builders, ratios: { A: "0.005", B: "0.005", C: "0.005", D: "0.005" }, frequency: 1 };
    const all = await ready(prefecture, { ...few, ratios: { ...few.ratios, D: "0.025" } });
    const first = await ready(county, builders);
    const other = await ready(county, developers);

    // Both at the same moment: one is committed to, the other is told why it has to wait.
    const answers = await Promise.all([prefecture.commit(all.id), county.commit(first.id)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const prefectureFirst = answers[0].status === 200;
    expect(answers[prefectureFirst ? 1 : 0]).toMatchObject(overlaps);
    const [waits, goes] = prefectureFirst
      ? ([
          [county, first],
          [prefecture, all],
        ] as const)
      : ([
          [prefecture, all],
          [county, first],
        ] as const);
    expect(await waits[0].commit(waits[1].id)).toMatchObject(overlaps);
    // A draw of other targets need not wait.
    expect((await county.commit(other.id)).status).toBe(200);

    // Once it is drawn the other follows, without the drawn ones and without their alternates.
    await drawn(...goes);
    expect((await waits[0].commit(waits[1].id)).status).toBe(200);
    const { draw } = await waits[0].read(waits[1].id);
    const { draw: before } = await goes[0].read(goes[1].id);
    const places = before.strata.reduce((sum, { quota }) => sum + quota, 0);
    const alternates = before.strata.reduce((sum, one) => sum + one.alternates, 0);
    expect(draw.excluded).toEqual([
      { ground: "alternate-elsewhere", number: alternates },
      { ground: "open-inspection", number: places },
    ]);
    await drawn(...waits);
    await drawn(county, other);

    const codes: string[] = [];
    for (const as of ["533103", "533100"])
      codes.push(
        ...inspectionList
          .parse((await harness.call("GET", "/api/v1/inspections?limit=200", { as })).body)
          .items.filter((one) => one.authority === as)
          .map((one) => one.targetCode),
      );
    expect(codes.length).toBeGreaterThan(9);
    expect(new Set(codes).size).toBe(codes.length);
  }, 60_000);

  it("wait no longer than for the witnesses: a draw that is void is waited for no more", async () => {
    const does = campaigning(harness, "533102");
    const projects = {
      ...builders,
      items: ["P1"],
      scope: { targetKind: "project", categories: [] },
      ratios: { ...builders.ratios, D: "0.05" },
    };
    harness.registry.held.targets.project = Array.from({ length: 40 }, (_, index) => ({
      code: `P${index}`,
      riskClass: "D",
      category: "housing",
    }));
    const silent = await ready(does, projects);
    const second = await ready(does, projects);
    expect((await does.commit(silent.id)).status).toBe(200);
    expect(await does.commit(second.id)).toMatchObject(overlaps);
    await harness.skipTo(new Date((await harness.clock.now()).getTime() + 49 * 3_600_000));
    await until(
      () => does.read(silent.id),
      ({ state }) => state === "void",
    );
    expect((await does.commit(second.id)).status).toBe(200);
  }, 60_000);
});
