import { expect, test } from "vitest";
import { createCipher, masked } from "./cipher.ts";

const cipher = createCipher("0f".repeat(32));

test("a number is sealed anew each time and opened only unchanged, in its own field, under its own key", () => {
  const [one, other] = [cipher.seal("phone", "17900000001"), cipher.seal("phone", "17900000001")];
  expect(one).not.toBe(other);
  expect([cipher.open("phone", one), cipher.open("phone", other)]).toEqual(["17900000001", "17900000001"]);
  expect(() => cipher.open("id", one)).toThrow("unable to authenticate");
  expect(() => createCipher("f0".repeat(32)).open("phone", one)).toThrow("unable to authenticate");
  for (const at of [0, 12, 20, 38]) {
    const bytes = Buffer.from(one, "base64");
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(() => cipher.open("phone", bytes.toString("base64"))).toThrow("unable to authenticate");
  }
});

test("its fingerprint is the same at one authority, another at the next", () => {
  expect(cipher.fingerprint("533103", "x")).toBe(cipher.fingerprint("533103", "x"));
  expect(cipher.fingerprint("533103", "x")).not.toBe(cipher.fingerprint("533102", "x"));
});

test("masked, its last four characters can be read", () => expect(masked("17900001234")).toBe("*******1234"));
