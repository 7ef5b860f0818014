import type { Period } from "@shuangsui/contracts";
import type { Row } from "../register/row.ts";

/** An officer or an expert (article 14). */
export type InspectorRow = Row & {
  kind: "officer" | "expert";
  name: string;
  /** Sealed. */
  id_number: string;
  id_number_hash: string;
  /** The key of that hash. One that was replaced is gone, so that no hash of it is written any more. */
  id_number_hash_key: string;
  check_character_reason: string | null;
  types: string[];
  specialties: string[];
  certificate_number: string | null;
  /** The number in folded form, by which it is known. */
  certificate_key: string | null;
  certificate_valid_from: string | null;
  certificate_valid_to: string | null;
  unit: string;
  /** A professional title. */
  title: string | null;
  /** Sealed. */
  phone: string;
  leaves: Period[];
  status: "active" | "suspended" | "left";
  /** What it is found by, in folded form. */
  words: string;
};
