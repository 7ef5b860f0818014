import type { PlannedEntry } from "@shuangsui/contracts";
import { expect, it } from "vitest";
import { alsoIn } from "./overlap.ts";
import { noneOfAnyClass } from "./populations.ts";

const populations = {
  entity: new Map([
    ["builder", { ...noneOfAnyClass(), A: 100, B: 20 }],
    ["realtor", { ...noneOfAnyClass(), C: 7 }],
  ]),
  project: new Map([["housing", { ...noneOfAnyClass(), A: 9 }]]),
};
const entry = (id: string, targetKind: "entity" | "project", categories: string[]): PlannedEntry => ({
  id,
  title: id,
  items: ["I1"],
  itemVersions: [],
  alternates: 0,
  scope: { targetKind, categories },
});

it("tells which targets two entries of a plan may meet: those of the trades of both, of one kind (article 21)", () => {
  const [builders, all, realtors, projects] = [
    entry("builders", "entity", ["builder"]),
    entry("all", "entity", []),
    entry("realtors", "entity", ["realtor"]),
    entry("projects", "project", []),
  ];
  const entries = [builders, all, realtors, projects];
  expect(alsoIn(populations, builders, entries)).toEqual([{ entryId: "all", title: "all", population: 120 }]);
  expect(alsoIn(populations, all, entries)).toEqual([
    { entryId: "builders", title: "builders", population: 120 },
    { entryId: "realtors", title: "realtors", population: 7 },
  ]);
  expect(alsoIn(populations, projects, entries)).toEqual([]);
});
