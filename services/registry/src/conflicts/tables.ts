import type { Row } from "../register/row.ts";

/** An interest declared beforehand (article 24). */
export type ConflictRow = Row & {
  inspector_id: string;
  target_code: string;
  ground: "kinship" | "employment" | "shareholding";
  note: string;
  status: "declared" | "withdrawn";
};
