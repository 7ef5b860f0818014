import type { Migration } from "kysely/migration";
import * as publicationsAndDraws from "./0001-publications-draws.ts";
import * as lists from "./0002-lists.ts";
import * as publicCounts from "./0003-public-counts.ts";
import * as riskTables from "./0004-risk-tables.ts";

/** The schema's migrations in their order. */
export const migrations: Record<string, Migration> = {
  "0001-publications-draws": publicationsAndDraws,
  "0002-lists": lists,
  "0003-public-counts": publicCounts,
  "0004-risk-tables": riskTables,
};
