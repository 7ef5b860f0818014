import type { OutReason, Reason } from "./change.ts";
import type { Decks, Team } from "./dealing.ts";
import type { Exclusions } from "./exclusions.ts";
import { profileNamed, type Profile } from "./profiles.ts";
import { Refusal } from "./refusal.ts";
import type { Member } from "./roster.ts";
import type { Target } from "./targets.ts";
import type { Tickets } from "./tickets.ts";

/** What the next line has to be, where the last one leaves no choice. */
export type Due =
  | { readonly mode: "replace"; readonly id: string; readonly number: number }
  | { readonly mode: "replace-out"; readonly id: string }
  | { readonly mode: "lapse"; readonly id: string; readonly reason: Reason };

/** A draw after some of its changes. A value: each change makes a new one. */
export interface DrawState {
  /** What never changes. */
  readonly profiles: readonly Profile[];
  readonly roster: readonly Member[];
  readonly tickets: Tickets;
  /** The selected targets and all alternates by id. */
  readonly targets: ReadonlyMap<string, Target>;

  /** The number of changes so far: the last line's `seq`. */
  readonly seq: number;
  /** The teams that stand, by target id. */
  readonly teams: ReadonlyMap<string, Team>;
  /** The alternates not used yet, in order, by stratum. */
  readonly unused: ReadonlyMap<string, readonly string[]>;
  readonly decks: Decks;
  /** Conflicts declared before the draw and since. */
  readonly exclusions: Exclusions;
  /** Who is out of the draw, and why. */
  readonly out: ReadonlyMap<number, OutReason>;
  /** Targets known to have begun: these are in no swap any more, and never gone. */
  readonly begun: ReadonlySet<string>;
  readonly due: Due | null;
}

/** The team that stands for a target. @throws Refusal if there is none */
export function teamOf(state: DrawState, id: string): Team {
  const team = state.teams.get(id);
  if (team === undefined) throw new Refusal("change", `target ${id} has no team in this draw`);
  return team;
}

/** The profile of a selected target or an alternate. @throws Refusal if it is neither */
export function profileOf(state: DrawState, id: string): Profile {
  return profileNamed(state.profiles, targetOf(state, id).profile);
}

/** A selected target or an alternate. @throws Refusal if it is neither */
export function targetOf(state: DrawState, id: string): Target {
  const target = state.targets.get(id);
  if (target === undefined) throw new Refusal("change", `target ${id} was not drawn`);
  return target;
}

/** A member of the roster. @throws Refusal if there is no such number */
export function memberOf(state: DrawState, number: number): Member {
  const member = state.roster[number - 1];
  if (member === undefined) throw new Refusal("change", `number ${number} is not in the roster`);
  return member;
}

/** True if a conflict keeps this number from this target. */
export function isExcluded(state: DrawState, number: number, id: string): boolean {
  return state.exclusions.get(id)?.has(number) ?? false;
}

/** Teams with one number in another's position. */
export function withMember(team: Team, leaving: number, coming: number): Team {
  const exchanged = (numbers: readonly number[]): number[] =>
    numbers.map((number) => (number === leaving ? coming : number));
  return { officers: exchanged(team.officers), experts: exchanged(team.experts) };
}

/** Officers and experts of a team, in its order. */
export function everyoneIn(team: Team): number[] {
  return [...team.officers, ...team.experts];
}

/** In how many teams each number is. */
export function loads({ teams }: DrawState): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const team of teams.values()) {
    for (const number of everyoneIn(team)) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return counts;
}

/** The state with some people out, who were not before. */
export function withOut(state: DrawState, people: Iterable<readonly [number, OutReason]>): DrawState {
  const out = new Map(state.out);
  for (const [number, reason] of people) if (!out.has(number)) out.set(number, reason);
  return { ...state, out };
}
