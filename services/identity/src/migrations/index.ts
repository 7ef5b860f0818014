import type { Migration } from "kysely/migration";
import * as accounts from "./0001-accounts.ts";

/** The identity service's migrations, in order. */
export const migrations: Record<string, Migration> = { "0001-accounts": accounts };
