import { Problem } from "@shuangsui/contracts";
import { describe, expect, it } from "vitest";
import { createAttempts } from "./attempts.ts";
import { hashOfCode, newCode, requireUsable } from "./codes.ts";

const at = new Date("2026-09-15T01:00:00Z");
const kept = { expires_at: new Date(at.getTime() + 1), used_at: null, replaced_at: null };
const answerOf = (rule: () => unknown): string => {
  try {
    rule();
    return "allowed";
  } catch (error) {
    return error instanceof Problem ? error.code : "thrown";
  }
};

describe("a code of the inspected (article 25)", () => {
  it("is another each time, of letters that are not taken for others", () => {
    const codes = Array.from({ length: 200 }, newCode);
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z-]{23}$/);
  });
  it("is the same in small letters, without dashes, and with the letters that digits are taken for", () => {
    const hash = hashOfCode("01ABC-DEFGH-JKMNP-QRSTV");
    for (const written of ["o1abc defgh jkmnp qrstv", "OIABCDEFGHJKMNPQRSTV", "0LABC-DEFGH-JKMNP-QRSTV"])
      expect(hashOfCode(written)).toBe(hash);
    expect(hashOfCode("01ABC-DEFGH-JKMNP-QRSTW")).not.toBe(hash);
  });
  it.each([
    ["in time", kept, "allowed"],
    ["that there is not", undefined, "access-code/wrong"],
    ["at its end", { ...kept, expires_at: at }, "access-code/expired"],
    ["in whose place another was given", { ...kept, replaced_at: at }, "access-code/expired"],
    ["that was used", { ...kept, used_at: at }, "access-code/used"],
  ] as const)("%s: %s", (_which, code, answer) => {
    expect(answerOf(() => requireUsable(code, at))).toBe(answer);
  });
});

describe("failed codes", () => {
  it("are ten within ten minutes from one address at the most, and no other pays for it", () => {
    let now = at;
    const attempts = createAttempts(() => now);
    for (let tried = 0; tried < 10; tried += 1) {
      expect(answerOf(() => attempts.require("192.0.2.1"))).toBe("allowed");
      attempts.failed("192.0.2.1");
    }
    expect(answerOf(() => attempts.require("192.0.2.1"))).toBe("access-code/too-many");
    expect(answerOf(() => attempts.require("192.0.2.2"))).toBe("allowed");
    now = new Date(at.getTime() + 10 * 60_000);
    expect(answerOf(() => attempts.require("192.0.2.1"))).toBe("allowed");
  });
});
