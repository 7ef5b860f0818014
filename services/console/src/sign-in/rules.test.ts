import { describe, expect, it } from "vitest";
import { returnPath } from "./rules.ts";

describe("who has signed in comes back", () => {
  it.each([
    "/",
    "/inspections?state=closed&as=533102",
    "/campaigns/01890a5d-ac96-774b-bcce-b302099a8057",
    "/inspections?after=a%2Fb%20c",
  ])("to the address of ours that was asked for: %s", (asked) => {
    expect(returnPath(asked)).toBe(asked);
  });

  it.each([
    undefined,
    "",
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/a/../..//evil.example",
    "evil.example",
    "javascript:alert(1)",
    "/a\r\nset-cookie: x=1",
    "/sign-in?to=/",
    "/signed-in?code=1",
    "/sign-out",
    `/${"a".repeat(2_000)}`,
  ])("to the first page, never elsewhere: %j", (asked) => {
    expect(returnPath(asked)).toBe("/");
  });
});
