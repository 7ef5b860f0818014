import { recordOf, type Form } from "../json-form.ts";
import { at, Refusal } from "../refusal.ts";
import {
  checkDrand,
  drandForm,
  drandProofForm,
  drandValue,
  type DrandBeacon,
  type DrandProof,
} from "./drand.ts";
import {
  checkLottery,
  lotteryForm,
  lotteryProofForm,
  lotteryValue,
  type LotteryBeacon,
  type LotteryProof,
} from "./public-lottery.ts";
import {
  checkWitnesses,
  witnessForm,
  witnessProofForm,
  witnessValue,
  type WitnessBeacon,
  type WitnessProof,
} from "./witness.ts";

/** A public value that does not exist yet when the draw is committed to. */
export type Beacon = WitnessBeacon | LotteryBeacon | DrandBeacon;

/** What shows that a value is the beacon's own. */
export type BeaconProof = WitnessProof | LotteryProof | DrandProof;

/** The beacon in a commitment, checked as far as it can be before its time. */
export const beaconForm: Form<Beacon> = (value, where) => {
  const { kind } = { ...recordOf(value, where) };
  switch (kind) {
    case "witness": {
      const beacon = witnessForm(value, where);
      checkWitnesses(beacon);
      return beacon;
    }
    case "public-lottery": {
      const beacon = lotteryForm(value, where);
      checkLottery(beacon);
      return beacon;
    }
    case "drand": {
      const beacon = drandForm(value, where);
      checkDrand(beacon);
      return beacon;
    }
    default:
      throw new Refusal("beacon", "a beacon of an unknown kind");
  }
};

/** A proof of any kind by its form; that it belongs to the beacon is checked by `beaconValue`. */
export const proofForm: Form<BeaconProof> = (value, where) => {
  const proof = recordOf(value, where);
  if ("contributions" in proof) return witnessProofForm(value, where);
  if ("numbers" in proof) return lotteryProofForm(value, where);
  return drandProofForm(value, where);
};

/** The instant before which nobody can know the value. */
export function beaconTime(beacon: Beacon): string {
  return beacon.kind === "witness" ? beacon.revealBy : beacon.notBefore;
}

/**
 * The value of a beacon, 64 hex characters, after checking the proof against the commitment.
 * @throws Refusal with the reason if the proof is not this beacon's
 */
export function beaconValue(beacon: Beacon, proof: BeaconProof, drawId: string): string {
  return at("reveal.json", 1, () => {
    switch (beacon.kind) {
      case "witness":
        return witnessValue(beacon, witnessProofForm(proof, "the proof"), drawId);
      case "public-lottery":
        return lotteryValue(beacon, lotteryProofForm(proof, "the proof"));
      case "drand":
        return drandValue(beacon, drandProofForm(proof, "the proof"));
    }
  });
}
