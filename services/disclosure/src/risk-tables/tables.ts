import type { RiskTable } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A version of the rules of risk classes, as the registry told it (article 21). Never changed. */
export type RiskTableRow = {
  /** 000000, the nation's, for the first. */
  authority: string;
  version: number;
  /** Its first day, YYYY-MM-DD. */
  valid_from: string;
  months: number;
  rows: ColumnType<RiskTable["rows"], string, never>;
  ground: string;
  /** Since when anybody can read it here. */
  shown_from: Date;
};

export type RiskTableTables = { risk_table: RiskTableRow };
