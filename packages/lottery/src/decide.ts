import { OUT_REASONS, type Change, type OutReason, type Reason } from "./change.ts";
import { everyoneIn, memberOf, type DrawState } from "./draw-state.ts";
import { afterAlternate, afterLapse, goneLine } from "./gone.ts";
import { Refusal } from "./refusal.ts";
import { afterReplace, replaceLine } from "./replacement.ts";
import { checkMember } from "./replay.ts";
import { afterSwap, swapLine } from "./swap.ts";
import { byBytes } from "./text.ts";

/** Who can't be chosen although they qualify. Each entry must have been logged before the request. */
export interface Omissions {
  /** Targets whose check has begun. */
  readonly begun: ReadonlySet<string>;
  /** Inspectors who are on leave, suspended, without a valid certificate or withdrawn: out of the draw once omitted. */
  readonly out: ReadonlyMap<number, OutReason>;
}

/** Lines to append to `recusals.ndjson`, without line ends, and the state after them. */
export interface Decision {
  readonly lines: readonly string[];
  readonly changes: readonly Change[];
  readonly state: DrawState;
}

const NOBODY: Omissions = { begun: new Set(), out: new Map() };

/**
 * Decides the recusal of a member of a team (article 24). An officer with a conflict is swapped, and replaced where no swap is
 * possible; an expert, or anyone who is out, is replaced; where nobody can replace, the target lapses.
 * Somebody who is out leaves this team only, and an officer omitted as out stays in its own: see `decideOut`.
 * @throws Refusal if the target has no team, the number is not in it, or it is already out by another reason
 */
export function decideRecusal(
  state: DrawState,
  request: { id: string; number: number; reason: Reason; omitted?: Omissions },
): Decision {
  const { id, number, reason, omitted = NOBODY } = request;
  checkNothingDue(state);
  checkMember(state, id, number, reason);
  if (reason !== "conflict" || memberOf(state, number).kind === "expert") {
    return decideReplacement({ lines: [], changes: [], state }, id, number, reason, omitted);
  }
  const begun = (target: string): boolean => state.begun.has(target) || omitted.begun.has(target);
  const swap = swapLine(state, id, number, (seat) =>
    begun(seat.id) ? "begun" : omitted.out.get(seat.number),
  );
  const swapped = append({ lines: [], changes: [], state }, swap, afterSwap(state, swap));
  return swap.chosen === null ? decideReplacement(swapped, id, number, reason, omitted) : swapped;
}

/**
 * Takes a member out of the whole draw: one replacement, or lapse, for each of its teams in the order of target ids.
 * @throws Refusal if it is already out by another reason
 */
export function decideOut(
  state: DrawState,
  request: { number: number; reason: OutReason; omitted?: Omissions },
): Decision {
  const { number, reason, omitted = NOBODY } = request;
  checkNothingDue(state);
  if (!OUT_REASONS.includes(reason))
    throw new Refusal("change", `${reason} does not take anyone out of a draw`);
  memberOf(state, number);
  let decision: Decision = { lines: [], changes: [], state };
  for (const id of teamsWith(state, number)) {
    checkMember(decision.state, id, number, reason);
    decision = decideReplacement(decision, id, number, reason, omitted);
  }
  return decision;
}

/**
 * Decides on a target that is gone, its check not begun: the next alternate with its team, in which whoever is out, or can't
 * come by `omitted`, is replaced at once; or a lapse.
 * @throws Refusal if the target has no team or its check has begun
 */
export function decideGone(state: DrawState, request: { id: string; omitted?: Omissions }): Decision {
  const { id, omitted = NOBODY } = request;
  checkNothingDue(state);
  if (omitted.begun.has(id)) throw new Refusal("change", `the check of target ${id} has begun`);
  const { change, decks } = goneLine(state, id);
  const none: Decision = { lines: [], changes: [], state };
  if (change.mode === "lapse") return append(none, change, afterLapse(state, change));
  let decision = append(none, change, afterAlternate(state, change, decks));
  const next = change.chosen.id;
  const reasonOf = (one: number): OutReason | undefined =>
    decision.state.out.get(one) ?? omitted.out.get(one);
  for (;;) {
    const people = everyoneIn(decision.state.teams.get(next) ?? { officers: [], experts: [] });
    // Those the draw knows to be out come first: their lines have to follow at once.
    const number =
      people.find((one) => decision.state.out.has(one)) ?? people.find((one) => omitted.out.has(one));
    const reason = number === undefined ? undefined : reasonOf(number);
    if (number === undefined || reason === undefined) return decision;
    decision = decideReplacement(decision, next, number, reason, omitted);
  }
}

/** The ids of the targets in whose team a number is, in order. */
export function teamsWith({ teams }: DrawState, number: number): string[] {
  return [...teams]
    .filter(([, team]) => everyoneIn(team).includes(number))
    .map(([id]) => id)
    .toSorted(byBytes);
}

function decideReplacement(
  before: Decision,
  id: string,
  number: number,
  reason: Reason,
  omitted: Omissions,
): Decision {
  const replace = replaceLine(before.state, id, number, reason, (one) => omitted.out.get(one));
  const replaced = append(before, replace, afterReplace(before.state, replace));
  if (replace.chosen !== null) return replaced;
  const lapse = { seq: replace.seq + 1, id, mode: "lapse", reason } as const;
  return append(replaced, lapse, afterLapse(replaced.state, lapse));
}

function append({ lines, changes }: Decision, change: Change, state: DrawState): Decision {
  return { lines: [...lines, JSON.stringify(change)], changes: [...changes, change], state };
}

function checkNothingDue({ due }: DrawState): void {
  if (due !== null) throw new Refusal("change", "the lines so far end before what has to follow them");
}
