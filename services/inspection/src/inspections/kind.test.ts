import { inspectionList, type InspectionDetail } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let special: InspectionDetail[] = [];
let daily: InspectionDetail[] = [];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  const approved = { documentNumber: "德政办〔2026〕3号", approvedBy: "州人民政府", filedOn: "2026-01-20" };
  const once = { ...builders, frequency: 1 };
  special = await drawnInspections(harness, { ...once, special: approved });
  daily = await drawnInspections(harness, once);
}, 180_000);
afterAll(() => harness.close());

const idsOf = async (query: string) => {
  const { body } = await harness.call("GET", `/api/v1/inspections?limit=200&${query}`);
  return inspectionList.parse(body).items.map(({ id }) => id);
};
const sorted = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();

describe("an inspection's kind stands beside its origin", () => {
  it("by its plan's entry, and lists are narrowed by it", async () => {
    expect(new Set(special.map(({ origin, kind }) => `${origin} ${kind}`))).toEqual(
      new Set(["draw special"]),
    );
    expect(new Set(daily.map(({ kind }) => kind))).toEqual(new Set(["daily"]));
    expect(await idsOf("kind=special")).toEqual(sorted(special));
    expect(await idsOf("kind=daily")).toEqual(sorted(daily));
    expect(await idsOf("kind=case")).toEqual([]);
    expect((await harness.call("GET", "/api/v1/inspections?kind=other")).status).toBe(422);
  });

  it("and is published with it", async () => {
    const team = inspecting(harness);
    const id = special[0]?.id ?? "";
    expect((await team.act(id, "cancel", { reason: "企业停产" })).status).toBe(200);
    const { publicationId } = await team.read(id);
    const content = await until(
      async () => harness.disclosure.publications.get(publicationId ?? "")?.content,
      (shown) => shown !== null && shown !== undefined,
    );
    expect(content?.facts).toMatchObject({ origin: "draw", kind: "special" });
  });
});
