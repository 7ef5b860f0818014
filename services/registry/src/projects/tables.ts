import type { Row } from "../register/row.ts";

/** A construction project (article 12). */
export type ProjectRow = Row & {
  code: string;
  name: string;
  address: string;
  permits: string[];
  lead_name: string;
  basic_facts: string;
  contact_name: string;
  /** Sealed. */
  contact_phone: string;
  builder_credit_code: string | null;
  status: "active" | "deregistered";
  /** What it is found by, in folded form. */
  words: string;
};
