import { describe, expect, it } from "vitest";
import { targetsOf } from "./search-text.ts";

describe("the targets at which inspections are looked for", () => {
  it("are those that the registers found, and none for a mere name", () => {
    expect(targetsOf("恒信建筑", ["91533103MA00000001"])).toEqual(["91533103MA00000001"]);
    expect(targetsOf("恒信建筑", [])).toEqual([]);
  });

  it("are the code that was typed too, once, however its letters are written", () => {
    expect(targetsOf("91533103ma00000001", ["91533103MA00000001"])).toEqual(["91533103MA00000001"]);
    expect(targetsOf("91533103MA00000001", [])).toEqual(["91533103MA00000001"]);
  });

  it("are not a matter's number, and never more than a list takes", () => {
    expect(targetsOf("01890000-0000-7000-8000-000000000009", [])).toEqual([]);
    expect(
      targetsOf(
        "恒",
        Array.from({ length: 30 }, (_, index) => `T${index}`),
      ),
    ).toHaveLength(20);
  });
});
