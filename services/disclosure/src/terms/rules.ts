import {
  inspectionOutcome,
  wordsOf,
  type InspectionOutcome,
  type MatterClass,
  type PublicationContent,
  type PublicationTerms,
} from "@shuangsui/contracts";

/** 信用修复管理办法: the longest terms that it allows; who has its credit repaired ends them earlier. */
export const longestTerms: PublicationTerms = {
  minor: 3,
  ordinary: 12,
  serious: 36,
  source: wordsOf("zh").longestTermsSource,
};

/**
 * 信用修复管理办法: how grave what a result tells of is, by what became of the check. Problems that were corrected are minor; not to
 * cooperate is serious by its own words; all else is ordinary, also what speaks against nobody or against the authority alone.
 */
export function classOf(outcome: InspectionOutcome | null): MatterClass {
  switch (outcome) {
    case "problems-corrected":
      return "minor";
    case "not-cooperating":
      return "serious";
    case "problems-pending":
    case "no-problem":
    case "no-business":
    case "not-found":
    case "lawfully-refused":
    case "upheld":
    case "gone":
    case "no-team":
    case "lapsed":
    case "cancelled":
    case null:
      return "ordinary";
    default:
      return outcome satisfies never;
  }
}

/** What became of the check of which a content tells; null of one that is not known yet. */
export function outcomeIn({ facts }: PublicationContent): InspectionOutcome | null {
  return inspectionOutcome.safeParse(facts["outcome"]).data ?? null;
}

const shanghaiMs = 8 * 3_600_000;

/** So many months later at the same time of day in Shanghai; where the month has no such day, on its last. */
export function monthsAfter(from: Date, months: number): Date {
  const there = new Date(from.getTime() + shanghaiMs);
  const day = there.getUTCDate();
  there.setUTCDate(1);
  there.setUTCMonth(there.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + 1, 0)).getUTCDate();
  there.setUTCDate(Math.min(day, lastDay));
  return new Date(there.getTime() - shanghaiMs);
}
