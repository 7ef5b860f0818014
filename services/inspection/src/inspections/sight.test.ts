import { inspectionList, type InspectionDetail } from "@shuangsui/contracts";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/fake-registry.ts";
import { startInspectionHarness, type InspectionHarness } from "../testing/harness.ts";
import { drawnInspections, inspecting, type Inspecting } from "../testing/inspections.ts";

let harness: InspectionHarness;
let team: Inspecting;
let drawn: InspectionDetail[];
beforeAll(async () => {
  harness = await startInspectionHarness(sampleHeld(400), new Date("2026-09-15T01:00:00Z"));
  team = inspecting(harness);
  drawn = await drawnInspections(harness, builders, undefined, { confirmed: false });
}, 180_000);
afterAll(() => harness.close());

type Sight = { roles: ("officer" | "expert" | "reviewer")[]; inspector?: string | undefined };
const gone = { status: 404, body: { code: "not-found" } };
const at = (id: string) => `/api/v1/inspections/${id}`;
const listed = async (who: Sight) => {
  const { body } = await harness.call("GET", `${at("")}?limit=500`.replace("/?", "?"), who);
  return inspectionList.parse(body).items.map(({ id }) => id);
};
const ofTeam = (inspector: string | undefined) =>
  drawn.filter((one) => one.team.some((member) => member.inspectorId === inspector)).map(({ id }) => id);
/** A member of some teams, and an inspection that is none of its own. */
function someMember() {
  const inspector = drawn[0]?.team[0]?.inspectorId;
  const other = drawn.find(({ id }) => !ofTeam(inspector).includes(id));
  if (other === undefined) throw new RangeError("draw more");
  return { inspector, other: other.id };
}

describe("an officer with no other role (article 24)", () => {
  it("sees the inspections whose team it is of, and no other: neither listed, nor read, nor its papers", async () => {
    const { inspector, other } = someMember();
    const officer: Sight = { roles: ["officer"], inspector };
    expect((await listed(officer)).toSorted()).toEqual(ofTeam(inspector).toSorted());
    const [own = ""] = ofTeam(inspector);
    expect(await harness.call("GET", at(own), officer)).toMatchObject({ status: 200 });
    expect(await harness.call("GET", `${at(own)}/documents`, officer)).toMatchObject({ status: 200 });
    for (const path of [at(other), `${at(other)}/documents`, `${at(other)}/approvals`])
      expect(await harness.call("GET", path, officer)).toMatchObject(gone);
  });

  it("writes at those alone, and what it asked at another left nothing behind", async () => {
    const { inspector, other } = someMember();
    const body = { statement: "均无利害关系" };
    const asked = { roles: ["officer"] as const, inspector, body };
    expect(await harness.call("POST", `${at(other)}/commands/confirm`, asked)).toMatchObject(gone);
    expect((await team.read(other)).state).toBe("drawn");
  });

  it("of whom nobody knows which inspector it is sees none; with a role that sees all, all", async () => {
    const [first] = drawn;
    expect(await listed({ roles: ["officer", "expert"] })).toEqual([]);
    expect(await harness.call("GET", at(first?.id ?? ""), { roles: ["officer"] })).toMatchObject(gone);
    const both: Sight = { roles: ["officer", "reviewer"] };
    expect(await listed(both)).toHaveLength(drawn.length);
  });

  it("that is recused has lost sight of the inspection at once", async () => {
    const one = drawn.find(({ team: members }) => members.some(({ kind }) => kind === "officer"));
    const id = one?.id ?? "";
    const officer: Sight = {
      roles: ["officer"],
      inspector: one?.team.find(({ kind }) => kind === "officer")?.inspectorId,
    };
    expect(await harness.call("GET", at(id), officer)).toMatchObject({ status: 200 });
    expect((await team.grantRecusal(id, await team.askRecusal(id))).status).toBe(200);
    expect(await harness.call("GET", at(id), officer)).toMatchObject(gone);
    expect(await listed(officer)).not.toContain(id);
    const body = { statement: "均无利害关系" };
    expect(await harness.call("POST", `${at(id)}/commands/confirm`, { ...officer, body })).toMatchObject(
      gone,
    );
  });
});

describe("an objection", () => {
  it("is answered by nobody of the team, whatever its roles (article 30)", async () => {
    const { id, team: members } = await team.read(drawn.at(-1)?.id ?? "");
    const body = { statement: "经复核，维持原结果", upheld: false };
    const answer = (inspector: string | undefined) =>
      harness.call("POST", `${at(id)}/commands/answer`, { roles: ["reviewer"], inspector, body });
    expect(await answer(members[0]?.inspectorId)).toMatchObject({
      status: 403,
      body: { code: "inspection/own-work" },
    });
    // Nobody has objected yet: refused as that.
    expect(await answer(randomUUID())).toMatchObject({
      status: 409,
      body: { code: "inspection/wrong-state" },
    });
  });
});
