import type { PublicationContent } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

/** One publication: what is to be public, by when, and what stands ready for it. */
export type PublicationTable = {
  id: string;
  authority: string;
  kind: "plan" | "plan-adjustment" | "result";
  subject_id: string;
  title: string;
  state: "open" | "ready" | "published" | "withdrawn";
  due_at: Date;
  calendar_version: string;
  fact: Json<PublicationContent | null>;
  ready: Json<PublicationContent | null>;
  ready_reason: string | null;
  /** The version that is public, 0 before the first. */
  version: number;
  /** The deadline came with nothing ready. */
  breached_at: Date | null;
  reminders: number;
  revision: number;
  opening: string;
  opened_at: Date;
  first_published_at: Date | null;
  updated_at: Date;
};

/** One version as it was published. Never changed, but for `told_at`. */
export type VersionTable = {
  publication_id: string;
  authority: string;
  version: number;
  published_at: Date;
  by: "official" | "deadline" | "correction" | "withdrawal";
  breach: boolean;
  reason: string;
  content: Json<PublicationContent>;
  /** When the owner of the subject was told. */
  told_at: Date | null;
};

/** What happened to a publication, in order. */
export type EventTable = {
  publication_id: string;
  authority: string;
  seq: number;
  type: string;
  at: Date;
  actor: string;
  request_id: string | null;
  facts: Json<Record<string, string | number | boolean | null>>;
};

export type PublicationTables = {
  publication: PublicationTable;
  publication_version: VersionTable;
  publication_event: EventTable;
};
