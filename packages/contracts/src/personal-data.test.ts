import { describe, expect, it } from "vitest";
import { isIdNumber, isLuhnNumber } from "./check-digits.ts";
import { personalDataAt, personalDataIn } from "./personal-data.ts";

const found = (value: string) => [...personalDataIn(value)].toSorted();

describe("personal data in a text", () => {
  it.each([
    ["法定代表人身份证号530103199001010016", ["id-number"]],
    ["身份证：53010319900101001６。", ["id-number"]],
    ["５３０１０３１９９００１０１００１６", ["id-number"]],
    ["530103 19900101 0016", ["id-number"]],
    ["530103-19900101-0016", ["id-number"]],
    ["11010519491231002X", ["id-number"]],
    ["11010519491231002 x", ["id-number"]],
    ["联系电话13912345678，负责人", ["mobile"]],
    ["139-1234-5678", ["mobile"]],
    ["139 1234\u30005678", ["mobile"]],
    ["1 3 9 1 2 3 4 5 6 7 8", ["mobile"]],
    ["+86 139 1234 5678", ["mobile"]],
    ["008613912345678", ["mobile"]],
    ["139\u200B1234\u00AD5678", ["mobile"]],
    ["٠٠٨٦١٣٩١٢٣٤٥٦٧٨", ["mobile"]],
    ["卡号6222 0212 3456 7890 128", ["bank-card"]],
    ["4111-1111-1111-1111", ["bank-card"]],
    ["身份证530103199001010016 手机13912345678", ["id-number", "mobile"]],
  ])("is found in %s", (value, kinds) => expect(found(value)).toEqual(kinds));

  it.each([
    // A wrong check character, a day that is none, a card that Luhn does not take.
    "530103199001010015",
    "530103199013010016",
    "4111111111111112",
    // A credit code, a document's number, days, a landline, a project's number.
    "统一社会信用代码91533103MA6K00000X",
    "责令改正通知书（芒建责改〔2026〕11号）",
    "2026-10-12至2026-11-12",
    "0692-2121234",
    "5331232026012801010001",
    "建筑面积13912.34平方米，共15层",
  ])("is not found in %s", (value) => expect(found(value)).toEqual([]));

  it.each(["13912345678", "6222021234567890128", "530103199001010016"])(
    "is found wherever blanks and dashes stand in %s, and whatever the width of its digits",
    (number) => {
      const wide = (digit: string) => String.fromCodePoint(0xff10 + Number(digit));
      const marks = ["", " ", "-", "—", "\u3000", "\u200B", " - "];
      for (let pattern = 1; pattern < 2 ** number.length; pattern = pattern * 2 + (pattern % 7))
        for (const mark of marks) {
          const written = [...number].map((digit, index) => {
            const isSet = Math.floor(pattern / 2 ** index) % 2 === 1;
            return `${index > 0 && isSet ? mark : ""}${isSet ? wide(digit) : digit}`;
          });
          expect([written, found(`共${written.join("")}。`)]).not.toEqual([written, []]);
        }
    },
  );

  it("is named by its place, and not by what it is", () => {
    const body = {
      opinion: "无",
      findings: [{ description: "未公示" }, { description: "联系13912345678，卡4111111111111111" }],
    };
    expect(personalDataAt(body, ["/opinion", "/findings/*/description", "/none"])).toEqual([
      { path: "/findings/1/description", message: "holds a mobile number and a bank card's number" },
    ]);
  });
});

it("takes check digits for what they are", () => {
  expect(isIdNumber("530103199001010016")).toBe(true);
  expect(["4111111111111111", "4111111111111112"].map(isLuhnNumber)).toEqual([true, false]);
});
