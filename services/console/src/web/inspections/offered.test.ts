import { expect, it } from "vitest";
import { offeredAt } from "./offered.ts";

const offered = (...types: ("fed-back" | "objected" | "answered")[]) =>
  offeredAt({ state: "fed-back", events: types.map((type) => ({ type })) }, (action) =>
    action.startsWith("objection."),
  );

it("offers to answer an objection where one stands, and to object where nobody has (article 30)", () => {
  expect(offered("fed-back")).toEqual(["object"]);
  expect(offered("fed-back", "objected")).toEqual(["answer"]);
  expect(offered("fed-back", "objected", "answered")).toEqual([]);
});
