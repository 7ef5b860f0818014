import type { InspectionDetail, ReplacementReason } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
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
  const held = sampleHeld(200);
  // As many again, so that each test finds somebody to deal in.
  held.inspectors.push(...held.inspectors.map((one) => ({ ...one, id: randomUUID() })));
  harness = await startInspectionHarness(held, new Date("2026-09-15T01:00:00Z"), {
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
      const its = left.filter(({ facts }) => facts["number"] === member?.number);
      expect(its).toMatchObject([{ actor: "system", facts: { reason } }]);
      const changed = after[0]?.events.findLast(({ type }) => type === "team-changed");
      expect(changed?.facts).toMatchObject({ modes: "replace", reason });
      for (const one of after) expect(one.team.filter(({ kind }) => kind === "officer")).toHaveLength(2);
    },
  );

  it("may be granted the recusal that was asked for before, which changes nothing more (article 24)", async () => {
    const [first] = await readAll();
    const id = first?.id ?? "";
    const recusalId = await team.askRecusal(id);
    const inspectorId = first?.team[0]?.inspectorId ?? "";
    harness.registry.held.unavailable.set(inspectorId, "leave");
    await outOfAll(inspectorId);
    const { team: dealt } = await team.read(id);
    expect((await team.grantRecusal(id, recusalId)).status).toBe(200);
    expect(await team.read(id)).toMatchObject({ team: dealt, recusals: [{ granted: true }] });
  });

  it("is commanded once for all its teams, also where one's check has begun and others watch", async () => {
    const now = await readAll();
    const seats = now.flatMap(({ id, team: members }) =>
      members.map(({ inspectorId }) => ({ id, inspectorId })),
    );
    const { id = "", inspectorId = "" } =
      seats.find((one) =>
        seats.some((other) => other.id !== one.id && other.inspectorId === one.inspectorId),
      ) ?? {};
    await team.beginCheck(id);
    const before = (await commands()).length;
    harness.registry.held.unavailable.set(inspectorId, "suspended");
    await Promise.all([harness.watchTeamsNow(), harness.watchTeamsNow()]);
    await outOfAll(inspectorId);
    expect(await harness.watchTeamsNow()).toBe(0);
    const asked = await commands();
    expect(asked.slice(before)).toEqual([{ actor: "system", caller: "service", outcome: "done" }]);
    expect((await team.read(id)).state).toBe("checking");
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
    expect(noTeam?.events.find(({ type }) => type === "no-team")?.facts).toEqual({ reason: "leave" });
  });
});
