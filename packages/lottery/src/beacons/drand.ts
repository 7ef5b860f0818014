import { bls12_381 } from "@noble/curves/bls12-381.js";
import { fromHex } from "../hex.ts";
import { integer, object, oneOf, pattern, time } from "../json-form.ts";
import { Refusal } from "../refusal.ts";
import { H, sha256 } from "../sha256.ts";

/** A future round of drand quicknet. */
export interface DrandBeacon {
  readonly kind: "drand";
  readonly chainHash: string;
  readonly publicKey: string;
  readonly scheme: string;
  readonly round: number;
  readonly notBefore: string;
}

/** The round's signature: a point of G1 in its compressed encoding, 96 lower-case hex characters. */
export interface DrandProof {
  readonly signature: string;
}

const CHAIN = {
  chainHash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey:
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  scheme: "bls-unchained-g1-rfc9380",
} as const;
const GENESIS_SECONDS = 1692803367;
const PERIOD_SECONDS = 3;
const DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
/** The last round whose time a four-digit year can tell. */
const LAST_ROUND = Math.floor((Date.UTC(9999, 11, 31) / 1000 - GENESIS_SECONDS) / PERIOD_SECONDS);

export const drandForm = object({
  kind: oneOf("drand"),
  chainHash: oneOf(CHAIN.chainHash),
  publicKey: oneOf(CHAIN.publicKey),
  scheme: oneOf(CHAIN.scheme),
  round: integer(1),
  notBefore: time,
});

export const drandProofForm = object({
  signature: pattern(/^[0-9a-f]{96}$/, "a signature of 96 lower-case hex characters"),
});

/** The beacon of a round of the pinned chain. @throws Refusal if there is no such round */
export function drandBeacon(round: number): DrandBeacon {
  if (!Number.isSafeInteger(round) || round < 1 || round > LAST_ROUND) {
    throw new Refusal("beacon", `there is no round ${round}`);
  }
  const instant = new Date((GENESIS_SECONDS + (round - 1) * PERIOD_SECONDS) * 1000);
  return { kind: "drand", ...CHAIN, round, notBefore: instant.toISOString() };
}

/** The first round that is signed at `instant` or later. */
export function drandRoundFrom(instant: Date): number {
  return Math.max(1, Math.ceil((instant.getTime() / 1000 - GENESIS_SECONDS) / PERIOD_SECONDS) + 1);
}

/** @throws Refusal if `notBefore` is not the round's own time */
export function checkDrand({ round, notBefore }: DrandBeacon): void {
  if (drandBeacon(round).notBefore !== notBefore) {
    throw new Refusal("beacon", `notBefore is not the time of round ${round}`);
  }
}

/** @throws Refusal unless the signature is the chain's own over the round, in its one encoding */
export function drandValue({ round }: DrandBeacon, { signature }: DrandProof): string {
  if (!signs(round, signature))
    throw new Refusal("beacon", `the signature is not the chain's over round ${round}`);
  return H(fromHex(signature));
}

function signs(round: number, signature: string): boolean {
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(round));
  const { shortSignatures, G1, G2 } = bls12_381;
  try {
    const point = G1.Point.fromHex(signature);
    if (point.is0() || !point.isTorsionFree() || point.toHex(true) !== signature) return false;
    const key = G2.Point.fromHex(CHAIN.publicKey);
    return shortSignatures.verify(point, shortSignatures.hash(sha256(message), DOMAIN), key);
  } catch {
    // The library throws on what is no point of the curve.
    return false;
  }
}
