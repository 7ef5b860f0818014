import type { FaultCode, FaultValues, RegisterKind, VersionedKind } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Repeats } from "./repeats.ts";
import type { Tables } from "../tables.ts";
import type { Viewer } from "../secrecy/viewer.ts";
import type { Narrowing } from "./narrowing.ts";
import type { Row } from "./row.ts";

/** A transaction that sees what one authority may see. */
export type Work = Transaction<Tables>;

/** What is wrong with one of several new entries, by its index. */
export type Fault = {
  index: number;
  path: string;
  fault: FaultCode;
  values?: FaultValues;
  duplicate: boolean;
  /** The id or code of the entry that it repeats. */
  repeats?: string;
};

/** What identifies an entry beside its id: the field that holds it, and its value (never shown). */
export type Key = { path: string; value: string };

/** What every list may be asked; what narrows it is the register's own. */
export type ListQuery = {
  after?: string | undefined;
  limit: number;
  authority?: string | undefined;
  sort?: string | undefined;
  /** How many there are, up to where lists are counted at once, or however many. */
  count?: "true" | "false" | "exact" | undefined;
};

/** What a change states of itself. */
export type Change = { reason: string; version: number };

/** One of the lists an authority keeps: its words, its table, and how entries become rows and views. */
export type Register<R extends Row, N, C extends Change, V, Q extends ListQuery> = {
  kind: VersionedKind;
  /** What is read: a table or a view. */
  relation: string;
  /**
   * The view that says how its rows stand, where those that are read singly are kept in memory for as long as they stand so. What is
   * shown of such a row depends on it and on whether that is unmasked, and on nothing else.
   */
  standings?: string;
  /** What lists are narrowed and sorted by, where that is not the relation itself. */
  listed?: string;
  /** Lists are sorted, and entries found, by their code, or by their id alone. */
  order: "code" | "id";
  /** The one form in which its codes are kept, where that is not as they were written. */
  codeForm?(code: string): string;
  /** Lists begin with the newest, where they are sorted by nothing else. */
  newestFirst?: true;
  /** Whose entries a list has that is asked for those of one authority or of none, where that is not simply all that the viewer sees. */
  listedOf?(viewer: string, authority: string | undefined): readonly string[];
  /** The columns that lists may be sorted by, by the query's names for them. */
  sorts: Readonly<Record<string, string>>;
  newEntry: z.ZodType<N>;
  change: z.ZodType<C>;
  view: z.ZodType<V>;
  query: z.ZodType<Q>;
  /** What the query narrows the list by. @throws Problem where the viewer may not find by that */
  narrowings(query: Q, viewer: Viewer): Narrowing[];
  keysOf(entry: N): Key[];
  /** Whether a new entry names others of the register: of a file, those that name none come first. */
  namesOthers?(entry: N): boolean;
  /**
   * What is wrong with new entries in view of what is registered, and, of a file that is checked and not written, in view of what it
   * would bring: `brought` keeps that of the entries without a fault.
   */
  faults(work: Work, authority: string, entries: readonly N[], at: Date, brought?: Repeats): Promise<Fault[]>;
  /** The rows of new entries that have no faults; ids are made here. */
  rowsOf(work: Work, authority: string, entries: readonly N[], at: Date): Promise<R[]>;
  /** Writes new rows and gives them as they stand; what somebody else registered meanwhile is left out. */
  insert(work: Work, rows: readonly R[]): Promise<R[]>;
  /** Writes what follows from new rows, once their versions are kept. @throws Problem `registry/version-conflict` */
  followNew?(work: Work, rows: readonly R[], by: { caller: Caller; at: Date }): Promise<void>;
  /** What is wrong with a new entry in view of its written row, where that joins what others may have registered meanwhile. */
  differences?(index: number, entry: N, row: R): Fault[];
  /**
   * The row that a caller changes, where that is not simply its own. @throws Problem where it may not
   */
  changeable?(work: Work, caller: Caller, row: R, change: C): Promise<R>;
  /** Whether a new row, or one changed from `before`, sets what other authorities share. */
  setsShared?(row: R, before?: R): boolean;
  /** The row as the change leaves it, its version raised. @throws Problem where a rule refuses it */
  changed(work: Work, row: R, change: C, at: Date): Promise<R>;
  /** Writes a changed row over the version before it; false where that is no longer there. */
  update(work: Work, row: R): Promise<boolean>;
  /** Writes what follows from a change, once its version is kept; gives the row as it stands then. */
  follow?(work: Work, row: R, before: R, by: { caller: Caller; at: Date }): Promise<R>;
  /** What history is kept under. */
  subjectOf(row: R): string;
  /** As the viewer may see it: personal numbers are masked but for the owner's roles that need them. */
  viewOf(row: R, viewer: Viewer): V;
  /** Whether that shows an ID number or a phone unmasked. */
  isUnmasked?(row: R, viewer: Viewer): boolean;
  /** The fields of which something stands that the viewer's view leaves out. */
  hiddenFrom?(row: R, viewer: Viewer): readonly string[];
  /** How the entry of a supervisor stands by a version, whoever made that, after it had stood so; without it, as the version has it. */
  standing?(before: R | undefined, version: R, supervisor: string): R;
  /**
   * Of what everybody reads the history of, whoever made it (article 5): what stands, in a version that an authority made which
   * the viewer does not see, in the place of that one's own.
   */
  ofOthers?: Readonly<Partial<Record<keyof R, unknown>>>;
  /** The entry with what is joined to it as that stood at a time; it changes without a version of the entry. */
  joinedAt?(work: Work, viewer: string, row: R, at: Date): Promise<R>;
  /** Finds what the viewer may see of an entry that no visible row holds. */
  findShared?(work: Work, codes: readonly string[]): Promise<Map<string, R>>;
};

/** A register whose entries come and go as files as well. */
export type FiledRegister<R extends Row, N, C extends Change, V, Q extends ListQuery> = Register<
  R,
  N,
  C,
  V,
  Q
> & { kind: RegisterKind };
