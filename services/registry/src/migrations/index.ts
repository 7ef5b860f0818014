import type { Migration } from "kysely/migration";
import * as registers from "./0001-registers.ts";

/** The registry's migrations, in order. */
export const migrations: Record<string, Migration> = { "0001-registers": registers };
