export * from "./authorities.ts";
export * from "./basics.ts";
export * from "./problems.ts";
export * from "./inspections.ts";
export * from "./publications.ts";
export * from "./registry.ts";
export type * from "./standing.ts";
export * from "./plans.ts";
export * from "./campaigns.ts";
