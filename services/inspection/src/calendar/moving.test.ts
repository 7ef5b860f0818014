import type { InspectionDetail } from "@shuangsui/contracts";
import { publicationIdOf } from "../ids.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders, campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const ids: Record<"drawn" | "confirmed" | "checked" | "signed" | "fedBack", string> = {
  drawn: "",
  confirmed: "",
  checked: "",
  signed: "",
  fedBack: "",
};
/** 24:00 Asia/Shanghai of a day of September 2026, as the API writes it. */
const endOf = (day: string) => new Date(`2026-${day}T24:00:00+08:00`).toISOString();
const first = { number: "德政办发〔2026〕1号", daysOff: [{ from: "2026-09-16", to: "2026-09-17" }] };
const enter = async (changes: object) => {
  const body = { authority: "533100", issuedOn: "2026-09-10", name: "放假通知", worked: [], ...changes };
  expect((await harness.ask("POST", "/api/v1/calendar/notices", { as: "533100", body })).status).toBe(201);
};
type Move = { deadline: string; from: string; to: string; notice: string | null };
const movesOf = ({ events }: InspectionDetail): Move[] =>
  events.filter(({ type }) => type === "due-moved").map(({ facts }) => facts as Move);
const moved = (id: string, times: number) => team.reached(id, (one) => movesOf(one).length === times);

// Tuesday 15 September; Sunday the 20th is worked in exchange, 25 to 27 are 中秋节.
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  const drawn = await drawnInspections(harness, builders, undefined, { confirmed: false });
  for (const [index, name] of (["drawn", "confirmed", "checked", "signed", "fedBack"] as const).entries())
    ids[name] = drawn[index]?.id ?? "";
  for (const id of [ids.confirmed, ids.checked, ids.signed, ids.fedBack])
    expect((await team.act(id, "confirm", { statement: "均无利害关系" })).status).toBe(200);
  for (const id of [ids.checked, ids.signed, ids.fedBack]) {
    await team.beginCheck(id);
    expect((await team.record(id)).status).toBe(200);
  }
  for (const id of [ids.signed, ids.fedBack]) expect((await team.report(id)).status).toBe(200);
  expect((await team.feedback(ids.fedBack)).status).toBe(200);
}, 240_000);
afterAll(() => harness.close());

