import { expect, it } from "vitest";
import { changedIn } from "./changed.ts";

it.each([
  ["值班电话13912345678。", "值班电话0692-2123456。", ["值班电话", "13912345678", "0692-2123456", "。"]],
  ["甲", "甲乙", ["甲", "", "乙", ""]],
  ["甲甲", "甲", ["甲", "甲", "", ""]],
  ["一样", "一样", ["一样", "", "", ""]],
  ["𠮷", "𠮶", ["", "𠮷", "𠮶", ""]],
  ["", "新", ["", "", "新", ""]],
])("tells what of a text is another than before: %s, %s", (before, after, [begin, old, now, end]) => {
  expect(changedIn(before, after)).toEqual({ begin, before: old, after: now, end });
});
