import { Problem, type ProposalStatus } from "@shuangsui/contracts";
import { describe, expect, test } from "vitest";
import { maySetShared, type Supervision } from "../rules.ts";
import { decideAnswer, waitsFor } from "./rules.ts";

const [mangshi, ruili, lianghe, prefecture] = ["533103", "533102", "533122", "533100"];
/** Those that supervise an entity; `-` before one that does no longer. */
const by = (...codes: string[]): Supervision[] =>
  codes.map((code) =>
    code.startsWith("-")
      ? { authority: code.slice(1), status: "deregistered" }
      : { authority: code, status: "active" },
  );

describe("who may change alone what is shared of an entity (article 5)", () => {
  test.each([
    [[mangshi], mangshi, true],
    [[mangshi], prefecture, false],
    [[mangshi, ruili], mangshi, false],
    [[mangshi, ruili], prefecture, true],
    [[mangshi, ruili], lianghe, false],
    [[mangshi, `-${ruili}`], mangshi, true],
    [[mangshi, `-${ruili}`], ruili, false],
    [[mangshi, `-${ruili}`], prefecture, false],
    [[prefecture, mangshi], prefecture, true],
    [[prefecture, mangshi], mangshi, false],
  ])("supervised by %j, %s: %s", (supervisors, caller, may) => {
    expect(maySetShared(caller, by(...supervisors))).toBe(may);
  });
});

describe("an answer to what 芒市 proposes (article 5)", () => {
  const yes = (authority: string) => ({ authority, consent: true });
  const no = (authority: string) => ({ authority, consent: false });
  const three = [mangshi, ruili, lianghe];
  test.each([
    ["open", [], three, yes(ruili), "open"],
    ["open", [yes(lianghe)], three, yes(ruili), "applied"],
    ["open", [], [mangshi, ruili, `-${lianghe}`], yes(ruili), "applied"],
    ["open", [], [`-${mangshi}`, ruili], yes(ruili), "applied"],
    ["open", [yes(lianghe)], three, no(ruili), "refused"],
    ["open", [], three, yes(prefecture), "applied"],
    ["open", [yes(ruili)], three, no(prefecture), "refused"],
    ["open", [], three, yes(mangshi), null],
    ["open", [], three, no(mangshi), "withdrawn"],
    ["open", [yes(ruili)], three, yes(ruili), null],
    ["open", [yes(ruili)], three, no(ruili), "proposal/answered"],
    ["open", [], three, yes("533123"), "authority/not-yours"],
    ["open", [], [mangshi, ruili, `-${lianghe}`], yes(lianghe), "authority/not-yours"],
    ["applied", [yes(ruili)], three, yes(ruili), null],
    ["applied", [yes(ruili)], three, no(lianghe), "proposal/over"],
    ["refused", [no(ruili)], three, yes(lianghe), "proposal/over"],
    ["withdrawn", [], three, yes(lianghe), "proposal/over"],
    ["outdated", [], three, yes(lianghe), "proposal/outdated"],
  ] as const)(
    "%s, answered %j, supervised by %j: %j makes it %s",
    (status, answers, supervisors, given, made) => {
      const proposal: { authority: string; status: ProposalStatus } = { authority: mangshi, status };
      const decided = () => {
        try {
          return decideAnswer(proposal, answers, by(...supervisors), given);
        } catch (error) {
          if (error instanceof Problem) return error.code;
          throw error;
        }
      };
      expect(decided()).toBe(made);
    },
  );

  test("is waited for from each other that supervises the entity, until it has ended", () => {
    const all = by(...three);
    expect(waitsFor({ authority: mangshi, status: "open" }, [yes(ruili)], all)).toEqual([lianghe]);
    expect(waitsFor({ authority: mangshi, status: "refused" }, [], all)).toEqual([]);
  });
});
