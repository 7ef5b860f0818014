import type { Migration } from "kysely/migration";
import * as tables from "./0001-tables.ts";
import * as mergedTargets from "./0002-merged-targets.ts";

/** The schema's migrations in their order. */
export const migrations: Record<string, Migration> = {
  "0001-tables": tables,
  "0002-merged-targets": mergedTargets,
};
