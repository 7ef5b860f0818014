import type { Commitment } from "@shuangsui/lottery";

/** When the public source of chance speaks, or has spoken at the latest. */
export function beaconTimeOf(beacon: Commitment["beacon"]): string {
  return beacon.kind === "witness" ? beacon.revealBy : beacon.notBefore;
}
