import { H } from "@shuangsui/lottery";
import type { InspectionCommand, InspectionState } from "@shuangsui/contracts";
import { newest } from "@shuangsui/workdays";
import { describe, expect, it } from "vitest";
import { mangshiCalendars } from "../testing/calendars.ts";
import { vectorChange, vectorDraw, vectorInspections, vectorTeam } from "../testing/draw-vector.ts";
import { concernedBy, type OpenDraw } from "./commands/draw-change.ts";
import { decideGone, goneByLot } from "./commands/gone.ts";
import { decideRecusal, recusalByLot } from "./commands/decide-recusal.ts";
import { decideReplace, replacementByLot } from "./commands/replace.ts";
import { asked } from "./recusals.ts";
import type { Inspection, InspectionDecision } from "./lifecycle.ts";

const at = new Date("2026-09-15T01:00:00Z");
const [opaqueId = "", ...rest] = vectorDraw.state.teams.keys();
const act = { at, actor: "official-1", requestId: "request" };

/** The draw's inspections, the first of which asks; `states` are those of the others. */
function given(states: readonly InspectionState[] = []): {
  row: Inspection;
  others: Map<string, Inspection>;
} {
  const all = vectorInspections(at);
  for (const [index, id] of rest.entries()) {
    const row = all.get(id);
    if (row !== undefined) all.set(id, { ...row, state: states[index] ?? row.state });
  }
  const row = all.get(opaqueId);
  if (row === undefined) throw new RangeError("no such inspection");
  all.delete(opaqueId);
  return { row, others: all };
}

const first = vectorTeam(opaqueId)[0]?.number ?? 0;
const request: InspectionCommand<"recuse"> = {
  number: first,
  ground: "kinship",
  declaredBy: "officer",
  statement: "近亲属",
};
const recusalId = "019a0000-0000-7000-8000-000000000001";

/** The recusal of a member, asked for by another, is granted. */
function recused(
  { row: before, others }: ReturnType<typeof given>,
  number = first,
  draw: OpenDraw = vectorDraw,
): InspectionDecision {
  const row = {
    ...before,
    recusals: [
      asked(
        [],
        recusalId,
        { ...request, number },
        { at, actor: "officer", calendar: newest(mangshiCalendars).calendar },
      ),
    ],
  };
  const body = { recusalId, granted: true, statement: "情况属实" };
  const change = vectorChange(recusalByLot(row, number, vectorTeam(opaqueId), draw), others);
  return decideRecusal(row, { id: "", body, act, callerAuthority: row.authority }, change);
}

const leave = { number: first, reason: "leave", statement: "休假" } as const;
function replaced({ row, others }: ReturnType<typeof given>, draw: OpenDraw): InspectionDecision {
  const change = vectorChange(replacementByLot(row, leave, vectorTeam(opaqueId), draw), others);
  return decideReplace(row, { id: "", body: leave, act, callerAuthority: row.authority }, change);
}

function gone({ row, others }: ReturnType<typeof given>, draw: OpenDraw = vectorDraw): InspectionDecision {
  const body = { statement: "已注销", evidenceSha256: H("evidence") };
  const change = vectorChange(goneByLot(row, draw), others);
  return decideGone(row, { id: "", body, act, callerAuthority: row.authority }, change);
}

const typesOf = ({ events }: InspectionDecision) => events.map(({ type }) => type);
const numbersOf = ({ team = [] }: InspectionDecision) => team.map(({ number }) => number);

