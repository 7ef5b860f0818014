import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builders, campaigning } from "../testing/campaigns.ts";
import { sampleHeld } from "../testing/registry-side.ts";
import { startStand, type Stand } from "../testing/stand.ts";

let stand: Stand;
const few = { ...builders, frequency: 1, ratios: { A: "0.01", B: "0.01", C: "0.01", D: "0.01" } };

beforeAll(async () => {
  stand = await startStand(sampleHeld(160), new Date("2026-09-15T01:00:00Z"));
}, 180_000);
afterAll(() => stand.close());

describe("an adjustment's reason is published whole (article 17)", () => {
  const half = "由".repeat(499);
  it.each([
    ["of the greatest length", "由".repeat(1000)],
    ["with a blank in the middle", `${half} ${half}`],
    ["with a character of two units in the middle", `${half}𠮷${half}`],
  ])(
    "%s",
    async (_, reason) => {
      const does = campaigning(stand, "533124");
      const plan = await does.publishedPlan([few]);
      expect((await does.adjust(plan, [{ ...few, id: plan.entries[0]?.id }], reason)).status).toBe(200);
      const { publicationId } = await does.madePublic(plan);
      const publication = stand.disclosure.publications.get(publicationId ?? "");
      expect(publication).toMatchObject({ version: 1, reason });
      expect(publication?.content?.sections[0]).toEqual({ title: "调整理由", text: reason });
    },
    60_000,
  );
});
