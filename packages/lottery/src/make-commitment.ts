import type { Beacon } from "./beacons/beacon.ts";
import { readCommitment, type Commitment } from "./commitment.ts";
import { exclusionsById, readExclusions } from "./exclusions.ts";
import { hex64 } from "./json-form.ts";
import { rootOf } from "./merkle.ts";
import type { Profile } from "./profiles.ts";
import { planQuotas, type Rounding, type StratumPlan } from "./quotas.ts";
import { Refusal } from "./refusal.ts";
import { readRoster } from "./roster.ts";
import { H } from "./sha256.ts";
import {
  checkAllServable,
  checkExclusionsKnown,
  checkQuotas,
  checkStrata,
  describeZero,
} from "./snapshot.ts";
import type { Survey } from "./survey.ts";
import { byBytes } from "./text.ts";

/** What a commitment is made of. Roster and exclusions are given as their texts. */
export interface CommitmentParts {
  readonly drawId: string;
  readonly campaignId: string;
  readonly planVersion: string;
  readonly authority: string;
  readonly createdAt: string;
  /** Of the targets, with all found that `exclusions` names: see `excludedIds`. */
  readonly survey: Survey;
  readonly roster: string;
  readonly exclusions: string;
  readonly rounding: Rounding;
  /** In any order; `count` is taken from the targets. */
  readonly strata: readonly Omit<StratumPlan, "count">[];
  /** In any order, with types and specialties in any order. */
  readonly profiles: readonly Profile[];
  /** 64 hex characters from `makeSecret`, kept by the authority until the reveal. */
  readonly secret: string;
  readonly beacon: Beacon;
  /** The void draw that this one repeats, else null. */
  readonly previousDraw: string | null;
}

/**
 * The text of `commitment.json` for a snapshot, with its roots, counts and quotas.
 * @throws Refusal if anything is not by the specification: so also if a target is not servable or the total is 0
 */
export function makeCommitment(parts: CommitmentParts): string {
  const { survey } = parts;
  const pairs = readExclusions(parts.exclusions);
  const counts = new Map<string, number>();
  for (const { stratum, count } of survey.kinds) counts.set(stratum, (counts.get(stratum) ?? 0) + count);
  const strata = parts.strata.map((stratum) => ({ ...stratum, count: counts.get(stratum.name) ?? 0 }));
  const plan = planQuotas({ strata, rounding: parts.rounding });
  if (!plan.ok) throw new Refusal("quota", describeZero(plan.smallest));
  const text = JSON.stringify({
    spec: "shuangsui-draw/1",
    drawId: parts.drawId,
    campaignId: parts.campaignId,
    planVersion: parts.planVersion,
    authority: parts.authority,
    createdAt: parts.createdAt,
    targets: survey.root,
    roster: rootOf(parts.roster),
    exclusions: rootOf(parts.exclusions),
    rounding: parts.rounding,
    strata: plan.strata,
    profiles: parts.profiles.map(profileInOrder).toSorted((a, b) => byBytes(a.name, b.name)),
    secretHash: H(hex64(parts.secret, "the secret")),
    beacon: parts.beacon,
    previousDraw: parts.previousDraw,
  } satisfies Commitment);
  const commitment = readCommitment(text);
  const snapshot = {
    commitment,
    survey,
    roster: readRoster(parts.roster),
    pairs,
    exclusions: exclusionsById(pairs),
  };
  checkStrata(snapshot);
  checkQuotas(commitment);
  checkExclusionsKnown(snapshot);
  checkAllServable(snapshot);
  return text;
}

function profileInOrder({ name, officers, types, specialties }: Profile): Profile {
  return { name, officers, types: types.toSorted(byBytes), specialties: specialties.toSorted(byBytes) };
}
