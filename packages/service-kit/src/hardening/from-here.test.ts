import { describe, expect, it } from "vitest";
import { isFromHere } from "./from-here.ts";

describe("what changes something", () => {
  const here = "https://console.example";

  it.each([
    ["same-origin", here],
    ["same-origin", undefined],
    // A browser that says less, and a program.
    [undefined, here],
    [undefined, undefined],
  ])("is taken from a page of ours: site %s, origin %s", (site, origin) => {
    expect(isFromHere(site, origin, here)).toBe(true);
  });

  it.each([
    ["cross-site", here],
    ["same-site", here],
    ["none", undefined],
    [undefined, "https://evil.example"],
    [undefined, "https://console.example.evil"],
    [undefined, "null"],
  ])("is refused from elsewhere: site %s, origin %s", (site, origin) => {
    expect(isFromHere(site, origin, here)).toBe(false);
  });
});
