import { describe, expect, it } from "vitest";
import { createFileCache } from "./file-cache.ts";

const file = (bytes: number) => ({ bytes: Buffer.alloc(bytes), sha256: "a".repeat(64) });

describe("the cache of a draw's files", () => {
  it("never holds more than its bound, and lets go of what was not asked for longest", () => {
    const cache = createFileCache(100);
    cache.keep("one", file(40));
    cache.keep("two", file(40));
    cache.get("one");
    cache.keep("three", file(60));
    expect(cache.bytes()).toBe(100);
    expect(cache.get("two")).toBeUndefined();
    expect(cache.get("one")).toBeDefined();
    expect(cache.get("three")).toBeDefined();
  });

  it("counts a file once that two requests fetched at the same time", () => {
    const cache = createFileCache(100);
    cache.keep("one", file(40));
    cache.keep("one", file(40));
    expect(cache.bytes()).toBe(40);
  });

  it("leaves out a file that is larger than all it may hold, and keeps the others", () => {
    const cache = createFileCache(100);
    cache.keep("one", file(40));
    cache.keep("huge", file(101));
    expect(cache.get("huge")).toBeUndefined();
    expect(cache.get("one")).toBeDefined();
    expect(cache.bytes()).toBe(40);
  });
});
