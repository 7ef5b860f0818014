import { createSealer, sealingKeys } from "@shuangsui/sealing";
import { expect, it } from "vitest";
import { sealCodes, sealKeys, unsealCodes, unsealKeys } from "./keys.ts";

const under = (setting: string) => createSealer(sealingKeys.parse(setting));
const [first, second] = ["11".repeat(32), "22".repeat(32)];
const sealer = under(first);
const keys = { secret: "aa".repeat(32), saltKey: "bb".repeat(32), rosterKey: "cc".repeat(32) };

it("a draw's keys and codes are opened as they were, also after the service's key was changed", () => {
  const sealed = sealKeys(sealer, "draw-1", keys);
  const rotated = under(`k2:${second},k1:${first}`);
  expect(unsealKeys(rotated, "draw-1", sealed)).toEqual(keys);
  for (const codes of ["T000001", "T000001\nT000002"])
    expect(unsealCodes(rotated, "draw-1/0", sealCodes(sealer, "draw-1/0", codes))).toBe(codes);
});

it("a draw's keys are not opened for another draw, and are not taken for its codes", () => {
  const sealed = sealKeys(sealer, "draw-1", keys);
  expect(() => unsealKeys(sealer, "draw-2", sealed)).toThrow("unable to authenticate");
  expect(() => unsealCodes(sealer, "draw-1", sealed)).toThrow("unable to authenticate");
});
