import fc from "fast-check";
import { expect, it } from "vitest";
import { recordsOf } from "./csv.ts";
import { sheetSource } from "./sheet.ts";

/** The rows of a text that comes in pieces of so many characters: their numbers, and what is in them. */
async function read(text: string, size: number): Promise<[number, unknown][]> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  const rows: [number, unknown][] = [];
  for await (const { row, value } of sheetSource(recordsOf(pieces()), "conflicts").rows)
    rows.push([row, value]);
  return rows;
}

it("numbers rows as the sheet does, however lines end, blank rows lie between and the text is cut", async () => {
  const cell = fc.constantFrom("甲", "a", "乙 丙", '"丁,戊"', '"己\n庚"', '"辛""壬"');
  const row = fc.oneof(
    fc.tuple(cell, cell).map(([code, note]) => [code, note]),
    fc.constantFrom([""], ["", ""], [" ", "\u3000"], ["", "", ""]),
  );
  // A line feed after a carriage return alone would be one end, not two.
  const ends = fc.constantFrom(["\n", "\r\n"], ["\r\n"], ["\r"]);
  const rows = fc.array(fc.tuple(row, fc.nat(1)), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, ends, fc.integer({ min: 1, max: 30 }), async (sheet, kinds, size) => {
      const end = (which: number) => kinds[which % kinds.length] ?? "";
      const text = `对象编码,备注,关系${end(0)}${sheet.map(([cells, last]) => cells.join(",") + end(last)).join("")}`;
      const plain = (written = "") => written.replaceAll(/^"|"$/g, "").replaceAll('""', '"');
      const expected = sheet.flatMap(([[targetCode = "", note], _end], index) =>
        targetCode.trim() === ""
          ? []
          : [[index + 2, { targetCode: plain(targetCode), note: plain(note), ground: "" }]],
      );
      expect(await read(text, size)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

it("takes off the mark by which an exported list keeps a spreadsheet from computing its cells", async () => {
  const text = "对象编码,备注,关系\n'=A1,'+86 1,\n'甲,''乙,\n'-1,@,\n";
  const rows = (await read(text, 7)).map(([, value]) => value);
  expect(rows).toMatchObject([
    { targetCode: "=A1", note: "+86 1" },
    { targetCode: "'甲", note: "''乙" },
    { targetCode: "-1", note: "@" },
  ]);
});
