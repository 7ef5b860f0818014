/** What migrations are made of, without the frame of a service, which takes longer to load than they run. */
export { createAuditTables } from "./audit/table.ts";
export { createDataKeyTable } from "./data-keys/table.ts";
export { createFeedTable, feedFrom } from "./feed/table.ts";
export { createFrameTables } from "./frame-tables.ts";
export { createVisibility, protect, runMigrations, secure } from "./migrations.ts";
export { createWebhookTables } from "./webhooks/table.ts";
