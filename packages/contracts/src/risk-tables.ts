import { riskTableKeeper } from "./authorities.ts";
import type { RiskTable } from "./registry.ts";

/** Whose the first version is: the nation's, which all others follow. */
export const riskTableOrigin = "000000";

/** Of all versions of the rules of risk classes those by which an authority's targets have their classes, on whatever day (article 21). */
export function riskTablesOf<T extends Pick<RiskTable, "authority">>(
  tables: readonly T[],
  authority: string,
): T[] {
  const keepers = [riskTableKeeper(authority), riskTableOrigin];
  return tables.filter((one) => keepers.includes(one.authority));
}

/**
 * The version of an authority's rules that holds on a day (YYYY-MM-DD): of those that have begun the highest, so that one that has not begun is
 * put right by another of the same day. Before the first it is the first.
 */
export function riskTableOn<T extends Pick<RiskTable, "version" | "from">>(
  tables: readonly T[],
  day: string,
): T {
  const byVersion = tables.toSorted((one, other) => other.version - one.version);
  const table = byVersion.find(({ from }) => from <= day) ?? byVersion.at(-1);
  if (table === undefined) throw new RangeError("there are no rules of risk classes");
  return table;
}
