import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the package needs nothing that only Node has: a browser verifies with the same code", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !/^(testing|lanes)\//.test(file),
  );
  expect(sources.length).toBeGreaterThan(30);
  const bound = sources.filter((file) =>
    /from "node:|\bprocess\.|\bBuffer\b|\brequire\(/.test(
      readFileSync(`${import.meta.dirname}/${file}`, "utf8"),
    ),
  );
  expect(bound).toEqual([]);
});
