import { riskTableOn, type RiskTable } from "@shuangsui/contracts";

/** An authority's versions of the rules of risk classes, as they stand on a day. */
export type StandingTables<T> = {
  inForce: T;
  /** The next to begin first. */
  toCome: readonly T[];
  /** The newest first, each with the version that took its place before it had begun, if one did. */
  before: readonly (T & { correctedBy: number | null })[];
};

/**
 * Which of an authority's versions, the newest first, is in force on a day (YYYY-MM-DD), which are to come and which are past: those that were
 * in force, and those that another of the same first day has put right before.
 */
export function standingOn<T extends Pick<RiskTable, "version" | "from">>(
  tables: readonly T[],
  day: string,
): StandingTables<T> {
  const inForce = riskTableOn(tables, day);
  const correctedBy = ({ version, from }: T) => {
    const held = riskTableOn(tables, from).version;
    return held === version ? null : held;
  };
  const isToCome = (one: T) => one.from > day && one !== inForce && correctedBy(one) === null;
  return {
    inForce,
    toCome: tables.filter(isToCome).toReversed(),
    before: tables
      .filter((one) => one !== inForce && !isToCome(one))
      .map((one) => ({ ...one, correctedBy: correctedBy(one) })),
  };
}
