import { readCommitment } from "../commitment.ts";
import { dealAll } from "../draw.ts";
import type { DrawState } from "../draw-state.ts";
import { exclusionsById, type Exclusion } from "../exclusions.ts";
import type { Profile } from "../profiles.ts";
import type { Kind, Member } from "../roster.ts";
import { selectTargets } from "../selection.ts";
import { H } from "../sha256.ts";
import { byBytes } from "../text.ts";
import { openTickets } from "../tickets.ts";
import { readVector } from "./whole-draw.ts";

/** Nine officers of no type. */
export const OFFICERS = Array.from({ length: 9 }, () => "officer");

/** A draw of `count` targets in one stratum, of whom `quota` are selected, by people given as "officer:gas" or "expert:fire". */
export function drawOf(options: {
  people: readonly string[];
  count: number;
  quota: number;
  alternates?: number;
  profile?: Partial<Profile>;
  pairs?: readonly Exclusion[];
  seed?: string;
}): DrawState {
  const { people, count, quota, alternates = 0, profile, pairs = [], seed = "seed" } = options;
  const roster = people.map((text, i): Member => {
    const [kind = "officer", skill = ""] = text.split(":");
    const skills = skill === "" ? [] : skill.split("+");
    return {
      number: i + 1,
      kind: kind as Kind,
      types: kind === "officer" ? skills : [],
      specialties: kind === "expert" ? skills : [],
      identityHash: H(String(i)),
    };
  });
  const base = readCommitment(readVector("draw-40")["commitment.json"]);
  const commitment = {
    ...base,
    strata: [{ name: "A", population: count, ratio: "1", count, quota, alternates }],
    profiles: [{ name: "p", officers: 2, types: [], specialties: [], ...profile }],
  };
  const targets = ids(count).map((id) => ({ id, stratum: "A", profile: "p" }));
  const tickets = openTickets(H(seed));
  const selection = selectTargets(tickets, commitment.strata, targets);
  return dealAll({ commitment, roster, pairs, exclusions: exclusionsById(pairs) }, tickets, selection).state;
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => H(`target ${i}`).slice(0, 44)).toSorted(byBytes);
}

/** A target of a draw, its leading officer and the second one. */
export function firstOf(state: DrawState): { id: string; lead: number; second: number } {
  const [entry] = state.teams;
  const [id = "", team] = entry ?? [];
  const [lead = 0, second = 0] = team?.officers ?? [];
  return { id, lead, second };
}
