import type { DrawState, ExclusionGround, Statistic } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";

/** Targets left out of a draw, by ground (article 20). */
export type Excluded = { ground: ExclusionGround; number: number };

/** One draw. Texts are files of `docs/lottery.md`, byte for byte. */
export type DrawTable = {
  id: string;
  authority: string;
  campaign_id: string;
  state: DrawState;
  previous_draw: string | null;
  created_at: Date;
  commitment: string | null;
  committed_at: Date | null;
  reveal_by: Date | null;
  excluded: ColumnType<Excluded[], string | undefined, string>;
  /** How complete the registry was when it was committed to (article 10). */
  completeness: ColumnType<Statistic[], string | undefined, string>;
  /** When its commitment was public: only then do contributions count. */
  announced_at: Date | null;
  drawn_at: Date | null;
  result: string | null;
  void_cause: string | null;
  voided_at: Date | null;
  /** When the public could see that it is void: only then may it be repeated. */
  void_announced_at: Date | null;
  recusals: string | null;
  teams: string | null;
  reveal: string | null;
  revealed_at: Date | null;
};

export type WitnessTable = {
  draw_id: string;
  authority: string;
  position: number;
  name: string;
  unit: string;
  /** Who it is, as its token says. */
  actor: string;
  hash: string;
  contribution: string | null;
  contributed_at: Date | null;
};

export type SnapshotTable = {
  draw_id: string;
  authority: string;
  /** How many bytes `targets.csv` has, which lies in parts. */
  target_bytes: number;
  roster: string;
  exclusions: string;
};

/** The draw's keys, under the service's field key. */
export type SecretTable = {
  draw_id: string;
  authority: string;
  secret_hash: string;
  keys: Buffer;
};

/** Whole lines of `targets.csv`, and under the service's field key the target's code for each. */
export type PartTable = {
  id: string;
  draw_id: string;
  authority: string;
  part: number;
  /** The number of its first line, from 1. */
  first_line: number;
  lines: number;
  targets: ColumnType<string, Uint8Array, never>;
  codes: Buffer;
};

/** Whom a number of the roster stands for. */
export type RosterTable = {
  draw_id: string;
  authority: string;
  number: number;
  kind: "officer" | "expert";
  inspector_id: string;
};

/** Which target an opaque id stands for: the drawn and the alternates. */
export type PlaceTable = {
  draw_id: string;
  authority: string;
  opaque_id: string;
  target_code: string;
  stratum: string;
};

/** A line of `recusals.ndjson`. */
export type ChangeTable = { draw_id: string; authority: string; seq: number; line: string; at: Date };

export type DrawTables = {
  draw: DrawTable;
  draw_witness: WitnessTable;
  draw_snapshot: SnapshotTable;
  draw_secret: SecretTable;
  draw_part: PartTable;
  draw_member: RosterTable;
  draw_place: PlaceTable;
  draw_change: ChangeTable;
};
