import type { PlannedEntry, PlanState, PublicationContent } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export type PlanTable = {
  id: string;
  authority: string;
  year: number;
  title: string;
  state: PlanState;
  /** Counts each change. */
  lock_version: ColumnType<number, number | undefined, number>;
  /** The revision as it is written now. */
  revision: number;
  published_revision: number | null;
  /** SHA-256 of what is public, by which draws name it. */
  plan_version: string | null;
  /** Its publication, of which each adjustment is a version; null before it is handed in. */
  publication_id: string | null;
  due_at: Date | null;
  /** When time itself does something next; the sweep finds it by this. */
  look_at: Date | null;
  /** What the due time counts from: when it was handed in. */
  due_from: Date | null;
  calendar_version: number | null;
  /** Who submitted it, while it is reviewed; else null. */
  submitted_by: string | null;
  created_at: Date;
  updated_at: Date;
};

/** What a plan says in one revision. */
export type PlanRevisionTable = {
  plan_id: string;
  authority: string;
  revision: number;
  title: string;
  entries: Json<PlannedEntry[]>;
  /** Why it was adjusted; null for a first publication. */
  reason: string | null;
  at: Date;
  actor: string;
  /** What is published, fixed when it is handed in; null before. */
  content: ColumnType<PublicationContent | null, string | null | undefined, string | null>;
  content_hash: ColumnType<string | null, string | null | undefined, string | null>;
  published_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

export type PlanTables = { plan: PlanTable; plan_revision: PlanRevisionTable };
