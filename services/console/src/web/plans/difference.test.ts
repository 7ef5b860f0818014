import type { PlannedEntry } from "@shuangsui/contracts";
import { zh as console } from "@shuangsui/contracts/console-words/zh";
import { zh as words } from "@shuangsui/contracts/words/zh";
import { expect, it } from "vitest";
import { differenceOf } from "./difference.ts";
import { entryText } from "./entry-text.ts";

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

it.each([
  ["items", { items: ["I1", "I2"] }, "资质（I1）、I2"],
  [
    "scope",
    { scope: { targetKind: "entity", categories: ["builder"], filter: "f" } },
    "市场主体、建筑施工企业、高风险企业",
  ],
  [
    "scope",
    { scope: { targetKind: "project", categories: [], filter: "g" } },
    `${words.targetKind.project}、${console.filters.ofScope}`,
  ],
  [
    "inspectors",
    { inspectors: { officers: 2, types: ["quality"], specialties: ["gas"] } },
    "执法人员人数 2、工程质量、燃气",
  ],
  ["ratios", { ratios: { A: "0.01", B: "0.02", C: "0.03", D: "0.125" } }, /1%.+2%.+3%.+12.5%/],
  ["window", { window: { from: "2026-03-01", to: "2026-11-30" } }, "2026-03-01 — 2026-11-30"],
  [
    "special",
    { special: { documentNumber: "1号", approvedBy: "省厅", filedOn: "2026-01-05" } },
    "1号、省厅、2026-01-05",
  ],
  ["liftInspected", {}, words.label.none],
  ["frequency", { frequency: 2 }, "2"],
] satisfies [string, Partial<PlannedEntry>, string | RegExp][])(
  "says what %s of an entry is in words and names",
  (name, of, said) => {
    const names = {
      item: (code: string) => (code === "I1" ? "资质（I1）" : code),
      filter: (id: string) => (id === "f" ? "高风险企业" : undefined),
    };
    expect(entryText(of, name, { words, console }, names)).toEqual(
      typeof said === "string" ? said : expect.stringMatching(said),
    );
  },
);
