export * from "./authorities.ts";
export * from "./basics.ts";
export * from "./problems.ts";
