import type {
  FindingPath,
  InspectionKind,
  InspectionOrigin,
  InspectionOutcome,
  InspectionState,
  RecusalDeclarer,
  RecusalGround,
  SignedPaper,
  TeamBy,
} from "@shuangsui/contracts";
import type { Editions } from "@shuangsui/workdays";
import type { ColumnType, Selectable } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
/** A column that is null until something is known. */
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** One inspection. Times are receipt stamps or due times, which stand beside the version of the calendar that gave them. */
export type InspectionTable = {
  id: string;
  authority: string;
  campaign_id: string | null;
  draw_id: string | null;
  origin: InspectionOrigin;
  kind: InspectionKind;
  team_by: ColumnType<TeamBy, TeamBy, never>;
  /** Ordered as an emergency: its check may begin before it is approved. */
  emergency: ColumnType<boolean, boolean | undefined, never>;
  opaque_id: string | null;
  target_code: string;
  target_kind: "entity" | "project";
  /** Told by the registry after the draw. */
  target_name: Later<string>;
  /** The division code in which the registry has the target, told with its name: of a township (9 digits), or of a county alone. */
  territory: Later<string>;
  risk_class: string | null;
  profile: string | null;
  /** Officers that a team of this profile has at the least. */
  officers_needed: number;
  item_codes: Json<string[]>;
  /** The rank in the draw; null for an alternate that took a place. */
  rank: number | null;
  window_from: string;
  window_to: string;
  state: InspectionState;
  /** What became of it, by `outcome.ts`; null until it is known. */
  outcome: InspectionOutcome | null;
  /** Counts each change. */
  lock_version: number;
  /** When time does something next. */
  look_at: Date | null;
  created_at: Date;
  recusal_due: Date;
  /** The recusals that were asked for, in their order. */
  recusals: ColumnType<Recusal[], string, string>;
  /** The signatures of officers under papers, in their order. */
  signatures: ColumnType<Signature[], string | undefined, string>;
  /** The inspectors who have left a team that no draw dealt: they do not come back. */
  left_team: ColumnType<string[], string[] | undefined, string[]>;
  notified_at: Later<Date>;
  check_on: Later<string>;
  check_began_at: Later<Date>;
  check_ended_at: Later<Date>;
  /** Of a check that began without an approval: by when it is due, and when it was put on record, or found missing. */
  approval_due: Later<Date>;
  approved_at: Later<Date>;
  approval_missed_at: Later<Date>;
  report_due: Later<Date>;
  signed_at: Later<Date>;
  feedback_due: Later<Date>;
  fed_back_at: Later<Date>;
  objection_due: Later<Date>;
  /** When the inspected itself said that it has its result. */
  received_at: Later<Date>;
  objected_at: Later<Date>;
  answered_at: Later<Date>;
  /** The answer upheld the objection, at least to some findings. */
  upheld: ColumnType<boolean, boolean | undefined, boolean>;
  /** The findings to which it did. */
  taken_back: ColumnType<string[], string[] | undefined, string[]>;
  result_due: Later<Date>;
  calendar_version: number;
  /** The due time to show and to order by: the one that was missed, else the one that is waited for. */
  shown_due: Date | null;
  breaches: ColumnType<number, number | undefined, number>;
  /** How often it was reminded of the deadline that it waits for. */
  reminders: ColumnType<number, number | undefined, number>;
  /** The newest version that is known to be public; 0 where none is. */
  published_version: ColumnType<number, number | undefined, number>;
  fact_published_at: Later<Date>;
  published_at: Later<Date>;
  /** When the time for an objection, and for its answer, was found to be over. */
  objections_closed_at: Later<Date>;
  credited_at: Later<Date>;
  /** When the target's credit was repaired (信用修复管理办法). */
  repaired_at: Later<Date>;
  /** The inspection of the alternate that took the place of a target that is gone. */
  alternate_id: Later<string>;
  /** When it was found that the record, the report or the feedback had not come in time. */
  record_missed_at: Later<Date>;
  report_missed_at: Later<Date>;
  feedback_missed_at: Later<Date>;
  ended_at: Later<Date>;
  updated_at: Date;
};

/** A recusal that was asked for, and what became of it; times in ISO 8601. */
export type Recusal = {
  id: string;
  number: number;
  ground: RecusalGround;
  declaredBy: RecusalDeclarer;
  askedBy: string;
  askedAt: string;
  due: string;
  escalatedAt: string | null;
  decidedAt: string | null;
  granted: boolean | null;
};

/** A signature of an officer of the team: under which paper, whose, and when, in ISO 8601. Whoever writes a revision of it signs first. */
export type Signature = { paper: SignedPaper; revision: number; number: number; actor: string; at: string };

/** An inspection, with the versions of its authority's calendar. */
export type Inspection = Selectable<InspectionTable> & { calendars: Editions };

/** A member of a team, by the number it has in the draw's roster. */
export type MemberTable = {
  inspection_id: string;
  authority: string;
  position: number;
  kind: "officer" | "expert";
  number: number;
  inspector_id: string;
  since: Date;
};

/** A problem found on site (article 27). */
export type FindingTable = {
  inspection_id: string;
  id: string;
  authority: string;
  item_code: string;
  description: string;
  found_at: Date;
};

/** A path that a finding takes, with its document and due date. */
export type FindingPathTable = {
  inspection_id: string;
  finding_id: string;
  authority: string;
  path: FindingPath;
  document: string;
  due: string | null;
  settled_at: Date | null;
  at: Date;
};

export type InspectionTables = {
  inspection_tip: InspectionTipTable;
  inspection: InspectionTable;
  inspection_member: MemberTable;
  finding: FindingTable;
  finding_path: FindingPathTable;
};

/** Which inspection a tip of the registry brought about (article 2). */
type InspectionTipTable = { tip_id: string; inspection_id: string; authority: string };

/** The registry's merges that are in force, as they were told last. */
export type MergedTargetTables = {
  merged_target: {
    id: string;
    authority: string;
    target_kind: "entity" | "project";
    kept: string;
    merged: string;
  };
};
