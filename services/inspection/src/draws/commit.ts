import { isPrefecture, Problem } from "@shuangsui/contracts";
import {
  checkServable,
  exclusionsById,
  makeCommitment,
  readExclusions,
  readRoster,
  readTargets,
  Refusal,
  type Profile,
  type WitnessBeacon,
} from "@shuangsui/lottery";

/** What a commitment is made of, besides the snapshot's files. */
export type CommitmentOf = {
  drawId: string;
  campaignId: string;
  planVersion: string;
  authority: string;
  createdAt: Date;
  files: { targets: string; roster: string; exclusions: string };
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
  const { files, createdAt, profile, ...rest } = input;
  if (files.targets === "") throw new Problem("plan/empty-scope", "no target is left to be drawn");
  try {
    return makeCommitment({
      ...rest,
      ...files,
      createdAt: createdAt.toISOString(),
      profiles: [profile],
      rounding: isPrefecture(input.authority) ? "down" : "up",
    });
  } catch (error) {
    if (error instanceof Refusal && error.code === "quota")
      throw new Problem("draw/too-small", error.message);
    if (error instanceof Refusal && error.code === "not-servable")
      throw new Problem("draw/unservable-target", unservableIn(input));
    throw error;
  }
}

/** How many targets cannot be served and what the first lacks, naming none. */
function unservableIn({ files, profile }: CommitmentOf): string {
  const unservable = checkServable({
    profiles: [profile],
    roster: readRoster(files.roster),
    exclusions: exclusionsById(readExclusions(files.exclusions)),
    targets: readTargets(files.targets),
  });
  const [first] = unservable;
  const lacks = [
    ...(first === undefined || first.officers === null
      ? []
      : [`officers ${first.officers.have} of ${first.officers.need}`]),
    ...(first?.types ?? []).map((type) => `type ${type}`),
    ...(first?.specialties ?? []).map((specialty) => `specialty ${specialty}`),
  ];
  return `${unservable.length} targets; the first lacks ${lacks.join(", ")}`;
}
