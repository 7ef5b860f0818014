import type { Seat, SwapChange, Why } from "./change.ts";
import {
  isExcluded,
  memberOf,
  profileOf,
  teamOf,
  withMember,
  withOut,
  type DrawState,
} from "./draw-state.ts";
import { byNumberAndId, withExclusion } from "./exclusions.ts";
import { lacking } from "./profiles.ts";
import type { Team } from "./dealing.ts";
import { byTicket } from "./tickets.ts";

/**
 * All who qualify to change places with officer `number` of target `id`, sorted by number and then id: every officer x of
 * another target y who is not out and not in this team, the recused one not being in y's, neither excluded from the new
 * place, and both teams holding all types needed after the change.
 */
function swapSeats(state: DrawState, id: string, number: number): Seat[] {
  const team = teamOf(state, id);
  const seats: Seat[] = [];
  for (const [other, otherTeam] of state.teams) {
    if (other === id || otherTeam.officers.includes(number) || isExcluded(state, number, other)) continue;
    for (const x of otherTeam.officers) {
      if (
        !state.out.has(x) &&
        !team.officers.includes(x) &&
        !isExcluded(state, x, id) &&
        holdsAll(state, id, withMember(team, number, x)) &&
        holdsAll(state, other, withMember(otherTeam, x, number))
      ) {
        seats.push({ number: x, id: other });
      }
    }
  }
  return seats.toSorted(byNumberAndId);
}

function holdsAll(state: DrawState, id: string, { officers }: Team): boolean {
  const members = officers.map((officer) => memberOf(state, officer));
  return lacking(profileOf(state, id), "officer", members).length === 0;
}

/** The swap line of officer `number` of target `id`, where `whyNot` says which seats can't be taken. */
export function swapLine(
  state: DrawState,
  id: string,
  number: number,
  whyNot: (seat: Seat) => Why | undefined,
): SwapChange {
  const candidates: Seat[] = [];
  const omitted: (Seat & { why: Why })[] = [];
  for (const seat of swapSeats(state, id, number)) {
    const why = whyNot(seat);
    if (why === undefined) candidates.push(seat);
    else omitted.push({ ...seat, why });
  }
  const label = `swap/${id}/${number}`;
  const [first] = candidates
    .map((seat) => ({
      seat,
      id: `${seat.number},${seat.id}`,
      ticket: state.tickets.of(label, `${seat.number},${seat.id}`),
    }))
    .toSorted(byTicket);
  const chosen = first?.seat ?? null;
  return { seq: state.seq + 1, id, number, mode: "swap", reason: "conflict", candidates, omitted, chosen };
}

/** The state after a swap line; without a chosen one the next line replaces. */
export function afterSwap(state: DrawState, { seq, id, number, omitted, chosen }: SwapChange): DrawState {
  const begun = new Set(state.begun);
  const leaving: (readonly [number, Exclude<Why, "begun">])[] = [];
  for (const seat of omitted) {
    if (seat.why === "begun") begun.add(seat.id);
    else leaving.push([seat.number, seat.why]);
  }
  const exclusions = withExclusion(state.exclusions, { number, id });
  const next = withOut({ ...state, seq, begun, exclusions, due: null }, leaving);
  if (chosen === null) return { ...next, due: { mode: "replace", id, number } };
  const teams = new Map(state.teams)
    .set(id, withMember(teamOf(state, id), number, chosen.number))
    .set(chosen.id, withMember(teamOf(state, chosen.id), chosen.number, number));
  return { ...next, teams };
}
