import type { CampaignPhase, CampaignState, InspectionKind, Scheme, Statistic } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export type CampaignTable = {
  id: string;
  authority: string;
  plan_id: string;
  entry_id: string;
  /** The plan's revision in force, and its version, at the trigger and then at the commitment. */
  plan_revision: number;
  plan_version: string;
  title: string;
  target_kind: "entity" | "project";
  item_codes: Json<string[]>;
  /** Of which kind its inspections are. */
  kind: InspectionKind;
  state: CampaignState;
  /** Counts each change. */
  lock_version: ColumnType<number, number | undefined, number>;
  scheme: ColumnType<Scheme | null, string | null | undefined, string | null>;
  window_from: string;
  window_to: string;
  /** The draw that is not void, or the last one. */
  draw_id: string;
  last_check_over_at: Date | null;
  reveal_due: Date | null;
  /** When the reveal became owed: asked for before `reveal_due`, or by itself when that came. */
  reveal_owed_at: Date | null;
  /** When it was cancelled; what had begun goes on. */
  cancelled_at: Date | null;
  calendar_version: number | null;
  statistics: ColumnType<Statistic[], string | undefined, string>;
  /** Until when what is waited for is due, as it is shown. */
  due_at: Date | null;
  /** When time itself does something next. */
  look_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

/** How far the system is with what lasts. */
export type ProgressTable = {
  campaign_id: string;
  authority: string;
  phase: CampaignPhase;
  done: number;
  total: number | null;
  at: Date;
};

export type CampaignTables = { campaign: CampaignTable; campaign_progress: ProgressTable };
