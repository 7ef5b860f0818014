/** Before the tests that need no engine: one throw-away PostgreSQL for the run. */
export { startRunsPostgres as default } from "./test-setup.ts";
