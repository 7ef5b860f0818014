import { expect, it } from "vitest";
import { explainedDueTimes } from "./deadlines.ts";

const draft = { window_to: "2026-10-30", last_check_over_at: null, reveal_due: null };
const window = {
  ...{ deadline: "campaign-window", due: "2026-10-30T16:00:00.000Z", from: null, workdays: null },
};

it("tells each due time of a campaign as soon as it is known, and from what it counts (articles 22, 23)", () => {
  const unlocked = { committed_at: null, reveal_by: null };
  expect(explainedDueTimes(draft, unlocked)).toEqual([window]);
  const locked = {
    committed_at: new Date("2026-09-15T01:00:00Z"),
    reveal_by: new Date("2026-09-17T01:00:00Z"),
  };
  const contribution = {
    ...{ deadline: "contribution", due: "2026-09-17T01:00:00.000Z", workdays: null },
    from: { what: "committed", at: "2026-09-15T01:00:00.000Z" },
  };
  expect(explainedDueTimes(draft, locked)).toEqual([window, contribution]);
  const ended = {
    ...draft,
    last_check_over_at: new Date("2026-10-30T03:00:00Z"),
    reveal_due: new Date("2026-11-06T16:00:00Z"),
  };
  expect(explainedDueTimes(ended, locked).at(-1)).toEqual({
    ...{ deadline: "reveal", due: "2026-11-06T16:00:00.000Z", workdays: 5 },
    from: { what: "checks-over", at: "2026-10-30T03:00:00.000Z" },
  });
});
