import { sealingKeys } from "@shuangsui/sealing";
import { expect, test } from "vitest";
import { createCipher, masked } from "./cipher.ts";

const one = sealingKeys.parse("0f".repeat(32));
const two = sealingKeys.parse("f0".repeat(32));
const under = (sealing = one, index = sealing) =>
  createCipher({ sealing, index: index.current, refresh: async () => undefined });
const cipher = under();

test("a number is sealed anew each time and opened only in its own column and row", () => {
  const [first, second] = [
    cipher.seal("phone", "row-1", "17900000001"),
    cipher.seal("phone", "row-1", "17900000001"),
  ];
  expect(first).not.toBe(second);
  expect([cipher.open("phone", "row-1", first), cipher.open("phone", "row-1", second)]).toEqual([
    "17900000001",
    "17900000001",
  ]);
  expect(() => cipher.open("id", "row-1", first)).toThrow("unable to authenticate");
  expect(() => cipher.open("phone", "row-2", first)).toThrow("unable to authenticate");
});

test("a fingerprint is the same at one authority, another at the next", () => {
  expect(cipher.fingerprint("533103", "x")).toBe(cipher.fingerprint("533103", "x"));
  expect(cipher.fingerprint("533103", "x")).not.toBe(cipher.fingerprint("533102", "x"));
});

test("a fingerprint stays the same when columns are sealed under another key, and is another under another key of its own", () => {
  const before = cipher.fingerprint("533103", "x");
  expect(under(two, one).fingerprint("533103", "x")).toBe(before);
  expect(under(one, two).fingerprint("533103", "x")).not.toBe(before);
});

test("masked, its last four characters can be read", () => expect(masked("17900001234")).toBe("*******1234"));
