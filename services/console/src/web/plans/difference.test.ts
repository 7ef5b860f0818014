import type { PlannedEntry } from "@shuangsui/contracts";
import { expect, it } from "vitest";
import { differenceOf } from "./difference.ts";

const entry = (id: string, changes: Partial<PlannedEntry> = {}): PlannedEntry => ({
  id,
  title: `条目${id}`,
  items: ["I1"],
  itemVersions: [{ code: "I1", version: 1 }],
  alternates: 2,
  frequency: 1,
  ...changes,
});

it("tells what an adjustment adds, changes and takes away, and nothing of what only publishing pins (article 17)", () => {
  const inForce = [entry("a"), entry("b"), entry("c", { frequency: 2 })];
  const adjusted = [
    entry("a", { itemVersions: [] }),
    entry("c", { frequency: 1, items: ["I1", "I2"] }),
    entry("d"),
  ];
  expect(differenceOf(inForce, adjusted)).toEqual([
    {
      id: "c",
      title: "条目c",
      change: "changed",
      fields: [
        { name: "items", from: ["I1"], to: ["I1", "I2"] },
        { name: "frequency", from: 2, to: 1 },
      ],
    },
    { id: "d", title: "条目d", change: "added", fields: [] },
    { id: "b", title: "条目b", change: "removed", fields: [] },
  ]);
});
