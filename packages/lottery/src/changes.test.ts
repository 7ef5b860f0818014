import { describe, expect, test } from "vitest";
import { readChange } from "./change.ts";
import { decideGone, decideOut, decideRecusal, teamsWith, type Decision } from "./decide.ts";
import { drawFrom } from "./draw.ts";
import { everyoneIn, type DrawState } from "./draw-state.ts";
import { exclusionsById, type Exclusion } from "./exclusions.ts";
import type { Profile } from "./profiles.ts";
import { applyLine, applyLines, checkEnd } from "./replay.ts";
import type { Kind, Member } from "./roster.ts";
import { H } from "./sha256.ts";
import { readSnapshot } from "./snapshot.ts";
import { byBytes } from "./text.ts";
import { chanceOf, SEED } from "./testing/chance.ts";
import { makeUp, readVector, type DrawTexts } from "./testing/whole-draw.ts";
import { verifyDraw, type Check } from "./verify.ts";

/** A draw of `count` targets in one stratum, of whom `quota` are selected, by people given as "officer:gas" or "expert:fire". */
function drawOf(options: {
  people: readonly string[];
  count: number;
  quota: number;
  alternates?: number;
  profile?: Partial<Profile>;
  pairs?: readonly Exclusion[];
  seed?: string;
}): DrawState {
  const { people, count, quota, alternates = 0, profile, pairs = [], seed = "seed" } = options;
  const roster = people.map((text, i): Member => {
    const [kind = "officer", skill = ""] = text.split(":");
    const skills = skill === "" ? [] : skill.split("+");
    return {
      number: i + 1,
      kind: kind as Kind,
      types: kind === "officer" ? skills : [],
      specialties: kind === "expert" ? skills : [],
      identityHash: H(String(i)),
    };
  });
  const base = readSnapshot({
    commitment: readVector("draw-40")["commitment.json"],
    targets: "",
    roster: "",
    exclusions: "",
  });
  const commitment = {
    ...base.commitment,
    strata: [{ name: "A", population: count, ratio: "1", count, quota, alternates }],
    profiles: [{ name: "p", officers: 2, types: [], specialties: [], ...profile }],
  };
  const targets = ids(count).map((id) => ({ id, stratum: "A", profile: "p" }));
  return drawFrom({ commitment, targets, roster, pairs, exclusions: exclusionsById(pairs) }, H(seed)).state;
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => H(`target ${i}`).slice(0, 44)).toSorted(byBytes);
}

function firstOf(state: DrawState): { id: string; lead: number; second: number } {
  const [entry] = state.teams;
  const [id = "", team] = entry ?? [];
  const [lead = 0, second = 0] = team?.officers ?? [];
  return { id, lead, second };
}

function modes({ changes }: Decision): string[] {
  return changes.map(({ mode, reason }) => `${mode} ${reason}`);
}

const OFFICERS = Array.from({ length: 9 }, () => "officer");

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

describe("lines that are refused", () => {
  const state = drawOf({ people: OFFICERS, count: 5, quota: 4, alternates: 1 });
  const { id, lead } = firstOf(state);
  const lineOf = (
    decision: Decision,
    change: (line: Record<string, unknown>) => Record<string, unknown>,
  ): string => JSON.stringify(change(JSON.parse(decision.lines[0] ?? "") as Record<string, unknown>));
  const swap = decideRecusal(state, { id, number: lead, reason: "conflict" });
  const replace = decideRecusal(state, { id, number: lead, reason: "leave" });

  test.each([
    ["another seq", swap, { seq: 2 }, "seq is 2, not 1"],
    ["a candidate left out", swap, { candidates: [] }, "not the change that this draw leads to"],
    ["nobody chosen", swap, { chosen: null }, "not the change that this draw leads to"],
    ["somebody not in the team", swap, { number: 99 }, "number 99 is not in the team"],
    ["a target that was not drawn", swap, { id: "0".repeat(44) }, "has no team"],
    ["a replacement of an officer with a conflict at once", replace, { reason: "conflict" }, "swapped first"],
    ["a substitute left out", replace, { candidates: [] }, "not the change that this draw leads to"],
    ["a load that is wrong", replace, { chosen: { number: 1, load: 7 } }, "not the change"],
    ["a reason that is none", replace, { reason: "gone" }, "reason is not"],
    ["a swap by another reason", swap, { reason: "leave" }, "reason is not"],
    ["a mode that is none", swap, { mode: "redraw" }, "unknown mode"],
  ])("%s", (_, decision, change, reason) => {
    expect(() =>
      applyLine(
        state,
        lineOf(decision, (line) => ({ ...line, ...change })),
      ),
    ).toThrow(reason);
  });

  test("a lapse by conflict that follows no replacement without candidates", () => {
    const line = JSON.stringify({ seq: 1, id, mode: "lapse", reason: "conflict" });
    expect(() => applyLine(state, line)).toThrow("no replacement without candidates");
  });

  test("a swap that is omitted for some seats of an officer and not for others", () => {
    const many = drawOf({ people: OFFICERS.slice(4), count: 6, quota: 6 });
    for (const [target, team] of many.teams) {
      for (const number of team.officers) {
        const [line = ""] = decideRecusal(many, { id: target, number, reason: "conflict" }).lines;
        const change = readChange(line);
        if (change.mode !== "swap") continue;
        const twice = change.candidates.find((one, i) => change.candidates[i + 1]?.number === one.number);
        if (twice === undefined) continue;
        const candidates = change.candidates.filter((one) => one !== twice);
        const half = JSON.stringify({ ...change, candidates, omitted: [{ ...twice, why: "leave" }] });
        expect(() => applyLine(many, half)).toThrow(`candidate ${twice.number} is out`);
        return;
      }
    }
    expect.fail("no officer has two seats");
  });
});

