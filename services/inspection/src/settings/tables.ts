import type { ColumnType } from "kysely";

/** A setting of an authority; each change is a new revision. */
export type SettingTable = {
  authority: string;
  name: "draw-venue" | "caps" | "visit-cap";
  revision: number;
  value: ColumnType<unknown, string, never>;
  at: Date;
  actor: string;
};

export type SettingTables = { setting: SettingTable };
