import type { FilteredRegister, FilterQuery } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A filter of a register's list that somebody keeps. */
export type FilterTable = {
  id: string;
  authority: string;
  actor: string;
  register: FilteredRegister;
  name: string;
  /** The name in folded form. */
  name_key: string;
  query: ColumnType<FilterQuery, string, string>;
  shared: boolean;
  version: number;
  updated_at: Date;
};
