import { describe, expect, test } from "vitest";
import { sealingKeys } from "./keys.ts";
import { createSealer } from "./sealer.ts";

const [one, two] = ["0f".repeat(32), "f0".repeat(32)];
const under = (setting: string) => createSealer(sealingKeys.parse(setting));
const place = { field: "inspector.phone", row: "019a0000-0000-7000-8000-000000000001" };
const sealer = under(one);

describe("a sealed text", () => {
  test.each(["", "17900000001", "刀某", "x".repeat(100_000)])("is opened as it was", (text) => {
    expect(sealer.open(place, sealer.seal(place, text))).toBe(text);
  });

  test("cannot be read in its bytes, which are others each time", () => {
    const [first, second] = [sealer.seal(place, "17900000001"), sealer.seal(place, "17900000001")];
    expect(first.includes("17900000001")).toBe(false);
    expect(first.equals(second)).toBe(false);
  });

  test("is refused in another row, in another field, and where both are divided elsewhere", () => {
    const sealed = sealer.seal(place, "17900000001");
    for (const other of [
      { ...place, row: "019a0000-0000-7000-8000-000000000002" },
      { ...place, field: "inspector.id_number" },
      { field: `${place.field}","${place.row.slice(0, 2)}`, row: place.row.slice(2) },
    ])
      expect(() => sealer.open(other, sealed)).toThrow("unable to authenticate");
  });

  test("is refused where any bit of it was changed", () => {
    const sealed = sealer.seal(place, "17900000001");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(place, changed), `bit ${bit}`).toThrow(
        /unable to authenticate|there is no key|not sealed in a known way/,
      );
    }
  });

  test("is refused where its bytes break off anywhere", () => {
    const sealed = sealer.seal(place, "17900000001");
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => sealer.open(place, sealed.subarray(0, length))).toThrow(
        /unable to authenticate|not sealed in a known way/,
      );
  });

  test("is refused under another key of the same id", () => {
    expect(() => under(two).open(place, sealer.seal(place, "17900000001"))).toThrow("unable to authenticate");
  });
});

describe("when keys are rotated", () => {
  const before = sealer.seal(place, "17900000001");
  const rotated = under(`k2:${two},k1:${one}`);

  test("what was sealed under the earlier key is still opened, and new texts are sealed under the new one", () => {
    expect(rotated.open(place, before)).toBe("17900000001");
    const after = rotated.seal(place, "17900000002");
    expect(under(`k2:${two}`).open(place, after)).toBe("17900000002");
    expect(() => sealer.open(place, after)).toThrow('there is no key "k2"');
  });

  test("what needs a key that was dropped says which", () => {
    expect(() => under(`k2:${two}`).open(place, before)).toThrow('there is no key "k1"');
  });

  test("a text is not opened under the key of another id", () => {
    const swapped = under(`k1:${two},k2:${one}`);
    expect(() => swapped.open(place, before)).toThrow("unable to authenticate");
  });

  test("a key's id is bound, also where two ids have one key", () => {
    const alike = under(`k1:${one},k3:${one}`);
    const renamed = alike.seal(place, "x");
    renamed[3] = "3".charCodeAt(0);
    expect(() => alike.open(place, renamed)).toThrow("unable to authenticate");
  });
});

describe("a setting of keys", () => {
  test("of 64 hex digits is one key, whose id is k1", () => {
    expect(under(`k1:${one}`).open(place, sealer.seal(place, "x"))).toBe("x");
  });

  test.each([
    ["nothing", ""],
    ["too short a key", one.slice(2)],
    ["capitals", one.toUpperCase()],
    ["one key and one that is none", `k2:${two},k1`],
    ["a key without its id beside another", `k2:${two},${one}`],
    ["a blank", `k2:${two}, k1:${one}`],
    ["an id with a colon", `k:2:${two}`],
    ["an id that is too long", `${"k".repeat(33)}:${two}`],
  ])("of %s is refused without its value being said", (_, setting) => {
    const { error } = sealingKeys.safeParse(setting);
    expect(error?.issues).toMatchObject([{ message: expect.stringMatching(/^is neither 64 hex digits/) }]);
    expect(JSON.stringify(error?.issues)).not.toContain(one.slice(2));
  });

  test("with two keys of one id is refused", () => {
    expect(sealingKeys.safeParse(`k1:${two},k1:${one}`).error?.issues).toMatchObject([
      { message: "names two keys alike" },
    ]);
  });
});
