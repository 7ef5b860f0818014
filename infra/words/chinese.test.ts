import { globSync, readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";
import { chineseIn } from "./chinese.ts";

const root = join(import.meta.dirname, "../..");

/** Where Chinese stands rightly, and why. */
const allowed: readonly (readonly [where: string, why: string])[] = [
  ["packages/contracts/src/**", "the one place for words"],
  ["**/*.test.ts", "what tests expect"],
  ["**/testing/**", "what tests enter"],
  [
    "infra/{bench,e2e,faults,fuzz,imports,planted,screens}/**",
    "what measurements and tests of all services enter",
  ],
  ["infra/sample/**", "the made-up authority and its registers"],
  ["services/*/src/migrations/*", "rows as a migration has entered them, which must stay as they are"],
  ["services/console/src/web/help/regulation.ts", "the text of the law"],
  ["services/console/src/web/index.html", "the title while the words are being fetched"],
  ["packages/workdays/src/national.ts", "notices of the State Council, by their names and numbers"],
];

const files = globSync("{services,packages,workflows,infra}/**/*.{ts,tsx,js,eta,html,css}", {
  cwd: root,
  exclude: (name) => name === "node_modules" || name.endsWith("/node_modules"),
});
const chinese = files.flatMap((file) =>
  chineseIn(file, readFileSync(join(root, file), "utf8")).map((line) => [file, line] as const),
);
const isIn = (file: string, [where]: (typeof allowed)[number]) => matchesGlob(file, where);

test("Chinese that a person reads stands in the words of the contracts alone", () => {
  expect(
    chinese
      .filter(([file]) => !allowed.some((one) => isIn(file, one)))
      .map(([file, line]) => `${file}:${line}`),
  ).toEqual([]);
});

test("what is allowed besides is there", () => {
  expect(allowed.filter((one) => !chinese.some(([file]) => isIn(file, one)))).toEqual([]);
});

test("Chinese is found in every kind of text, and not in comments", () => {
  const program = [
    "// 注释",
    "/** 说明 */",
    'const a = "名称";',
    "const b = `${a}的${a}`;",
    "const c = /无/;",
    "const d = { 编码: 1 };",
    'const e = <p title="标题">正文</p>; // 注释',
    "const f = `依据`;",
  ].join("\n");
  expect(chineseIn("page.tsx", program)).toEqual([
    '3: "名称"',
    "4: }的${",
    "5: /无/",
    "6: 编码",
    '7: "标题"',
    "7: 正文",
    "8: `依据`",
  ]);
  expect(chineseIn("page.eta", "<p>\n名称</p>")).toEqual(["2: 名称</p>"]);
});
