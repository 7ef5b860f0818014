import { beaconForm, beaconTime, type Beacon } from "./beacons/beacon.ts";
import {
  hex64,
  integer,
  listOf,
  name,
  object,
  oneOf,
  orNull,
  pattern,
  readJson,
  sortedNames,
  text,
  time,
} from "./json-form.ts";
import type { Root } from "./merkle.ts";
import type { Profile } from "./profiles.ts";
import type { Rounding, Stratum } from "./quotas.ts";
import { at, Refusal } from "./refusal.ts";
import { ascends } from "./text.ts";

/** All that the authority commits to before the beacon: the content of `commitment.json`. */
export interface Commitment {
  readonly spec: "shuangsui-draw/1";
  readonly drawId: string;
  readonly campaignId: string;
  readonly planVersion: string;
  readonly authority: string;
  readonly createdAt: string;
  readonly targets: Root;
  readonly roster: Root;
  readonly exclusions: Root;
  readonly rounding: Rounding;
  readonly strata: readonly Stratum[];
  readonly profiles: readonly Profile[];
  readonly secretHash: string;
  readonly beacon: Beacon;
  readonly previousDraw: string | null;
}

export const rootForm = object({ count: integer(0), root: hex64 });

const commitmentForm = object({
  spec: oneOf("shuangsui-draw/1"),
  drawId: text,
  campaignId: text,
  planVersion: hex64,
  authority: text,
  createdAt: time,
  targets: rootForm,
  roster: rootForm,
  exclusions: rootForm,
  rounding: oneOf("down", "up"),
  strata: listOf(
    object({
      name,
      population: integer(0),
      ratio: pattern(/^(0|1|0\.[0-9]*[1-9])$/, "a decimal from 0 to 1 without superfluous zeros"),
      count: integer(0),
      quota: integer(0),
      alternates: integer(0),
    }),
  ),
  profiles: listOf(object({ name, officers: integer(2), types: sortedNames, specialties: sortedNames })),
  secretHash: hex64,
  beacon: beaconForm,
  previousDraw: orNull(text),
});

/**
 * Reads `commitment.json`, checking its form and what it says of itself; not its quotas and not the files it commits to.
 * @throws Refusal
 */
export function readCommitment(commitmentText: string): Commitment {
  return at("commitment.json", 1, () => {
    const commitment = readJson(commitmentText, commitmentForm);
    if (!ascends(commitment.strata.map((stratum) => stratum.name))) {
      throw new Refusal("order", "strata are not sorted by name and unique");
    }
    if (!ascends(commitment.profiles.map((profile) => profile.name))) {
      throw new Refusal("order", "profiles are not sorted by name and unique");
    }
    if (commitment.createdAt >= beaconTime(commitment.beacon)) {
      throw new Refusal("beacon", "the beacon's time is not after createdAt");
    }
    return commitment;
  });
}
