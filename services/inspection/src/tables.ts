import type { WithCommands } from "@shuangsui/service-kit";
import type { InspectionTables } from "./inspections/tables.ts";

/** All tables of the inspection service's schema. */
export type Tables = WithCommands & InspectionTables;
