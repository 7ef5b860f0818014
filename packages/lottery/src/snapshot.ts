import { readCommitment, type Commitment } from "./commitment.ts";
import {
  excludedIds,
  exclusionsById,
  readExclusions,
  type Exclusion,
  type Exclusions,
} from "./exclusions.ts";
import { rootOf } from "./merkle.ts";
import { planQuotas } from "./quotas.ts";
import { at, Refusal, type FileName } from "./refusal.ts";
import { readRoster, type Member } from "./roster.ts";
import { describeLack, unservableIn } from "./servable.ts";
import type { Selection } from "./selection.ts";
import type { Survey } from "./survey.ts";
import type { TargetFile } from "./target-file.ts";

/** The four files that exist before the beacon: three of them as texts. */
export interface SnapshotFiles {
  readonly commitment: string;
  readonly targets: TargetFile;
  readonly roster: string;
  readonly exclusions: string;
}

/** What a draw is made from. */
export interface Snapshot {
  readonly commitment: Commitment;
  readonly survey: Survey;
  readonly roster: readonly Member[];
  readonly pairs: readonly Exclusion[];
  readonly exclusions: Exclusions;
}

/**
 * Reads the four files by their form, and draws the targets under a seed. What is read has still to be checked.
 * @throws Refusal with file and line
 */
export async function readAndSelect(
  files: SnapshotFiles,
  seed: string,
): Promise<Snapshot & { readonly selection: Selection }> {
  const commitment = readCommitment(files.commitment);
  const pairs = readExclusions(files.exclusions);
  const wanted = excludedIds(files.exclusions);
  return {
    commitment,
    ...(await files.targets.surveyAndSelect(wanted, seed, commitment.strata)),
    roster: readRoster(files.roster),
    pairs,
    exclusions: exclusionsById(pairs),
  };
}

/** Checks the counts and roots of the three files against the commitment. @throws Refusal */
export function checkRoots(
  { commitment, survey }: Pick<Snapshot, "commitment" | "survey">,
  files: { readonly roster: string; readonly exclusions: string },
): void {
  const committed = [
    ["targets.csv", commitment.targets, survey.root],
    ["roster.ndjson", commitment.roster, rootOf(files.roster)],
    ["exclusions.csv", commitment.exclusions, rootOf(files.exclusions)],
  ] as const;
  for (const [file, { count, root }, found] of committed) {
    if (found.count !== count) refuseCommitted("count", `${file} has ${found.count} lines, not ${count}`);
    if (found.root !== root) refuseCommitted("root", `the root of ${file} is ${found.root}, not ${root}`);
  }
}

/** Checks the number of targets in each stratum, and that every stratum is known. @throws Refusal */
export function checkStrata({ commitment, survey }: Pick<Snapshot, "commitment" | "survey">): void {
  const counts = new Map(commitment.strata.map((stratum) => [stratum.name, 0]));
  for (const { stratum, count, first } of survey.kinds) {
    const before = counts.get(stratum);
    if (before === undefined)
      throw new Refusal("unknown", `there is no stratum ${stratum}`, "targets.csv", first.line);
    counts.set(stratum, before + count);
  }
  for (const { name, count, population } of commitment.strata) {
    if (counts.get(name) !== count) {
      refuseCommitted("count", `stratum ${name} has ${counts.get(name)} targets, not ${count}`);
    }
    if (count > population) refuseCommitted("count", `stratum ${name} has more targets than its population`);
  }
}

/** Checks that the quotas follow from populations and ratios (article 20). @throws Refusal */
export function checkQuotas({ strata, rounding }: Commitment): void {
  const plan = planQuotas({ strata, rounding });
  if (!plan.ok) return refuseCommitted("quota", describeZero(plan.smallest));
  plan.strata.forEach(({ name, quota }, i) => {
    if (strata[i]?.quota !== quota) refuseCommitted("quota", `the quota of stratum ${name} is ${quota}`);
  });
}

/** Why there is nothing to draw, in words. */
export function describeZero(smallest: bigint | null): string {
  return `the total is 0: ${smallest === null ? "no ratio is above 0" : `the smallest registry that gives 1 has ${smallest} targets`}`;
}

/** Checks that each exclusion names a number of the roster and an id of the targets. @throws Refusal */
export function checkExclusionsKnown({ pairs, roster, survey }: Snapshot): void {
  pairs.forEach(({ number, id }, i) =>
    at("exclusions.csv", i + 1, () => {
      if (number > roster.length) throw new Refusal("unknown", `number ${number} is not in the roster`);
      if (!survey.found.has(id)) throw new Refusal("unknown", `id ${id} is not in targets.csv`);
    }),
  );
}

/** Checks that every target is servable, so that no deal can fail. @throws Refusal on the first that is not */
export function checkAllServable({ commitment, ...snapshot }: Snapshot): void {
  const { first } = unservableIn({ profiles: commitment.profiles, ...snapshot });
  if (first !== null) {
    const lack = `target ${first.id} is not servable: ${describeLack(first)}`;
    throw new Refusal("not-servable", lack, "targets.csv", first.line);
  }
}

function refuseCommitted(code: "count" | "root" | "quota", message: string): never {
  throw new Refusal(code, message, "commitment.json" satisfies FileName, 1);
}
