import { describe, expect, it } from "vitest";
import { openPages, type Pages } from "@shuangsui/web-build";
import { sources } from "./site/sources.ts";

/** What the board may be from a cold cache, bytes by brotli, its document and its files: what it shows in the first place is no more. */
const most = 325_000;

/** The files that a script imports at once, and all that those do. */
function neededBy(files: Pages["files"], names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const text = files.get(name)?.plain.toString() ?? "";
    neededBy(
      files,
      [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g)].map(([, one = ""]) => one),
      found,
    );
  }
  return found;
}

describe("the first page of the console", () => {
  it("is few files and at most so many bytes, from the document to the board's rows", async () => {
    const { html, files } = await openPages(sources)();
    const named = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name = ""]) => name);
    const board = [...files.keys()].filter((name) => /^(?:start|frame|board)-[^.]+\.js$/.test(name));
    const first = neededBy(files, [...named, ...board]);
    const bytes = [...first].map((name) => files.get(name)?.br.length ?? Number.NaN);
    expect([...first].toSorted()).toHaveLength(6);
    expect(bytes.reduce((sum, one) => sum + one, html.length)).toBeLessThan(most);
  }, 120_000);

  it("asks for who is signed in and for the board's figures before the frame is there", async () => {
    const { html, files } = await openPages(sources)();
    const [, script = ""] = /<script[^>]* src="\/assets\/([^"]+)"/.exec(html) ?? [];
    const before = neededBy(files, [script]);
    expect([...before].filter((name) => /^(?:frame|board)-/.test(name))).toEqual([]);
    expect([...before].map((name) => files.get(name)?.plain.toString()).join()).toContain("/session");
    expect(html).toMatch(/<link rel="modulepreload"[^>]*\/assets\/frame-/);
  }, 120_000);
});
