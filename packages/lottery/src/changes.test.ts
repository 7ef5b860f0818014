import { describe, expect, test } from "vitest";
import { decideGone, decideOut, decideRecusal, teamsWith, type Decision } from "./decide.ts";
import { everyoneIn, type DrawState } from "./draw-state.ts";
import { applyLine, checkEnd } from "./replay.ts";
import { byBytes } from "./text.ts";
import { SEED } from "./testing/chance.ts";
import { drawOf, firstOf, OFFICERS } from "./testing/small-draw.ts";

function modes({ changes }: Decision): string[] {
  return changes.map(({ mode, reason }) => `${mode} ${reason}`);
}

describe("a conflict", () => {
  test("swaps an officer, each taking the other's position (article 24)", () => {
    const state = drawOf({ people: OFFICERS, count: 4, quota: 4 });
    const { id, second } = firstOf(state);

    const decision = decideRecusal(state, { id, number: second, reason: "conflict" });

    expect(modes(decision)).toEqual(["swap conflict"]);
    const [change] = decision.changes;
    if (change?.mode !== "swap" || change.chosen === null) throw new Error("no swap");
    const { chosen } = change;
    expect(decision.state.teams.get(id)?.officers[1]).toBe(chosen.number);
    const place = state.teams.get(chosen.id)?.officers.indexOf(chosen.number) ?? -1;
    expect(decision.state.teams.get(chosen.id)?.officers[place]).toBe(second);
    expect(decision.state.exclusions.get(id)?.has(second)).toBe(true);
  });

  test("without anyone to swap with, the next line replaces; without that, the target lapses with the reason", () => {
    const alone = drawOf({ people: OFFICERS, count: 1, quota: 1 });
    const { id, lead } = firstOf(alone);
    const replaced = decideRecusal(alone, { id, number: lead, reason: "conflict" });
    expect(modes(replaced)).toEqual(["swap conflict", "replace conflict"]);
    expect(replaced.state.teams.get(id)?.officers[0]).not.toBe(lead);

    const nobody = drawOf({ people: OFFICERS.slice(7), count: 1, quota: 1 });
    const lapsed = decideRecusal(nobody, { ...firstOf(nobody), number: 1, reason: "conflict" });
    expect(modes(lapsed)).toEqual(["swap conflict", "replace conflict", "lapse conflict"]);
    expect(lapsed.state.teams.size).toBe(0);
    checkEnd(lapsed.state);
  });

  test("of an expert is a replacement at once", () => {
    const people = [...OFFICERS, "expert:fire", "expert:fire", "expert:gas"];
    const state = drawOf({ people, count: 1, quota: 1, profile: { specialties: ["fire"] } });
    const { id } = firstOf(state);
    const [expert = 0] = state.teams.get(id)?.experts ?? [];

    const decision = decideRecusal(state, { id, number: expert, reason: "conflict" });

    expect(decision.changes).toMatchObject([
      { mode: "replace", reason: "conflict", candidates: [{ number: expert === 10 ? 11 : 10, load: 0 }] },
    ]);
  });

  test("keeps the pair apart from then on: neither swap nor replacement brings the officer back", () => {
    let state = drawOf({ people: OFFICERS.slice(5), count: 2, quota: 2 });
    const { id, lead } = firstOf(state);
    state = decideRecusal(state, { id, number: lead, reason: "conflict" }).state;
    for (let turn = 0; turn < 6 && state.teams.has(id); turn++) {
      const [number = 0] = state.teams.get(id)?.officers ?? [];
      state = decideRecusal(state, { id, number, reason: "conflict" }).state;
      expect(state.teams.get(id)?.officers ?? []).not.toContain(lead);
    }
    expect(state.teams.has(id)).toBe(false);
  });

  test("a team stays able: whoever leaves both teams with all types qualifies, and nobody else", () => {
    const people = ["officer:gas", "officer:gas", "officer:gas", "officer", "officer", "officer"];
    for (let turn = 0; turn < 40; turn++) {
      const state = drawOf({
        people,
        count: 3,
        quota: 3,
        profile: { types: ["gas"] },
        seed: `${SEED} able ${turn}`,
      });
      const { id, second } = firstOf(state);
      const able = (officers: readonly number[], leaving: number, coming: number): boolean =>
        [...officers.filter((one) => one !== leaving), coming].some((number) => number <= 3);
      const right = [...state.teams].flatMap(([other, { officers }]) =>
        other === id || officers.includes(second)
          ? []
          : officers
              .filter((x) => !(state.teams.get(id)?.officers ?? []).includes(x))
              .filter(
                (x) => able(state.teams.get(id)?.officers ?? [], second, x) && able(officers, x, second),
              )
              .map((x) => `${x},${other}`),
      );

      const [swap] = decideRecusal(state, { id, number: second, reason: "conflict" }).changes;

      if (swap?.mode !== "swap") throw new Error("no swap");
      expect(swap.candidates.map((one) => `${one.number},${one.id}`)).toEqual(right.toSorted(byBytes));
    }
  });
});

