import type { InspectionDetail } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../../infra/embedded/test-time.ts";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
const unused: InspectionDetail[] = [];

beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  unused.push(...(await drawnInspections(harness, builders, undefined, { confirmed: false })));
}, 180_000);
afterAll(() => harness.close());

/** An inspection in its recusal window, that no test has used. */
const fresh = () => unused.shift()?.id ?? "";
const confirm = (id: string) => team.act(id, "confirm", { statement: "均无利害关系" });
const decide = (id: string, recusalId: string, options: { as?: string; actor?: string } = {}) =>
  harness.call("POST", `/api/v1/inspections/${id}/recusals/${recusalId}/decision`, {
    body: { granted: false, statement: "不属于应当回避的情形" },
    actor: "head-1",
    ...options,
  });
const typesOf = ({ events }: InspectionDetail) => events.map(({ type }) => type);
const code = (answer: { body: Record<string, unknown> }) => answer.body["code"];

describe("a recusal that is asked for (article 24)", () => {
  it("changes nothing by itself, is decided by another person, and holds up the team's confirmation", async () => {
    const id = fresh();
    const before = await team.read(id);
    const recusalId = await team.askRecusal(id);
    const asked = await team.read(id);
    expect(asked.team).toEqual(before.team);
    // One working day after 15 September.
    expect(asked).toMatchObject({ waitingFor: "recusal", dueAt: "2026-09-16T16:00:00.000Z" });
    expect(asked.recusals).toMatchObject([{ id: recusalId, ground: "kinship", granted: null }]);
    expect(JSON.stringify(asked.recusals)).not.toContain("official-1");
    expect(code(await confirm(id))).toBe("inspection/recusal-open");
    expect(code(await decide(id, recusalId, { actor: "official-1" }))).toBe("recusal/own-request");
    expect(code(await decide(id, randomUUID()))).toBe("not-found");
    expect(code(await decide(id, recusalId, { as: "533102" }))).toBe("not-found");
    // Not before it is escalated.
    expect(code(await decide(id, recusalId, { as: "533100" }))).toBe("authority/not-yours");
    expect((await team.read(id)).recusals).toEqual(asked.recusals);
    expect((await team.grantRecusal(id, recusalId)).status).toBe(200);
    const granted = await team.read(id);
    expect(granted.team.map(({ number }) => number)).not.toContain(asked.recusals[0]?.number);
    expect(typesOf(granted)).toEqual(["drawn", "recusal-declared", "recusal-granted", "team-changed"]);
    expect((await confirm(id)).status).toBe(200);
  });

  it("and refused stays on record, and cannot be decided again", async () => {
    const id = fresh();
    const before = await team.read(id);
    const recusalId = await team.askRecusal(id);
    expect((await decide(id, recusalId)).status).toBe(200);
    const refused = await team.read(id);
    expect(refused).toMatchObject({ team: before.team, recusals: [{ granted: false }] });
    expect(typesOf(refused)).toContain("recusal-refused");
    expect(code(await team.grantRecusal(id, recusalId))).toBe("inspection/wrong-state");
  });

  it("is counted in public, granted or refused", async () => {
    const id = fresh();
    expect((await decide(id, await team.askRecusal(id))).status).toBe(200);
    expect((await team.grantRecusal(id, await team.askRecusal(id))).status).toBe(200);
    expect((await team.act(id, "cancel", { reason: "企业停产" })).status).toBe(200);
    const { publicationId } = await team.read(id);
    const content = await until(
      async () => harness.disclosure.publications.get(publicationId ?? "")?.content,
      (shown) => shown !== null && shown !== undefined,
    );
    expect(content?.facts).toMatchObject({ recusalsAsked: 2, recusalsGranted: 1, recusalsRefused: 1 });
  });

  it("of a member already asked for is refused while that is undecided", async () => {
    const id = fresh();
    await team.askRecusal(id);
    const [number] = await team.officers(id);
    const again = { number, ground: "employment", declaredBy: "target", statement: "同一单位" };
    expect(code(await team.act(id, "recuse", again))).toBe("inspection/recusal-open");
  });

  it.each([
    ["nobody of the team", { number: 999 }, "inspection/not-in-team"],
    ["no ground", { ground: undefined }, "body/invalid"],
    ["leave as its ground", { ground: "leave" }, "body/invalid"],
  ])("with %s is refused", async (_, changes, refusal) => {
    const id = unused[0]?.id ?? "";
    const [number] = await team.officers(id);
    const body = { number, ground: "kinship", declaredBy: "officer", statement: "近亲属", ...changes };
    expect(code(await team.act(id, "recuse", body))).toBe(refusal);
  });
});

describe("a recusal that nobody decides in time (article 24)", () => {
  it("goes to the superior, is a breach, holds up the check, and the superior decides", async () => {
    const [late, confirmed] = [fresh(), fresh()];
    const recusalId = await team.askRecusal(late);
    const notice = { deliveredTo: "前台", method: "in-person", checkOn: "2026-09-18" };
    expect((await confirm(confirmed)).status).toBe(200);
    expect((await team.act(confirmed, "notify", notice)).status).toBe(200);
    await team.askRecusal(confirmed);
    const began = { shownCertificates: await team.officers(confirmed), place: "门口" };
    expect(code(await team.act(confirmed, "begin", began))).toBe("inspection/recusal-open");
    // The recusal window ends with the 17th; that confirms no team while a recusal is undecided.
    await harness.skipTo(new Date("2026-09-17T16:01:00Z"));
    const escalated = await team.reached(late, (one) => typesOf(one).includes("recusal-escalated"));
    expect(escalated).toMatchObject({ state: "drawn", waitingFor: "recusal", overdue: true, breaches: 1 });
    expect((await decide(late, recusalId, { as: "533100", actor: "superior-1" })).status).toBe(200);
    const decided = await team.reached(late, ({ state }) => state === "confirmed");
    expect(typesOf(decided).slice(-2)).toEqual(["recusal-refused", "confirmed"]);
  });
});
