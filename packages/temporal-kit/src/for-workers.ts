/** What carries workflows out: it brings along the engine's native core, which no client needs. */
export * from "./bundle.ts";
export * from "./replay.ts";
export * from "./worker.ts";
