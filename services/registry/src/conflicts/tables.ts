import type { Row } from "../register/row.ts";

/** An interest declared beforehand (article 24). */
export type ConflictRow = Row & {
  inspector_id: string;
  target_code: string;
  ground: "kinship" | "employment" | "shareholding";
  note: string;
  /** What shows it. */
  evidence: string | null;
  /** For which days it holds; null is open. */
  valid_from: string | null;
  valid_to: string | null;
  status: "declared" | "withdrawn";
};
