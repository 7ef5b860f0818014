import { describe, expect, test } from "vitest";
import { readChange } from "./change.ts";
import { decideRecusal, type Decision } from "./decide.ts";
import { applyLine, applyLines } from "./replay.ts";
import { drawOf, firstOf, OFFICERS } from "./testing/small-draw.ts";

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
