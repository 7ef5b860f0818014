import { expect, test } from "vitest";
import { cellText, cellValue } from "./cells.ts";

test("a list whose entries have each a quotation mark is read again as it was written", () => {
  const column = { as: "optional-people" } as const;
  const people = [
    { name: '"', post: null, phone: "17900000001" },
    { name: '甲"', post: null, phone: "17900000002" },
  ];
  expect(cellValue(cellText(people, column), column)).toEqual(people);
});
