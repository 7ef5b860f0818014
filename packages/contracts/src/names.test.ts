import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folded, foldedCode, hasUnseen, name, sameName, seenText } from "./names.ts";
import { newProject, targetCode } from "./registry.ts";

const han = fc.constantFrom(..."芒市盈江县建筑有限公司勐焕齉龘𠮷");
const latin = fc.constantFrom(..."AbcXyzßſİıΣςσÅé019()[]-·㈱Ⅳ½ﾊﾝｶﾞ");
const anything = fc.string({ unit: "binary" });
const written = fc.oneof(
  fc.array(fc.oneof(han, latin), { maxLength: 12 }).map((all) => all.join("")),
  anything,
);
const wide = (value: string) =>
  value.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const blanks = fc.constantFrom(
  " ",
  "\u3000",
  "\t",
  "\u00A0",
  "\u2009",
  "\u200B",
  "\u00AD",
  "\uFEFF",
  "\u2800",
);

describe("the folded form of a name", () => {
  test("is its own folded form", () =>
    fc.assert(
      fc.property(written, (value) => {
        expect(folded(folded(value))).toBe(folded(value));
      }),
      {
        numRuns: 5_000,
      },
    ));

  test("knows neither blanks nor what cannot be seen, wherever they stand", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(han, fc.constantFrom(..."ABcd019().,-")), { minLength: 1 }),
        blanks,
        fc.nat(),
        (all, blank, at) => {
          const value = all.join("");
          const parted = [...all.slice(0, at % (all.length + 1)), blank, ...all.slice(at % (all.length + 1))];
          expect(folded(parted.join(""))).toBe(folded(value));
        },
      ),
      { numRuns: 2_000 },
    ));

  test("of Han characters, letters and digits of ASCII is what NFKC and lower case make of them", () =>
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code)),
        }),
        fc.string({ unit: fc.constantFrom(..."ABYZaz09") }),
        (one, other) => {
          expect(folded(one + other)).toBe((one + other).normalize("NFKC").toUpperCase().toLowerCase());
        },
      ),
    ));

  test("knows neither width nor case", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(han, fc.constantFrom(..."ABcdEf019()&.,-[]")), { minLength: 1 }),
        (all) => {
          const value = all.join("");
          for (const other of [
            wide(value),
            value.toUpperCase(),
            value.toLowerCase(),
            wide(value).toLowerCase(),
          ])
            expect(sameName(other, value)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    ));

  test("of a part is a part of the folded form of the whole, so that a search finds it", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(han, fc.constantFrom(..."ABcdςΣß019() （）")), { minLength: 1 }),
        fc.nat(),
        fc.nat(),
        (all, from, length) => {
          const start = from % all.length;
          const part = all.slice(start, start + 1 + (length % all.length)).join("");
          expect(folded(all.join(""))).toContain(folded(part));
        },
      ),
      { numRuns: 2_000 },
    ));

  test.each([
    ["（盈江）建筑公司", "(盈江)建筑公司"],
    ["德宏 ABC　公司", "德宏ａｂｃ公司"],
    ["云南﹙芒市﹚公司", "云南(芒市)公司"],
    ["㈱丙", "(株)丙"],
    ["葛\u{E0100}城公司", "葛城公司"],
    ["ﾃｽﾄ", "テスト"],
    ["Straße", "STRASSE"],
    ["a \u0301", "á"],
  ])("of %j and %j are one", (one, other) => expect(sameName(one, other)).toBe(true));
  test.each([
    ["芒市一建", "芒市二建"],
    ["土", "士"],
    ["盈江", "（盈江）"],
  ])("of %j and %j are two", (one, other) => expect(sameName(one, other)).toBe(false));
});

describe("a name", () => {
  const unseen = [
    0x00ad, 0x034f, 0x061c, 0x115f, 0x17b4, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x2060, 0x2064, 0x206a,
    0x2800, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0x1d173, 0xe0001, 0xe0061, 0xe0100, 0xe000, 0xf0000,
    0xfffe,
  ];
  test.each(unseen.map((code) => [code.toString(16), String.fromCodePoint(code)]))(
    "with U+%s in it is refused",
    (_code, character) => {
      for (const value of [`A${character}B`, `甲 ${character}乙`]) {
        expect(hasUnseen(value)).toBe(true);
        expect(name(20).safeParse(value).success).toBe(false);
      }
    },
  );
  test("on two lines, or with a tab, is refused; a text of several lines may have them", () => {
    for (const value of ["甲\n乙", "甲\r\n乙", "甲\t乙"]) {
      expect(name(20).safeParse(value).success).toBe(false);
      expect(seenText(20).parse(value)).toBe(value);
    }
    expect(name(20).safeParse("甲\u2028乙").success).toBe(false);
  });
  test.each([
    "甲·乙",
    "德宏（盈江）第2公司",
    "葛\u{E0100}城",
    "﨑\uFE00",
    "㈱（甲）　乙",
    "O’Neill & Co.",
    "𠮷野家",
  ])("%j stands as it was written", (value) => expect(name(20).parse(value)).toBe(value));
});

describe("a code", () => {
  test("is one in capitals, in small letters, in full width and with blanks", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."0189AZXN-"), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(letters, fc.constantFrom(" ", "\u3000", "\u200B"), (code, blank) => {
        for (const way of [code, code.toLowerCase(), wide(code.toLowerCase()), [...code].join(blank)])
          expect([foldedCode(way), targetCode.parse(way)]).toEqual([code, code]);
      }),
    );
    expect(newProject.shape.code.parse("xm-1")).toBe("XM-1");
  });

  test("of a letter that is none of a code's is refused, whatever its capital is", () => {
    for (const letter of ["ß", "ı", "é"]) expect(targetCode.safeParse(`A${letter}1`).success).toBe(false);
  });
});
