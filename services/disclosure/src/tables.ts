import type { WithCommands } from "@shuangsui/service-kit";
import type { DrawTables } from "./draws/tables.ts";
import type { PublicationTables } from "./publications/tables.ts";

/** All tables of the disclosure service's schema. */
export type Tables = WithCommands & PublicationTables & DrawTables;
