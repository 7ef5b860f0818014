import type { SupervisionState, SupervisionSubjectKind } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

export type SupervisionTable = {
  id: string;
  /** Who must answer. */
  authority: string;
  /** The superior who ordered it, and the person there. */
  ordered_by: string;
  actor: string;
  subject_kind: SupervisionSubjectKind;
  /** A matter's id, or an authority's code. */
  subject_id: string;
  /** What the subject was called when it was ordered. */
  subject_title: string;
  /** What is asked. */
  text: string;
  state: SupervisionState;
  /** Counts each change. */
  lock_version: ColumnType<number, number | undefined, number>;
  /** Within how many working days an answer is due, from when. */
  workdays: number;
  due_from: Date;
  due_at: Date;
  calendar_version: number;
  reminders: ColumnType<number, number | undefined, number>;
  received_at: Date | null;
  answered_at: Date | null;
  /** Whether the last answer came after its due time. */
  late: ColumnType<boolean, boolean | undefined, boolean>;
  /** The due time that passed without an answer; null where another is awaited. */
  missed_at: Date | null;
  breaches: ColumnType<number, number | undefined, number>;
  /** When, and to whom it was escalated last, whatever came of it since. */
  escalated_at: Date | null;
  escalated_to: string | null;
  ended_at: Date | null;
  /** When time itself does something next; the sweep finds it by this. */
  look_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export type SupervisionTables = { supervision: SupervisionTable };
