import type { InspectionEventType } from "@shuangsui/contracts";
import type { NewEvent } from "@shuangsui/service-kit";
import { notChecked, type Inspection, type InspectionDecision, type Member } from "../lifecycle.ts";
import { replacementFrom, type Lot } from "../lots.ts";

type Seats = NonNullable<InspectionDecision["team"]>;

/** A team that no draw dealt, and the lot by which a place in it is taken. */
export type SeatChange = { team: readonly Member[]; lot: Lot };

/**
 * Articles 15, 24: a member leaves a team that no draw dealt, and whoever comes up first in the lot takes the place; where nobody
 * does there is no team. `declared` is what the command itself says.
 */
export function decideSeat(
  row: Inspection,
  declared: InspectionDecision,
  { number, reason }: { number: number; reason: string },
  { team, lot }: SeatChange,
): InspectionDecision {
  const leaving = team.find((member) => member.number === number);
  if (leaving === undefined) return declared;
  const rest = team.filter((member) => member !== leaving);
  const restIds = rest.map((member) => member.inspector_id);
  const next = replacementFrom(lot, { kind: leaving.kind, id: leaving.inspector_id }, restIds, row.left_team);
  const cast = { kind: "lot", content: { ...lotPaper(lot), number, chosen: next?.id ?? null } };
  const left_team = [...row.left_team, leaving.inspector_id];
  if (next === null) {
    const ended = notChecked(row, "no-team", { type: "no-team", facts: { reason } });
    return {
      ...ended,
      patch: { ...declared.patch, ...ended.patch, left_team },
      events: [...declared.events, ...ended.events],
      documents: [...(declared.documents ?? []), cast],
      team: [],
    };
  }
  // A number is nobody else's afterwards.
  const seat = {
    kind: next.kind,
    position: leaving.position,
    number: Math.max(...team.map((member) => member.number)) + 1,
    inspector_id: next.id,
  };
  const seats = team.map((member) => (member === leaving ? seat : seatOf(member)));
  const candidates = lot.order.filter(({ kind }) => kind === leaving.kind).length;
  const changed = changedTeam(row, seats, { modes: "replace", reason, candidates });
  return {
    patch: { ...declared.patch, left_team },
    events: [...declared.events, ...changed.events],
    documents: [...(declared.documents ?? []), cast, ...(changed.documents ?? [])],
    team: seats,
  };
}

/** What is kept of a lot: the order in which people came up, and what was needed, so that whoever may read it can tell whom it gave. */
export function lotPaper({ order, needs }: Lot): { order: string[]; needs: Lot["needs"] } {
  return { order: order.map(({ id }) => id), needs };
}

const seatOf = ({ kind, position, number, inspector_id }: Member) => ({
  kind,
  position,
  number,
  inspector_id,
});

/** A team in place of the one there was; after the notice, an amended one (article 24). */
export function changedTeam(
  row: Inspection,
  team: Seats,
  facts: NonNullable<NewEvent["facts"]>,
): InspectionDecision {
  const numbers = (wanted: "officer" | "expert") =>
    team
      .filter(({ kind }) => kind === wanted)
      .map(({ number }) => number)
      .join(",");
  const events: NewEvent<InspectionEventType>[] = [
    {
      type: "team-changed",
      facts: { ...facts, officers: numbers("officer"), experts: numbers("expert") },
    },
  ];
  if (row.state !== "notified") return { patch: {}, events, team };
  const amended = {
    amended: true,
    checkOn: row.check_on,
    itemCodes: row.item_codes,
    team: team.map(({ number }) => number),
  };
  return {
    patch: {},
    events: [...events, { type: "notice-amended" }],
    documents: [{ kind: "notice", content: amended }],
    team,
  };
}
