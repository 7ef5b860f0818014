import { z } from "zod";
import { authorityCode, day, id, instant, pageQuery, riskClass, slug, targetKind, text } from "./basics.ts";
import { isCreditCode, isIdNumber } from "./check-digits.ts";

/** A unified social credit code, its check character right (GB 32100). */
export const creditCode = z
  .string()
  .refine(isCreditCode, "is not a valid unified social credit code (GB 32100)");
/** Whether a text has the form of an id; codes have not, since entries are asked for by either. */
export const hasFormOfId = (value: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
/** A project's code: one a project in the whole prefecture, never of the form of a credit code. */
const projectCode = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, "is not 1 to 64 letters, digits and hyphens")
  .refine((code) => !isCreditCode(code), "is a unified social credit code")
  .refine((code) => !hasFormOfId(code), "has the form of an id");
/** The code of an entity or of a project. */
export const targetCode = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "is not the code of a target");
const idNumber = z.string().refine(isIdNumber, "is not a valid ID number (GB 11643)");
const phone = z.string().regex(/^\+?[0-9][0-9-]{4,19}$/, "is not a phone number");
const certificateNumber = z
  .string()
  .regex(/^[\p{Script=Han}A-Za-z0-9()（）〔〕-]{1,60}$/u, "is not a certificate's number");
const slugs = z
  .array(slug)
  .max(50)
  .refine((list) => new Set(list).size === list.length, "names one twice");
const inOrder = (from: string, to: string | null) => to === null || from <= to;

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
  code: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, "is not 1 to 60 letters, digits and hyphens")
    .refine((code) => !hasFormOfId(code), "has the form of an id"),
  name: text(200),
  legalBasis: text(2000),
  legalBasisValidFrom: day,
  legalBasisValidTo: day.nullable().default(null),
  subject: text(200),
  content: text(4000),
  method: text(1000),
  officerTypes: slugs.min(1),
  specialties: slugs,
  targetKind,
  validFrom: day,
  validTo: day.nullable().default(null),
};
export const newItem = z
  .strictObject(item)
  .refine((row) => inOrder(row.validFrom, row.validTo), { path: ["validTo"], error: "is before validFrom" })
  .refine((row) => inOrder(row.legalBasisValidFrom, row.legalBasisValidTo), {
    path: ["legalBasisValidTo"],
    error: "is before legalBasisValidFrom",
  });
export const itemView = entry.extend(item);
export const itemChange = z.strictObject({
  name: item.name.optional(),
  legalBasis: item.legalBasis.optional(),
  legalBasisValidFrom: day.optional(),
  legalBasisValidTo: day.nullable().optional(),
  subject: item.subject.optional(),
  content: item.content.optional(),
  method: item.method.optional(),
  officerTypes: item.officerTypes.optional(),
  specialties: slugs.optional(),
  validFrom: day.optional(),
  validTo: day.nullable().optional(),
  ...change,
});

/** A market entity: one row a credit code in the prefecture, and the contact that its supervising authority keeps (articles 5, 11). */
const entity = {
  name: text(200),
  address: text(300),
  legalRepresentative: text(100),
  category: entityCategory,
};
const contact = { contactName: text(100), contactPhone: phone };
export const newEntity = z.strictObject({ creditCode, ...entity, ...contact });
/** `authority` is the supervising one, null where it is none that the caller may know; then there is no contact either. */
export const entityView = z.object({
  id: id.nullable(),
  authority: authorityCode.nullable(),
  creditCode: z.string(),
  ...entity,
  status: targetStatus,
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  version: z.number().int(),
  updatedAt: instant,
});
export const entityChange = z.strictObject({
  name: entity.name.optional(),
  address: entity.address.optional(),
  legalRepresentative: entity.legalRepresentative.optional(),
  category: entityCategory.optional(),
  status: targetStatus.optional(),
  contactName: contact.contactName.optional(),
  contactPhone: phone.optional(),
  ...change,
});