describe("a target whose check has begun", () => {
  test("is omitted with every officer, in later swaps too, and is never gone", () => {
    const state = drawOf({ people: OFFICERS, count: 4, quota: 3, alternates: 1 });
    const { id, lead } = firstOf(state);
    const [, other = ""] = state.teams.keys();

    const first = decideRecusal(state, {
      id,
      number: lead,
      reason: "conflict",
      omitted: { begun: new Set([other]), out: new Map() },
    });
    const [number = 0] = first.state.teams.get(id)?.officers ?? [];
    const second = decideRecusal(first.state, { id, number, reason: "conflict" });

    for (const { changes } of [first, second]) {
      const [swap] = changes;
      if (swap?.mode !== "swap") throw new Error("no swap");
      expect(swap.candidates.filter((one) => one.id === other)).toEqual([]);
      expect(swap.omitted).toEqual(swap.omitted.filter((one) => one.id === other && one.why === "begun"));
    }
    expect(() => decideGone(first.state, { id: other })).toThrow("has begun");
    const line = JSON.stringify({ seq: first.state.seq + 1, id: other, mode: "lapse", reason: "gone" });
    expect(() => applyLine(first.state, line)).toThrow("has begun");
  });

  test("can't be a candidate again: the line is refused", () => {
    const state = drawOf({ people: OFFICERS, count: 3, quota: 3 });
    const { id, lead } = firstOf(state);
    const [, other = ""] = state.teams.keys();
    const omitted = { begun: new Set([other]), out: new Map() };
    const first = decideRecusal(state, { id, number: lead, reason: "conflict", omitted });
    const [number = 0] = first.state.teams.get(id)?.officers ?? [];
    const [line = ""] = decideRecusal(
      { ...first.state, begun: new Set() },
      { id, number, reason: "conflict" },
    ).lines;

    expect(() => applyLine(first.state, line)).toThrow("has begun");
  });
});

