import type { Migration } from "kysely/migration";
import * as plansAndCampaigns from "./0001-plans-campaigns.ts";
import * as inspections from "./0002-inspections.ts";
import * as plansOnceAKey from "./0003-plans-once-a-key.ts";
import * as statisticsByCode from "./0004-statistics-by-code.ts";

/** The schema's migrations in their order. */
export const migrations: Record<string, Migration> = {
  "0001-plans-campaigns": plansAndCampaigns,
  "0002-inspections": inspections,
  "0003-plans-once-a-key": plansOnceAKey,
  "0004-statistics-by-code": statisticsByCode,
};
