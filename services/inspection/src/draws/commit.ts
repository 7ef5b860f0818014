import { isPrefecture, Problem } from "@shuangsui/contracts";
import {
  exclusionsById,
  makeCommitment,
  readExclusions,
  readRoster,
  Refusal,
  unservableIn,
  type Profile,
  type Survey,
  type WitnessBeacon,
} from "@shuangsui/lottery";

/** What a commitment is made of, besides the snapshot's files. */
export type CommitmentOf = {
  drawId: string;
  campaignId: string;
  planVersion: string;
  authority: string;
  createdAt: Date;
  /** Of the targets, with all found that `exclusions` names. */
  survey: Survey;
  roster: string;
  exclusions: string;
  strata: readonly { name: string; population: number; ratio: string; alternates: number }[];
  profile: Profile;
  secret: string;
  beacon: WitnessBeacon;
  previousDraw: string | null;
};

/**
 * The text of `commitment.json`. A prefecture's total is rounded down, a county's up (article 20).
 * @throws Problem `plan/empty-scope`, `draw/too-small`, `draw/unservable-target`
 */
export function commitmentOf(input: CommitmentOf): string {
  const { createdAt, profile, ...rest } = input;
  if (input.survey.root.count === 0) throw new Problem("plan/empty-scope", "no target is left to be drawn");
  try {
    return makeCommitment({
      ...rest,
      createdAt: createdAt.toISOString(),
      profiles: [profile],
      rounding: isPrefecture(input.authority) ? "down" : "up",
    });
  } catch (error) {
    if (error instanceof Refusal && error.code === "quota")
      throw new Problem("draw/too-small", error.message);
    if (error instanceof Refusal && error.code === "not-servable")
      throw new Problem("draw/unservable-target", describeUnservable(input));
    throw error;
  }
}

/** How many targets cannot be served and what the first lacks, naming none. */
function describeUnservable({ survey, roster, exclusions, profile }: CommitmentOf): string {
  const { count, first } = unservableIn({
    profiles: [profile],
    roster: readRoster(roster),
    exclusions: exclusionsById(readExclusions(exclusions)),
    survey,
  });
  const lacks = [
    ...(first === null || first.officers === null
      ? []
      : [`officers ${first.officers.have} of ${first.officers.need}`]),
    ...(first?.types ?? []).map((type) => `type ${type}`),
    ...(first?.specialties ?? []).map((specialty) => `specialty ${specialty}`),
  ];
  return `${count} targets; the first lacks ${lacks.join(", ")}`;
}
