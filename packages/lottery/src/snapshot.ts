import { readCommitment, type Commitment } from "./commitment.ts";
import { exclusionsById, readExclusions, type Exclusion, type Exclusions } from "./exclusions.ts";
import { rootOf } from "./merkle.ts";
import { planQuotas } from "./quotas.ts";
import { at, Refusal, type FileName } from "./refusal.ts";
import { readRoster, type Member } from "./roster.ts";
import { checkServable, describeLack } from "./servable.ts";
import { readTargets, type Target } from "./targets.ts";

/** The texts of the four files that exist before the beacon. */
export interface SnapshotFiles {
  readonly commitment: string;
  readonly targets: string;
  readonly roster: string;
  readonly exclusions: string;
}

/** What a draw is made from. */
export interface Snapshot {
  readonly commitment: Commitment;
  readonly targets: readonly Target[];
  readonly roster: readonly Member[];
  readonly pairs: readonly Exclusion[];
  readonly exclusions: Exclusions;
}

/** Reads the four files by their form. @throws Refusal with file and line */
export function readSnapshot(files: SnapshotFiles): Snapshot {
  const pairs = readExclusions(files.exclusions);
  return {
    commitment: readCommitment(files.commitment),
    targets: readTargets(files.targets),
    roster: readRoster(files.roster),
    pairs,
    exclusions: exclusionsById(pairs),
  };
}

/** Checks the counts and roots of the three files against the commitment. @throws Refusal */
export function checkRoots(commitment: Commitment, files: Omit<SnapshotFiles, "commitment">): void {
  const committed = [
    ["targets.csv", commitment.targets, files.targets],
    ["roster.ndjson", commitment.roster, files.roster],
    ["exclusions.csv", commitment.exclusions, files.exclusions],
  ] as const;
  for (const [file, { count, root }, text] of committed) {
    const found = rootOf(text);
    if (found.count !== count) refuseCommitted("count", `${file} has ${found.count} lines, not ${count}`);
    if (found.root !== root) refuseCommitted("root", `the root of ${file} is ${found.root}, not ${root}`);
  }
}

/** Checks the number of targets in each stratum, and that every stratum is known. @throws Refusal */
export function checkStrata({ commitment, targets }: Snapshot): void {
  const counts = new Map(commitment.strata.map((stratum) => [stratum.name, 0]));
  targets.forEach(({ stratum }, i) => {
    const count = counts.get(stratum);
    if (count === undefined)
      throw new Refusal("unknown", `there is no stratum ${stratum}`, "targets.csv", i + 1);
    counts.set(stratum, count + 1);
  });
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
export function checkExclusionsKnown({ pairs, roster, targets }: Snapshot): void {
  const missing = new Set(pairs.map(({ id }) => id));
  for (const { id } of targets) missing.delete(id);
  pairs.forEach(({ number, id }, i) =>
    at("exclusions.csv", i + 1, () => {
      if (number > roster.length) throw new Refusal("unknown", `number ${number} is not in the roster`);
      if (missing.has(id)) throw new Refusal("unknown", `id ${id} is not in targets.csv`);
    }),
  );
}

/** Checks that every target is servable, so that no deal can fail. @throws Refusal on the first that is not */
export function checkAllServable({ commitment, roster, exclusions, targets }: Snapshot): void {
  const [first] = checkServable({ profiles: commitment.profiles, roster, exclusions, targets });
  if (first !== undefined) {
    const lack = `target ${first.id} is not servable: ${describeLack(first)}`;
    throw new Refusal("not-servable", lack, "targets.csv", first.line);
  }
}

function refuseCommitted(code: "count" | "root" | "quota", message: string): never {
  throw new Refusal(code, message, "commitment.json" satisfies FileName, 1);
}