describe("whole draws made up by chance", () => {
  function failure(texts: DrawTexts): Check | undefined {
    return [...verifyDraw(texts)].find(({ ok }) => ok === false);
  }

  test("verify, break no conflict, put nobody twice in a team, and keep every team able (article 25)", () => {
    const seen = new Map<string, number>();
    for (let turn = 0; turn < 120; turn++) {
      let texts: DrawTexts;
      try {
        texts = makeUp(chanceOf(`${SEED} ${turn}`), 6);
      } catch (error) {
        // Chance made a registry that can't be drawn from: it was refused before the commitment.
        expect(String(error)).toMatch(/not servable|the total is 0/);
        continue;
      }
      expect(failure(texts)).toBeUndefined();
      const lines = texts["recusals.ndjson"].split("\n").filter((line) => line !== "");
      for (const { mode, reason } of lines.map(readChange)) {
        const key = reason === "gone" || reason === "conflict" ? `${mode} ${reason}` : `${mode} out`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      checkTeams(texts);
    }
    const kinds = ["swap conflict", "replace conflict", "replace out", "alternate gone", "lapse gone"];
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
  });

  function checkTeams(texts: DrawTexts): void {
    const excluded = new Set(texts["exclusions.csv"].split("\n"));
    const profiles = new Map(
      texts["targets.csv"].split("\n").map((line) => [line.slice(0, 44), line.split(",")[2]]),
    );
    const roster = texts["roster.ndjson"]
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Member);
    const needs = readSnapshot({
      commitment: texts["commitment.json"],
      targets: "",
      roster: "",
      exclusions: "",
    }).commitment.profiles;
    for (const line of texts["recusals.ndjson"].split("\n").filter((one) => one !== "")) {
      const change = readChange(line);
      if ("number" in change && change.reason === "conflict") excluded.add(`${change.number},${change.id}`);
    }
    for (const line of texts["teams.ndjson"].split("\n").filter((one) => one !== "")) {
      const { id, officers, experts } = JSON.parse(line) as {
        id: string;
        officers: number[];
        experts: number[];
      };
      const people = [...officers, ...experts];
      expect(people.filter((number) => excluded.has(`${number},${id}`))).toEqual([]);
      expect(new Set(people).size).toBe(people.length);
      const profile = needs.find(({ name }) => name === profiles.get(id));
      const held = new Set(
        people.flatMap((number) => [
          ...(roster[number - 1]?.types ?? []),
          ...(roster[number - 1]?.specialties ?? []),
        ]),
      );
      expect(
        [...(profile?.types ?? []), ...(profile?.specialties ?? [])].filter((need) => !held.has(need)),
      ).toEqual([]);
      expect(officers.length).toBeGreaterThanOrEqual(profile?.officers ?? Number.POSITIVE_INFINITY);
    }
  }

  test("applying lines one by one, all at once or none changes nothing of the state they started from", () => {
    const state = drawOf({ people: OFFICERS, count: 4, quota: 4 });
    const before = JSON.stringify([...state.teams]);
    const { id, lead } = firstOf(state);
    const decision = decideRecusal(state, { id, number: lead, reason: "conflict" });

    const again = applyLines(state, decision.lines);

    expect([...again.teams]).toEqual([...decision.state.teams]);
    expect(applyLines(state, [])).toBe(state);
    expect(JSON.stringify([...state.teams])).toBe(before);
  });
});
