import { z } from "zod";
import type { RegisterKind } from "./registry.ts";
import { authorityCode, id, instant, sha256Hex, text, wholeNumber } from "./basics.ts";

/** What an entry says of how its subject stood: ids, states, counts, names of fields and hashes. */
export const auditFacts = z.record(
  z.string(),
  z.union([
    z.string(),
    z.number().int(),
    z.boolean(),
    z.null(),
    z.array(z.string()),
    z.record(z.string(), z.string().nullable()),
  ]),
);
export type AuditFacts = z.infer<typeof auditFacts>;

/** Of what kind of thing an entry is. */
export type AuditKind =
  | "plan"
  | "campaign"
  | "inspection"
  | "supervision"
  | "approval"
  | "text-review"
  | "access-code"
  | "calendar-notice"
  | "setting"
  | "risk-table"
  | "publication"
  | "draw"
  | RegisterKind
  | "legal-bases"
  | "source-list"
  | "tips"
  | "changes"
  | "duplicates"
  | "import"
  | "authority"
  | "account"
  | "session"
  | "signing-key"
  | "operator"
  | "data-key"
  | "payload"
  | "request"
  | "audit";

/** What was done where that is no command. */
export type AuditAct =
  /** Time alone, or the handing over of a deed, changed a matter; or another matter's decision did. */
  | "time"
  | "deed"
  | "end-with-campaign"
  | "change-with-draw"
  | "draft"
  | "redraft"
  | "delete"
  | "trigger"
  | "order"
  | "approve"
  | "review"
  | "ask"
  | "return"
  | "give"
  | "used"
  | "enter"
  | "opened"
  | "changed"
  | "registered"
  | "proposed"
  | "answered"
  | "merged"
  | "unmerged"
  | "looked"
  | "file-stored"
  | "made"
  | "reset"
  | "enrolled"
  | "password-chosen"
  | "signed-in"
  | "signed-out"
  | "replayed"
  | "token-given"
  | "rotated"
  | "uploaded"
  | "sheet"
  | "apply"
  | "cancelled"
  | "removed"
  | "decoded"
  | "refused"
  | "exported"
  | "left-out"
  | "retry"
  | "brought";

/** One act, as the audit trail has it (articles 32, 33). */
export const auditEntry = z.object({
  id,
  at: instant,
  /** Whose matter it was. */
  authority: authorityCode,
  /** For which authority the actor acted; null where nobody asked, or nobody was named. */
  callerAuthority: z.string().nullable(),
  /** An opaque id of a person or service, `system` where time or a service did it by itself. */
  actor: z.string(),
  /** Of what kind of thing, and what was done: `inspection/report`. */
  action: z.string(),
  /** The id of what it was done to; null where it was nothing in particular. */
  subject: z.string().nullable(),
  /** The code of the refusal that it ended in; null where it was done. */
  code: z.string().nullable(),
  before: auditFacts.nullable(),
  after: auditFacts.nullable(),
  /** The network address that the request came from. */
  remote: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/**
 * One link of a service's chain. Everybody who may read the trail reads all links, so that the chain can be computed anew;
 * the entry is there for those who may see it. Of other authorities' they learn whose each is, and no more.
 */
export const auditLink = z.object({
  seq: z.number().int(),
  authority: authorityCode,
  /** The hash of the entry. */
  entryHash: sha256Hex,
  /** The hash over the link before, and all of this one. */
  hash: sha256Hex,
  entry: auditEntry.nullable(),
});
export type AuditLink = z.infer<typeof auditLink>;

/** The last link of a chain; of an empty one the number 0. */
export const auditHead = z.object({ seq: z.number().int(), hash: sha256Hex });
export type AuditHead = z.infer<typeof auditHead>;

const seqNumber = wholeNumber(0, 9_999_999_999);

/** Entries that are searched, in the order of the chain. */
export const auditQuery = z.strictObject({
  /** Whose matters alone: the caller's authority, or one of its subordinates. */
  authority: authorityCode.optional(),
  actor: text(80).optional(),
  subject: text(80).optional(),
  action: text(80).optional(),
  /** Of what kind of thing: `inspection`. */
  kind: text(40).optional(),
  /** From this instant on. */
  from: instant.optional(),
  /** Before this instant. */
  to: instant.optional(),
  /** `newest` goes back through the chain. */
  order: z.enum(["chain", "newest"]).default("chain"),
  /** The number in the chain after which the page begins, in that order; 0 is its beginning. */
  after: seqNumber.default(0),
  limit: wholeNumber(1, 500).default(50),
  /** `csv` and `xlsx` are all that was found, as a file for spreadsheets, whatever the limit. */
  format: z.enum(["json", "csv", "xlsx"]).default("json"),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** An entry as it is found, with its place in the chain. */
export const foundAuditEntry = auditEntry.extend({ seq: z.number().int() });
export type FoundAuditEntry = z.infer<typeof foundAuditEntry>;

export const auditPage = z.object({
  items: z.array(foundAuditEntry),
  /** The number to go on after; null where nothing more was found. */
  next: z.number().int().nullable(),
});

/** GET /api/v1/audit/names: what entries are about, by the ids that they have of it, separated by commas. */
export const auditNamesQuery = z.strictObject({
  subjects: z
    .string()
    .max(9_000)
    .transform((list) => list.split(","))
    .pipe(z.array(text(80)).min(1).max(100)),
});
/** What each is called now that the reader sees; the trail itself has no name. */
export const auditNames = z.object({ items: z.array(z.object({ subject: z.string(), name: z.string() })) });

export const auditChainQuery = z.strictObject({
  after: seqNumber.default(0),
  limit: wholeNumber(1, 1000).default(500),
});
export const auditChainPage = z.object({
  items: z.array(auditLink),
  next: z.number().int().nullable(),
  /** Whose entries the reader sees: each of them has to be there. */
  sees: z.array(authorityCode),
});
