import { Problem, type ExplainedDue, type InspectionCommand } from "@shuangsui/contracts";
import { dueAt, movedDue, type Calendar, type Edition } from "@shuangsui/workdays";
import type { Move } from "../calendar/moves.ts";
import type { Recusal } from "./tables.ts";

/** Working days within which a recusal that was asked for is granted or refused; then it goes to the superior (article 24). */
const decisionWorkdays = 1;

/** Those that are neither granted nor refused yet, the one first that is due first. */
export function openRecusals(recusals: readonly Recusal[]): Recusal[] {
  return recusals
    .filter(({ decidedAt }) => decidedAt === null)
    .toSorted((one, other) => Date.parse(one.due) - Date.parse(other.due));
}

/** A recusal as it is asked for. @throws Problem `inspection/recusal-open` where one of the same member is undecided */
export function asked(
  recusals: readonly Recusal[],
  id: string,
  { number, ground, declaredBy }: InspectionCommand<"recuse">,
  { at, actor, calendar }: { at: Date; actor: string; calendar: Calendar },
): Recusal {
  if (openRecusals(recusals).some((one) => one.number === number))
    throw new Problem("inspection/recusal-open");
  return {
    id,
    number,
    ground,
    declaredBy,
    askedBy: actor,
    askedAt: at.toISOString(),
    due: dueAt(calendar, at, decisionWorkdays).due.toISOString(),
    escalatedAt: null,
    decidedAt: null,
    granted: null,
  };
}

/**
 * The recusal that is to be decided, by another than who asked for it; by the superior once it was escalated (article 24).
 * @throws Problem `not-found`, `inspection/wrong-state`, `recusal/own-request`, `authority/not-yours`
 */
export function requireDecidable(
  recusals: readonly Recusal[],
  recusalId: string,
  by: { actor: string; isSuperior: boolean },
): Recusal {
  const recusal = recusals.find(({ id }) => id === recusalId);
  if (recusal === undefined) throw new Problem("not-found");
  if (recusal.decidedAt !== null) throw new Problem("inspection/wrong-state", "the recusal is decided");
  if (by.isSuperior && recusal.escalatedAt === null) throw new Problem("authority/not-yours");
  if (recusal.askedBy === by.actor) throw new Problem("recusal/own-request");
  return recusal;
}

/** The recusals with one of them decided. */
export function withDecided(
  recusals: readonly Recusal[],
  recusalId: string,
  granted: boolean,
  at: Date,
): Recusal[] {
  return recusals.map((one) =>
    one.id === recusalId ? { ...one, granted, decidedAt: at.toISOString() } : one,
  );
}

/** The recusals as a new version of the calendar leaves them: it moves when those that are undecided are to be decided. */
export function movedRecusals(
  recusals: readonly Recusal[],
  { calendar, at }: Edition,
): { recusals: Recusal[]; moves: Move[] } {
  const moves: Move[] = [];
  const moved = recusals.map((one) => {
    if (one.decidedAt !== null) return one;
    const [from, asked] = [new Date(one.due), new Date(one.askedAt)];
    const to = movedDue(calendar, from, { from: asked, workdays: decisionWorkdays }, at);
    if (to.getTime() === from.getTime()) return one;
    moves.push({ deadline: "recusal-decision", from, to });
    return { ...one, due: to.toISOString() };
  });
  return { recusals: moved, moves };
}

/** When each is decided at the latest, and that this counts from when it was asked for. */
export function recusalDueTimes(recusals: readonly Recusal[]): ExplainedDue[] {
  return recusals.map(({ due, askedAt }) => ({
    deadline: "recusal-decision",
    due,
    from: { what: "recusal-asked", at: askedAt },
    workdays: decisionWorkdays,
  }));
}

/** No team is confirmed and no check begins while it is undecided who is of it. @throws Problem `inspection/recusal-open` */
export function requireNoneOpen(recusals: readonly Recusal[]): void {
  if (openRecusals(recusals).length > 0) throw new Problem("inspection/recusal-open");
}

/** How many were asked for, granted and refused, as the public is told. */
export function recusalFacts(recusals: readonly Recusal[]): Record<string, number> {
  const count = (granted: boolean) => recusals.filter((one) => one.granted === granted).length;
  return {
    recusalsAsked: recusals.length,
    recusalsGranted: count(true),
    recusalsRefused: count(false),
  };
}
