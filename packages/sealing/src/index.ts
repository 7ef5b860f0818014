export * from "./keys.ts";
export * from "./sealer.ts";
