import type { PlanEventType, PlannedEntry, PlanState, PublicationContent } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export type PlanTable = {
  id: string;
  authority: string;
  year: number;
  title: string;
  state: PlanState;
  /** Counts each change, so that an older view never overwrites a newer one. */
  view: ColumnType<number, number | undefined, number>;
  /** The revision as it is written now. */
  revision: number;
  published_revision: number | null;
  plan_version: string | null;
  due_at: Date | null;
  calendar_version: string | null;
  /** The key of the request that drafted it, and the hash of what that held. */
  draft_key: string | null;
  draft_hash: string | null;
  created_at: Date;
  updated_at: Date;
};

/** What a plan says in one revision, and how far its publication is. */
export type PlanRevisionTable = {
  plan_id: string;
  authority: string;
  revision: number;
  title: string;
  entries: Json<PlannedEntry[]>;
  reason: string | null;
  at: Date;
  actor: string;
  publication_id: string | null;
  /** What is published, fixed when it is handed in. */
  content: ColumnType<PublicationContent | null, string | null | undefined, string | null>;
  content_hash: string | null;
  disclosed_at: Date | null;
  publish_asked: ColumnType<boolean, boolean | undefined, boolean>;
  publish_sent_at: Date | null;
  published_at: Date | null;
};

export type PlanEventTable = {
  plan_id: string;
  authority: string;
  seq: number;
  type: ColumnType<PlanEventType, string, never>;
  at: Date;
  actor: string;
  state: PlanState;
  request_id: string | null;
  facts: ColumnType<Record<string, string | number | boolean | null>, string, never>;
};

export type PlanTables = { plan: PlanTable; plan_revision: PlanRevisionTable; plan_event: PlanEventTable };
