import type { CreditOutcome } from "@shuangsui/contracts";
import type { Row } from "../register/row.ts";

/** A fact of a target's credit, as the authority that recorded it keeps it (articles 21, 31). */
export type CreditRow = Row & {
  target_code: string;
  target_kind: "entity" | "project";
  kind: "complaint" | "violation" | "honest" | "inspection";
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
};
