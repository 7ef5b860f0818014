import { problems } from "@shuangsui/contracts";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const text = readFileSync(join(root, "docs", "security.md"), "utf8");
const parts = new Map(text.split(/^## /m).map((part) => [part.split("\n", 1)[0] ?? "", part] as const));
/** The rows of a part, each with what it asks, what answers that, and where that is held. */
const rowsOf = (title: string) =>
  (parts.get(title) ?? "")
    .split("\n")
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, row = "", , answer = "", heldIn = ""]) => ({ row, answer, heldIn }));
const asvs = rowsOf("OWASP ASVS 5.0, levels 1 and 2");
const gbt = rowsOf("GB/T 22239-2019, level 3 (8.1)");

describe("docs/security.md", () => {
  it("has every requirement of ASVS 5.0 of levels 1 and 2 once, and each chapter of GB/T 22239's 8.1", () => {
    expect(new Set(asvs.map(({ row }) => row)).size).toBe(253);
    expect(asvs).toHaveLength(253);
    const chapters = new Set(gbt.map(({ row }) => row.split(".").slice(0, 3).join(".")));
    expect([...chapters]).toEqual(Array.from({ length: 10 }, (_, index) => `8.1.${index + 1}`));
  });

  it.each([...asvs, ...gbt].map((one) => [one.row, one] as const))(
    "holds row %s in files that are there, or says why not",
    (_, { answer, heldIn }) => {
      if (heldIn === "nothing")
        expect(answer).toMatch(/^\*\*(?:not yet|does not apply|not followed|the operator's)\*\*/);
      else expect(heldIn).toMatch(/^`/);
      expect(answer).not.toBe("");
    },
  );

  it("names no file that is not there", () => {
    const files = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+|[\w-]+\.(?:ya?ml|md))`/g)].map(
      ([, file = ""]) => file,
    );
    expect(files.length).toBeGreaterThan(300);
    const isCode = (file: string) => Object.hasOwn(problems, file);
    expect(files.filter((file) => !isCode(file) && !existsSync(join(root, file)))).toEqual([]);
  });
});
