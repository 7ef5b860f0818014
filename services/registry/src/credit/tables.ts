import type { CreditKind, CreditOutcome, RiskTable } from "@shuangsui/contracts";
import type { ColumnType } from "kysely";
import type { Row } from "../register/row.ts";

/** A fact of a target's credit, as the authority that recorded it keeps it (articles 21, 31). */
export type CreditRow = Row & {
  target_code: string;
  target_kind: "entity" | "project";
  kind: CreditKind;
  date: string;
  description: string;
  description_hash: string;
  outcome: CreditOutcome | null;
  inspection_id: string | null;
  /** Which count of that inspection's changes it comes from. */
  inspection_revision: number | null;
  status: "valid" | "withdrawn" | "repaired";
  /** The number and the day of the decision by which it was repaired. */
  repair_number: string | null;
  repair_decided_on: string | null;
  /** From where it is known. */
  source: string | null;
  /** The last day on which it counts; null is as the table of classes says. */
  valid_until: string | null;
  /** Market supervision's own class of the target; never published. */
  samr_class: "A" | "B" | "C" | "D" | null;
  /** Of whom it is, where it is of a person and not of the target. */
  person_in_charge: string | null;
  /** That name in folded form, by which it is found. */
  person_key: string | null;
  /** The source in folded form, by which a repair names the record. */
  source_key: string | null;
  /** Of a repair the record that it repairs, as it was named and by its id. */
  repairs: string | null;
  repairs_id: string | null;
  objection: { raisedOn: string; statement: string; upheld: boolean; decidedOn: string } | null;
};

/** A version of the rules of risk classes, as an authority set it for itself and all below it (article 21). */
export type RiskTableRow = {
  /** 000000, the nation's, for the first. */
  authority: string;
  version: number;
  /** Its first day, YYYY-MM-DD. */
  valid_from: string;
  months: number;
  rows: ColumnType<RiskTable["rows"], string, never>;
  ground: string;
  actor: string;
  at: Date;
};
