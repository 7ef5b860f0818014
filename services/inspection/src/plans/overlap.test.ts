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
  const shared = (one: PlannedEntry) =>
    alsoIn(populations, one, entries).map(({ entry: other, categories, population }) => [
      other.id,
      categories,
      population,
    ]);
  expect(shared(builders)).toEqual([["all", ["builder"], 120]]);
  expect(shared(all)).toEqual([
    ["builders", ["builder"], 120],
    ["realtors", ["realtor"], 7],
  ]);
  expect(shared(projects)).toEqual([]);
});

it("tells that they are met twice only where one of both may draw again whom the other met (article 20)", () => {
  const builders = entry("builders", "entity", ["builder"]);
  const lifted = { ...entry("all", "entity", []), liftInspected: { reason: "事故多发" } };
  const isTwice = (...entries: [PlannedEntry, PlannedEntry]) =>
    entries.map((one) => alsoIn(populations, one, entries).map(({ twice }) => twice));
  expect(isTwice(builders, entry("all", "entity", []))).toEqual([[false], [false]]);
  expect(isTwice(builders, { ...lifted, frequency: 1 })).toEqual([[false], [false]]);
  expect(isTwice(builders, { ...lifted, frequency: 2 })).toEqual([[true], [true]]);
});