/** A construction project (article 12). */
const project = {
  name: text(200),
  address: text(300),
  permits: z.array(text(100)).max(50),
  leadName: text(100),
  basicFacts: text(4000),
  ...contact,
  builderCreditCode: creditCode.nullable().default(null),
};
export const newProject = z.strictObject({ code: projectCode, ...project });
export const projectView = entry.extend({
  code: z.string(),
  ...project,
  status: targetStatus,
  contactPhone: z.string(),
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

/** An officer or an expert (articles 13, 14). */
const inspector = {
  kind: inspectorKind,
  name: text(100),
  idNumber,
  types: slugs,
  specialties: slugs,
  certificateNumber,
  certificateValidFrom: day,
  certificateValidTo: day,
  unit: text(200),
  phone,
};
export const newInspector = z
  .strictObject(inspector)
  .refine((row) => inOrder(row.certificateValidFrom, row.certificateValidTo), {
    path: ["certificateValidTo"],
    error: "is before certificateValidFrom",
  })
  .refine((row) => (row.kind === "officer" ? row.types : row.specialties).length > 0, {
    path: ["types"],
    error: "an officer has a type, an expert a specialty",
  });
/** ID number and phone are masked outside the owner's view. */
export const inspectorView = entry.extend({
  ...inspector,
  idNumber: z.string(),
  phone: z.string(),
  status: inspectorStatus,
});
export const inspectorChange = z.strictObject({
  name: inspector.name.optional(),
  types: slugs.optional(),
  specialties: slugs.optional(),
  certificateNumber: certificateNumber.optional(),
  certificateValidFrom: day.optional(),
  certificateValidTo: day.optional(),
  unit: inspector.unit.optional(),
  phone: phone.optional(),
  status: inspectorStatus.optional(),
  ...change,
});

/** An interest declared beforehand, which excludes the inspector from the target (article 24). */
export const newConflict = z.strictObject({
  certificateNumber,
  targetCode,
  ground: conflictGround,
  note: text(1000),
});
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

/** A fact of a target's credit (articles 21, 31). A record that was wrong or is repaired is withdrawn and keeps its history. */
export const newCreditRecord = z.strictObject({
  targetCode,
  kind: creditKind,
  date: day,
  description: text(2000),
});
const creditStatus = z.enum(["valid", "withdrawn"]);
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
});
export const creditRecordChange = z.strictObject({
  date: day.optional(),
  description: text(2000).optional(),
  status: creditStatus.optional(),
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
    entry: view,
  });

const listQuery = pageQuery.extend({ authority: authorityCode.optional() });
export const itemQuery = listQuery.extend({ targetKind: targetKind.optional() });
export const entityQuery = listQuery.extend({
  category: entityCategory.optional(),
  status: targetStatus.optional(),
});
export const projectQuery = listQuery.extend({ status: targetStatus.optional() });
export const inspectorQuery = listQuery.extend({
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

/** The answer to POST /api/v1/imports/{kind}. */
export const importResult = z.object({ imported: z.number().int() });

/* What the system's own services ask of the registry, in the scope of `x-authority`. */

/** GET /api/v1/snapshot/targets. An empty or missing `categories` means every category. */
export const snapshotTargetsQuery = z.strictObject({
  kind: targetKind,
  categories: z.string().max(300).optional(),
});
/** A line of its NDJSON, sorted by code in byte order. A project's category is `project`. */
export const snapshotTarget = z.object({ code: z.string(), riskClass, category: z.string() });
export type SnapshotTarget = z.infer<typeof snapshotTarget>;
/** A line of GET /api/v1/snapshot/inspectors, sorted by id. */
export const snapshotInspector = z.object({
  id,
  kind: inspectorKind,
  types: z.array(z.string()),
  specialties: z.array(z.string()),
  certificateNumber: z.string(),
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
/** POST /api/v1/inspectors/certificates: whether each may inspect today (articles 15, 25). */
export const certificateCheck = z.strictObject({ ids: z.array(id).min(1).max(500) });
export const certificateAnswers = z.object({
  items: z.array(
    z.object({
      id,
      valid: z.boolean(),
      reason: z.enum(["expired", "suspended", "left", "unknown"]).optional(),
    }),
  ),
});
/** GET /api/v1/targets/{kind}/{code}. */
export const targetCard = z.object({
  code: z.string(),
  name: z.string(),
  address: z.string(),
  kind: targetKind,
  riskClass,
  status: targetStatus,
});
/** GET /api/v1/inspectors/{id}/card, for notices: a name that must not enter a workflow. */
export const inspectorCard = z.object({
  id,
  name: z.string(),
  kind: inspectorKind,
  certificateNumber: z.string(),
  unit: z.string(),
});
/**
 * PUT /api/v1/credit-records/inspections/{inspectionId}: one record an inspection (article 31). Another outcome of a higher
 * revision corrects it and keeps its history; none takes it back.
 */
export const inspectionCredit = z.strictObject({
  targetCode,
  targetKind,
  outcome: creditOutcome.nullable(),
  on: day,
  /** The inspection's own count of changes. */
  revision: z.number().int().min(1),
});
