import { Problem } from "@shuangsui/contracts";
import {
  applyLines,
  decideGone,
  decideOut,
  decideRecusal,
  openState,
  type Decision,
  type DrawState,
  type Omissions,
} from "@shuangsui/lottery";
import type { Sealer } from "@shuangsui/sealing";
import type { Transaction } from "kysely";
import { appendChanges, loadDraw, rosterOf, targetCodesOf, type LoadedDraw } from "../draws/store.ts";
import type { Tables } from "../tables.ts";
import { createInspections } from "./creation.ts";
import { idOf } from "./names.ts";
import { hasBegun, isEnd, requireNotBegun, requireRecusable } from "./rules.ts";
import type { Inspection } from "./progress.ts";
import type { Step } from "./steps.ts";
import type { Act } from "../act.ts";
import {
  addEvent,
  addPaper,
  change,
  inspectionOf,
  lockInspection,
  setTeam,
  standingsOf,
  teamOf,
} from "./store.ts";

/**
 * Article 24: a member is recused. With a conflict the officer changes places with one of another team, or is
 * replaced by lot where nobody can; with any other reason the member leaves all its teams of the draw.
 * Each change is a line of the draw, by `docs/lottery.md`, that anybody can check.
 */
export async function recuse(sealer: Sealer, { work, row, act, body }: Step<"recuse">): Promise<void> {
  requireRecusable(row.state, await teamOf(work, row.id), body.number);
  const { draw, state, omitted } = await openDrawOf(work, sealer, row);
  const { reason, number } = body;
  const decision =
    reason === "conflict"
      ? decideRecusal(state, { id: row.opaque_id ?? "", number, reason, omitted })
      : decideOut(state, { number, reason, omitted });
  await addPaper(work, row, "recusal", act, body);
  await addEvent(work, row, "recusal-declared", act, { number, reason, declaredBy: body.declaredBy });
  await apply(work, row, draw, decision, act);
}

/** Article 24: a target that is gone, shown by evidence; the next alternate takes its place, or the place stays empty. */
export async function replaceGone(sealer: Sealer, { work, row, act, body }: Step<"gone">): Promise<void> {
  requireNotBegun(row.state);
  const { draw, state, omitted } = await openDrawOf(work, sealer, row);
  const decision = decideGone(state, { id: row.opaque_id ?? "", omitted });
  await addPaper(work, row, "gone", act, body);
  await apply(work, row, draw, decision, act);
}

type OpenDraw = { draw: LoadedDraw; state: DrawState; omitted: Omissions };

async function openDrawOf(work: Transaction<Tables>, sealer: Sealer, row: Inspection): Promise<OpenDraw> {
  if (row.draw_id === null) throw new Problem("inspection/wrong-state", "this team was not dealt by a draw");
  const draw = await loadDraw(work, sealer, row.draw_id, { lock: true });
  const state = applyLines(openState(draw), draw.lines);
  const standings = await standingsOf(work, row.draw_id);
  const begun = standings
    .filter((other) => isEnd(other.state) || hasBegun(other.state))
    .map((other) => other.opaqueId);
  return { draw, state, omitted: { begun: new Set(begun), out: new Map() } };
}

/**
 * Writes the draw's new lines, and puts each inspection that they touch in line with them. Where a check has begun the
 * new team answers for what remains, and where no team is left the check stays as it is.
 */
async function apply(
  work: Transaction<Tables>,
  row: Inspection,
  draw: LoadedDraw,
  decision: Decision,
  act: Act,
): Promise<void> {
  await appendChanges(work, draw.drawId, decision.lines, act.at);
  const touched = new Set<string>();
  for (const line of decision.changes) {
    touched.add(line.id);
    if (line.mode === "swap" && line.chosen !== null) touched.add(line.chosen.id);
    if (line.mode === "alternate") await createAlternate(work, row, draw, decision, line.chosen.id, act);
  }
  const roster = await rosterOf(work, draw.drawId);
  for (const opaqueId of [...touched].toSorted()) {
    const other = await inspectionOf(work, draw.drawId, opaqueId);
    const locked = other === undefined ? undefined : await lockInspection(work, other.id);
    if (locked === undefined || isEnd(locked.state)) continue;
    const team = decision.state.teams.get(opaqueId);
    if (team === undefined) {
      if (hasBegun(locked.state)) continue;
      const gone = decision.changes.some(
        (line) =>
          line.id === opaqueId &&
          (line.mode === "alternate" || line.mode === "lapse") &&
          line.reason === "gone",
      );
      await setTeam(work, locked, [], act.at);
      await change(work, locked, { state: gone ? "gone" : "lapsed" }, gone ? "gone" : "lapsed", act);
      continue;
    }
    const members = (["officers", "experts"] as const).flatMap((kind) =>
      team[kind].map((number, index) => ({
        number,
        kind: kind === "officers" ? ("officer" as const) : ("expert" as const),
        position: index + 1,
        inspector_id: roster.get(number)?.inspectorId ?? "",
      })),
    );
    await setTeam(work, locked, members, act.at);
    const modes = decision.changes
      .filter((line) => line.id === opaqueId || (line.mode === "swap" && line.chosen?.id === opaqueId))
      .map((line) => line.mode);
    const changed = await change(work, locked, {}, "team-changed", act, {
      modes: modes.join(","),
      officers: team.officers.join(","),
      experts: team.experts.join(","),
    });
    if (locked.state === "notified") {
      await addPaper(work, changed, "notice", act, {
        amended: true,
        checkOn: locked.check_on,
        itemCodes: locked.item_codes,
        team: members.map((member) => member.number),
      });
      await addEvent(work, changed, "notice-amended", act);
    }
  }
}

/** The inspection of the alternate that takes the place of `row`'s target. */
async function createAlternate(
  work: Transaction<Tables>,
  row: Inspection,
  draw: LoadedDraw,
  decision: Decision,
  opaqueId: string,
  act: Act,
): Promise<void> {
  const target = decision.state.targets.get(opaqueId);
  const team = decision.state.teams.get(opaqueId);
  const targetCode = (await targetCodesOf(work, draw.drawId, [opaqueId])).get(opaqueId);
  if (target === undefined || targetCode === undefined) throw new Problem("internal");
  const roster = await rosterOf(work, draw.drawId);
  const profile = decision.state.profiles.find((one) => one.name === target.profile);
  const seats = [
    ...(team?.officers ?? []).map((number, index) => ({
      number,
      kind: "officer" as const,
      position: index + 1,
    })),
    ...(team?.experts ?? []).map((number, index) => ({
      number,
      kind: "expert" as const,
      position: index + 1,
    })),
  ];
  const id = idOf(draw.drawId, opaqueId);
  await createInspections(
    work,
    [
      {
        id,
        authority: row.authority,
        campaignId: row.campaign_id ?? "",
        drawId: draw.drawId,
        opaqueId,
        targetCode,
        targetKind: row.target_kind,
        riskClass: target.stratum,
        profile: target.profile,
        officersNeeded: profile?.officers ?? 2,
        itemCodes: row.item_codes,
        rank: null,
        members: seats.map((seat) => ({ ...seat, inspectorId: roster.get(seat.number)?.inspectorId ?? "" })),
        windowFrom: row.window_from,
        windowTo: row.window_to,
      },
    ],
    act.at,
  );
  await change(work, row, { alternate_id: id }, "alternate-called", act, { opaqueId });
}
