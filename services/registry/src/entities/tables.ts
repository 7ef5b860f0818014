import type { BusinessState, newEntity, Permit, RemovalGround } from "@shuangsui/contracts";
import type { z } from "zod";
import type { Row } from "../register/row.ts";

/** An entity as its supervising authority keeps it: what the prefecture shares, and that authority's contact. */
export type EntityRow = Omit<Row, "id" | "authority"> & {
  /** The supervision's; empty where the viewer may know of none. */
  id: string;
  authority: string;
  code: string;
  check_character_reason: string | null;
  name: string;
  address: string;
  legal_representative: string;
  category: z.output<typeof newEntity>["category"];
  business_state: BusinessState;
  /** A division code, of a county or a township. */
  territory: string | null;
  trades: string[];
  permits: Permit[];
  /** Degrees of WGS-84. */
  longitude: number | null;
  latitude: number | null;
  /** This supervision's; null where the viewer may know of none. */
  status: "active" | "deregistered" | null;
  /** Why it left that register. */
  removal_ground: RemovalGround | null;
  contact_name: string | null;
  /** Sealed. */
  contact_phone: string | null;
  /** Other people to call up, as JSON; sealed. */
  contacts: string | null;
  /** What it is found by, in folded form. */
  words: string;
};
