import { Problem } from "@shuangsui/contracts";
import { Refusal, type Decision as DrawDecision, type DrawState, type Omissions } from "@shuangsui/lottery";
import { idOf } from "../../ids.ts";
import { newInspection } from "../creation.ts";
import { notChecked, type DrawnInspection, type Inspection, type InspectionDecision } from "../lifecycle.ts";
import { hasBegun, isEnd } from "../rules.ts";
import { changedTeam } from "./seat-change.ts";

/** A draw under its lock: how it stands, and which targets no lot falls on any more. */
export type OpenDraw = { id: string; state: DrawState; omitted: Omissions };

/** A change of a draw, with what must be known to put its inspections in line with it. */
export type DrawChange = {
  drawId: string;
  decision: DrawDecision;
  /** The inspections that it concerns besides the one that asks, locked, by opaque id. */
  others: ReadonlyMap<string, Inspection>;
  /** Whom each number of the draw's roster stands for. */
  roster: ReadonlyMap<number, { inspectorId: string }>;
  /** The target's code of an alternate that takes a place, by opaque id. */
  targetCodes: ReadonlyMap<string, string>;
};

/** Casts lots anew. @throws Problem `inspection/wrong-state` where the draw has no such team or member (any more) */
export function castLots(decide: () => DrawDecision): DrawDecision {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) throw new Problem("inspection/wrong-state", error.message);
    throw error;
  }
}

/** The opaque ids whose teams a change of the draw concerns, in order. */
export function concernedBy({ changes }: DrawDecision): string[] {
  const ids = changes.flatMap((line) =>
    line.mode === "swap" && line.chosen !== null ? [line.id, line.chosen.id] : [line.id],
  );
  return [...new Set(ids)].toSorted();
}

/** The alternate that a change of the draw calls to a place, by opaque id; null where it calls none. */
export function alternateOf({ changes }: DrawDecision): string | null {
  return changes.find((line) => line.mode === "alternate")?.chosen.id ?? null;
}

/**
 * Article 24: puts the inspections of a draw in line with a change of it. Each change is a line of the draw, by
 * `docs/lottery.md`, that anybody can check. `declared` is what the inspection that asks says itself.
 */
export function decideByLot(
  row: Inspection,
  declared: InspectionDecision,
  change: DrawChange,
  at: Date,
): InspectionDecision {
  const { decision, others } = change;
  const alternate = drawnAlternate(row, change);
  let own: InspectionDecision = declared;
  if (alternate !== null)
    own = also(own, {
      patch: { alternate_id: alternate.id },
      events: [{ type: "alternate-called", state: row.state, facts: { opaqueId: alternate.opaqueId } }],
      owes: ["startAlternate"],
    });
  const changed: { inspection: Inspection; decision: InspectionDecision }[] = [];
  for (const opaqueId of concernedBy(decision)) {
    const called = alternate?.opaqueId === opaqueId ? newInspection(alternate, at, row.calendars) : undefined;
    const inspection = opaqueId === row.opaque_id ? row : (others.get(opaqueId) ?? called);
    const team = inspection === undefined ? null : decideTeam(inspection, opaqueId, change);
    if (inspection === undefined || team === null) continue;
    if (inspection === row) own = also(own, team);
    else changed.push({ inspection, decision: team });
  }
  return { ...own, draw: { id: change.drawId, lines: decision.lines, alternate, others: changed } };
}

/**
 * What a change of the draw does to one inspection. Where a check has begun the new team answers for what remains, and
 * where no team is left the check stays as it is.
 */
function decideTeam(row: Inspection, opaqueId: string, change: DrawChange): InspectionDecision | null {
  if (isEnd(row.state)) return null;
  const { changes, state } = change.decision;
  const team = state.teams.get(opaqueId);
  if (team === undefined) {
    if (hasBegun(row.state)) return null;
    const isGone = changes.some(
      (line) =>
        line.id === opaqueId &&
        (line.mode === "alternate" || line.mode === "lapse") &&
        line.reason === "gone",
    );
    if (isGone) return { ...notChecked(row, "gone"), team: [] };
    const reason = changes.findLast(({ id, mode }) => id === opaqueId && mode === "lapse")?.reason ?? null;
    return { ...notChecked(row, "no-team", { type: "no-team", facts: { reason } }), team: [] };
  }
  const members = seatsOf(team, change.roster);
  const lines = changes.filter(
    (line) => line.id === opaqueId || (line.mode === "swap" && line.chosen?.id === opaqueId),
  );
  return changedTeam(row, members, {
    modes: lines.map(({ mode }) => mode).join(","),
    reason: [...new Set(lines.map(({ reason }) => reason))].join(","),
  });
}

/** The inspection of the alternate that takes the place of `row`'s target; null where none does. */
function drawnAlternate(row: Inspection, change: DrawChange): DrawnInspection | null {
  const { state } = change.decision;
  const opaqueId = alternateOf(change.decision);
  if (opaqueId === null) return null;
  const target = state.targets.get(opaqueId);
  const targetCode = change.targetCodes.get(opaqueId);
  if (target === undefined || targetCode === undefined) throw new Problem("internal");
  const profile = state.profiles.find((one) => one.name === target.profile);
  return {
    id: idOf(change.drawId, opaqueId),
    authority: row.authority,
    campaignId: row.campaign_id ?? "",
    drawId: change.drawId,
    opaqueId,
    targetCode,
    targetKind: row.target_kind,
    targetName: null,
    territory: null,
    riskClass: target.stratum,
    profile: target.profile,
    officersNeeded: profile?.officers ?? 2,
    itemCodes: row.item_codes,
    kind: row.kind,
    rank: null,
    members: seatsOf(state.teams.get(opaqueId) ?? { officers: [], experts: [] }, change.roster).map(
      ({ inspector_id: inspectorId, ...seat }) => ({ ...seat, inspectorId }),
    ),
    windowFrom: row.window_from,
    windowTo: row.window_to,
  };
}

type Seats = NonNullable<InspectionDecision["team"]>;

/** The seats of a team in the draw's order. */
function seatsOf(
  team: { officers: readonly number[]; experts: readonly number[] },
  roster: DrawChange["roster"],
): Seats {
  const seat = (kind: "officer" | "expert") => (number: number, index: number) => ({
    kind,
    position: index + 1,
    number,
    inspector_id: roster.get(number)?.inspectorId ?? "",
  });
  return [...team.officers.map(seat("officer")), ...team.experts.map(seat("expert"))];
}

/** Two decisions on one inspection as one. */
function also(first: InspectionDecision, second: InspectionDecision): InspectionDecision {
  return {
    ...first,
    ...second,
    patch: { ...first.patch, ...second.patch },
    events: [...first.events, ...second.events],
    documents: [...(first.documents ?? []), ...(second.documents ?? [])],
    owes: [...(first.owes ?? []), ...(second.owes ?? [])],
  };
}
