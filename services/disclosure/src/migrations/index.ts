import type { Migration } from "kysely/migration";
import * as publicationsAndDraws from "./0001-publications-draws.ts";
import * as drawsNewestFirst from "./0002-draws-newest-first.ts";
import * as statisticsByCode from "./0003-statistics-by-code.ts";

/** The schema's migrations in their order. */
export const migrations: Record<string, Migration> = {
  "0001-publications-draws": publicationsAndDraws,
  "0002-draws-newest-first": drawsNewestFirst,
  "0003-statistics-by-code": statisticsByCode,
};