describe("a local holiday that is announced while deadlines run", () => {
  it("moves every open due time, each an event with from, to, and by which notice", async () => {
    await enter(first);
    const by = { issuer: "533100", notice: first.number, calendarVersion: 4 };
    expect(movesOf(await moved(ids.drawn, 1))).toEqual([
      { deadline: "recusal", from: endOf("09-17"), to: endOf("09-20"), ...by },
    ]);
    expect(movesOf(await moved(ids.checked, 2))).toEqual([
      { deadline: "report", from: endOf("09-21"), to: endOf("09-23"), ...by },
      { deadline: "result", from: endOf("09-29"), to: endOf("10-08"), ...by },
    ]);
    expect(movesOf(await moved(ids.signed, 2))).toEqual([
      { deadline: "feedback", from: endOf("09-17"), to: endOf("09-20"), ...by },
      { deadline: "result", from: endOf("09-23"), to: endOf("09-28"), ...by },
    ]);
    expect(movesOf(await moved(ids.fedBack, 2))).toEqual([
      { deadline: "objection", from: endOf("09-18"), to: endOf("09-21"), ...by },
      { deadline: "result", from: endOf("09-21"), to: endOf("09-23"), ...by },
    ]);
    expect(movesOf(await team.read(ids.confirmed))).toEqual([]);
  });

  it("moves what disclosure was told", async () => {
    const told = (id: string) => harness.disclosure.publications.get(publicationIdOf(id))?.dueAt;
    await until(
      async () => [ids.checked, ids.signed, ids.fedBack].map(told),
      (all) => all.join() === [endOf("10-08"), endOf("09-28"), endOf("09-23")].join(),
    );
  });

  it("moves an adjusted plan's day, and what comes after it counts by it at once (article 17)", async () => {
    const does = campaigning(harness, "533102");
    const plan = await does.publishedPlan([{ ...builders, title: "另一抽查" }]);
    const entries = plan.entries.map(({ itemVersions: _pinned, ...entry }) => ({
      ...entry,
      title: "调整后的抽查",
    }));
    expect((await does.adjust(plan, entries)).status).toBe(200);
    const read = async () => (await harness.ask("GET", `/api/v1/plans/${plan.id}`, { as: "533102" })).body;
    // 18, 20, 21, 22, 23: the 16th and the 17th are off.
    expect(await read()).toMatchObject({ dueAt: endOf("09-23"), provisional: false });
    await enter({ number: "德政办发〔2026〕2号", daysOff: [{ from: "2026-09-22", to: "2026-09-22" }] });
    const after = await until(read, ({ dueAt }) => dueAt === endOf("09-24"));
    expect(after["events"]).toContainEqual(
      expect.objectContaining({
        type: "due-moved",
        facts: expect.objectContaining({ deadline: "plan", notice: "德政办发〔2026〕2号" }) as object,
      }),
    );
    const publicationId = String(after["publicationId"]);
    await until(
      async () => harness.disclosure.publications.get(publicationId)?.dueAt,
      (dueAt) => dueAt === endOf("09-24"),
    );
  });

  it("is taken back in part by a correction: due times become shorter, and the running workflow ends by the new one", async () => {
    await enter({
      number: "德政办发〔2026〕3号",
      daysOff: [{ from: "2026-09-16", to: "2026-09-16" }],
      supersedes: first.number,
    });
    expect(movesOf(await moved(ids.drawn, 2))[1]).toMatchObject({ from: endOf("09-20"), to: endOf("09-18") });
    await harness.skipTo(new Date(endOf("09-17")));
    expect(await team.read(ids.drawn)).toMatchObject({ state: "drawn", dueAt: endOf("09-18") });
    await harness.skipTo(new Date(endOf("09-18")));
    const confirmed = await team.reached(ids.drawn, ({ state }) => state === "confirmed");
    expect(confirmed.events.find(({ type }) => type === "confirmed")?.facts).toEqual({ byItself: true });
  });

  it("moves no deadline that has passed, and not what a person was late with by it", async () => {
    // The feedback of 18 September was missed.
    const missed = await team.reached(ids.signed, ({ breaches }) => breaches === 1);
    await enter({ number: "德政办发〔2026〕4号", daysOff: [{ from: "2026-09-17", to: "2026-09-21" }] });
    await until(
      () => team.read(ids.checked),
      (one) => movesOf(one).some(({ notice }) => notice === "德政办发〔2026〕4号"),
    );
    const after = await until(
      () => team.read(ids.signed),
      (one) => movesOf(one).length > movesOf(missed).length,
    );
    expect(movesOf(after).at(-1)).toMatchObject({ deadline: "result", notice: "德政办发〔2026〕4号" });
    expect(after.breaches).toBe(1);
    expect(after.timeline.find(({ status }) => status === "missed")?.due).toBe(endOf("09-18"));
  });

  it("no longer stops deadlines where the prefecture says so, which each of them says", async () => {
    const before = movesOf(await team.read(ids.checked));
    const set = await harness.ask("PUT", "/api/v1/settings/local-holidays", {
      as: "533100",
      body: { stopDeadlines: false },
    });
    expect(set.status).toBe(200);
    const after = await team.reached(ids.checked, (one) => movesOf(one).length > before.length);
    const [move] = movesOf(after).slice(before.length);
    expect(move).toMatchObject({ deadline: "report", issuer: "533100", notice: null, stopDeadlines: false });
    expect(String(move?.to) < String(move?.from)).toBe(true);
    expect(after.localHolidaysStop).toBe(false);
  });
});
