import { describe, expect, it } from "vitest";
import { needsSecondFactor, passwordFault, requireAdministratorLeft, type Rights } from "./rules.ts";

const faultOf = (password: string) => passwordFault(password, "dao.moumou");

describe("a password", () => {
  it.each(["short", "elevenchars", "十一个字符的中文密码啊"])(
    "has twelve characters or more: %s",
    (password) => expect(faultOf(password)).toBe("password/too-short"),
  );
  it("has 128 at the most", () => expect(faultOf("x y z w ".repeat(17))).toBe("password/too-long"));
  it.each([
    ...[
      "Password2026!",
      "PASSWORD@123456",
      "administrator1",
      "qwertyuiop123",
      "woaini1314520",
      "1qaz2wsx3edc4",
    ],
    ...[
      "123456789012",
      "abcdefghijkl",
      "987654321098",
      "aaaaaaaaaaaa",
      "abcabcabcabc",
      "dehongdehong",
      "______________",
    ],
    ...["dao.moumou2026", "2026!dao.moumou!", "shuangsui20261125"],
  ])("is none that anybody tries first: %s", (password) => expect(faultOf(password)).toBe("password/common"));
  it.each([
    "correct horse battery staple",
    "glcz-7316-wvwn",
    "一二三木头人，不许说话不许动",
    "盈江的榕树有七层楼那么高",
  ])("of any other kind is taken: %s", (password) => expect(faultOf(password)).toBeUndefined());
  it("is counted and compared as it is read, however it is composed", () =>
    expect(faultOf("ｐａｓｓｗｏｒｄ２０２６！")).toBe("password/common"));
});

it("is not enough for whoever administers accounts", () => {
  expect(needsSecondFactor(["officer", "administrator"])).toBe(true);
  expect(needsSecondFactor(["officer", "auditor"])).toBe(false);
});

describe("the last administrator of an authority", () => {
  const one: Rights = { authority: "533103", roles: ["administrator"], disabled: false };
  it.each([
    ["leaves the role", { roles: ["officer"] }],
    ["leaves the authority", { authority: "533102" }],
    ["is disabled", { disabled: true }],
  ] as const)("never %s, unless there is another", (_name, change) => {
    expect(() => requireAdministratorLeft(one, { ...one, ...change }, 0)).toThrow("last-administrator");
    expect(() => requireAdministratorLeft(one, { ...one, ...change }, 1)).not.toThrow();
  });
  it("takes another role besides, and whoever administers nothing changes as they like", () => {
    expect(() =>
      requireAdministratorLeft(one, { ...one, roles: ["administrator", "planner"] }, 0),
    ).not.toThrow();
    const disabled = { ...one, disabled: true };
    expect(() => requireAdministratorLeft(disabled, { ...disabled, roles: ["officer"] }, 0)).not.toThrow();
  });
});
