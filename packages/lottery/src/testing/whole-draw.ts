import { readFileSync } from "node:fs";
import { beaconValue, type Beacon } from "../beacons/beacon.ts";
import { witnessHash } from "../beacons/witness.ts";
import { OUT_REASONS } from "../change.ts";
import { decideGone, decideOut, decideRecusal, type Decision, type Omissions } from "../decide.ts";
import { draw, openState } from "../draw.ts";
import { everyoneIn, type DrawState } from "../draw-state.ts";
import { excludedIds, writeExclusions } from "../exclusions.ts";
import { makeCommitment } from "../make-commitment.ts";
import { identityHash, opaqueId } from "../opaque-id.ts";
import { FILE_NAMES, type FileName } from "../refusal.ts";
import { writeReveal } from "../reveal.ts";
import { numberRoster, writeRoster, type Member } from "../roster.ts";
import { seedOf } from "../seed.ts";
import { H } from "../sha256.ts";
import { surveyText } from "../survey.ts";
import { targetText } from "../target-file.ts";
import { writeTargets } from "../targets.ts";
import { finalTeams } from "../replay.ts";
import { fileOf } from "../text.ts";
import type { Chance } from "./chance.ts";

/** The texts of a draw's eight files. */
export type DrawTexts = Record<FileName, string>;

/** Reads a whole draw of `vectors/`. */
export function readVector(name: string): DrawTexts {
  const texts: Partial<DrawTexts> = {};
  for (const file of FILE_NAMES)
    texts[file] = readFileSync(new URL(`../../vectors/${name}/${file}`, import.meta.url), "utf8");
  return texts as DrawTexts;
}

/** The snapshot, seed and first state of a vector or of a draw made up here. */
export async function stateOf(texts: DrawTexts): Promise<DrawState> {
  const { secret, beacon } = JSON.parse(texts["reveal.json"]) as {
    secret: string;
    beacon: { value: string };
  };
  return openState({
    commitment: texts["commitment.json"],
    targets: targetText(texts["targets.csv"]),
    roster: texts["roster.ndjson"],
    exclusions: texts["exclusions.csv"],
    seed: seedOf(texts["commitment.json"], secret, beacon.value),
  });
}

const TYPES = ["gas", "market", "quality", "safety"];
const PROFILES = [
  { name: "p1", officers: 2, types: ["market"], specialties: [] },
  { name: "p2", officers: 2, types: ["market", "gas"], specialties: [] },
  { name: "p3", officers: 3, types: ["quality", "safety"], specialties: ["structure"] },
];

/** The keys of draws made up here. */
export const KEYS = { saltKey: H("salt"), rosterKey: H("roster") };

/**
 * A whole draw of a registry that chance makes up, with some changes after it, all decided by this package.
 * @param changes how many requests come after the draw
 */
