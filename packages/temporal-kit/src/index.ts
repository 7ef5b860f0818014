export * from "./names.ts";
export * from "./client.ts";
export * from "./matters.ts";
export * from "./failures.ts";
export * from "./register.ts";
export * from "./replay.ts";
export * from "./worker.ts";
export type { Client } from "@temporalio/client";
