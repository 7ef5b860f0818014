import { describe, expect, test } from "vitest";
import { id, pageQuery, shortened, text } from "./basics.ts";
import { planListQuery } from "./plans.ts";
import { newItem, newProject } from "./registry.ts";

describe("a text", () => {
  const name = text(20);
  test.each([
    "芒市勐焕建筑工程有限公司",
    "一、程序\n\t二、内容",
    "一、程序\r\n二、内容",
    "\u{20BB7}野家",
    "Ç",
    "㈱（甲）　乙",
    "👷🏽‍♀️",
  ])("takes %j", (value) => expect(name.parse(value)).toBe(value));
  test.each([
    ["a\u0000b", "NUL"],
    ["a\u0007b", "control character"],
    ["a\rb", "control character"],
    ["a\n\rb", "control character"],
    ["a\u007Fb", "control character"],
    ["a\u0085b", "control character"],
    ["甲\u202E乙", "direction"],
    ["甲\u2066乙", "direction"],
    ["C\u0327", "NFC"],
    ["\uF900", "NFC"],
    ["\uD800", "well-formed"],
    [" 甲", "blank ends"],
    ["\n", "blank ends"],
  ])("refuses %j, which %s", (value, reason) => {
    expect(
      name
        .safeParse(value)
        .error?.issues.map((issue) => issue.message)
        .join(),
    ).toContain(reason);
  });
});

test("an id is one whether it is written in capitals or not", () => {
  const written = "019A0000-0000-7000-8000-00000000ABCD";
  expect(id.parse(written)).toBe(written.toLowerCase());
  expect(id.safeParse(`${written} `).success).toBe(false);
});

describe("a whole number of a query", () => {
  test("is read from its digits, and stays within its bounds", () => {
    expect(pageQuery.parse({ limit: "20" }).limit).toBe(20);
    expect(pageQuery.parse({}).limit).toBe(50);
    expect(planListQuery.parse({ year: "2026" }).year).toBe(2026);
  });
  test.each([
    "",
    " 3",
    "3 ",
    "+3",
    "-1",
    "0x7ea",
    "1e3",
    "3.0",
    "03",
    "٣",
    "0",
    "501",
    "2147483648",
    "99999999999",
  ])("is not %j", (value) => {
    expect(pageQuery.safeParse({ limit: value }).success).toBe(false);
    expect(planListQuery.safeParse({ year: value }).success).toBe(false);
  });
  test("is not given twice", () => {
    expect(pageQuery.safeParse({ limit: ["1", "2"] }).success).toBe(false);
  });
});

test("no code has the form of an id, by which its entry would be looked for in vain", () => {
  for (const code of ["019a0000-0000-7000-8000-00000000abcd", "DEADBEEF-0000-0000-0000-000000000000"])
    for (const schema of [newItem, newProject])
      expect(schema.safeParse({ code }).error?.issues).toContainEqual(
        expect.objectContaining({ path: ["code"], message: "has the form of an id" }),
      );
});

describe("a text that is shortened", () => {
  test.each([
    ["fits as it is", "证".repeat(10), "证".repeat(10)],
    ["ends in a mark", "证".repeat(11), `${"证".repeat(9)}…`],
    ["ends in no blank", `${"证".repeat(8)} ${"证".repeat(3)}`, `${"证".repeat(8)} …`],
    ["has no half of a line's end", `${"证".repeat(8)}\r\n${"证".repeat(3)}`, `${"证".repeat(8)}…`],
    ["has no half of a character", `${"证".repeat(8)}𠮷${"证".repeat(3)}`, `${"证".repeat(8)}\uFFFD…`],
  ])("%s", (_, long, short) => {
    expect(shortened(long, 10)).toBe(short);
    expect(text(10).safeParse(short).success).toBe(true);
  });
});
