import type { Row } from "../register/row.ts";

/** An item of an authority's list (article 7). Days are YYYY-MM-DD; null is open. */
export type ItemRow = Row & {
  code: string;
  name: string;
  legal_basis: string;
  legal_basis_valid_from: string;
  legal_basis_valid_to: string | null;
  subject: string;
  content: string;
  method: string;
  officer_types: string[];
  specialties: string[];
  target_kind: "entity" | "project";
  valid_from: string;
  valid_to: string | null;
  /** What it is found by, in folded form. */
  words: string;
};
