export { type Destinations, type Resolve } from "./addresses.ts";
export { deliverWebhook } from "./deliver.ts";
export { owingToWebhooks } from "./owing.ts";
export { webhookRoutes } from "./routes.ts";
export { createSender, type Send } from "./send.ts";
export { webhooksDue } from "./store.ts";
export type { WebhookTables } from "./table.ts";
