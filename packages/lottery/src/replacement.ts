import type { OutReason, Reason, ReplaceChange, Substitute } from "./change.ts";
import {
  everyoneIn,
  isExcluded,
  loads,
  memberOf,
  profileOf,
  teamOf,
  withMember,
  withOut,
  type DrawState,
} from "./draw-state.ts";
import { withExclusion } from "./exclusions.ts";
import { lacking } from "./profiles.ts";
import { byTicket } from "./tickets.ts";

/**
 * All who qualify to take the place of member `number` of target `id`, sorted by number: everyone of the same kind who is
 * not out, not in the team, not excluded from the target, and with the rest of the team holds all types (experts:
 * specialties) needed. `load` is the number of teams that one is in.
 */
function substitutes(state: DrawState, id: string, number: number): Substitute[] {
  const { kind } = memberOf(state, number);
  const team = teamOf(state, id);
  const profile = profileOf(state, id);
  const inTeam = new Set(everyoneIn(team));
  const rest = (kind === "officer" ? team.officers : team.experts)
    .filter((other) => other !== number)
    .map((other) => memberOf(state, other));
  const counts = loads(state);
  return state.roster
    .filter(
      (one) =>
        one.kind === kind &&
        !state.out.has(one.number) &&
        !inTeam.has(one.number) &&
        !isExcluded(state, one.number, id) &&
        lacking(profile, kind, [...rest, one]).length === 0,
    )
    .map((one) => ({ number: one.number, load: counts.get(one.number) ?? 0 }));
}

/** The replacement line of member `number` of target `id`, where `whyNot` says who can't come. */
export function replaceLine(
  state: DrawState,
  id: string,
  number: number,
  reason: Reason,
  whyNot: (number: number) => OutReason | undefined,
): ReplaceChange {
  const candidates: Substitute[] = [];
  const omitted: { number: number; why: OutReason }[] = [];
  for (const one of substitutes(state, id, number)) {
    const why = whyNot(one.number);
    if (why === undefined) candidates.push(one);
    else omitted.push({ number: one.number, why });
  }
  const label = `replace/${id}/${number}`;
  const least = Math.min(...candidates.map(({ load }) => load));
  const [first] = candidates
    .filter(({ load }) => load === least)
    .map((one) => ({ one, id: String(one.number), ticket: state.tickets.of(label, String(one.number)) }))
    .toSorted(byTicket);
  const chosen = first?.one ?? null;
  return { seq: state.seq + 1, id, number, mode: "replace", reason, candidates, omitted, chosen };
}

/** The state after a replacement line; without a chosen one the next line is the target's lapse. */
export function afterReplace(state: DrawState, change: ReplaceChange): DrawState {
  const { seq, id, number, reason, omitted, chosen } = change;
  const leaving = omitted.map(({ number: one, why }) => [one, why] as const);
  const next =
    reason === "conflict"
      ? withOut({ ...state, seq, exclusions: withExclusion(state.exclusions, { number, id }) }, leaving)
      : withOut({ ...state, seq }, [[number, reason], ...leaving]);
  if (chosen === null) return { ...next, due: { mode: "lapse", id, reason } };
  const team = withMember(teamOf(state, id), number, chosen.number);
  const more = state.due?.mode === "replace-out" && everyoneIn(team).some((one) => next.out.has(one));
  return {
    ...next,
    teams: new Map(state.teams).set(id, team),
    due: more ? { mode: "replace-out", id } : null,
  };
}
