import { folded } from "@shuangsui/contracts";
import type { Basis, ItemRow } from "./tables.ts";

type Validity = {
  valid_from: string;
  valid_to: string | null;
  legal_basis_valid_from: string;
  legal_basis_valid_to: string | null;
  bases: readonly Basis[];
};

/**
 * Whether an item may be inspected on a day (YYYY-MM-DD): it and its legal basis are in force, both ends included (article 8). Of
 * several bases on record one in force will do: what rests on the others as well is marked, and not stopped.
 */
export function isInForce(item: Validity, day: string): boolean {
  return (
    within(item.valid_from, item.valid_to, day) &&
    within(item.legal_basis_valid_from, item.legal_basis_valid_to, day) &&
    (item.bases.length === 0 || item.bases.some(({ validFrom, validTo }) => within(validFrom, validTo, day)))
  );
}

/** The last day on which an item can be in force (article 8), by its own validity and that of what it rests on; null is open. */
export function inForceTo({ valid_to: own, legal_basis_valid_to: basis, bases }: Validity): string | null {
  const ends = bases.flatMap(({ validTo }) => validTo ?? []);
  const isOpen = ends.length < bases.length;
  const last = isOpen ? [] : ends.toSorted().slice(-1);
  return [own ?? [], basis ?? [], last].flat().toSorted()[0] ?? null;
}

/** The mark of a repeal (article 8): those of an item's bases that have a last day, from when that is entered. */
export function repealedOf(bases: readonly Basis[]) {
  return bases.flatMap(({ id, law, article, validTo }) =>
    validTo === null ? [] : [{ id, law, article, validTo }],
  );
}

type Listed = Pick<ItemRow, "code" | "power_number">;

/** The code that an item has where it is compiled from its superior's: the own division's in the place of the superior's. */
function compiledCode(code: string, from: string, authority: string): string {
  return code.startsWith(from) ? `${authority}${code.slice(from.length)}` : `${authority}-${code}`;
}

/**
 * Article 7: what an authority's list is compiled of: the superior's items for which it has the power, by the number that the lists of
 * powers have for it. What stands on its list already, by code, stays as it is.
 */
export function compileItems<Item extends Listed>(
  superior: { authority: string; items: readonly Item[] },
  own: { authority: string; codes: ReadonlySet<string>; powers: readonly string[] },
) {
  const powers = new Set(own.powers.map(folded));
  const has = ({ power_number: number }: Item) => number !== null && powers.has(folded(number));
  const codeOf = (item: Item) => compiledCode(item.code, superior.authority, own.authority);
  const mine = superior.items.filter(has);
  const stands = (item: Item) => own.codes.has(codeOf(item));
  const served = new Set(mine.map((item) => folded(item.power_number ?? "")));
  return {
    compiled: mine.filter((item) => !stands(item)).map((item) => ({ item, code: codeOf(item) })),
    standing: mine.filter(stands).map(codeOf),
    withoutPower: superior.items.filter((item) => !has(item)).map(({ code }) => code),
    withoutItem: own.powers.filter((power) => !served.has(folded(power))),
  };
}

const within = (from: string, to: string | null, day: string) => from <= day && (to === null || day <= to);
