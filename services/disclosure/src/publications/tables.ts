import type {
  MatterClass,
  PublicationContent,
  PublicationKind,
  PublicationTerms,
  TakedownCause,
} from "@shuangsui/contracts";
import type { PublicationState } from "@shuangsui/workflows/publication/contract";
import type { Editions } from "@shuangsui/workdays";
import type { ColumnType, Selectable } from "kysely";

/** A jsonb column: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

/** One publication: what is to be public, by when, and what stands ready for it. */
export type PublicationTable = {
  id: string;
  authority: string;
  kind: PublicationKind;
  subject_id: string;
  title: string;
  /** What it is found by, in folded form. */
  words: string;
  state: PublicationState;
  due_at: Date;
  /** What the due time counts from where that is disclosure's own to move: of a list of items. */
  due_from: Date | null;
  /** The version of the calendar by which the due time was counted, as its owner says, and that by which reminders are. */
  calendar_version: number;
  reminders_version: number;
  fact: Json<PublicationContent | null>;
  ready: Json<PublicationContent | null>;
  ready_reason: string | null;
  /** The version that is public, 0 before the first. */
  version: number;
  /** The deadline came with nothing ready. */
  breached_at: Date | null;
  reminders: number;
  /** The revision of the subject by which the due time and the fact stand. */
  due_revision: number;
  /** The revision of the subject by which the newest content came; 0 before the first. */
  content_revision: number;
  /** The hash of what it was last opened with. */
  opening: string;
  opened_at: Date;
  first_published_at: Date | null;
  /** Of a result: how grave it is, and until when it is public. */
  class: MatterClass | null;
  term_ends_at: Date | null;
  taken_down_at: Date | null;
  takedown_cause: TakedownCause | null;
  updated_at: Date;
  lock_version: number;
  look_at: Date | null;
};
export type PublicationRow = Selectable<PublicationTable>;
/** A publication, with the versions of its authority's calendar and the terms that it has set. */
export type Publication = PublicationRow & { calendars: Editions; terms: PublicationTerms };

/** One version as it was published. Never changed. */
export type VersionTable = {
  publication_id: string;
  authority: string;
  version: number;
  published_at: Date;
  /** By when it was to be. */
  due_at: Date;
  by: "official" | "deadline" | "correction" | "withdrawal";
  breach: boolean;
  reason: string;
  content: Json<PublicationContent>;
};
export type Version = Selectable<VersionTable>;

/** Numbers of publications that are shown, and of plans that were not public in time, in parts to be added up. Triggers keep them. */
export type PublicCountTable = {
  authority: string;
  counted: PublicationTable["kind"] | "plan-breach";
  part: number;
  number: string;
};

export type PublicationTables = {
  publication: PublicationTable;
  publication_version: VersionTable;
  public_count: PublicCountTable;
};
