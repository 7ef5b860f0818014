import {
  readChange,
  type Change,
  type OutReason,
  type ReplaceChange,
  type SwapChange,
  type Why,
} from "./change.ts";
import { everyoneIn, memberOf, teamOf, type DrawState, type Due } from "./draw-state.ts";
import { afterAlternate, afterLapse, goneLine } from "./gone.ts";
import { at, Refusal } from "./refusal.ts";
import { afterReplace, replaceLine } from "./replacement.ts";
import { afterSwap, swapLine } from "./swap.ts";
import { writeTeams } from "./teams.ts";
import { linesOf } from "./text.ts";

/**
 * The state after one more line of `recusals.ndjson`, checking that all who qualify are there and the choice is right.
 * @throws Refusal if the line is not the one that this draw and its own reasons lead to
 */
export function applyLine(state: DrawState, line: string): DrawState {
  const change = readChange(line);
  if (change.seq !== state.seq + 1) throw new Refusal("change", `seq is ${change.seq}, not ${state.seq + 1}`);
  checkDue(state, change);
  switch (change.mode) {
    case "swap":
      return afterSwap(state, expected(line, expectedSwap(state, change)));
    case "replace":
      return afterReplace(state, expected(line, expectedReplace(state, change)));
    case "alternate": {
      const { change: gone, decks } = goneLine(state, change.id);
      if (gone.mode === "lapse") throw new Refusal("change", "no alternate is left");
      return afterAlternate(state, expected(line, gone), decks);
    }
    case "lapse": {
      if (state.due === null && goneLine(state, change.id).change.mode !== "lapse") {
        throw new Refusal("change", "an alternate is left");
      }
      return afterLapse(state, change);
    }
  }
}

/** The state after all lines of a `recusals.ndjson`. @throws Refusal with the first line that is wrong */
export function applyLines(state: DrawState, lines: Iterable<string>): DrawState {
  let next = state;
  for (const line of lines) next = at("recusals.ndjson", next.seq + 1, () => applyLine(next, line));
  return next;
}

/** The same for a file's text. */
export function applyFile(state: DrawState, text: string): DrawState {
  return applyLines(state, linesOf("recusals.ndjson", text));
}

/**
 * Checks that nothing is left to be done: no line is due, and nobody who is out is in a team.
 * @throws Refusal
 */
export function checkEnd({ due, teams, out, seq }: DrawState): void {
  const line = Math.max(1, seq);
  if (due !== null)
    throw new Refusal("change", `${describeDue(due)} is missing at the end`, "recusals.ndjson", line);
  for (const [id, team] of teams) {
    const number = everyoneIn(team).find((one) => out.has(one));
    if (number !== undefined) {
      const message = `number ${number} is out and still in the team of ${id}`;
      throw new Refusal("change", message, "recusals.ndjson", line);
    }
  }
}

/**
 * The text of `teams.ndjson` at the end of a draw.
 * @throws Refusal if something is left to be done
 */
export function finalTeams(state: DrawState): string {
  checkEnd(state);
  return writeTeams(state.teams);
}

/** Checks the member of a recusal: in the team, and recused by the reason that it is out by, if it is. */
export function checkMember(state: DrawState, id: string, number: number, reason: string): void {
  if (!everyoneIn(teamOf(state, id)).includes(number)) {
    throw new Refusal("change", `number ${number} is not in the team of ${id}`);
  }
  const out = state.out.get(number);
  if (out !== undefined && out !== reason) throw new Refusal("change", `number ${number} is out by ${out}`);
}

function checkDue(state: DrawState, change: Change): void {
  const { due } = state;
  if (due === null) {
    if (change.mode === "lapse" && change.reason !== "gone") {
      throw new Refusal("change", "no replacement without candidates comes before this lapse");
    }
    if (change.mode === "replace" && change.reason === "conflict" && isOfficer(state, change.number)) {
      throw new Refusal("change", "an officer with a conflict is swapped first");
    }
    return;
  }
  if (!isDue(state, due, change)) throw new Refusal("change", `${describeDue(due)} is due`);
}

function isDue(state: DrawState, due: Due, change: Change): boolean {
  if (change.id !== due.id) return false;
  switch (due.mode) {
    case "replace":
      return change.mode === "replace" && change.number === due.number && change.reason === "conflict";
    case "replace-out":
      return change.mode === "replace" && state.out.get(change.number) === change.reason;
    case "lapse":
      return change.mode === "lapse" && change.reason === due.reason;
  }
}

function describeDue(due: Due): string {
  switch (due.mode) {
    case "replace":
      return `the replacement of number ${due.number} in target ${due.id}`;
    case "replace-out":
      return `the replacement of who is out in target ${due.id}`;
    case "lapse":
      return `the lapse of target ${due.id} by ${due.reason}`;
  }
}

function isOfficer(state: DrawState, number: number): boolean {
  return memberOf(state, number).kind === "officer";
}

function expectedSwap(state: DrawState, change: SwapChange): SwapChange {
  checkMember(state, change.id, change.number, change.reason);
  if (!isOfficer(state, change.number)) throw new Refusal("change", "an expert is replaced, not swapped");
  const whys = new Map<string, Why>();
  const begun = new Set(state.begun);
  const out = new Map<number, OutReason>();
  for (const { number, id, why } of change.omitted) {
    whys.set(`${number},${id}`, why);
    if (why === "begun") begun.add(id);
    else if ((out.get(number) ?? why) !== why)
      throw new Refusal("change", `number ${number} is out by two reasons`);
    else out.set(number, why);
  }
  for (const { number, id } of change.candidates) {
    if (begun.has(id)) throw new Refusal("change", `the check of candidate target ${id} has begun`);
    if (out.has(number)) throw new Refusal("change", `candidate ${number} is out`);
  }
  return swapLine(state, change.id, change.number, ({ number, id }) => whys.get(`${number},${id}`));
}

function expectedReplace(state: DrawState, change: ReplaceChange): ReplaceChange {
  checkMember(state, change.id, change.number, change.reason);
  const whys = new Map(change.omitted.map(({ number, why }) => [number, why]));
  return replaceLine(state, change.id, change.number, change.reason, (number) => whys.get(number));
}

/** The change computed, if the line is exactly its text. */
function expected<C extends Change>(line: string, change: C): C {
  const right = JSON.stringify(change);
  if (right !== line) throw new Refusal("change", `not the change that this draw leads to: ${right}`);
  return change;
}
