import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bugs } from "./bugs.ts";
import { planted } from "./plant.ts";

const root = join(import.meta.dirname, "..", "..");

describe("a planted bug", () => {
  it.each(bugs)("can be planted in one place alone, and its tests are there: $name", (bug) => {
    expect(planted(root, bug)).toContain(bug.to);
    expect(bug.from).not.toBe(bug.to);
    expect(bug.tests).not.toEqual([]);
    for (const file of bug.tests) expect(existsSync(join(root, file)), file).toBe(true);
  });

  it("has a name of its own, and stands in the frame or in a domain, each of which has some", () => {
    expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
    const places = [
      "packages/service-kit",
      "workflows",
      "/plans/",
      "/campaigns/",
      "/inspections/",
      "/publications/",
    ];
    for (const place of places) expect(bugs.map(({ file }) => file).join(" ")).toContain(place);
  });
});
