export * from "./details.ts";
export * from "./names.ts";
