export { createAuditor, type Auditor } from "./auditor.ts";
export { countUnlinked, readEntries, readLinks, recordAudit, type NewAuditEntry } from "./entries.ts";
export { startAuditLinker, type AuditLinker } from "./linker.ts";
export { noteRefusal } from "./refusals.ts";
export { auditRoutes } from "./routes.ts";
export type { AuditTables } from "./table.ts";