describe("who is out", () => {
  test("leaves each of its teams by a replacement with the same reason, and is dealt to nobody again", () => {
    const state = drawOf({ people: OFFICERS.slice(4), count: 6, quota: 6 });
    const number = 3;
    const before = teamsWith(state, number);
    expect(before.length).toBeGreaterThan(1);

    const decision = decideOut(state, { number, reason: "suspended" });

    expect(decision.changes.map(({ id, mode, reason }) => [id, mode, reason])).toEqual(
      before.map((id) => [id, "replace", "suspended"]),
    );
    expect(teamsWith(decision.state, number)).toEqual([]);
    checkEnd(decision.state);
    const { id, lead } = firstOf(decision.state);
    const [next] = decideRecusal(decision.state, { id, number: lead, reason: "leave" }).changes;
    if (next?.mode !== "replace") throw new Error("no replacement");
    expect(next.candidates.map((one) => one.number)).not.toContain(number);
  });

  test("a load is the number of teams, the least loaded is chosen", () => {
    const state = drawOf({ people: OFFICERS, count: 3, quota: 3 });
    const { id, lead } = firstOf(state);

    const [change] = decideRecusal(state, { id, number: lead, reason: "leave" }).changes;

    if (change?.mode !== "replace") throw new Error("no replacement");
    expect(new Set(change.candidates.map(({ load }) => load))).toEqual(new Set([0, 1]));
    expect(change.chosen?.load).toBe(0);
    expect(change.candidates.map(({ number }) => number)).toEqual(
      change.candidates.map(({ number }) => number).toSorted((a, b) => a - b),
    );
  });

  test("one omitted as out is out too, and must leave its own team before the end", () => {
    const state = drawOf({ people: OFFICERS, count: 3, quota: 3 });
    const { id, lead } = firstOf(state);
    const [, other] = state.teams.values();
    const [absent = 0] = other?.officers ?? [];

    const decision = decideRecusal(state, {
      id,
      number: lead,
      reason: "conflict",
      omitted: { begun: new Set(), out: new Map([[absent, "leave"]]) },
    });

    expect(decision.state.out.get(absent)).toBe("leave");
    expect(() => checkEnd(decision.state)).toThrow(`number ${absent} is out and still in the team`);
    expect(() => decideOut(decision.state, { number: absent, reason: "withdrawn" })).toThrow(
      "is out by leave",
    );
    checkEnd(decideOut(decision.state, { number: absent, reason: "leave" }).state);
  });
});

describe("a target that is gone", () => {
  test("gives its place to the next alternate, that one to the next, and the last to nobody", () => {
    let state = drawOf({ people: OFFICERS, count: 4, quota: 1, alternates: 2 });
    const [alternates = []] = state.unused.values();

    for (const next of alternates) {
      const { id } = firstOf(state);
      const decision = decideGone(state, { id });
      expect(decision.changes).toMatchObject([
        { mode: "alternate", id, reason: "gone", chosen: { id: next } },
      ]);
      state = decision.state;
    }
    const last = decideGone(state, firstOf(state));

    expect(modes(last)).toEqual(["lapse gone"]);
    expect(last.state.teams.size).toBe(0);
  });

  test("lapses with gone only where no alternate is left", () => {
    const state = drawOf({ people: OFFICERS, count: 2, quota: 1, alternates: 1 });
    const line = JSON.stringify({ seq: 1, id: firstOf(state).id, mode: "lapse", reason: "gone" });
    expect(() => applyLine(state, line)).toThrow("an alternate is left");
  });

  test("the alternate's team is dealt by roster alone, and who of it is out is replaced in the next lines", () => {
    // Four officers: whoever of them is out, the alternates of three targets meet it soon.
    let state = drawOf({ people: OFFICERS.slice(5), count: 9, quota: 3, alternates: 6 });
    state = decideOut(state, { number: 1, reason: "leave" }).state;
    let met = 0;
    for (let turn = 0; turn < 6; turn++) {
      const decision = decideGone(state, firstOf(state));
      const [alternate, ...next] = decision.changes;
      if (alternate?.mode !== "alternate") throw new Error("no alternate");
      const dealt = everyoneIn(alternate.chosen).includes(1);
      expect(next).toMatchObject(dealt ? [{ mode: "replace", number: 1, reason: "leave" }] : []);
      if (dealt) {
        met += 1;
        const after = applyLine(state, decision.lines[0] ?? "");
        expect(() => checkEnd(after)).toThrow("is missing at the end");
        expect(() => decideGone(after, firstOf(after))).toThrow("the lines so far end before");
        const id = [...after.teams.keys()].find((one) => one !== alternate.chosen.id) ?? "";
        const other = decideRecusal(
          { ...after, due: null },
          { id, number: teamLead(after, id), reason: "leave" },
        );
        expect(() => applyLine(after, other.lines[0] ?? "")).toThrow("is due");
      }
      state = decision.state;
    }
    expect(met).toBeGreaterThan(0);
  });
});

function teamLead(state: DrawState, id: string): number {
  return state.teams.get(id)?.officers[0] ?? 0;
}
