import { describe, expect, test } from "vitest";
import { adminEn } from "./admin-words.en.ts";
import { adminZh } from "./admin-words.zh.ts";
import { plannerEn } from "./planner-words.en.ts";
import { plannerZh } from "./planner-words.zh.ts";
import { inspectionEn } from "./inspection-words.en.ts";
import { inspectionZh } from "./inspection-words.zh.ts";
import { registryEn } from "./registry-words.en.ts";
import { registryZh } from "./registry-words.zh.ts";
import { filledIn, nameOf } from "./words.ts";
import { wordsOf } from "./words-of.ts";

/** Every text of the words, by its path. */
function textsOf(words: unknown, path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words !== "object" || words === null) throw new TypeError(`${path} is no word`);
  return Object.entries(words).flatMap(([key, value]) => textsOf(value, `${path}/${key}`));
}

const zh = new Map(
  textsOf({
    ...wordsOf("zh"),
    ...{ planner: plannerZh, ofInspection: inspectionZh, admin: adminZh, ofRegistry: registryZh },
  }),
);
const en = new Map(
  textsOf({
    ...wordsOf("en"),
    ...{ planner: plannerEn, ofInspection: inspectionEn, admin: adminEn, ofRegistry: registryEn },
  }),
);
const blanksOf = (text: string) => (text.match(/\{[A-Za-z]+\}/g) ?? []).toSorted();

describe("the words", () => {
  test("are the same in both languages, none empty, with the same blanks to fill in", () => {
    expect([...en.keys()].toSorted()).toEqual([...zh.keys()].toSorted());
    for (const [path, text] of [...zh, ...en]) expect([path, text.trim()]).not.toEqual([path, ""]);
    for (const [path, text] of zh)
      expect([path, blanksOf(text)]).toEqual([path, blanksOf(en.get(path) ?? "")]);
  });

  test("in Chinese have no code or other Latin word in them, and in English no Chinese", () => {
    // Names that have no Chinese: of a hash, a class, an interface, a standard, a form of file and an encoding.
    const allowed = /^(SHA|[A-D]|API|HTTP|GB|CSV|UTF)$/;
    const latin = [...zh].flatMap(([path, text]) =>
      (text.replaceAll(/\{[A-Za-z]+\}/g, "").match(/[A-Za-z]+/g) ?? [])
        .filter((word) => !allowed.test(word))
        .map((word) => [path, word]),
    );
    expect(latin).toEqual([]);
    expect([...en].filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
  });

  test("call a code that has no name by itself, quoted, whatever it is", () => {
    const { category } = wordsOf("zh");
    expect(nameOf(category, "builder")).toBe("建筑施工企业");
    expect(nameOf(category, "demolition")).toBe("“demolition”");
    expect(nameOf(category, "toString")).toBe("“toString”");
  });
});

describe("a sentence", () => {
  test("is filled in once: what is filled in is not read again", () =>
    expect(filledIn("{target}：{day}", { target: "{day}", day: "2026-10-09" })).toBe("{day}：2026-10-09"));
  test("is never left with a blank", () => expect(() => filledIn("{target}", {})).toThrow(RangeError));
});
