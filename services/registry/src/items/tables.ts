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
  /** What it rests on. */
  basis_ids: string[];
  checklist: { question: string; judgedBy: string }[];
  power_number: string | null;
  compiled_from: { authority: string; code: string; version: number } | null;
  /** What it is found by, in folded form. */
  words: string;
};

/** A legal basis as items show it. */
export type Basis = {
  id: string;
  law: string;
  article: string;
  number: string | null;
  validFrom: string;
  validTo: string | null;
};
/** An item with the bases that it rests on, as they stand now. */
export type ItemEntry = ItemRow & { bases: Basis[] };

/** One article of one law (article 8). A repeal is its last day. */
export type LegalBasisRow = Row & {
  law: string;
  article: string;
  number: string | null;
  valid_from: string;
  valid_to: string | null;
  /** Law, article and number in folded form, by which it is known. */
  key: string;
  /** The article alone, in folded form. */
  article_key: string;
  /** What it is found by, in folded form. */
  words: string;
};
