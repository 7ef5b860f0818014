import { describe, expect, test } from "vitest";
import { isCreditCode, isIdNumber } from "./check-digits.ts";

describe("a unified social credit code (GB 32100)", () => {
  test("is valid where its check character is, as in the standard's example", () =>
    expect(isCreditCode("91350100M000100Y43")).toBe(true));

  test("with any one character changed, or two neighbours swapped, is not", () => {
    const code = "91350100M000100Y43";
    for (let i = 0; i < code.length; i += 1) {
      for (const other of "0123456789ABCDEFGHJKLMNPQRTUWXY") {
        if (other === code.charAt(i)) continue;
        expect(isCreditCode(code.slice(0, i) + other + code.slice(i + 1)), `${other} at ${i}`).toBe(false);
      }
      const [left, right] = [code.charAt(i), code.charAt(i + 1)];
      if (right !== "" && left !== right)
        expect(isCreditCode(code.slice(0, i) + right + left + code.slice(i + 2))).toBe(false);
    }
  });

  test("may end in each character of the alphabet, 0 too", () => {
    const ends = new Set<string>();
    for (let serial = 0; serial < 400; serial += 1)
      for (const end of "0123456789ABCDEFGHJKLMNPQRTUWXY")
        if (isCreditCode(`91533103XN${String(serial).padStart(7, "0")}${end}`)) ends.add(end);
    expect(ends.size).toBe(31);
    expect(ends).toContain("0");
  });

  test.each([
    "",
    "91350100M000100Y4",
    "91350100M000100Y433",
    "91350100m000100y43",
    "91350100M000100Y4O",
    " 91350100M000100Y43",
    "九1350100M000100Y43",
  ])("%j is none", (code) => expect(isCreditCode(code)).toBe(false));
});

describe("an ID number (GB 11643)", () => {
  test.each(["11010519491231002X", "440524188001010014"])(
    "%s, an example of the standard, is valid",
    (number) => expect(isIdNumber(number)).toBe(true),
  );
  test.each([
    "110105194912310021",
    "11010519491231002x",
    "11010519491331002X",
    "11010519490229002X",
    "010105194912310020",
    "1101051949123100",
    "",
  ])("%j is none", (number) => expect(isIdNumber(number)).toBe(false));
});
