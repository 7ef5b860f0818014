import type { ImportMode, ImportState, RegisterKind } from "@shuangsui/contracts";

/** How an import's file is written. */
export type FileForm = "workbook" | "csv" | "json";

/** An import: its file, how far it has come, and what came of it. */
export type ImportTable = {
  id: string;
  authority: string;
  actor: string;
  /** The caller's Idempotency-Key, and a hash of what was sent under it. */
  key: string;
  fingerprint: string;
  register: RegisterKind;
  file_name: string | null;
  /** The sheet that was asked for, and then the one that is read. */
  sheet: string | null;
  form: FileForm;
  encoding: string;
  bytes: number;
  state: ImportState;
  mode: ImportMode | null;
  rows_read: number;
  rows_total: number | null;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  refusal_code: string | null;
  refusal_detail: string | null;
  /** The workbook's sheets, where it could not be told which is to be read. */
  sheets: string[];
  created_at: Date;
  /** The other system whose changes it brings, and up to where; null where no system does. */
  source: string | null;
  cursor: string | null;
  /** When it last came further; whoever is to carry it is told anew where it does not. */
  touched_at: Date;
  ended_at: Date | null;
  kept_until: string;
};

/** Up to where the changes of another system were applied to a register. */
export type ImportSourceTable = {
  authority: string;
  register: RegisterKind;
  source: string;
  cursor: string;
  import_id: string;
  at: Date;
};

/** A piece of an import's file, sealed. */
export type ImportPieceTable = {
  id: string;
  authority: string;
  import_id: string;
  number: number;
  piece: Buffer;
};

/** What is to be told of one row: its faults, or what it changes. Sealed, since it may repeat what the row says. */
export type ImportRowTable = {
  id: string;
  authority: string;
  import_id: string;
  row: number;
  kind: "faults" | "difference";
  detail: string;
};

/** A batch of an import's rows that was applied, in the same transaction as what it wrote. */
export type ImportBatchTable = {
  authority: string;
  import_id: string;
  batch: number;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
};
