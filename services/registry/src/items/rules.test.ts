import { expect, test } from "vitest";
import { compileItems, inForceTo, isInForce, repealedOf } from "./rules.ts";

const item = {
  valid_from: "2025-01-01",
  valid_to: "2026-12-31",
  legal_basis_valid_from: "2015-03-01",
  legal_basis_valid_to: null,
  bases: [],
};

test("an item is in force within its own validity and its legal basis's, both ends included (article 8)", () => {
  expect(["2024-12-31", "2025-01-01", "2026-12-31", "2027-01-01"].map((day) => isInForce(item, day))).toEqual(
    [false, true, true, false],
  );
  const repealed = { ...item, legal_basis_valid_to: "2026-06-30" };
  expect(["2026-06-30", "2026-07-01"].map((day) => isInForce(repealed, day))).toEqual([true, false]);
  expect(isInForce({ ...item, legal_basis_valid_from: "2025-02-01" }, "2025-01-15")).toBe(false);
});

test("an item with bases on record is in force while one of them is, and marked from the day on which a repeal is entered (article 8)", () => {
  const basis = (id: string, validTo: string | null) => ({
    ...{ id, law: "建筑法", article: "第七条", number: null },
    ...{ validFrom: "1998-03-01", validTo },
  });
  const both = [basis("a", null), basis("b", "2026-06-30")];
  const whole = { ...item, valid_to: null };
  expect(isInForce({ ...whole, bases: both }, "2026-07-01")).toBe(true);
  expect(repealedOf(both)).toEqual([{ id: "b", law: "建筑法", article: "第七条", validTo: "2026-06-30" }]);
  const only = { ...whole, bases: [basis("b", "2026-06-30")] };
  expect(["2026-06-30", "2026-07-01"].map((day) => isInForce(only, day))).toEqual([true, false]);
  // Its last day is its own, that of its basis as it is written, or the last of those on record, whichever is first.
  expect(inForceTo(only)).toBe("2026-06-30");
  expect(inForceTo({ ...whole, bases: both })).toBe(null);
  expect(inForceTo({ ...item, bases: both })).toBe("2026-12-31");
  expect(inForceTo({ ...item, legal_basis_valid_to: "2026-10-01", bases: [] })).toBe("2026-10-01");
});

test("a county's list is the superior's, as far as its list of powers goes (article 7)", () => {
  const listed = (code: string, power: string | null) => ({ code, power_number: power });
  const items = [
    listed("533100-01", "权-01"),
    listed("533100-02", "权-02"),
    listed("533100-03", "权-03"),
    listed("533100-04", null),
  ];
  expect(
    compileItems(
      { authority: "533100", items },
      { authority: "533103", codes: new Set(["533103-02"]), powers: ["权－01", "权-02", "权-09"] },
    ),
  ).toEqual({
    compiled: [{ item: items[0], code: "533103-01" }],
    standing: ["533103-02"],
    withoutPower: ["533100-03", "533100-04"],
    withoutItem: ["权-09"],
  });
});
