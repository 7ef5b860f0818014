import type { InspectionDetail, ReplacementReason } from "@shuangsui/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
let drawn: InspectionDetail[] = [];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(200), new Date("2026-09-15T01:00:00Z"), {
    watchesTeams: true,
  });
  team = inspecting(harness);
  drawn = await drawnInspections(harness, builders);
}, 180_000);
afterAll(() => harness.close());

const has = ({ team: members }: InspectionDetail, inspectorId: string) =>
  members.some((member) => member.inspectorId === inspectorId);
const readAll = () => Promise.all(drawn.map(({ id }) => team.read(id)));
/** Waits until somebody is in no team whose check has not begun. */
const outOfAll = (inspectorId: string) =>
  until(readAll, (now) => now.every((one) => one.state === "checking" || !has(one, inspectorId)));
const commands = () =>
  harness.database.as("system", (work) =>
    work.selectFrom("command").select(["actor", "caller", "outcome"]).where("type", "=", "replace").execute(),
  );

describe("a member who may not inspect any more (article 15)", () => {
  it.each<[ReplacementReason]>([["leave"], ["certificate"]])(
    "by the registry's word, %s, leaves all its teams of the draw by itself, by lot, on record with the ground",
    async (reason) => {
      const [first] = await readAll();
      const [member] = first?.team ?? [];
      const inspectorId = member?.inspectorId ?? "";
      harness.registry.held.unavailable.set(inspectorId, reason);
      const after = await outOfAll(inspectorId);
      const left = after.flatMap(({ events }) => events.filter(({ type }) => type === "member-left"));
      expect(left.at(-1)).toMatchObject({ actor: "system", facts: { number: member?.number, reason } });
      expect(left.filter(({ facts }) => facts["number"] === member?.number)).toHaveLength(1);
      for (const one of after) expect(one.team.filter(({ kind }) => kind === "officer")).toHaveLength(2);
    },
  );

  it("is commanded once for all its teams, also where one's check has begun and others watch", async () => {
    const [first, ...others] = await readAll();
    await team.beginCheck(first?.id ?? "");
    const before = (await commands()).length;
    const inspectorId = first?.team[0]?.inspectorId ?? "";
    expect(others.some((one) => has(one, inspectorId))).toBe(true);
    harness.registry.held.unavailable.set(inspectorId, "suspended");
    await Promise.all([harness.watchTeamsNow(), harness.watchTeamsNow()]);
    await outOfAll(inspectorId);
    expect(await harness.watchTeamsNow()).toBe(0);
    const asked = await commands();
    expect(asked.slice(before)).toEqual([{ actor: "system", caller: "service", outcome: "done" }]);
    expect((await team.read(first?.id ?? "")).state).toBe("checking");
  });

  it("stays while the registry is away, and leaves once it answers", async () => {
    const now = await readAll();
    const inspectorId = now.find(({ state }) => state === "confirmed")?.team[0]?.inspectorId ?? "";
    harness.registry.away = true;
    harness.registry.held.unavailable.set(inspectorId, "withdrawn");
    expect(await harness.watchTeamsNow()).toBe(0);
    expect((await readAll()).map(({ team: members }) => members)).toEqual(now.map((one) => one.team));
    harness.registry.away = false;
    await outOfAll(inspectorId);
  });

  it("and whom nobody can replace leaves a team that ends as no-team, a breach of the authority", async () => {
    for (const { id } of harness.registry.held.inspectors) harness.registry.held.unavailable.set(id, "leave");
    const ended = await until(readAll, (now) =>
      now.every(({ state }) => state === "no-team" || state === "checking"),
    );
    const noTeam = ended.find(({ state }) => state === "no-team");
    expect(noTeam).toMatchObject({ outcome: "no-team", breaches: 1, team: [] });
    expect(noTeam?.events.map(({ type }) => type)).toContain("no-team");
  });
});
