import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const rows = readFileSync(join(root, "docs", "regulation.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, first]) => first !== "article" && first !== "what" && first !== "figure");

it("reads the articles and the deadlines of docs/regulation.md", () => {
  expect(rows.map(([, first]) => first)).toEqual(expect.arrayContaining(["2", "34, 35", "recusal window"]));
});

it.each(rows.map((row) => [row[1], row] as const))("holds row %s in files that are there", (_, row) => {
  const [, , , system = "", heldIn = ""] = row;
  const files = [...heldIn.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);
  if (heldIn === "nothing") expect(system).toBe("**not yet**");
  else expect(files).not.toEqual([]);
  for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
});
