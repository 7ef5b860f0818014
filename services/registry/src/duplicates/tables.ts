import type { DuplicatedRegister } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** That two entries were found to be two; the codes in their order. */
export type DismissalTable = {
  authority: string;
  register: DuplicatedRegister;
  one: string;
  other: string;
  actor: string;
  reason: string;
  at: Date;
};

/** What hung on a merged entry: an entry of a register, and the column that named it. */
export type Moved = { register: "conflicts" | "credit-records" | "projects"; id: string; column: string };

/** That an entry was found to be another one. */
export type MergeTable = {
  id: string;
  authority: string;
  register: DuplicatedRegister;
  kept: string;
  merged: string;
  actor: string;
  reason: string;
  at: Date;
  moved: ColumnType<Moved[], string, never>;
  undone_at: Date | null;
  undone_by: string | null;
  undone_reason: string | null;
};
