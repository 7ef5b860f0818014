import type { PlannedEntry } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { countSuiting, skillsFor } from "./inspectors.ts";

const entry: PlannedEntry = {
  id: "019a0000-0000-7000-8000-000000000001",
  title: "施工抽查",
  items: ["I1", "I2"],
  itemVersions: [],
  alternates: 2,
  inspectors: { officers: 3, types: ["safety"], specialties: ["structure"] },
  window: { from: "2026-10-01", to: "2026-11-30" },
};
const items = [
  { code: "I1", officerTypes: ["market"], specialties: [] },
  { code: "I2", officerTypes: ["market", "safety"], specialties: ["geotech"] },
  { code: "I3", officerTypes: ["gas"], specialties: ["gas"] },
];
const inspector = (kind: "officer" | "expert", skills: string[]) => ({
  id: "019a0000-0000-7000-8000-000000000002",
  kind,
  types: kind === "officer" ? skills : [],
  specialties: kind === "expert" ? skills : [],
  certificateNumber: null,
});

describe("who suits an entry (article 18)", () => {
  it("is asked for what its items need and what it asks for besides, each once", () => {
    expect(skillsFor(entry, items)).toEqual({
      officer: ["market", "safety"],
      expert: ["geotech", "structure"],
    });
  });

  it("is counted in its window: all that may inspect then, and who holds what is needed, nobody included", async () => {
    const asked: unknown[] = [];
    const registry = {
      async *inspectors(authority: string, window: object) {
        asked.push([authority, window]);
        yield inspector("officer", ["market", "gas"]);
        yield inspector("officer", ["market"]);
        yield inspector("expert", ["structure"]);
      },
    };
    const suiting = await countSuiting(registry, "533103", entry, skillsFor(entry, items), "2026-01-01");
    expect(asked).toEqual([["533103", { from: "2026-10-01", until: "2026-11-30" }]]);
    expect(suiting).toEqual({
      officers: 2,
      experts: 1,
      holders: [
        { kind: "officer", skill: "market", count: 2 },
        { kind: "officer", skill: "safety", count: 0 },
        { kind: "expert", skill: "geotech", count: 0 },
        { kind: "expert", skill: "structure", count: 1 },
      ],
    });
  });
});
