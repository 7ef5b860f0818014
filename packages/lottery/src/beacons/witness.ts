import { hex64, listOf, object, oneOf, text, time } from "../json-form.ts";
import { Refusal } from "../refusal.ts";
import { H } from "../sha256.ts";

/** Two or more witnesses of different units, each bound to a contribution that nobody else knows yet. */
export interface WitnessBeacon {
  readonly kind: "witness";
  readonly witnesses: readonly { readonly name: string; readonly hash: string }[];
  readonly revealBy: string;
}

/** The contributions in the order of the witnesses, 64 hex characters each. */
export interface WitnessProof {
  readonly contributions: readonly string[];
}

export const witnessForm = object({
  kind: oneOf("witness"),
  witnesses: listOf(object({ name: text, hash: hex64 })),
  revealBy: time,
});

export const witnessProofForm = object({ contributions: listOf(hex64) });

/** The hash by which a witness is bound to its contribution, made on its own device. */
export function witnessHash(drawId: string, name: string, contribution: string): string {
  return H(`${drawId},${name},${contribution}`);
}

/** @throws Refusal if there are fewer than two witnesses or two of one name */
export function checkWitnesses({ witnesses }: WitnessBeacon): void {
  if (witnesses.length < 2) throw new Refusal("beacon", "fewer than two witnesses");
  if (new Set(witnesses.map(({ name }) => name)).size < witnesses.length) {
    throw new Refusal("beacon", "two witnesses of one name");
  }
}

/** @throws Refusal if a contribution is missing or not the one that its witness is bound to */
export function witnessValue(
  { witnesses }: WitnessBeacon,
  { contributions }: WitnessProof,
  drawId: string,
): string {
  if (contributions.length !== witnesses.length) {
    throw new Refusal("beacon", `${contributions.length} contributions of ${witnesses.length} witnesses`);
  }
  witnesses.forEach(({ name, hash }, i) => {
    if (witnessHash(drawId, name, contributions[i] ?? "") !== hash) {
      throw new Refusal("beacon", `the contribution of ${name} is not the one it is bound to`);
    }
  });
  return H(contributions.join(","));
}
