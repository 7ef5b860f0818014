import type { Statistic } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A draw as the portal shows it. */
export type DrawTable = {
  id: string;
  authority: string;
  campaign_id: string;
  title: string;
  state: "committed" | "revealed" | "void";
  cause: string | null;
  previous_draw: string | null;
  statistics: ColumnType<readonly Statistic[], string, string>;
  /** Of which unit each witness is; the commitment names them alone. */
  witnesses: ColumnType<readonly { name: string; unit: string }[], string, string>;
  committed_at: Date;
  revealed_at: Date | null;
};

/** One of a draw's eight files. Never changed. */
export type DrawFileTable = {
  draw_id: string;
  authority: string;
  name: string;
  /** How many bytes its parts have. */
  size: number;
  sha256: string;
  stored_at: Date;
};

/** Bytes of a file, in order from part 0. */
export type DrawFilePartTable = {
  draw_id: string;
  authority: string;
  name: string;
  part: number;
  bytes: Buffer;
};

export type DrawTables = { draw: DrawTable; draw_file: DrawFileTable; draw_file_part: DrawFilePartTable };
