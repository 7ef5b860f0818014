import { expect, it } from "vitest";
import { previewable } from "./previewable.ts";

const entry = { title: "建筑业企业抽查", items: ["I1"], alternates: 2, frequency: 1 };
const of = (year: unknown, entries: unknown, more: object = {}) =>
  previewable({ year }, { entries, ...more }, (number) => `条目${number}`);

it("previews a form as it stands: without the parts of entries that are not filled in rightly yet (article 18)", () => {
  const window = { from: "2027-03-01" };
  const ratios = { A: "0.01", B: "一成", C: "0.03", D: "0.05" };
  expect(of(2027, [{ ...entry, window, ratios }], { title: " 计划 " })).toEqual({
    year: 2027,
    title: "计划",
    entries: [entry],
  });
  const scope = { targetKind: "entity", categories: ["builder"] };
  expect(of(2027, [{ ...entry, scope }])?.entries).toEqual([{ ...entry, scope }]);
});

it("names an entry that has no title yet by its number, and has nothing to preview without a year or an entry", () => {
  expect(of(2027, [entry, { title: "  " }, null])?.entries.map(({ title }) => title)).toEqual([
    "建筑业企业抽查",
    "条目2",
    "条目3",
  ]);
  expect([of(undefined, [entry]), of(2027, []), of(2027, undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
