import { describe, expect, it } from "vitest";
import { keySetAt } from "./rules.ts";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);
const keys = [
  { kid: "old", signsFrom: at(0) },
  { kid: "new", signsFrom: at(1_000) },
  { kid: "next", signsFrom: at(5_000) },
];
const published = (seconds: number, of = keys) => keySetAt(of, at(seconds)).map(({ kid }) => kid);

describe("the key set", () => {
  it("publishes a key before it signs", () => expect(published(999)).toEqual(["old", "next", "new"]));
  it("has the newest sign whose time has come", () => expect(published(1_000)[0]).toBe("new"));
  it("keeps the one before while a token of it may hold, for a clock that is a minute behind", () => {
    expect(published(1_659)).toEqual(["new", "next", "old"]);
    expect(published(1_660)).toEqual(["new", "next"]);
  });
  it("is none without a key that signs", () => expect(() => published(-1)).toThrow("no key"));
});
