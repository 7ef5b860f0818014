import type {
  FindingPath,
  InspectionEventType,
  InspectionOrigin,
  InspectionState,
} from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

/** One inspection. Times are receipt stamps or due times; a due time stands beside the calendar's version that gave it. */
export type InspectionTable = {
  id: string;
  authority: string;
  campaign_id: string | null;
  draw_id: string | null;
  origin: InspectionOrigin;
  opaque_id: string | null;
  target_code: string;
  target_kind: "entity" | "project";
  /** Told by the registry after the draw. */
  target_name: string | null;
  risk_class: string | null;
  profile: string | null;
  /** Officers that a team of this profile has at the least. */
  officers_needed: number;
  item_codes: Json<string[]>;
  rank: number | null;
  window_from: string;
  window_to: string;
  state: InspectionState;
  /** Counts each change, so that an older view never overwrites a newer one. */
  revision: number;
  created_at: Date;
  recusal_due: Date;
  notified_at: Date | null;
  check_on: string | null;
  check_began_at: Date | null;
  check_ended_at: Date | null;
  report_due: Date | null;
  signed_at: Date | null;
  feedback_due: Date | null;
  fed_back_at: Date | null;
  objection_due: Date | null;
  objected_at: Date | null;
  answered_at: Date | null;
  result_due: Date | null;
  calendar_version: string;
  /** What is waited for next, and by when; null where nothing has a due time. */
  due_at: Date | null;
  /** The due time to show and to order by: the one that was missed, else `due_at`. */
  shown_due: Date | null;
  breaches: number;
  reminders: number;
  publication_id: string | null;
  /** What disclosure would publish at the deadline, and when, as it was told last; null before. */
  disclosed_as: string | null;
  /** The revision of the content that is ready, and the one that disclosure has. */
  content_revision: number;
  disclosed_revision: number;
  publish_asked: boolean;
  fact_published_at: Date | null;
  published_at: Date | null;
  credited_at: Date | null;
  withdrawn_at: Date | null;
  campaign_told_at: Date | null;
  /** When the workflow first looked: what the campaign has yet to start has none. */
  started_at: Date | null;
  /** The inspection of the alternate that took the place of a target that is gone. */
  alternate_id: string | null;
  /** When it was found that the record, the report or the feedback had not come in time. */
  record_missed_at: Date | null;
  report_missed_at: Date | null;
  feedback_missed_at: Date | null;
  ended_at: Date | null;
  updated_at: Date;
};

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

/** What happened, in order. Never changed. */
export type EventTable = {
  inspection_id: string;
  authority: string;
  seq: number;
  type: ColumnType<InspectionEventType, string, never>;
  at: Date;
  actor: string;
  state: InspectionState;
  request_id: string | null;
  facts: Json<Record<string, string | number | boolean | null>>;
};

/** What was written down: notice, record, report, feedback, objection, answer and the statements. Supplemented, never altered. */
export type PaperTable = {
  inspection_id: string;
  authority: string;
  kind:
    | "recusal"
    | "gone"
    | "cancel"
    | "confirm"
    | "notice"
    | "begin"
    | "record"
    | "path"
    | "report"
    | "feedback"
    | "objection"
    | "answer";
  revision: number;
  at: Date;
  actor: string;
  content: Json<unknown>;
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
  inspection: InspectionTable;
  inspection_member: MemberTable;
  inspection_event: EventTable;
  inspection_paper: PaperTable;
  finding: FindingTable;
  finding_path: FindingPathTable;
};
