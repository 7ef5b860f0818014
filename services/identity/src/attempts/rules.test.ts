import { expect, it } from "vitest";
import { waitAfter } from "./rules.ts";

it("lets some attempts fail, then doubles the wait up to a quarter of an hour", () => {
  expect([0, 4, 5, 6, 7, 9, 10, 400].map((failures) => waitAfter(failures, "account"))).toEqual([
    0, 0, 30, 60, 120, 480, 900, 900,
  ]);
});

it("lets a whole office behind one address mistype", () => {
  expect([29, 30, 35].map((failures) => waitAfter(failures, "address"))).toEqual([0, 30, 900]);
});
