import type { Migration } from "kysely/migration";
import * as sessions from "./0001-sessions.ts";
import * as persons from "./0002-persons.ts";

/** The console's migrations, by name, in their order. */
export const migrations: Record<string, Migration> = {
  "0001-sessions": sessions,
  "0002-persons": persons,
};
