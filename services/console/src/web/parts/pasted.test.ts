import { describe, expect, it } from "vitest";
import { csvOfPasted } from "./pasted.ts";

describe("what is pasted from a spreadsheet", () => {
  it.each([
    ["名称\t电话\r\n甲公司\t123\r\n", "名称,电话\r\n甲公司,123\r\n", 1],
    // A cell of two lines, with a tab and a quote in it
    ['名称\t备注\n甲\t"一\n二""三""\t四"\n乙\t', '名称,备注\r\n甲,"一\n二""三""\t四"\r\n乙,\r\n', 2],
    // A comma parts no cells there, but does in a file
    ["名称\t地址\n甲\t芒市,勐焕\n\n\n", '名称,地址\r\n甲,"芒市,勐焕"\r\n', 1],
    // A quote that nobody closes is a letter
    ['名称\t备注\n"甲\t乙\n丙\t丁\n', '名称,备注\r\n"""甲",乙\r\n丙,丁\r\n', 2],
    // A row that is shorter than the others
    ["名称\t电话\n甲\n", "名称,电话\r\n甲,\r\n", 1],
  ])("is a file of the same cells: %j", (pasted, csv, rows) => {
    expect(csvOfPasted(pasted)).toEqual({ rows, csv });
  });

  it("is none where it is a word or a line", () => {
    expect(csvOfPasted("芒市勐焕建筑工程有限公司")).toBeUndefined();
    expect(csvOfPasted("名称\t电话\n")).toBeUndefined();
    expect(csvOfPasted("")).toBeUndefined();
  });
});
