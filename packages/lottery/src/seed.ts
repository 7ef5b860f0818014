import { hex64 } from "./json-form.ts";
import { H } from "./sha256.ts";

/**
 * The seed from which all tickets come: 64 hex characters.
 * @param commitmentText the bytes of `commitment.json`
 * @param secret the secret whose hash is committed to
 * @param beaconValue the beacon's value, checked by `beaconValue`
 */
export function seedOf(commitmentText: string, secret: string, beaconValue: string): string {
  return H(`${H(commitmentText)},${hex64(secret, "the secret")},${hex64(beaconValue, "the beacon's value")}`);
}
