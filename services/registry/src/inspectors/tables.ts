import type { Row } from "../register/row.ts";

/** An officer or an expert (article 14). */
export type InspectorRow = Row & {
  kind: "officer" | "expert";
  name: string;
  /** Sealed. */
  id_number: string;
  id_number_hash: string;
  types: string[];
  specialties: string[];
  certificate_number: string;
  certificate_valid_from: string;
  certificate_valid_to: string;
  unit: string;
  /** Sealed. */
  phone: string;
  status: "active" | "suspended" | "left";
};
