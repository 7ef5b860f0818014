import {
  auditChainPage,
  auditChainQuery,
  auditHead,
  auditNames,
  auditNamesQuery,
  auditPage,
  auditQuery,
} from "../audit.ts";
import { commandOutcome } from "../basics.ts";
import { eventPage, eventsQuery } from "../events.ts";
import type { Operation } from "./operation.ts";

/** What every service has that keeps an audit trail. */
export const auditOperations = {
  getAudit: { method: "GET", path: "/api/v1/audit", query: auditQuery, answer: auditPage },
  getAuditNames: {
    method: "GET",
    path: "/api/v1/audit/names",
    query: auditNamesQuery,
    answer: auditNames,
  },
  getAuditHead: { method: "GET", path: "/api/v1/audit/head", answer: auditHead },
  getAuditChain: {
    method: "GET",
    path: "/api/v1/audit/chain",
    query: auditChainQuery,
    answer: auditChainPage,
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** What every service has that tells of what happened in it. */
export const feedOperations = {
  ...auditOperations,
  getEvents: { method: "GET", path: "/api/v1/events", query: eventsQuery, answer: eventPage },
} as const satisfies Readonly<Record<string, Operation>>;

/** What every service has that keeps matters. */
export const matterOperations = {
  ...feedOperations,
  getCommandsById: { method: "GET", path: "/api/v1/commands/:id", answer: commandOutcome },
} as const satisfies Readonly<Record<string, Operation>>;
