import type { Team } from "./dealing.ts";
import {
  integer,
  listOf,
  object,
  oneOf,
  opaque,
  orNull,
  readJson,
  recordOf,
  type Form,
} from "./json-form.ts";
import { Refusal } from "./refusal.ts";

/** Why a member is out of the draw. */
export const OUT_REASONS = ["leave", "suspended", "certificate", "withdrawn"] as const;
export type OutReason = (typeof OUT_REASONS)[number];

/** Why a member leaves a team (article 24): by a conflict from this target only, else from the whole draw. */
export type Reason = "conflict" | OutReason;

/** Why somebody who qualifies can't be chosen. */
export type Why = "begun" | OutReason;

/** An officer in the team of another target. */
export interface Seat {
  readonly number: number;
  readonly id: string;
}

/** A member of the roster and the number of teams that it is in. */
export interface Substitute {
  readonly number: number;
  readonly load: number;
}

/** Two officers change places. */
export interface SwapChange {
  readonly seq: number;
  readonly id: string;
  readonly number: number;
  readonly mode: "swap";
  readonly reason: "conflict";
  readonly candidates: readonly Seat[];
  readonly omitted: readonly (Seat & { readonly why: Why })[];
  readonly chosen: Seat | null;
}

/** Somebody of the roster takes a member's place. */
export interface ReplaceChange {
  readonly seq: number;
  readonly id: string;
  readonly number: number;
  readonly mode: "replace";
  readonly reason: Reason;
  readonly candidates: readonly Substitute[];
  readonly omitted: readonly { readonly number: number; readonly why: OutReason }[];
  readonly chosen: Substitute | null;
}

/** An alternate takes the place of a target that is gone. */
export interface AlternateChange {
  readonly seq: number;
  readonly id: string;
  readonly mode: "alternate";
  readonly reason: "gone";
  readonly chosen: { readonly id: string } & Team;
}

/** A place stays empty. */
export interface LapseChange {
  readonly seq: number;
  readonly id: string;
  readonly mode: "lapse";
  readonly reason: Reason | "gone";
}

/** A line of `recusals.ndjson`. */
export type Change = SwapChange | ReplaceChange | AlternateChange | LapseChange;

const seat = object({ number: integer(1), id: opaque });
const substitute = object({ number: integer(1), load: integer(0) });
const numbers = listOf(integer(1));

const swapForm: Form<SwapChange> = object({
  seq: integer(1),
  id: opaque,
  number: integer(1),
  mode: oneOf("swap"),
  reason: oneOf("conflict"),
  candidates: listOf(seat),
  omitted: listOf(object({ number: integer(1), id: opaque, why: oneOf("begun", ...OUT_REASONS) })),
  chosen: orNull(seat),
});

const replaceForm: Form<ReplaceChange> = object({
  seq: integer(1),
  id: opaque,
  number: integer(1),
  mode: oneOf("replace"),
  reason: oneOf("conflict", ...OUT_REASONS),
  candidates: listOf(substitute),
  omitted: listOf(object({ number: integer(1), why: oneOf(...OUT_REASONS) })),
  chosen: orNull(substitute),
});

const alternateForm: Form<AlternateChange> = object({
  seq: integer(1),
  id: opaque,
  mode: oneOf("alternate"),
  reason: oneOf("gone"),
  chosen: object({ id: opaque, officers: numbers, experts: numbers }),
});

const lapseForm: Form<LapseChange> = object({
  seq: integer(1),
  id: opaque,
  mode: oneOf("lapse"),
  reason: oneOf("conflict", ...OUT_REASONS, "gone"),
});

const changeForm: Form<Change> = (value, where) => {
  const { mode } = { ...recordOf(value, where) };
  switch (mode) {
    case "swap":
      return swapForm(value, where);
    case "replace":
      return replaceForm(value, where);
    case "alternate":
      return alternateForm(value, where);
    case "lapse":
      return lapseForm(value, where);
    default:
      throw new Refusal("form", "a change of an unknown mode");
  }
};

/** Reads one line of `recusals.ndjson` by its form. @throws Refusal */
export function readChange(line: string): Change {
  return readJson(line, changeForm);
}
