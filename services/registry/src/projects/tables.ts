import type { Permit, ProjectState, RemovalGround } from "@shuangsui/contracts";
import type { Row } from "../register/row.ts";

/** The columns that name the entities that take part in a project. */
export const partyColumns = [
  "builder_credit_code",
  "developer_credit_code",
  "supervisor_credit_code",
  "designer_credit_code",
  "surveyor_credit_code",
] as const;

/** A construction project (article 12). */
export type ProjectRow = Row & {
  code: string;
  name: string;
  address: string;
  permits: Permit[];
  lead_name: string;
  basic_facts: string;
  contact_name: string;
  /** Sealed. */
  contact_phone: string;
  /** Other people to call up, as JSON; sealed. */
  contacts: string | null;
  builder_credit_code: string | null;
  developer_credit_code: string | null;
  supervisor_credit_code: string | null;
  designer_credit_code: string | null;
  surveyor_credit_code: string | null;
  /** A division code, of a county or a township. */
  territory: string | null;
  /** Degrees of WGS-84. */
  longitude: number | null;
  latitude: number | null;
  state: ProjectState;
  starts_on: string | null;
  ends_on: string | null;
  status: "active" | "deregistered";
  /** Why it left the register. */
  removal_ground: RemovalGround | null;
  /** What it is found by, in folded form. */
  words: string;
};
