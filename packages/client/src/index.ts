export * from "./call.ts";
export { createClient, type Client } from "./client.ts";
export * from "./unavailable.ts";
