import type { Beacon } from "./beacons/beacon.ts";
import type { Commitment } from "./commitment.ts";
import { hex64 } from "./json-form.ts";
import { rootOf } from "./merkle.ts";
import type { Profile } from "./profiles.ts";
import { planQuotas, type Rounding, type StratumPlan } from "./quotas.ts";
import { Refusal } from "./refusal.ts";
import { H } from "./sha256.ts";
import {
  checkAllServable,
  checkExclusionsKnown,
  checkQuotas,
  checkStrata,
  describeZero,
  readSnapshot,
} from "./snapshot.ts";
import { readTargets } from "./targets.ts";
import { byBytes } from "./text.ts";

/** What a commitment is made of. The three files are given as their texts. */
export interface CommitmentParts {
  readonly drawId: string;
  readonly campaignId: string;
  readonly planVersion: string;
  readonly authority: string;
  readonly createdAt: string;
  readonly targets: string;
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
  const counts = new Map<string, number>();
  for (const { stratum } of readTargets(parts.targets)) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  const strata = parts.strata.map((stratum) => ({ ...stratum, count: counts.get(stratum.name) ?? 0 }));
  const plan = planQuotas({ strata, rounding: parts.rounding });
  if (!plan.ok) throw new Refusal("quota", describeZero(plan.smallest));
  const commitment = JSON.stringify({
    spec: "shuangsui-draw/1",
    drawId: parts.drawId,
    campaignId: parts.campaignId,
    planVersion: parts.planVersion,
    authority: parts.authority,
    createdAt: parts.createdAt,
    targets: rootOf(parts.targets),
    roster: rootOf(parts.roster),
    exclusions: rootOf(parts.exclusions),
    rounding: parts.rounding,
    strata: plan.strata,
    profiles: parts.profiles.map(profileInOrder).toSorted((a, b) => byBytes(a.name, b.name)),
    secretHash: H(hex64(parts.secret, "the secret")),
    beacon: parts.beacon,
    previousDraw: parts.previousDraw,
  } satisfies Commitment);
  const snapshot = readSnapshot({ ...parts, commitment });
  checkStrata(snapshot);
  checkQuotas(snapshot.commitment);
  checkExclusionsKnown(snapshot);
  checkAllServable(snapshot);
  return commitment;
}

function profileInOrder({ name, officers, types, specialties }: Profile): Profile {
  return { name, officers, types: types.toSorted(byBytes), specialties: specialties.toSorted(byBytes) };
}
