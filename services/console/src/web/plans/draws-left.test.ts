import type { PlannedEntry } from "@shuangsui/contracts";
import { expect, it } from "vitest";
import { drawsLeft } from "./draws-left.ts";

const entry = (id: string, frequency: number): PlannedEntry => ({
  id,
  title: id,
  items: ["I1"],
  itemVersions: [],
  alternates: 2,
  frequency,
});
const campaign = (id: string, entryId: string, state: "running" | "cancelled" = "running") => ({
  ...{ id, entryId, state },
  title: id,
});

it("counts an entry's campaigns against the plan in force, without those that were cancelled (article 20)", () => {
  const plan = { publishedRevision: 1, publishedEntries: null, entries: [entry("a", 2), entry("b", 1)] };
  const campaigns = [campaign("1", "a"), campaign("2", "b"), campaign("3", "a", "cancelled")];
  expect(drawsLeft(plan, "a", campaigns)).toMatchObject({ made: [{ id: "1" }], most: 2 });
  const adjusting = { ...plan, publishedEntries: [entry("a", 1)], entries: [entry("a", 3), entry("c", 1)] };
  expect(drawsLeft(adjusting, "a", campaigns)).toMatchObject({ most: 1 });
  expect(drawsLeft(adjusting, "c", campaigns)).toBeUndefined();
  expect(drawsLeft({ ...plan, publishedRevision: null }, "a", [])).toBeUndefined();
});
