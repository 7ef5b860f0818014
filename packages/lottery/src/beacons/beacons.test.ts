import { bls12_381 } from "@noble/curves/bls12-381.js";
import { describe, expect, test } from "vitest";
import { H } from "../sha256.ts";
import { readVector } from "../testing/whole-draw.ts";
import { readCommitment } from "../commitment.ts";
import { readReveal } from "../reveal.ts";
import { beaconForm, beaconValue, type Beacon } from "./beacon.ts";
import { drandBeacon, drandRoundFrom } from "./drand.ts";
import type { LotteryBeacon } from "./public-lottery.ts";
import { witnessHash, type WitnessBeacon } from "./witness.ts";

const form = (beacon: unknown): Beacon => beaconForm(beacon, "beacon");

describe("witnesses", () => {
  const contributions = [H("one"), H("two")];
  const beacon: WitnessBeacon = {
    kind: "witness",
    witnesses: contributions.map((one, i) => ({
      name: `单位${i}`,
      hash: witnessHash("d1", `单位${i}`, one),
    })),
    revealBy: "2026-11-23T08:00:00.000Z",
  };

  test("the value is the hash of all contributions in order", () => {
    expect(beaconValue(form(beacon), { contributions }, "d1")).toBe(H(contributions.join(",")));
  });

  test("a contribution changed, missing, one too many, in another order or for another draw is refused", () => {
    const value =
      (proof: string[], drawId = "d1") =>
      () =>
        beaconValue(beacon, { contributions: proof }, drawId);
    expect(value([H("one"), H("three")])).toThrow("单位1");
    expect(value([H("one")])).toThrow("1 contributions of 2 witnesses");
    expect(value([...contributions, H("three")])).toThrow("3 contributions");
    expect(value(contributions.toReversed())).toThrow("单位0");
    expect(value(contributions, "d2")).toThrow("单位0");
    expect(value(["ONE", "TWO"])).toThrow("64 lower-case hex");
  });

  test("one witness, or two of one name, could be one hand: refused", () => {
    expect(() => form({ ...beacon, witnesses: beacon.witnesses.slice(1) })).toThrow(
      "fewer than two witnesses",
    );
    expect(() => form({ ...beacon, witnesses: [beacon.witnesses[0], beacon.witnesses[0]] })).toThrow(
      "one name",
    );
  });
});

describe("a public lottery", () => {
  const beacon: LotteryBeacon = {
    kind: "public-lottery",
    lottery: "双色球",
    issue: "2026135",
    pools: [
      { pick: 6, of: 33 },
      { pick: 1, of: 16 },
    ],
    notBefore: "2026-11-24T13:15:00.000Z",
    source: "https://www.cwl.gov.cn/",
  };
  const numbers = [[1, 2, 3, 20, 30, 33], [16]];

  test("the value is the hash of lottery, issue and numbers", () => {
    const wide = { ...beacon, pools: [...beacon.pools, { pick: 1, of: 2 }] };
    expect(beaconValue(form(wide), { numbers: [...numbers, [2]] }, "d1")).toBe(
      H("双色球,2026135,1,2,3,20,30,33,16,2"),
    );
  });

  test("less than 2^24 outcomes could be chosen to suit: 双色球 has 17,721,088, a little more", () => {
    expect(() => form(beacon)).not.toThrow();
    expect(() =>
      form({
        ...beacon,
        pools: [
          { pick: 6, of: 33 },
          { pick: 1, of: 15 },
        ],
      }),
    ).toThrow("2^24");
    expect(() => form({ ...beacon, pools: [{ pick: 24, of: 24 }] })).toThrow("2^24");
    expect(() =>
      form({ ...beacon, pools: Array.from({ length: 24 }, () => ({ pick: 1, of: 2 })) }),
    ).not.toThrow();
    expect(() => form({ ...beacon, pools: Array.from({ length: 23 }, () => ({ pick: 1, of: 2 })) })).toThrow(
      "2^24",
    );
    expect(() => form({ ...beacon, pools: [{ pick: 7, of: 6 }] })).toThrow("more numbers than it has");
    expect(() => form({ ...beacon, pools: [{ pick: 20, of: 9_000_000_000_000_000 }] })).not.toThrow();
  });

  test.each([
    [[[1, 2, 3, 20, 30, 33]], "2 pools"],
    [[[1, 2, 3, 20, 30], [16]], "draws 6 numbers"],
    [[[2, 1, 3, 20, 30, 33], [16]], "not ascending"],
    [[[1, 1, 3, 20, 30, 33], [16]], "not ascending"],
    [[[0, 2, 3, 20, 30, 33], [16]], "not ascending"],
    [[[1, 2, 3, 20, 30, 34], [16]], "not ascending"],
    [[[1, 2, 3, 20, 30, 33], [16.5]], "an integer"],
  ])("numbers that are no outcome are refused: %j", (wrong, reason) => {
    expect(() => beaconValue(beacon, { numbers: wrong }, "d1")).toThrow(reason);
  });
});

describe("drand", () => {
  const vector = readVector("draw-90");
  const { beacon } = readCommitment(vector["commitment.json"]);
  const { value, proof } = readReveal(vector["reveal.json"]).beacon;
  const signature = "signature" in proof ? proof.signature : "";

  test("the chain's signature over the round gives the value", () => {
    expect(beaconValue(beacon, { signature }, "d15")).toBe(value);
  });

  test("a round's beacon is made with its own time, and the round of a time is found", () => {
    expect(drandBeacon(657413)).toEqual(beacon);
    const instant = new Date("2023-09-15T11:00:03.000Z");
    expect(drandRoundFrom(instant)).toBe(657413);
    expect(drandRoundFrom(new Date(instant.getTime() + 1))).toBe(657414);
    expect(drandRoundFrom(new Date(0))).toBe(1);
    expect(() => drandBeacon(0)).toThrow("no round 0");
    expect(() => drandBeacon(Number.MAX_SAFE_INTEGER)).toThrow("no round");
  });

  test("another round, chain, key, scheme or time is refused", () => {
    expect(() => beaconValue(drandBeacon(657414), { signature }, "d15")).toThrow(
      "not the chain's over round 657414",
    );
    const changed = (change: object) => () => form({ ...beacon, ...change });
    expect(changed({ chainHash: H("other") })).toThrow("chainHash");
    expect(changed({ publicKey: "00" })).toThrow("publicKey");
    expect(changed({ scheme: "pedersen-bls-chained" })).toThrow("scheme");
    expect(changed({ notBefore: "2023-09-15T11:00:06.000Z" })).toThrow("notBefore");
    expect(changed({ round: 0 })).toThrow("round");
  });

  test("another encoding, the point at infinity, a point off the curve or out of the subgroup is refused", () => {
    const refused = (text: string): void => {
      expect(() => beaconValue(beacon, { signature: text }, "d15")).toThrow(/not the chain's|96 lower-case/);
    };
    const { Point } = bls12_381.G1;
    const point = Point.fromHex(signature);
    refused(signature.toUpperCase());
    refused(point.toHex(false));
    refused(point.negate().toHex(true));
    refused(`c0${"0".repeat(94)}`);
    refused("f".repeat(96));
    refused(point.add(Point.BASE).toHex(true));
    // x = 4 is on the curve, but not in the subgroup of prime order.
    refused(`80${"0".repeat(93)}4`);
  });
});
