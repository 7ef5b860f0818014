import {
  draw,
  H,
  makeCommitment,
  numberRoster,
  seedOf,
  beaconValue,
  witnessHash,
  writeReveal,
  writeRoster,
  writeTeams,
  type Beacon,
} from "@shuangsui/lottery";
import { targetLanes } from "@shuangsui/lottery/lanes";
import { hash } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** `plain`: one stratum and one profile; `mixed`: four strata, forty profiles, with long names. */
export type Shape = "plain" | "mixed";

/** The share that is drawn: one of so many. */
export const share = 100;
const batch = 100_000;

const strataOf = (shape: Shape): string[] =>
  (shape === "plain" ? ["A"] : ["A", "B", "C", "D"]).map((name) =>
    shape === "plain" ? name : `stratum-of-risk-class-${name}`,
  );
const profilesOf = (shape: Shape): string[] =>
  shape === "plain" ? ["p"] : Array.from({ length: 40 }, (_, i) => `profile-of-needs-${10 + i}`);

/** The id of target `i`: ids ascend, and differ in their first characters. */
export function idOf(i: number): string {
  return (
    Math.floor(i * 2 ** 16)
      .toString(16)
      .padStart(12, "0") + hash("sha256", String(i)).slice(0, 32)
  );
}

/** Writes the folder of a whole draw of so many targets, one of a hundred unless told, dealt to 200 officers. Gives the draw's seed. */
export async function writeDraw(
  folder: string,
  count: number,
  shape: Shape,
  drawn = count / share,
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const [strata, profiles] = [strataOf(shape), profilesOf(shape)];
  writeTargetFile(join(folder, "targets.csv"), count, strata, profiles);
  const targets = targetLanes({ file: join(folder, "targets.csv") });
  const roster = writeRoster(
    numberRoster(
      Array.from({ length: 200 }, (_, i) => ({
        kind: "officer" as const,
        types: ["market"],
        specialties: [],
        identityHash: H(`officer ${i}`),
      })),
    ),
  );
  const drawId = "bench";
  const contributions = [H("one"), H("two")];
  const beacon: Beacon = {
    kind: "witness",
    witnesses: contributions.map((contribution, i) => ({
      name: `witness ${i}`,
      hash: witnessHash(drawId, `witness ${i}`, contribution),
    })),
    revealBy: "2026-11-23T08:00:00.000Z",
  };
  const secret = H("secret");
  const commitment = makeCommitment({
    drawId,
    campaignId: "bench",
    planVersion: H("plan"),
    authority: "533100",
    createdAt: "2026-11-23T02:00:00.000Z",
    survey: await targets.survey(new Set()),
    roster,
    exclusions: "",
    rounding: "down",
    strata: strata.map((name) => ({
      name,
      population: Math.ceil(count / strata.length),
      ratio: String(drawn / count),
      alternates: 0,
    })),
    profiles: profiles.map((name) => ({ name, officers: 2, types: ["market"], specialties: [] })),
    secret,
    beacon,
    previousDraw: null,
  });
  const value = beaconValue(beacon, { contributions }, drawId);
  const seed = seedOf(commitment, secret, value);
  const { text: result, state } = await draw({ commitment, targets, roster, exclusions: "", seed });
  const [recusals, teams] = ["", writeTeams(state.teams)];
  const reveal = writeReveal({
    drawId,
    secret,
    beacon: { value, proof: { contributions } },
    result,
    recusals,
    teams,
  });
  const texts = {
    "commitment.json": commitment,
    "roster.ndjson": roster,
    "exclusions.csv": "",
    "reveal.json": reveal,
    "result.ndjson": result,
    "recusals.ndjson": recusals,
    "teams.ndjson": teams,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  return seed;
}

function writeTargetFile(
  path: string,
  count: number,
  strata: readonly string[],
  profiles: readonly string[],
): void {
  const file = openSync(path, "w");
  for (let from = 0; from < count; from += batch) {
    const lines = Array.from({ length: Math.min(batch, count - from) }, (_, k) => {
      const i = from + k;
      return `${idOf(i)},${strata[i % strata.length] ?? ""},${profiles[i % profiles.length] ?? ""}\n`;
    });
    writeSync(file, lines.join(""));
  }
  closeSync(file);
}
