import { describe, expect, it } from "vitest";
import { codeOf } from "../testing/refusals.ts";
import { isSame, requireReviewer, withBefore } from "./rules.ts";

const waiting = { state: "waiting", asked_by: "officer-1" } as const;
const reviewer = { actor: "reviewer-1", ofTheTeam: false };

describe("a second pair of eyes (article 30)", () => {
  it.each([
    ["passes once", waiting, reviewer, null],
    ["is none where it was decided", { ...waiting, state: "passed" }, reviewer, "text-review/decided"],
    ["is none of who asked", waiting, { ...reviewer, actor: "officer-1" }, "text-review/own-request"],
    ["is none of the team", waiting, { ...reviewer, ofTheTeam: true }, "inspection/own-work"],
  ] as const)("%s", (_, request, who, code) => {
    const decide = () => requireReviewer(request, who);
    if (code === null) expect(decide()).toBeUndefined();
    else expect(codeOf(decide)).toBe(code);
  });
});

describe("texts that are asked for again", () => {
  const texts = [{ path: "/reason", text: "值班电话13912345678" }];
  const asked = texts.map((one) => ({ ...one, before: null }));
  it("are the same while they wait or once they passed, and others once they were returned or changed", () => {
    expect(isSame({ state: "waiting", texts: asked }, texts)).toBe(true);
    expect(isSame({ state: "passed", texts: asked }, texts)).toBe(true);
    expect(isSame({ state: "returned", texts: asked }, texts)).toBe(false);
    expect(isSame({ state: "waiting", texts: asked }, [{ path: "/reason", text: "改" }])).toBe(false);
  });

  it("show what was returned in their place, else what the matter says there, and nothing where that is the same", () => {
    const before = (returned: typeof texts, says?: string) =>
      withBefore(texts, returned, () => says).map((one) => one.before);
    expect(before([{ path: "/reason", text: "电话13900000000" }], "现行文本")).toEqual(["电话13900000000"]);
    expect(before([], "现行文本")).toEqual(["现行文本"]);
    expect(before([], "值班电话13912345678")).toEqual([null]);
    expect(before([])).toEqual([null]);
  });
});
