import type { Migration } from "kysely/migration";
import * as tables from "./0001-tables.ts";

/** The schema's migrations in their order. */
export const migrations: Record<string, Migration> = { "0001-tables": tables };
