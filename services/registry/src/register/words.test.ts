import { expect, test } from "vitest";
import { initialsOf, wordsOfEntry } from "./words.ts";

test.each([
  ["芒市第3建筑工程有限公司", "msd3jzgcyxgs"],
  // Characters that are read in several ways, as the words around them have them read.
  ["重庆银行", "cqyh"],
  ["长安重型机械厂", "cazxjxc"],
  ["德宏（昔马）ＡＢＣ建材", "dh(xm)abcjc"],
  ["Mangshi Gas", "mangshigas"],
])("the initials of %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("an entry's words have its names, and apart from them who is in charge and its permits", () => {
  const entry = { name: "太平住宅楼", besides: ["YJ-1"], people: ["刀某"], permits: ["云建〔2026〕1号"] };
  expect(wordsOfEntry(entry)).toBe("太平住宅楼\nyj-1\ntpzzl\nP刀某\nL云建〔2026〕1号");
  expect(wordsOfEntry({ name: "gas" })).toBe("gas");
});
