import type { AlternateChange, LapseChange } from "./change.ts";
import { copyDecks, dealTeam, type Decks } from "./dealing.ts";
import { everyoneIn, profileOf, targetOf, teamOf, type DrawState } from "./draw-state.ts";
import { Refusal } from "./refusal.ts";

/**
 * The line of a target that is gone, its check not begun: the next unused alternate of its stratum with a team dealt by
 * roster alone, or a lapse where none is left; and the decks after it.
 * @throws Refusal if the target has no team or its check has begun
 */
export function goneLine(
  state: DrawState,
  id: string,
): { change: AlternateChange | LapseChange; decks: Decks } {
  teamOf(state, id);
  if (state.begun.has(id)) throw new Refusal("change", `the check of target ${id} has begun`);
  const seq = state.seq + 1;
  const [next] = state.unused.get(targetOf(state, id).stratum) ?? [];
  if (next === undefined) return { change: { seq, id, mode: "lapse", reason: "gone" }, decks: state.decks };
  const decks = copyDecks(state.decks);
  const { officers, experts } = dealTeam(
    decks,
    next,
    profileOf(state, next),
    state.exclusions.get(next) ?? new Set(),
  );
  return {
    change: { seq, id, mode: "alternate", reason: "gone", chosen: { id: next, officers, experts } },
    decks,
  };
}

/** The state after an alternate took a place; who of its team is out is replaced in the next lines. */
export function afterAlternate(
  state: DrawState,
  { seq, id, chosen }: AlternateChange,
  decks: Decks,
): DrawState {
  const { stratum } = targetOf(state, id);
  const { id: next, officers, experts } = chosen;
  const teams = new Map(state.teams);
  teams.delete(id);
  teams.set(next, { officers, experts });
  const unused = new Map(state.unused).set(stratum, (state.unused.get(stratum) ?? []).slice(1));
  const outThere = everyoneIn(chosen).some((number) => state.out.has(number));
  return { ...state, seq, decks, teams, unused, due: outThere ? { mode: "replace-out", id: next } : null };
}

/** The state after a lapse: the place is empty and the team dissolved. */
export function afterLapse(state: DrawState, { seq, id }: LapseChange): DrawState {
  const teams = new Map(state.teams);
  teams.delete(id);
  return { ...state, seq, teams, due: null };
}