export async function makeUp(chance: Chance, changes: number): Promise<DrawTexts> {
  const drawId = `t${chance(1000)}`;
  const codes = Array.from({ length: 20 + chance(20) }, (_, i) => `project-${i}`);
  const targets = writeTargets(
    codes.map((code) => ({
      id: opaqueId(KEYS.saltKey, code),
      stratum: "ABC".charAt(chance(3)),
      profile: PROFILES[chance(3)]?.name ?? "",
    })),
  );
  const people = numberRoster(
    Array.from({ length: 14 + chance(10) }, (_, i): Omit<Member, "number"> => {
      const expert = i % 6 === 5;
      return {
        kind: expert ? "expert" : "officer",
        types: expert ? [] : [TYPES[i % 4] ?? "", TYPES[chance(4)] ?? ""],
        specialties: expert ? ["structure"] : [],
        identityHash: identityHash(KEYS.rosterKey, `inspector-${i}`),
      };
    }),
  );
  // At most two conflicts a target, so that nearly every registry is servable.
  const exclusions = writeExclusions(
    codes
      .filter(() => chance(2) === 0)
      .map((code) => ({ number: 1 + chance(people.length), id: opaqueId(KEYS.saltKey, code) })),
  );
  const roster = writeRoster(people);
  const contributions = [H(`one ${chance(1000)}`), H(`two ${chance(1000)}`)];
  const beacon: Beacon = {
    kind: "witness",
    witnesses: contributions.map((contribution, i) => {
      return { name: `见证人${i}`, hash: witnessHash(drawId, `见证人${i}`, contribution) };
    }),
    revealBy: "2026-11-23T08:00:00.000Z",
  };
  const secret = H(`secret ${chance(2 ** 32)}`);
  const commitment = makeCommitment({
    drawId,
    campaignId: "c1",
    planVersion: H("plan"),
    authority: "533103",
    createdAt: "2026-11-23T02:00:00.000Z",
    survey: surveyText(targets, excludedIds(exclusions)),
    roster,
    exclusions,
    rounding: chance(2) === 0 ? "down" : "up",
    strata: [..."CAB"].map((name) => {
      return {
        name,
        population: 60,
        ratio: name === "A" ? "0.01" : "0.05",
        alternates: name === "B" ? 0 : 2,
      };
    }),
    profiles: PROFILES,
    secret,
    beacon,
    previousDraw: null,
  });
  const value = beaconValue(beacon, { contributions }, drawId);
  const seed = seedOf(commitment, secret, value);
  const drawn = await draw({ commitment, targets: targetText(targets), roster, exclusions, seed });
  const { lines, state } = changeAtRandom(drawn.state, chance, changes);
  const recusals = fileOf(lines);
  const teams = finalTeams(state);
  return {
    "commitment.json": commitment,
    "targets.csv": targets,
    "roster.ndjson": roster,
    "exclusions.csv": exclusions,
    "result.ndjson": drawn.text,
    "recusals.ndjson": recusals,
    "teams.ndjson": teams,
    "reveal.json": writeReveal({
      drawId,
      secret,
      beacon: { value, proof: { contributions } },
      result: drawn.text,
      recusals,
      teams,
    }),
  };
}

/** Recusals, omissions and targets that are gone, as chance has it; at the end everyone who is out has left each team. */
function changeAtRandom(state: DrawState, chance: Chance, requests: number): Omit<Decision, "changes"> {
  let now = state;
  const lines: string[] = [];
  const take = (decision: Decision): void => {
    lines.push(...decision.lines);
    now = decision.state;
  };
  for (let i = 0; i < requests && now.teams.size > 0; i++) {
    const [id, team] = [...now.teams][chance(now.teams.size)] ?? ["", { officers: [], experts: [] }];
    const people = everyoneIn(team).filter((one) => !now.out.has(one));
    const number = people[chance(Math.max(1, people.length))];
    if (number === undefined) continue;
    const omitted = omissions(now, chance, id, team.officers);
    const kind = chance(5);
    if (kind === 0 && !now.begun.has(id) && !omitted.begun.has(id)) take(decideGone(now, { id, omitted }));
    else if (kind === 1) take(decideOut(now, { number, reason: OUT_REASONS[chance(4)] ?? "leave", omitted }));
    else take(decideRecusal(now, { id, number, reason: "conflict", omitted }));
    for (const [one, reason] of now.out) take(decideOut(now, { number: one, reason }));
  }
  return { lines, state: now };
}

function omissions(state: DrawState, chance: Chance, id: string, team: readonly number[]): Omissions {
  const others = [...state.teams.keys()].filter((other) => other !== id);
  const begun = new Set(chance(2) === 0 ? others.slice(0, chance(3)) : []);
  const absent = state.roster[chance(state.roster.length)]?.number ?? 1;
  if (chance(3) > 0 || team.includes(absent) || state.out.has(absent)) return { begun, out: new Map() };
  return { begun, out: new Map([[absent, OUT_REASONS[chance(4)] ?? "leave"]]) };
}
