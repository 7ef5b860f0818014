export * from "./app.ts";
export * from "./caller.ts";
export { carrierOf } from "./carrier.ts";
export * from "./client.ts";
export {
  createOnce,
  isRefusal,
  submit,
  type CommandName,
  type Engine,
  type Frame,
  type MatterAddress,
  type Prepares,
} from "./commands/handler.ts";
export { startRelay, type Relay } from "./commands/relay.ts";
export * from "./commands/routes.ts";
export * from "./commands/rule.ts";
export * from "./config.ts";
export * from "./database.ts";
export * from "./domain.ts";
export * from "./errors.ts";
export * from "./events/log.ts";
export * from "./frame-tables.ts";
export * from "./logger.ts";
export * from "./matter.ts";
export * from "./migrations.ts";
export * from "./pages.ts";
export { recordDecision } from "./record-decision.ts";
export { inRequest } from "./request-scope.ts";
export { seeingAll } from "./scope.ts";
export * from "./shutdown.ts";
export * from "./standing.ts";
export * from "./stuck.ts";
export * from "./sweep.ts";
export * from "./utf8.ts";
