import type { CampaignProgress } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { campaignOf } from "../../testing/campaigns.ts";
import { isMoving, stageOf } from "./stage.ts";

const drawn = campaignOf(1);
const at = "2026-10-09T02:00:00.000Z";
const witness = (contributed: boolean) => ({
  ...{ name: "见证甲", unit: "芒市公证处", hash: "a".repeat(64) },
  contributed,
});
const before = (changes: Partial<typeof drawn.draw> = {}, progress: CampaignProgress | null = null) => ({
  ...{ statistics: [], progress },
  draw: { ...drawn.draw, state: "committed" as const, drawnAt: null, ...changes },
});

describe("a draw before people's eyes (article 23)", () => {
  it("waits for witnesses until all have handed in, or for the public source that was named", () => {
    const witnesses = [witness(true), witness(false)];
    expect(stageOf(before({ witnesses }), "witness")).toEqual({ is: "witnesses", done: 1, count: 2 });
    expect(stageOf(before({ witnesses: [witness(true)] }), "witness")).toEqual({ is: "handed-in" });
    expect(stageOf(before({ witnesses }), "public-lottery")).toEqual({ is: "beacon" });
  });

  it("shows how many tickets are computed, then when it was drawn and how many", () => {
    const progress = { phase: "drawing" as const, done: 3, total: 10, at };
    expect(stageOf(before({}, progress), "witness")).toEqual({ is: "drawing", done: 3, total: 10 });
    expect(stageOf(drawn, "witness")).toEqual({ is: "drawn", at: drawn.draw.drawnAt, count: 12 });
    expect(stageOf({ ...drawn, statistics: [] }, "witness")).toMatchObject({ count: 7 });
  });

  it("is asked for again only while it may go on", () => {
    expect(isMoving(stageOf(before(), "witness"))).toBe(true);
    expect([before({ state: "void" }), drawn].map((one) => isMoving(stageOf(one, "witness")))).toEqual([
      false,
      false,
    ]);
  });
});
