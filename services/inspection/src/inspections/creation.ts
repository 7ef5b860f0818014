import { dueAt, newest, type Editions } from "@shuangsui/workdays";
import { workdays } from "./deadlines.ts";
import { timesOf, type DrawnInspection, type Inspection, type OrderedInspection } from "./lifecycle.ts";

/** An inspection as its draw or its order makes it: in state `drawn`, its recusal window open (article 24). */
export function newInspection(
  made: DrawnInspection | OrderedInspection,
  at: Date,
  calendars: Editions,
): Inspection {
  const recusal = dueAt(newest(calendars).calendar, at, workdays.recusal);
  const row: Inspection = {
    id: made.id,
    authority: made.authority,
    ...beginningOf(made),
    kind: made.kind,
    target_code: made.targetCode,
    target_kind: made.targetKind,
    target_name: made.targetName,
    territory: made.territory,
    risk_class: made.riskClass,
    officers_needed: made.officersNeeded,
    item_codes: [...made.itemCodes],
    window_from: made.windowFrom,
    window_to: made.windowTo,
    state: "drawn",
    outcome: null,
    lock_version: 1,
    look_at: null,
    created_at: at,
    recusal_due: recusal.due,
    recusals: [],
    signatures: [],
    left_team: [],
    notified_at: null,
    check_on: null,
    check_began_at: null,
    check_ended_at: null,
    approval_due: null,
    approved_at: null,
    approval_missed_at: null,
    report_due: null,
    signed_at: null,
    feedback_due: null,
    fed_back_at: null,
    objection_due: null,
    received_at: null,
    objected_at: null,
    answered_at: null,
    upheld: false,
    taken_back: [],
    result_due: null,
    calendar_version: recusal.calendarVersion,
    shown_due: null,
    breaches: 0,
    reminders: 0,
    published_version: 0,
    fact_published_at: null,
    published_at: null,
    objections_closed_at: null,
    credited_at: null,
    repaired_at: null,
    alternate_id: null,
    record_missed_at: null,
    report_missed_at: null,
    feedback_missed_at: null,
    ended_at: null,
    updated_at: at,
    calendars,
  };
  return { ...row, ...timesOf(row) };
}

type Beginning = Pick<
  Inspection,
  "campaign_id" | "draw_id" | "opaque_id" | "profile" | "rank" | "origin" | "team_by" | "emergency"
>;

/** Where it comes from: a draw, or whatever pointed at the target (article 2). */
function beginningOf(made: DrawnInspection | OrderedInspection): Beginning {
  if ("drawId" in made)
    return {
      campaign_id: made.campaignId,
      draw_id: made.drawId,
      opaque_id: made.opaqueId,
      profile: made.profile,
      rank: made.rank,
      origin: "draw",
      team_by: "draw",
      emergency: false,
    };
  return {
    campaign_id: null,
    draw_id: null,
    opaque_id: null,
    profile: null,
    rank: null,
    origin: made.origin,
    team_by: made.teamBy,
    emergency: made.emergency,
  };
}
