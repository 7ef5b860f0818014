import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { newerInTemplate } from "./markup.ts";
import { newerInScripts } from "./scripts.ts";
import { newerInStyle } from "./styles.ts";

const folder = mkdtempSync(join(tmpdir(), "shuangsui-old-browsers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("tells what a script uses that browsers of two years ago lack, by what it is and not by its name", () => {
  writeFileSync(
    join(folder, "page.ts"),
    [
      "export const asked = Promise.try(() => 1);",
      "export const length = new Intl.DurationFormat('zh');",
      "document.startViewTransition(() => undefined);",
      "const own = { try: () => 1, startViewTransition: () => 2 };",
      "export const others = [own.try(), own.startViewTransition(), Promise.withResolvers(), AbortSignal.any([])];",
      "document.addEventListener('scrollend', () => document.body.checkVisibility());",
    ].join("\n"),
  );
  const configuration = join(folder, "tsconfig.json");
  const compilerOptions = { target: "es2024", lib: ["esnext", "dom"], types: [], noEmit: true };
  writeFileSync(configuration, JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  expect(newerInScripts(configuration).map((one) => one.replace(/^.*:/, ""))).toEqual([
    "1 try (firefox 132)",
    "2 DurationFormat (newer than these types)",
    "3 startViewTransition (firefox 132)",
  ]);
});

it("tells what a style says that browsers of two years ago do not heed, unless it asks them first", () => {
  const style = [
    "p { field-sizing: content; }",
    "p { width: anchor-size(width); }",
    "p:open, p:has(a) { text-wrap: balance; }",
    "@supports (field-sizing: content) { p { field-sizing: content; } }",
    "@media (prefers-color-scheme: dark) { p { height: min(10px, 50dvh); color: color-mix(in srgb, red, blue); } }",
  ].join("\n");
  expect(newerInStyle(style)).toEqual([
    "line 1: field-sizing (firefox 132)",
    "line 1: content (firefox 132)",
    "line 2: anchor-size (firefox 132)",
    "line 3: open (chrome 131, firefox 132)",
  ]);
});

it("tells what a template has that browsers of two years ago lack", () => {
  const template =
    '<% if (1 > 0) { %><button type="button" command="show-modal" autofocus>A</button><% } %><p hidden>B</p>';
  expect(newerInTemplate(template)).toEqual(["command (chrome 131, firefox 132)"]);
});
