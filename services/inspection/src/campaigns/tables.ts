import type { CampaignEventType, CampaignState, Scheme, Statistic } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export type CampaignTable = {
  id: string;
  authority: string;
  /** The Idempotency-Key of the trigger: the same key is the same campaign. */
  trigger_key: string;
  plan_id: string;
  entry_id: string;
  plan_revision: number;
  plan_version: string;
  title: string;
  target_kind: "entity" | "project";
  item_codes: Json<string[]>;
  state: CampaignState;
  /** Counts each change, so that an older view never overwrites a newer one. */
  view: ColumnType<number, number | undefined, number>;
  scheme: ColumnType<Scheme | null, string | null | undefined, string | null>;
  window_from: string;
  window_to: string;
  /** The draw that is not void, or the last one. */
  draw_id: string;
  last_check_over_at: Date | null;
  reveal_due: Date | null;
  reveal_asked: ColumnType<boolean, boolean | undefined, boolean>;
  calendar_version: string | null;
  statistics: ColumnType<Statistic[], string | undefined, string>;
  due_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export type CampaignEventTable = {
  campaign_id: string;
  authority: string;
  seq: number;
  type: ColumnType<CampaignEventType, string, never>;
  at: Date;
  actor: string;
  state: CampaignState;
  request_id: string | null;
  facts: ColumnType<Record<string, string | number | boolean | null>, string, never>;
};

export type CampaignTables = { campaign: CampaignTable; campaign_event: CampaignEventTable };
