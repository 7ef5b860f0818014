import { z } from "zod";
import {
  authorityCode,
  day,
  id,
  inspectionOrigin,
  instant,
  pageQuery,
  riskClass,
  slug,
  targetKind,
  text,
} from "./basics.ts";
import { hasCreditCodeForm, hasIdNumberForm, isCreditCode, isIdNumber } from "./check-digits.ts";
import { because } from "./faults.ts";
import { compact, name, seenText } from "./names.ts";
import { dialledNumbers } from "./phones.ts";

/** A unified social credit code by its form, as people write it: small letters and full width become what the standard has. */
const creditCode = z
  .string()
  .overwrite((value) => compact(value).toUpperCase())
  .refine(
    hasCreditCodeForm,
    because("credit-code", "has not the form of a unified social credit code (GB 32100)"),
  );
/** Whether a text has the form of an id; codes have not, since entries are asked for by either. */
export const hasFormOfId = (value: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
/** A code of so many letters, digits and hyphens at most. */
const code = (max: number) =>
  z
    .string()
    .overwrite(compact)
    .refine(
      (value) => value.length <= max && /^[A-Za-z0-9-]+$/.test(value),
      because("code", `is not 1 to ${max} letters, digits and hyphens`, { max }),
    );
/** A code of an authority's own, by which its entry is asked for. */
const ownCode = (max: number) =>
  code(max).refine((value) => !hasFormOfId(value), because("code", "has the form of an id", { max }));
/** The code of an entity or of a project. A project's may well look like an entity's: permits have 18 digits too. */
export const targetCode = code(64);
const idNumber = z
  .string()
  .overwrite((value) => compact(value).toUpperCase())
  .refine(hasIdNumberForm, because("id-number", "has not the form of an ID number (GB 11643)"));
/** Why a code is taken whose check character is wrong: papers in force have such codes. Null where it is right. */
const checkCharacterReason = text(500).nullable().default(null);
/** Phone numbers as people write them; `dialledNumbers` gives what is dialled. */
const phone = name(100).refine(
  (value) => dialledNumbers(value) !== undefined,
  because("phone", "is not a phone number"),
);
const dialled = z.array(z.string());
const certificateNumber = name(60).refine(
  (value) => /^[\p{Script=Han}\p{M}A-Za-z0-9()（）〔〕[\]【】 .·/-]+$/u.test(value.normalize("NFKC")),
  because("certificate-number", "is not a certificate's number"),
);
/** The last day of a validity; null where it has none, for which people also write 9999-12-31. */
const noneForEver = (value: string | null) => (value === "9999-12-31" ? null : value);
const lastDay = day.nullable().default(null).transform(noneForEver);
/** The same where it is changed: left out, it stays. */
const lastDayChange = day.nullable().transform(noneForEver).optional();
const slugs = z
  .array(slug)
  .max(50)
  .refine((list) => new Set(list).size === list.length, because("twice", "names one twice"));
const inOrder = (from: string | null, to: string | null) => from === null || to === null || from <= to;

/** What a check reports of one field, made of these fields whether or not others are as they should be. */
const at = (path: string, fields: readonly string[], reason: ReturnType<typeof because>) => ({
  path: [path],
  ...reason,
  when: ({
    issues,
  }: {
    issues: readonly { code?: string | undefined; path?: readonly PropertyKey[] | undefined }[];
  }) =>
    !issues.some(({ code, path: [field] = [] }) =>
      field === undefined ? code === "invalid_type" : fields.includes(String(field)),
    ),
});

/** The lists an authority keeps; each is a path segment of the API and the name of an import. */
export const registerKind = z.enum([
  "items",
  "entities",
  "projects",
  "inspectors",
  "conflicts",
  "credit-records",
]);
export type RegisterKind = z.infer<typeof registerKind>;

const targetStatus = z.enum(["active", "deregistered"]);
/** What a market entity does. */
export const entityCategory = z.enum([
  "builder",
  "developer",
  "gas-supplier",
  "property-manager",
  "supervisor",
  "testing-lab",
]);
export type EntityCategory = z.infer<typeof entityCategory>;
export const inspectorKind = z.enum(["officer", "expert"]);
export type InspectorKind = z.infer<typeof inspectorKind>;
/** The types of enforcement that have a name here. An authority may have others. */
export const officerTypes = ["market", "quality", "safety", "gas", "realestate"] as const;
/** The specialties of experts that have a name here. An authority may have others. */
export const specialties = ["structure", "geotech", "electrical", "gas"] as const;
const inspectorStatus = z.enum(["active", "suspended", "left"]);
const conflictGround = z.enum(["kinship", "employment", "shareholding"]);
const creditKind = z.enum(["complaint", "violation", "honest", "inspection"]);

/** What every entry has: its id, whose it is, its version for optimistic concurrency, and its last change. */
const entry = z.object({ id, authority: authorityCode, version: z.number().int(), updatedAt: instant });
/** What every change states: why, and the version it was made on. */
const change = { reason: text(500), version: z.number().int().min(1) };

/** An item that may be inspected at random (articles 6 to 8). */
const item = {
  code: ownCode(60),
  name: name(200),
  legalBasis: text(2000),
  legalBasisValidFrom: day,
  legalBasisValidTo: lastDay,
  subject: name(200),
  content: text(4000),
  method: text(1000),
  officerTypes: slugs.min(1),
  specialties: slugs,
  targetKind,
  validFrom: day,
  validTo: lastDay,
};
export const newItem = z
  .strictObject(item)
  .refine(
    (row) => inOrder(row.validFrom, row.validTo),
    at("validTo", ["validFrom", "validTo"], because("order", "is before validFrom")),
  )
  .refine(
    (row) => inOrder(row.legalBasisValidFrom, row.legalBasisValidTo),
    at(
      "legalBasisValidTo",
      ["legalBasisValidFrom", "legalBasisValidTo"],
      because("order", "is before legalBasisValidFrom"),
    ),
  );
export const itemView = entry.extend({
  ...item,
  legalBasisValidTo: day.nullable(),
  validTo: day.nullable(),
});
export const itemChange = z.strictObject({
  name: item.name.optional(),
  legalBasis: item.legalBasis.optional(),
  legalBasisValidFrom: day.optional(),
  legalBasisValidTo: lastDayChange,
  subject: item.subject.optional(),
  content: item.content.optional(),
  method: item.method.optional(),
  officerTypes: item.officerTypes.optional(),
  specialties: slugs.optional(),
  validFrom: day.optional(),
  validTo: lastDayChange,
  ...change,
});

/** A market entity: one row a credit code in the prefecture, and the contact that its supervising authority keeps (articles 5, 11). */
const entity = {
  name: name(200),
  address: seenText(300),
  legalRepresentative: name(100),
  category: entityCategory,
};
const contact = { contactName: name(100), contactPhone: phone };
export const newEntity = z
  .strictObject({ creditCode, checkCharacterReason, ...entity, ...contact })
  .refine(
    (row) => isCreditCode(row.creditCode) || row.checkCharacterReason !== null,
    at(
      "creditCode",
      ["creditCode", "checkCharacterReason"],
      because("credit-code-check", "has a wrong check character (GB 32100), and no reason is stated"),
    ),
  )
  .refine(
    (row) => !isCreditCode(row.creditCode) || row.checkCharacterReason === null,
    at(
      "checkCharacterReason",
      ["creditCode", "checkCharacterReason"],
      because("check-right", "needs no reason: the check character is right"),
    ),
  );
/**
 * `authority` is the supervising one, null where it is none that the caller may know; then there is neither its status nor
 * its contact. A `checkCharacterReason` marks a code whose check character is wrong.
 */
export const entityView = z.object({
  id: id.nullable(),
  authority: authorityCode.nullable(),
  creditCode: z.string(),
  checkCharacterReason: z.string().nullable(),
  ...entity,
  status: targetStatus.nullable(),
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  contactPhoneDialled: dialled,
  version: z.number().int(),
  updatedAt: instant,
});
/** What all authorities that supervise an entity share of it. */
const sharedChange = {
  name: entity.name.optional(),
  address: entity.address.optional(),
  legalRepresentative: entity.legalRepresentative.optional(),
  category: entityCategory.optional(),
};
export const entityChange = z.strictObject({
  ...sharedChange,
  status: targetStatus.optional(),
  contactName: contact.contactName.optional(),
  contactPhone: phone.optional(),
  ...change,
});

/**
 * What one that supervises an entity proposes to change of what several share (article 5): POST /api/v1/entities/{ref}/proposals. It
 * is written when all others that supervise it then have consented, or their superior in the place of all.
 */
export const newProposal = z.strictObject({ ...sharedChange, ...change });
/** An answer: of another that supervises the entity, of the superior, which decides, or of the proposer, which withdraws by it. */
export const proposalAnswer = z.strictObject({
  consent: z.boolean(),
  reason: text(500).nullable().default(null),
});
/** `outdated` is one whose entity was changed otherwise before all had consented. */
export const proposalStatus = z.enum(["open", "applied", "refused", "withdrawn", "outdated"]);
export type ProposalStatus = z.infer<typeof proposalStatus>;
const shared = z.object(sharedChange);
/** A proposal, as all see it that supervise its entity, and their superior. */
export const proposalView = z.object({
  id,
  creditCode: z.string(),
  /** Who proposed it. */
  authority: authorityCode,
  /** What would change, and what stood in its place when it was proposed, on that version of the entity. */
  changes: shared,
  before: shared,
  version: z.number().int(),
  reason: z.string(),
  status: proposalStatus,
  proposedAt: instant,
  answers: z.array(
    z.object({ authority: authorityCode, consent: z.boolean(), reason: z.string().nullable(), at: instant }),
  ),
  /** Who must still consent; nobody once it has ended. */
  waitsFor: z.array(authorityCode),
  endedAt: instant.nullable(),
  /** The entity's version that it became; null where it became none. */
  appliedVersion: z.number().int().nullable(),
});

/** A construction project (article 12). */
const project = {
  name: name(200),
  address: seenText(300),
  permits: z.array(name(100)).max(50),
  leadName: name(100),
  basicFacts: text(4000),
  ...contact,
  builderCreditCode: creditCode.nullable().default(null),
};
export const newProject = z.strictObject({ code: ownCode(64), ...project });
export const projectView = entry.extend({
  code: z.string(),
  ...project,
  status: targetStatus,
  contactPhone: z.string(),
  contactPhoneDialled: dialled,
});
export const projectChange = z.strictObject({
  name: project.name.optional(),
  address: project.address.optional(),
  permits: project.permits.optional(),
  leadName: project.leadName.optional(),
  basicFacts: project.basicFacts.optional(),
  contactName: contact.contactName.optional(),
  contactPhone: phone.optional(),
  builderCreditCode: creditCode.nullable().optional(),
  status: targetStatus.optional(),
  ...change,
});

/** An officer or an expert (articles 13, 14). A certificate may have no end, and an expert may have none. */
const certificate = {
  certificateNumber: certificateNumber.nullable().default(null),
  certificateValidFrom: day.nullable().default(null),
  certificateValidTo: lastDay,
};
const inspector = {
  kind: inspectorKind,
  name: name(100),
  idNumber,
  checkCharacterReason,
  types: slugs,
  specialties: slugs,
  ...certificate,
  unit: name(200),
  phone,
  /** A leave's first and last day; without a last one it lasts until that is entered. */
  leaveFrom: day.nullable().default(null),
  leaveUntil: lastDay,
};
/** Article 13: officers have a certificate; an expert has one or none. */
export const hasItsCertificate = (row: {
  kind: InspectorKind;
  certificateNumber: string | null;
  certificateValidFrom: string | null;
}) =>
  row.kind === "expert" && row.certificateNumber === null
    ? row.certificateValidFrom === null
    : row.certificateNumber !== null && row.certificateValidFrom !== null;
/** Whether these are days of a leave, or of none: it does not end without a beginning, or before it. */
export const isLeave = (from: string | null, until: string | null) =>
  until === null || (from !== null && from <= until);
export const newInspector = z
  .strictObject(inspector)
  .refine(
    (row) => isIdNumber(row.idNumber) || row.checkCharacterReason !== null,
    at(
      "idNumber",
      ["idNumber", "checkCharacterReason"],
      because("id-number-check", "has a wrong check character (GB 11643), and no reason is stated"),
    ),
  )
  .refine(
    (row) => !isIdNumber(row.idNumber) || row.checkCharacterReason === null,
    at(
      "checkCharacterReason",
      ["idNumber", "checkCharacterReason"],
      because("check-right", "needs no reason: the check character is right"),
    ),
  )
  .refine(
    hasItsCertificate,
    at(
      "certificateNumber",
      ["kind", "certificateNumber", "certificateValidFrom"],
      because("certificate-missing", "an officer has a certificate with its number and its first day"),
    ),
  )
  .refine(
    (row) => inOrder(row.certificateValidFrom, row.certificateValidTo),
    at(
      "certificateValidTo",
      ["certificateValidFrom", "certificateValidTo"],
      because("order", "is before certificateValidFrom"),
    ),
  )
  .refine(
    (row) => isLeave(row.leaveFrom, row.leaveUntil),
    at("leaveUntil", ["leaveFrom", "leaveUntil"], because("order", "has no leaveFrom, or is before it")),
  )
  .refine(
    (row) => (row.kind === "officer" ? row.types : row.specialties).length > 0,
    at(
      "types",
      ["kind", "types", "specialties"],
      because("inspector-of", "an officer has a type, an expert a specialty"),
    ),
  );
/** ID number and phone are masked but for the owner's roles that need them. A `checkCharacterReason` marks an ID number whose check character is wrong. */
export const inspectorView = entry.extend({
  ...inspector,
  idNumber: z.string(),
  checkCharacterReason: z.string().nullable(),
  certificateNumber: z.string().nullable(),
  certificateValidFrom: day.nullable(),
  certificateValidTo: day.nullable(),
  phone: z.string(),
  phoneDialled: dialled,
  leaveFrom: day.nullable(),
  leaveUntil: day.nullable(),
  status: inspectorStatus,
});
export const inspectorChange = z.strictObject({
  name: inspector.name.optional(),
  types: slugs.optional(),
  specialties: slugs.optional(),
  certificateNumber: certificateNumber.nullable().optional(),
  certificateValidFrom: day.nullable().optional(),
  certificateValidTo: lastDayChange,
  unit: inspector.unit.optional(),
  phone: phone.optional(),
  leaveFrom: day.nullable().optional(),
  leaveUntil: lastDayChange,
  status: inspectorStatus.optional(),
  ...change,
});

/** An interest declared beforehand, which excludes the inspector from the target (article 24). */
const ofInspector = {
  certificateNumber: certificateNumber.nullable().default(null),
  inspectorId: id.nullable().default(null),
};
/** The inspector is named by a certificate's number, or, where it has none, by its id. */
export const newConflict = z
  .strictObject({ ...ofInspector, targetCode, ground: conflictGround, note: text(1000) })
  .refine(
    (row) => (row.certificateNumber === null) !== (row.inspectorId === null),
    at(
      "certificateNumber",
      ["certificateNumber", "inspectorId"],
      because("unknown-inspector", "either a certificate's number or an inspector's id is needed"),
    ),
  );
const conflictStatus = z.enum(["declared", "withdrawn"]);
export const conflictView = entry.extend({
  inspectorId: id,
  targetCode: z.string(),
  ground: conflictGround,
  note: z.string(),
  status: conflictStatus,
});
export const conflictChange = z.strictObject({
  ground: conflictGround.optional(),
  note: text(1000).optional(),
  status: conflictStatus.optional(),
  ...change,
});

/** A fact of a target's credit (articles 21, 31). A record that was wrong is withdrawn, one that is repaired counts no longer; each keeps its history. */
export const newCreditRecord = z.strictObject({
  targetCode,
  /** Needed where an entity and a project have the same code. */
  targetKind: targetKind.nullable().default(null),
  kind: creditKind,
  date: day,
  description: text(2000),
});
const creditStatus = z.enum(["valid", "withdrawn", "repaired"]);
/**
 * The decision by which what speaks against a target is repaired (信用修复管理办法): its number, its day, and why. It is on record,
 * and not public. Of a credit record: POST /api/v1/credit-records/{ref}/repair; of an inspection's it is that one's command `repair`.
 */
export const creditRepair = z.strictObject({ number: name(100), decidedOn: day, reason: text(1000) });
export type CreditRepair = z.infer<typeof creditRepair>;
export const creditOutcome = z.enum(["clean", "violation", "violation-corrected"]);
export type CreditOutcome = z.infer<typeof creditOutcome>;
export const creditRecordView = entry.extend({
  targetCode: z.string(),
  targetKind,
  kind: creditKind,
  date: day,
  description: z.string(),
  outcome: creditOutcome.nullable(),
  inspectionId: id.nullable(),
  status: creditStatus,
  /** By which decision it was repaired, where it was. */
  repair: creditRepair.pick({ number: true, decidedOn: true }).nullable(),
});
export const creditRecordChange = z.strictObject({
  date: day.optional(),
  description: text(2000).optional(),
  status: creditStatus.exclude(["repaired"]).optional(),
  ...change,
});

/**
 * One version of an entry: who changed it, when, why, and how it then stood. Who and why are null where another authority
 * changed an entity: there the caller may know no more than that it changed, and when (article 5).
 */
export const versionOf = <T extends z.ZodType>(view: T) =>
  z.object({
    version: z.number().int(),
    at: instant,
    authority: authorityCode.nullable(),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    /** Who consented, where it changed what several share on a proposal; `authority` is the proposer then. */
    consentedBy: z.array(authorityCode).optional(),
    entry: view,
  });

const listQuery = pageQuery.extend({ authority: authorityCode.optional() });
/** A part of a name or of a code, compared in folded form; a blank one asks for all. */
const q = z
  .string()
  .max(100)
  .refine((value) => !value.includes("\u0000"), because("control", "contains a NUL character"))
  .optional();
export const itemQuery = listQuery.extend({ q, targetKind: targetKind.optional() });
export const entityQuery = listQuery.extend({
  q,
  category: entityCategory.optional(),
  status: targetStatus.optional(),
});
export const proposalQuery = pageQuery.extend({ status: proposalStatus.optional() });
export const projectQuery = listQuery.extend({ q, status: targetStatus.optional() });
export const inspectorQuery = listQuery.extend({
  q,
  kind: inspectorKind.optional(),
  status: inspectorStatus.optional(),
});
export const conflictQuery = listQuery.extend({
  targetCode: targetCode.optional(),
  inspectorId: id.optional(),
  status: conflictStatus.optional(),
});
export const creditRecordQuery = listQuery.extend({
  targetCode: targetCode.optional(),
  kind: creditKind.optional(),
  status: creditStatus.optional(),
});

/** POST /api/v1/imports/{kind}: with `dryRun=true` a file is checked and nothing written. */
export const importQuery = z.strictObject({
  dryRun: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
});
/** Its answer: how many rows were written, and, of a dry run, how many would be. */
export const importResult = z.object({ imported: z.number().int(), checked: z.number().int().optional() });

/* What the system's own services ask of the registry, in the scope of `x-authority`. */

/** GET /api/v1/snapshot/targets. An empty or missing `categories` means every category. */
export const snapshotTargetsQuery = z.strictObject({
  kind: targetKind,
  categories: z.string().max(300).optional(),
});
/** A line of its NDJSON, sorted by code in byte order. A project's category is `project`. */
export const snapshotTarget = z.object({ code: z.string(), riskClass, category: z.string() });
export type SnapshotTarget = z.infer<typeof snapshotTarget>;
/** GET /api/v1/snapshot/targets/count: how many lines the snapshot would have now. */
export const targetCount = z.object({ count: z.number().int() });
/** A line of GET /api/v1/snapshot/inspectors, sorted by id. */
export const snapshotInspector = z.object({
  id,
  kind: inspectorKind,
  types: z.array(z.string()),
  specialties: z.array(z.string()),
  certificateNumber: z.string().nullable(),
});
export type SnapshotInspector = z.infer<typeof snapshotInspector>;
/** A line of GET /api/v1/snapshot/conflicts, sorted by inspector, then target. */
export const snapshotConflict = z.object({ inspectorId: id, targetCode: z.string() });
export type SnapshotConflict = z.infer<typeof snapshotConflict>;

/** GET /api/v1/items/by-codes?codes=a,b: those that exist; `inForce` today by the item's and its legal basis's validity (article 8). */
export const itemsByCodesQuery = z.strictObject({ codes: z.string().min(1).max(6000) });
export const itemsByCodes = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      version: z.number().int(),
      inForce: z.boolean(),
      officerTypes: z.array(z.string()),
      specialties: z.array(z.string()),
      targetKind,
      legalBasis: z.string(),
      content: z.string(),
      method: z.string(),
    }),
  ),
});
/** Why an inspector may not inspect (article 15): on leave, suspended, no certificate valid that day, or gone from the unit. */
export const unavailability = z.enum(["leave", "suspended", "certificate", "withdrawn"]);
export type Unavailability = z.infer<typeof unavailability>;

