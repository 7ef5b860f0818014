export { callerOf, type Caller } from "./access/caller.ts";
export * from "./access/credentials.ts";
export * from "./access/tokens.ts";
export * from "./app.ts";
export * from "./arrays.ts";
export * from "./audit/index.ts";
export { followAuthorities, requireAuthority } from "./authorities/known.ts";
export { installAuthorities } from "./authorities/install.ts";
export * from "./calendar/book.ts";
export * from "./calendar/mover.ts";
export { carrierOf } from "./carrier.ts";
export * from "./client.ts";
export { createdBefore, createOnce } from "./commands/create-once.ts";
export type { Prepares } from "./commands/decide-in-order.ts";
export { undecidedOn } from "./commands/inbox.ts";
export { startRelay, type Relay } from "./commands/relay.ts";
export * from "./commands/routes.ts";
export * from "./commands/rule.ts";
export { submit } from "./commands/submit.ts";
export * from "./config.ts";
export * from "./data-keys/index.ts";
export * from "./database.ts";
export * from "./domain.ts";
export { applyElapsedTime } from "./elapsed-time.ts";
export * from "./errors.ts";
export {
  etagOf,
  etagOfValue,
  etagOfVersion,
  namesEtag,
  notModified,
  ofVersion,
  requireAsSeen,
} from "./etags.ts";
export * from "./events/log.ts";
export * from "./feed/reader.ts";
export * from "./feed/routes.ts";
export * from "./feed/sequencer.ts";
export * from "./feed/table.ts";
export { noteEvents } from "./feed/written.ts";
export * from "./frame.ts";
export * from "./frame-tables.ts";
export { cookiesOf, type Cookies } from "./hardening/cookies.ts";
export { isFromHere } from "./hardening/from-here.ts";
export { takeOver } from "./hardening/headers.ts";
export { rateLimitsOf, type RateLimits } from "./hardening/rates.ts";
export { serveIcon } from "./icon.ts";
export { nameTwice } from "./json-names.ts";
export * from "./logger.ts";
export * from "./matter.ts";
export * from "./migrations.ts";
export { gatewayDocument, type ServiceDocument } from "./openapi-gateway.ts";
export * from "./pages.ts";
export { recordDecision } from "./record-decision.ts";
export { inRequest, originNow } from "./request-scope.ts";
export { seeingAll } from "./scope.ts";
export * from "./shutdown.ts";
export * from "./standing.ts";
export * from "./stuck.ts";
export * from "./rounds.ts";
export * from "./sweep.ts";
export * from "./unavailable.ts";
export * from "./utf8.ts";
export * from "./webhooks/index.ts";
export { auditOf, writeDecision } from "./write-decision.ts";