describe("a conflict of interest (article 24)", () => {
  it("has the officer change places with one of another team, whose inspection is in line with it too", () => {
    const decision = recused(given());
    const [line] = decision.draw?.lines ?? [];
    expect(JSON.parse(line ?? "{}")).toMatchObject({ seq: 1, id: opaqueId, mode: "swap" });
    const [other] = decision.draw?.others ?? [];
    expect(decision.draw?.others).toHaveLength(1);
    const leaving = first;
    expect(numbersOf(decision)).not.toContain(leaving);
    expect(other === undefined ? [] : numbersOf(other.decision)).toContain(leaving);
    expect(typesOf(decision)).toEqual(["recusal-granted", "team-changed"]);
    expect(decision.documents?.map(({ kind }) => kind)).toEqual(["recusal-decision"]);
    expect(decision.owes ?? []).toEqual([]);
  });

  it("amends the notice of whoever has one already", () => {
    const { row, others } = given(["notified", "notified", "notified"]);
    const decision = recused({ row, others });
    const [other] = decision.draw?.others ?? [];
    expect(other?.decision.events.map(({ type }) => type)).toEqual(["team-changed", "notice-amended"]);
    expect(other?.decision.documents?.[0]).toMatchObject({ kind: "notice", content: { amended: true } });
  });

  it("lets no lot fall on a check that has begun: the member is replaced from the roster", () => {
    const decision = recused(given(), first, {
      ...vectorDraw,
      omitted: { begun: new Set(rest), out: new Map() },
    });
    expect(decision.draw?.others).toEqual([]);
    expect(decision.draw?.lines.map((line) => (JSON.parse(line) as { mode: string }).mode)).toEqual([
      "swap",
      "replace",
    ]);
  });

  it("refuses who is not in the team, and what was not drawn", () => {
    expect(() => recused(given(), 999)).toThrow(expect.objectContaining({ code: "inspection/not-in-team" }));
    const { row, others } = given();
    expect(() => gone({ row: { ...row, opaque_id: H("other").slice(0, 44) }, others })).toThrow(
      expect.objectContaining({ code: "inspection/wrong-state" }),
    );
  });
});

describe("a member that leaves the draw (article 24)", () => {
  /** Nobody else can come. */
  const nobody: OpenDraw = {
    ...vectorDraw,
    omitted: {
      begun: new Set(),
      out: new Map(vectorDraw.state.roster.map(({ number }) => [number, "leave" as const])),
    },
  };

  it("leaves a place empty where nobody can take it, and the public hears why", () => {
    const decision = replaced(given(), nobody);
    expect(decision).toMatchObject({
      patch: { state: "no-team", outcome: "no-team", breaches: 1 },
      team: [],
      owes: ["publishWhy"],
    });
    expect(typesOf(decision)).toEqual(["member-left", "no-team"]);
    // It was declared while the inspection stood where it did.
    expect(decision.events[0]?.state).toBe("drawn");
  });

  it("leaves a check that has begun as it is, and one that has ended", () => {
    const number = vectorTeam(opaqueId)[0]?.number ?? 0;
    const withIt = rest.filter((id) => vectorTeam(id).some((member) => member.number === number));
    const { row, others } = given(["checking", "cancelled", "recorded"]);
    const decision = replaced({ row, others }, nobody);
    expect(concernedBy(replacementByLot(row, leave, vectorTeam(opaqueId), nobody))).toEqual(
      [opaqueId, ...withIt].toSorted(),
    );
    for (const { inspection } of decision.draw?.others ?? []) expect(inspection.state).toBe("drawn");
  });
});

describe("a target that is gone (article 24)", () => {
  it("gives its place to the next alternate of its stratum, whose team is dealt anew", () => {
    const decision = gone(given());
    expect(typesOf(decision)).toEqual(["alternate-called", "gone"]);
    expect(decision.owes).toEqual(["startAlternate", "publishWhy"]);
    const { alternate, lines } = decision.draw ?? {};
    expect(decision.patch.alternate_id).toBe(alternate?.id);
    expect(alternate).toMatchObject({ rank: null, targetCode: "T900001", windowTo: "2026-10-30" });
    expect(alternate?.members.length).toBeGreaterThanOrEqual(2);
    expect(lines).toHaveLength(1);
  });

  it("stays empty where no alternate is left", () => {
    const state = { ...vectorDraw.state, unused: new Map<string, readonly string[]>() };
    const decision = gone(given(), { ...vectorDraw, state });
    expect(decision).toMatchObject({ patch: { state: "gone" }, owes: ["publishWhy"], team: [] });
    expect(decision.draw?.alternate).toBeNull();
  });

  it("calls an alternate whose team nobody can fill, and lets it lapse at once", () => {
    const out = new Map(vectorDraw.state.roster.map(({ number }) => [number, "leave" as const]));
    const decision = gone(given(), { ...vectorDraw, omitted: { begun: new Set(), out } });
    const { alternate, others } = decision.draw ?? {};
    expect(others).toHaveLength(1);
    expect(others?.[0]?.inspection.id).toBe(alternate?.id);
    expect(others?.[0]?.decision).toMatchObject({ patch: { state: "no-team" }, owes: ["publishWhy"] });
  });
});