/** POST /api/v1/inspectors/availability: whether each may inspect today (articles 15, 25), and if not, why, by which version of its entry. */
export const availabilityCheck = z.strictObject({ ids: z.array(id).min(1).max(500) });
export const availabilityAnswers = z.object({
  items: z.array(
    z.object({
      id,
      /** Null where nothing speaks against it; `unknown` where the registry has none of that id. */
      reason: z.enum([...unavailability.options, "unknown"]).nullable(),
      version: z.number().int().nullable(),
    }),
  ),
});
/** POST /api/v1/targets/{kind}/names: what these targets are called; who is not known is not named. */
export const targetNamesAsked = z.strictObject({
  codes: z.array(text(64)).min(1).max(1_000),
});
export const targetNames = z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) });
/** GET /api/v1/targets/{kind}/{code}. */
export const targetCard = z.object({
  code: z.string(),
  name: z.string(),
  address: z.string(),
  kind: targetKind,
  riskClass,
  /** As the caller and its subordinates supervise it; null where none of them does. */
  status: targetStatus.nullable(),
});
/** GET /api/v1/inspectors/{id}/card, for notices: a name that must not enter a workflow. */
export const inspectorCard = z.object({
  id,
  name: z.string(),
  kind: inspectorKind,
  certificateNumber: z.string().nullable(),
  unit: z.string(),
});
/**
 * PUT /api/v1/credit-records/inspections/{inspectionId}: one record an inspection (article 31). Another outcome of a higher
 * revision corrects it and keeps its history; none takes it back.
 */
export const inspectionCredit = z.strictObject({
  targetCode,
  targetKind,
  /** Why the inspection took place. */
  origin: inspectionOrigin,
  outcome: creditOutcome.nullable(),
  on: day,
  /** The inspection's own count of changes. */
  revision: z.number().int().min(1),
});
