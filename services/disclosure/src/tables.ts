import type { FrameTables } from "@shuangsui/service-kit";
import type { Transaction } from "kysely";
import type { DrawTables } from "./draws/tables.ts";
import type { RiskTableTables } from "./risk-tables/tables.ts";
import type { TermTables } from "./terms/tables.ts";
import type { PublicationTables } from "./publications/tables.ts";

/** All tables of the disclosure service's schema. */
export type Tables = FrameTables & PublicationTables & TermTables & DrawTables & RiskTableTables;

/** A transaction on them. */
export type Work = Transaction<Tables>;
