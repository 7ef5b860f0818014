import { z } from "zod";
import {
  authorityCode,
  day,
  id,
  inspectionOrigin,
  instant,
  ofFiles,
  ofPages,
  pageQuery,
  sha256Hex,
  riskClass,
  slug,
  targetKind,
  text,
} from "./basics.ts";
import { hasCreditCodeForm, hasIdNumberForm, isCreditCode, isIdNumber } from "./check-digits.ts";
import { completenessCode } from "./completeness.ts";
import { because } from "./faults.ts";
import { compact, folded, foldedCode, name, seenText } from "./names.ts";
import { dialledNumbers } from "./phones.ts";

/** A unified social credit code by its form, as people write it: small letters and full width become what the standard has. */
const creditCode = z
  .string()
  .overwrite(foldedCode)
  .refine(
    hasCreditCodeForm,
    because("credit-code", "has not the form of a unified social credit code (GB 32100)"),
  );
/** Whether a text has the form of an id; codes have not, since entries are asked for by either. */
export const hasFormOfId = (value: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
/** A code of so many letters, digits and hyphens at most. */
const code = (max: number, form = compact) =>
  z
    .string()
    .overwrite(form)
    .refine(
      (value) => value.length <= max && /^[A-Za-z0-9-]+$/.test(value),
      because("code", `is not 1 to ${max} letters, digits and hyphens`, { max }),
    );
/** A code of an authority's own, by which its entry is asked for. */
const ownCode = (max: number, form = compact) =>
  code(max, form).refine((value) => !hasFormOfId(value), because("code", "has the form of an id", { max }));
/**
 * The code of an entity or of a project, which is one whether it is written in capitals or not. A project's may well look like an
 * entity's: permits have 18 digits too.
 */
export const targetCode = code(64, foldedCode);
const idNumber = z
  .string()
  .overwrite(foldedCode)
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

/** Where something is by its division code (GB/T 2260, GB/T 10114): of a county, or of a township in it. */
const territory = z
  .string()
  .overwrite(compact)
  .refine(
    (value) => /^\d{6}(\d{3})?$/.test(value),
    because("territory", "is not a division code of 6 digits, or of 9 for a township"),
  );
/** A place on the earth in degrees of WGS-84, as receivers give it. The bounds are China's, so that none stands for the other. */
const degrees = (least: number, most: number) =>
  z
    .number()
    .refine(
      (value) => least <= value && value <= most,
      because("coordinate", `is not from ${least} to ${most} degrees`, { least, most }),
    );
const longitude = degrees(73, 136);
const latitude = degrees(3, 54);
/** Whether both are there, or neither. */
export const isPlace = (one: number | null | undefined, other: number | null | undefined) =>
  (one ?? null) === null ? (other ?? null) === null : (other ?? null) !== null;
const uniqueNames = (max: number) =>
  z
    .array(name(60))
    .max(max)
    .refine((list) => new Set(list.map(folded)).size === list.length, because("twice", "names one twice"));

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

/** A permit or licence: its number, what kind it is, and for which days it holds. */
export const permit = z
  .strictObject({
    number: name(100),
    kind: name(60).nullable().default(null),
    validFrom: day.nullable().default(null),
    validTo: lastDay,
  })
  .refine(
    (row) => inOrder(row.validFrom, row.validTo),
    at("validTo", ["validFrom", "validTo"], because("order", "is before validFrom")),
  );
export type Permit = z.infer<typeof permit>;
/** As an answer shows it. */
const permitView = z.object({
  number: z.string(),
  kind: z.string().nullable(),
  validFrom: day.nullable(),
  validTo: day.nullable(),
});
const permits = z
  .array(permit)
  .max(50)
  .refine(
    (list) => new Set(list.map(({ number }) => folded(number))).size === list.length,
    because("twice", "names one twice"),
  );
/** Days from the first to the last, both included; without a last one until that is entered. */
export const period = z
  .strictObject({ from: day, until: lastDay })
  .refine(
    (row) => inOrder(row.from, row.until),
    at("until", ["from", "until"], because("order", "is before from")),
  );
export type Period = z.infer<typeof period>;
/** Somebody else to call up, and what that person is there. */
const person = z.strictObject({ name: name(100), post: name(60).nullable().default(null), phone });
export type Person = z.infer<typeof person>;
const contacts = z.array(person).max(20);
const personView = z.object({
  name: z.string(),
  post: z.string().nullable(),
  phone: z.string(),
  phoneDialled: dialled,
});
/** The place as maps of China show it (GCJ-02), from what is kept. */
const shownAt = z.object({ longitude: z.number(), latitude: z.number() }).nullable();

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
/** What has versions: the lists, and the registers of which no files come and go. */
export const versionedKind = z.enum([...registerKind.options, "legal-bases", "tips"]);
export type VersionedKind = z.infer<typeof versionedKind>;

const targetStatus = z.enum(["active", "deregistered"]);
/** Why a target left the register of an authority (article 15): nobody is left out without one. */
export const removalGround = z.enum([
  "closed",
  "revoked",
  "moved-away",
  "completed",
  "not-supervised",
  "registered-twice",
]);
export type RemovalGround = z.infer<typeof removalGround>;
/** How a market entity stands in business. What is closed, revoked or moved away is not drawn; what has only stopped may go on any day. */
export const businessState = z.enum(["open", "suspended", "closed", "revoked", "moved-away"]);
export type BusinessState = z.infer<typeof businessState>;
/** How far a construction project is. What is completed or given up is not drawn. */
export const projectState = z.enum(["preparing", "building", "stopped", "completed", "given-up"]);
export type ProjectState = z.infer<typeof projectState>;
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
/**
 * What a record tells of; of `samr-class` the class that market supervision (市场监管部门) has for an enterprise, of `repair` that
 * another record is repaired (信用修复管理办法).
 */
export const creditKind = z.enum([
  "complaint",
  "violation",
  "penalty",
  "abnormal-list",
  "honest",
  "samr-class",
  "inspection",
  "repair",
]);
export type CreditKind = z.infer<typeof creditKind>;

/** What every entry has: its id, whose it is, its version for optimistic concurrency, and its last change. */
const entry = z.object({ id, authority: authorityCode, version: z.number().int(), updatedAt: instant });
/** What every change states: why, and the version it was made on. */
const change = { reason: text(500), version: z.number().int().min(1) };

/** What an item rests on (article 8): one article of one law, and when it is in force. It is a record of its own, so that a repeal is entered once. */
const legalBasis = {
  law: name(200),
  article: name(100),
  /** The number of its order or notice (文号). */
  number: name(100).nullable().default(null),
  validFrom: day,
  validTo: lastDay,
};
export const newLegalBasis = z
  .strictObject(legalBasis)
  .refine(
    (row) => inOrder(row.validFrom, row.validTo),
    at("validTo", ["validFrom", "validTo"], because("order", "is before validFrom")),
  );
export const legalBasisView = entry.extend({
  law: z.string(),
  article: z.string(),
  number: z.string().nullable(),
  validFrom: day,
  validTo: day.nullable(),
});
/** A repeal is its last day. */
export const legalBasisChange = z.strictObject({
  validFrom: day.optional(),
  validTo: lastDayChange,
  ...change,
});
/** What the mark of a repeal says: which basis ends, and with which day. */
export const repealedBasis = z.object({ id, law: z.string(), article: z.string(), validTo: day });
/** What is asked at a check, and how the answer is judged; a version of its item has the whole list. */
const checkQuestion = z.strictObject({ question: text(500), judgedBy: text(1000) });
const checklist = z.array(checkQuestion).max(200);
/** A legal basis as an item names it: by its id, or as it is cited, which is how sheets do. */
const namedBasis = z.union([
  id,
  z.strictObject({ law: name(200), article: name(100), number: legalBasis.number }),
]);
export type NamedBasis = z.output<typeof namedBasis>;
const namedBases = z
  .array(namedBasis)
  .max(20)
  .refine(
    (list) => new Set(list.map((one) => folded(JSON.stringify(one)))).size === list.length,
    because("twice", "names one twice"),
  );

/** An item that may be inspected at random (articles 6 to 8). */
const item = {
  code: ownCode(60, foldedCode),
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
const itemDetails = {
  /** The legal bases on record that it rests on: those of its own authority and of its superiors. */
  bases: namedBases.default([]),
  checklist: checklist.default([]),
  /** The number that the list of powers (权力清单) has for it. */
  powerNumber: name(60).nullable().default(null),
};
export const newItem = z
  .strictObject({ ...item, ...itemDetails })
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
  bases: z.array(
    legalBasisView.pick({ id: true, law: true, article: true, number: true, validFrom: true, validTo: true }),
  ),
  /** Of these bases those with a last day: the mark of a repeal. */
  repealed: z.array(repealedBasis),
  checklist,
  powerNumber: z.string().nullable(),
  /** The superior's item that it was compiled from, and which version of it. */
  compiledFrom: z
    .object({ authority: authorityCode, code: z.string(), version: z.number().int() })
    .nullable(),
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
  bases: namedBases.optional(),
  checklist: checklist.optional(),
  powerNumber: name(60).nullable().optional(),
  ...change,
});

/**
 * An authority's list compiled from its superior's and from its own list of powers (article 7): POST /api/v1/items/compile. `dryRun`
 * tells what would be; each of the superior's items whose power the authority has becomes one of its own.
 */
export const itemCompilation = z.strictObject({
  from: authorityCode,
  /** The numbers of the authority's list of powers. */
  powers: z.array(name(60)).min(1).max(2_000),
  /** Who inspects by these items. */
  subject: name(200),
  dryRun: z.boolean().default(false),
});
export const itemsCompiled = z.object({
  /** The superior's codes, with those that the items have here, and what they are called. */
  compiled: z.array(z.object({ from: z.string(), code: z.string(), name: z.string() })),
  /** Those that stand on the list already. */
  standing: z.array(z.string()),
  /** The superior's items for which the authority has no power, or that name none. */
  withoutPower: z.array(z.string()),
  /** The powers for which the superior has no item. */
  withoutItem: z.array(z.string()),
});

/** A market entity: one row a credit code in the prefecture, and the contact that its supervising authority keeps (articles 5, 11). */
const entity = {
  name: name(200),
  address: seenText(300),
  legalRepresentative: name(100),
  category: entityCategory,
};
/** What else the prefecture shares of an entity. Who registers one that it has already need not state it again. */
const entityFacts = {
  businessState,
  territory: territory.nullable(),
  /** As its licence has them. */
  trades: uniqueNames(30),
  permits,
  longitude: longitude.nullable(),
  latitude: latitude.nullable(),
};
const stated = z.strictObject(entityFacts).partial().shape;
const shownFacts = { ...entityFacts, trades: z.array(z.string()), permits: z.array(permitView) };
const contact = { contactName: name(100), contactPhone: phone };
export const newEntity = z
  .strictObject({
    creditCode,
    checkCharacterReason,
    ...entity,
    ...stated,
    ...contact,
    contacts: contacts.default([]),
  })
  .refine(
    (row) => isPlace(row.longitude, row.latitude),
    at("latitude", ["longitude", "latitude"], because("place", "needs both longitude and latitude")),
  )
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
  ...shownFacts,
  shownAt,
  status: targetStatus.nullable(),
  removalGround: removalGround.nullable(),
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  contactPhoneDialled: dialled,
  contacts: z.array(personView),
  version: z.number().int(),
  updatedAt: instant,
});
/** What all authorities that supervise an entity share of it. */
const sharedChange = {
  name: entity.name.optional(),
  address: entity.address.optional(),
  legalRepresentative: entity.legalRepresentative.optional(),
  category: entityCategory.optional(),
  ...stated,
};
/** Who takes a target out says on what ground, and only then (article 15). */
const leaving = { status: targetStatus.optional(), removalGround: removalGround.optional() };
const hasItsGround = (row: { status?: string | undefined; removalGround?: string | undefined }) =>
  (row.status === "deregistered") === (row.removalGround !== undefined);
const groundMissing = at(
  "removalGround",
  ["status", "removalGround"],
  because("removal-ground", "whoever is taken out needs a ground, and nobody else"),
);
export const entityChange = z
  .strictObject({
    ...sharedChange,
    ...leaving,
    contactName: contact.contactName.optional(),
    contactPhone: phone.optional(),
    contacts: contacts.optional(),
    ...change,
  })
  .refine(hasItsGround, groundMissing);

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
const shared = z.object({ ...sharedChange, ...z.object(shownFacts).partial().shape });
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
  permits,
  leadName: name(100),
  basicFacts: text(4000),
  ...contact,
};
/** The entities that take part in a project, by what they do there. */
export const projectParties = [
  "builderCreditCode",
  "developerCreditCode",
  "supervisorCreditCode",
  "designerCreditCode",
  "surveyorCreditCode",
] as const;
export type ProjectParty = (typeof projectParties)[number];
const party = creditCode.nullable();
const parties = {
  builderCreditCode: party,
  developerCreditCode: party,
  supervisorCreditCode: party,
  designerCreditCode: party,
  surveyorCreditCode: party,
} satisfies Record<ProjectParty, z.ZodType>;
const projectFacts = {
  ...parties,
  territory: territory.nullable(),
  longitude: longitude.nullable(),
  latitude: latitude.nullable(),
  state: projectState,
  /** The days on which it begins and is to be done. */
  startsOn: day.nullable(),
  endsOn: day.nullable(),
};
const projectStated = z.strictObject(projectFacts).partial().shape;
export const newProject = z
  .strictObject({
    code: ownCode(64, foldedCode),
    ...project,
    ...projectStated,
    contacts: contacts.default([]),
  })
  .refine(
    (row) => isPlace(row.longitude, row.latitude),
    at("latitude", ["longitude", "latitude"], because("place", "needs both longitude and latitude")),
  )
  .refine(
    (row) => inOrder(row.startsOn ?? null, row.endsOn ?? null),
    at("endsOn", ["startsOn", "endsOn"], because("order", "is before startsOn")),
  );
export const projectView = entry.extend({
  code: z.string(),
  ...project,
  permits: z.array(permitView),
  ...projectFacts,
  shownAt,
  status: targetStatus,
  removalGround: removalGround.nullable(),
  contactPhone: z.string(),
  contactPhoneDialled: dialled,
  contacts: z.array(personView),
});
export const projectChange = z
  .strictObject({
    name: project.name.optional(),
    address: project.address.optional(),
    permits: permits.optional(),
    leadName: project.leadName.optional(),
    basicFacts: project.basicFacts.optional(),
    contactName: contact.contactName.optional(),
    contactPhone: phone.optional(),
    contacts: contacts.optional(),
    ...projectStated,
    ...leaving,
    ...change,
  })
  .refine(hasItsGround, groundMissing);

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
  /** A professional title (职称). */
  title: name(60).nullable().default(null),
  phone,
  /** When somebody is on leave, and is neither drawn nor dealt (articles 15, 25). */
  leaves: z.array(period).max(50).default([]),
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
  title: z.string().nullable(),
  phone: z.string(),
  phoneDialled: dialled,
  leaves: z.array(z.object({ from: day, until: day.nullable() })),
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
  title: name(60).nullable().optional(),
  phone: phone.optional(),
  leaves: z.array(period).max(50).optional(),
  status: inspectorStatus.optional(),
  ...change,
});

/** How near a certificate's end is (article 13): within so many days, today included, or past. */
export const certificateStage = z.enum(["within-60", "within-30", "within-7", "expired"]);
export type CertificateStage = z.infer<typeof certificateStage>;
/** GET /api/v1/certificates/ending: who will have to renew a certificate, or has not. */
export const endingCertificatesQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  stage: certificateStage.optional(),
});
export const endingCertificatesFileQuery = endingCertificatesQuery.omit(ofPages).extend(ofFiles);
export const endingCertificate = z.object({
  inspectorId: id,
  authority: authorityCode,
  kind: inspectorKind,
  name: z.string(),
  certificateNumber: z.string().nullable(),
  validTo: day,
  /** Until its last day; below 0 where that is past. */
  daysLeft: z.number().int(),
  stage: certificateStage,
});

/** An interest declared beforehand, which excludes the inspector from the target (article 24). */
const ofInspector = {
  certificateNumber: certificateNumber.nullable().default(null),
  inspectorId: id.nullable().default(null),
};
/** The inspector is named by a certificate's number, or, where it has none, by its id. */
const declaration = {
  ground: conflictGround,
  note: text(1000),
  /** What shows it, such as a paper and where that is kept. */
  evidence: text(1000).nullable().default(null),
  /** For which days it holds; without a first or last one from ever, or until it is withdrawn. */
  validFrom: day.nullable().default(null),
  validTo: lastDay,
};
export const newConflict = z
  .strictObject({ ...ofInspector, targetCode, ...declaration })
  .refine(
    (row) => inOrder(row.validFrom, row.validTo),
    at("validTo", ["validFrom", "validTo"], because("order", "is before validFrom")),
  )
  .refine(
    (row) => (row.certificateNumber === null) !== (row.inspectorId === null),
    at(
      "certificateNumber",
      ["certificateNumber", "inspectorId"],
      because("unknown-inspector", "either a certificate's number or an inspector's id is needed"),
    ),
  );
const conflictStatus = z.enum(["declared", "withdrawn"]);
/** That there is one everybody may know who reads the registers; of what kind, since when and by what evidence only who needs to: else these are null. */
export const conflictView = entry.extend({
  inspectorId: id,
  targetCode: z.string(),
  ground: conflictGround.nullable(),
  note: z.string().nullable(),
  evidence: z.string().nullable(),
  validFrom: day.nullable(),
  validTo: day.nullable(),
  status: conflictStatus,
});
export const conflictChange = z.strictObject({
  ground: conflictGround.optional(),
  note: text(1000).optional(),
  evidence: text(1000).nullable().optional(),
  validFrom: day.nullable().optional(),
  validTo: lastDayChange,
  status: conflictStatus.optional(),
  ...change,
});

/** The number of a decision by which something is repaired. */
const decisionNumber = name(100);
/** A fact of a target's credit (articles 21, 31). A record that was wrong is withdrawn, one that is repaired counts no longer; each keeps its history. */
const creditFacts = {
  targetCode,
  /** Needed where an entity and a project have the same code. */
  targetKind: targetKind.nullable().default(null),
  kind: creditKind,
  date: day,
  description: text(2000),
  /** From where it is known: a document, another body's system. */
  source: name(200).nullable().default(null),
  /** The last day on which it counts; without one it counts for as long as the table of classes says. */
  validUntil: lastDay,
  /** That class, of a `samr-class`; it is an input of ours alone and never published. */
  samrClass: riskClass.nullable().default(null),
  /** Whoever is in charge, where it is a record of that person and not of the target (article 31). */
  personInCharge: name(100).nullable().default(null),
  /** Of a `repair`, whose `source` is its decision: the source's number of the record that it repairs, or, where that has none, its id. */
  repairs: name(200).nullable().default(null),
};
export const newCreditRecord = z
  .strictObject(creditFacts)
  .refine(
    (row) => (row.kind === "samr-class") === (row.samrClass !== null),
    at(
      "samrClass",
      ["kind", "samrClass"],
      because("samr-class", "a class of market supervision has one, and nothing else"),
    ),
  )
  .refine(
    (row) => (row.kind === "repair") === (row.repairs !== null),
    at(
      "repairs",
      ["kind", "repairs"],
      because("repairs", "a repair names the record that it repairs, and nothing else does"),
    ),
  )
  .refine(
    (row) => row.kind !== "repair" || decisionNumber.safeParse(row.source).success,
    at(
      "source",
      ["kind", "source"],
      because("repair-source", "a repair names its decision, in 100 characters at most"),
    ),
  )
  .refine(
    (row) => inOrder(row.date, row.validUntil),
    at("validUntil", ["date", "validUntil"], because("order", "is before date")),
  );
const creditStatus = z.enum(["valid", "withdrawn", "repaired"]);
/**
 * The decision by which what speaks against a target is repaired (信用修复管理办法): its number, its day, and why. It is on record,
 * and not public. Of a credit record: POST /api/v1/credit-records/{ref}/repair; of an inspection's it is that one's command `repair`.
 */
export const creditRepair = z.strictObject({ number: decisionNumber, decidedOn: day, reason: text(1000) });
export type CreditRepair = z.infer<typeof creditRepair>;
/**
 * GET /api/v1/snapshot/repairs: what came into the registry as repaired that inspections have entered (article 31), until those hand
 * the repair over; of all authorities, the first of them.
 */
export const repairsDue = z.object({
  items: z.array(creditRepair.extend({ id, authority: authorityCode, inspectionId: id })),
});
export type RepairDue = z.infer<typeof repairsDue>["items"][number];
/**
 * What came of an objection to a record that was entered by hand (article 31): POST /api/v1/credit-records/{ref}/objection. Upheld, the
 * record is withdrawn, or stands as corrected; what it was before stays in its history.
 */
export const creditObjection = z
  .strictObject({
    raisedOn: day,
    statement: text(2000),
    upheld: z.boolean(),
    correction: z
      .strictObject({
        date: day.optional(),
        description: text(2000).optional(),
        kind: creditKind.exclude(["repair"]).optional(),
      })
      .nullable()
      .default(null),
    reason: text(1000),
  })
  .refine(
    (row) => row.upheld || row.correction === null,
    at("correction", ["upheld", "correction"], because("other", "nothing is corrected that is not upheld")),
  );
/** Why a target is of its class: what of the table's row it has, and how much of it. */
export const riskReason = z.enum([
  "violations",
  "complaints",
  "abnormal-list",
  "samr-class",
  "honest",
  "nothing",
]);
export type RiskReason = z.infer<typeof riskReason>;
/** GET /api/v1/risk-classes/{kind}/{code}: a target's class today and why. */
export const riskClassView = z.object({
  code: z.string(),
  kind: targetKind,
  riskClass,
  /** The version of the table by which it was found, and for how many months records count by it. */
  table: z.number().int(),
  months: z.number().int(),
  /** Records from after this day count. */
  since: day,
  because: z.array(z.object({ reason: riskReason, count: z.number().int(), atLeast: z.number().int() })),
});
/** What counts for a class. Of market supervision's classes only the newest does, and only C and D. */
export const riskInput = z.enum(["violations", "complaints", "abnormal-list", "samr-c", "samr-d", "honest"]);
export type RiskInput = z.infer<typeof riskInput>;
/** One row of a table: the first that holds gives the class. */
const riskRow = z.strictObject({
  riskClass,
  /** What it takes; the last row takes nothing, and gives the class of all others. */
  of: riskInput.nullable(),
  /** How many of them; 0 in the last row. */
  atLeast: z.int().min(0).max(99),
  /** Which of the others there must be none of. */
  without: z.array(riskInput).max(riskInput.options.length),
});
const riskRows = z
  .array(riskRow)
  .min(1)
  .max(30)
  .refine(
    (rows) =>
      rows.every(({ of, atLeast, without }, index) =>
        index === rows.length - 1
          ? of === null && atLeast === 0 && without.length === 0
          : of !== null && atLeast > 0,
      ),
    because("risk-rows", "the last row alone takes nothing"),
  );
const riskTableVersion = z.object({
  /** Who set it: the nation's 000000 for the first, of which all others are versions. */
  authority: authorityCode,
  version: z.number().int(),
  /** Its first day. On a day the highest version holds that has begun by then. */
  from: day,
  /** For how many months a record counts. */
  months: z.number().int(),
  /** What it rests on, and why it was set. */
  ground: z.string(),
  rows: z.array(riskRow),
});
export type RiskTable = z.infer<typeof riskTableVersion>;
/** GET /api/v1/risk-table, open to everybody, at the registry and the portal: the versions of the rules by which classes are found, the newest first. */
export const riskTable = z.object({ items: z.array(riskTableVersion) });
/** POST /api/v1/risk-table: another version, from a day to come on. `dryRun` tells what would be. */
export const newRiskTable = z.strictObject({
  from: day,
  months: z.int().min(1).max(120),
  ground: text(1000),
  rows: riskRows,
  dryRun: z.boolean().default(false),
});
/** The version that was set, or would be, and how many targets in force change their class with its first day, as records stand now. */
export const riskTableSet = z.object({
  table: riskTableVersion,
  targets: z.number().int(),
  changes: z.array(z.object({ kind: targetKind, from: riskClass, to: riskClass, count: z.number().int() })),
});
export const creditOutcome = z.enum(["clean", "violation", "violation-corrected"]);
export type CreditOutcome = z.infer<typeof creditOutcome>;
export const creditRecordView = entry.extend({
  targetCode: z.string(),
  targetKind,
  kind: creditKind,
  date: day,
  description: z.string(),
  source: z.string().nullable(),
  validUntil: day.nullable(),
  samrClass: riskClass.nullable(),
  /** Null for whoever need not know it; `ofPerson` says that there is one. */
  personInCharge: z.string().nullable(),
  ofPerson: z.boolean(),
  outcome: creditOutcome.nullable(),
  inspectionId: id.nullable(),
  status: creditStatus,
  /** The last objection to it, and what came of that. */
  objection: z
    .object({ raisedOn: day, statement: z.string(), upheld: z.boolean(), decidedOn: day })
    .nullable(),
  /** Of a repair, which record it repairs, as it was named and by its id. */
  repairs: z.string().nullable(),
  repairsId: id.nullable(),
  /** By which decision it was repaired, where it was. */
  repair: creditRepair.pick({ number: true, decidedOn: true }).nullable(),
});
export const creditRecordChange = z.strictObject({
  date: day.optional(),
  description: text(2000).optional(),
  source: name(200).nullable().optional(),
  validUntil: lastDayChange,
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

/** By what a list may be sorted, each also the other way round with a hyphen in front; without it lists have an order of their own. */
const sortedBy = <const Names extends readonly string[]>(names: Names) =>
  z.enum([...names, ...names.map((name): `-${Names[number]}` => `-${name as Names[number]}`)]).optional();
const narrowable = z
  .string()
  .max(100)
  .refine((value) => !value.includes("\u0000"), because("control", "contains a NUL character"));
/**
 * A part of a name, in folded form, or of its initials in pinyin; the beginning of a code; a blank one asks for all.
 * `count=true` has the first page say how many there are, up to 1,000; `count=exact` all of them, unless they are too many to be counted in time.
 */
const q = narrowable.optional();
/** A part of the name of whoever is in charge. */
const inCharge = narrowable.optional();
/** A division code, or the beginning of one: a county's has 6 digits, a township's 9. */
const place = z
  .string()
  .regex(/^\d{2,9}$/)
  .optional();
/** A part of a permit's number. */
const permitNumber = narrowable.optional();
const listQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  count: z.enum(["true", "false", "exact"]).default("false"),
});
export const itemQuery = listQuery.extend({
  q,
  targetKind: targetKind.optional(),
  sort: sortedBy(["code", "name", "updatedAt"]),
});
/** Those that an authority's items may rest on, its own and its superiors', or those of one authority. */
export const legalBasisQuery = listQuery.extend({
  /** A part of the law's name or of its initials, or of the number of its order. */
  q,
  /** The beginning of an article: 第七条 is that of 第七条第一款 as well. */
  article: narrowable.optional(),
  inForceOn: day.optional(),
  /** Those that have a last day, or those that have none. */
  repealed: z.enum(["true", "false"]).optional(),
  sort: sortedBy(["law", "updatedAt"]),
});
export const entityQuery = listQuery.extend({
  q,
  person: inCharge,
  place,
  permit: permitNumber,
  category: entityCategory.optional(),
  riskClass: riskClass.optional(),
  status: targetStatus.optional(),
  sort: sortedBy(["code", "name", "updatedAt"]),
});
export const proposalQuery = pageQuery.extend({ status: proposalStatus.optional() });
export const proposalFileQuery = proposalQuery.omit(ofPages).extend(ofFiles);
export const projectQuery = listQuery.extend({
  q,
  person: inCharge,
  place,
  permit: permitNumber,
  /** The code of an entity that takes part, whatever it does there. */
  party: creditCode.optional(),
  riskClass: riskClass.optional(),
  status: targetStatus.optional(),
  sort: sortedBy(["code", "name", "updatedAt"]),
});
export const inspectorQuery = listQuery.extend({
  q,
  kind: inspectorKind.optional(),
  status: inspectorStatus.optional(),
  sort: sortedBy(["name", "updatedAt"]),
});
export const conflictQuery = listQuery.extend({
  targetCode: targetCode.optional(),
  inspectorId: id.optional(),
  status: conflictStatus.optional(),
  sort: sortedBy(["updatedAt"]),
});
export const creditRecordQuery = listQuery.extend({
  targetCode: targetCode.optional(),
  /**
   * The whole name of a person in charge, however it is written: records of that person which the authority has entered itself. Only
   * whoever may read whose they are finds by it (article 31).
   */
  person: narrowable.optional(),
  kind: creditKind.optional(),
  status: creditStatus.optional(),
  sort: sortedBy(["updatedAt"]),
});

const ofCountedPages = { ...ofPages, count: true } as const;
export const legalBasisFileQuery = legalBasisQuery.omit(ofCountedPages).extend(ofFiles);
/** What narrows and sorts each register's list. */
export const listNarrowings = {
  items: itemQuery.omit(ofCountedPages),
  entities: entityQuery.omit(ofCountedPages),
  projects: projectQuery.omit(ofCountedPages),
  inspectors: inspectorQuery.omit(ofCountedPages),
  conflicts: conflictQuery.omit(ofCountedPages),
  "credit-records": creditRecordQuery.omit(ofCountedPages),
} as const satisfies Record<RegisterKind, z.ZodType>;
/** GET of a list's whole as a file, by the list's own query: as .xlsx or CSV, headed and worded in Chinese or English. */
export const exportQueries = {
  items: listNarrowings.items.extend(ofFiles),
  entities: listNarrowings.entities.extend(ofFiles),
  projects: listNarrowings.projects.extend(ofFiles),
  inspectors: listNarrowings.inspectors.extend(ofFiles),
  conflicts: listNarrowings.conflicts.extend(ofFiles),
  "credit-records": listNarrowings["credit-records"].extend(ofFiles),
} as const satisfies Record<RegisterKind, z.ZodType>;

/** What may bring an inspection about without a draw (article 2), as it comes in. */
export const tipOrigin = inspectionOrigin.extract([
  "complaint",
  "data-alert",
  "referral",
  "assignment",
  "statutory",
]);
/** Somebody who complained: kept sealed, shown to whoever answers, and never sent to the inspection. */
const complainant = z.strictObject({ name: name(100), phone });
/** What speaks for an inspection: POST /api/v1/tips. It is inspected by POST /api/v1/inspections with its id as `tip`, once. */
export const newTip = z.strictObject({
  origin: tipOrigin,
  target: z.strictObject({ kind: targetKind, code: targetCode }),
  /** From where it came, and the number of its document. */
  source: name(200),
  document: name(100),
  receivedOn: day,
  statement: text(4000),
  evidence: z
    .array(z.strictObject({ name: name(200), sha256: z.string().regex(/^[0-9a-f]{64}$/), from: name(200) }))
    .max(50)
    .default([]),
  complainant: complainant.nullable().default(null),
});
export const tipStatus = z.enum(["open", "dismissed"]);
export const tipView = entry.extend({
  origin: tipOrigin,
  target: z.object({ kind: targetKind, code: z.string() }),
  source: z.string(),
  document: z.string(),
  receivedOn: day,
  /** Null for whoever need not know it; it may tell who complained. */
  statement: z.string().nullable(),
  evidence: z.array(z.object({ name: z.string(), sha256: z.string(), from: z.string() })),
  /** Null for whoever need not know, and where nobody is named. */
  complainant: z.object({ name: z.string(), phone: z.string(), phoneDialled: dialled }).nullable(),
  status: tipStatus,
  /** The inspection that it brought about, and what that entered into the target's credit. */
  inspection: z.object({ id, startedAt: instant, credit: z.lazy(() => creditOutcome).nullable() }).nullable(),
});
/** Without an inspection it is dismissed with a reason, or taken up again. */
export const tipChange = z.strictObject({ status: tipStatus, ...change });
export const tipQuery = listQuery.extend({
  /** Of a target, by any of the codes that it has since it was merged with others. */
  targetCode: targetCode.optional(),
  origin: tipOrigin.optional(),
  /** The number of the document with which it came. */
  document: text(100).optional(),
  status: tipStatus.optional(),
  sort: sortedBy(["updatedAt"]),
});
export const tipFileQuery = tipQuery.omit(ofCountedPages).extend(ofFiles);
/** Of what types the files are that a tip rests on. */
export const tipFileTypes = ["application/pdf", "image/jpeg", "image/png"] as const;
export type TipFileType = (typeof tipFileTypes)[number];
/** How large such a file may be. */
export const maxTipFileBytes = 10 * 1024 * 1024;
/** GET /api/v1/tips/{id}/evidence: of which of the evidence that a tip names the file is kept. */
export const tipFiles = z.object({
  items: z.array(
    z.object({
      sha256: sha256Hex,
      type: z.enum(tipFileTypes),
      bytes: z.number().int(),
      actor: z.string(),
      at: instant,
    }),
  ),
});
/** GET /api/v1/tips/{id}/card, for the inspection service: nothing of who complained. */
export const tipCard = z.object({
  id,
  origin: tipOrigin,
  target: z.object({ kind: targetKind, code: z.string() }),
  status: tipStatus,
});
/** PUT /api/v1/tips/{id}/inspection: which inspection it brought about. */
export const tipInspection = z.strictObject({ inspectionId: id });

/** Whose list the registry is compared with: who gave permits, the business registration, the filing of projects. */
export const listSource = z.enum(["permits", "business", "filings"]);
export type ListSource = z.infer<typeof listSource>;
/** What kind of target a source's list is of, where its rows do not say. */
export const targetKindOfSource: Readonly<Record<ListSource, "entity" | "project">> = {
  permits: "entity",
  business: "entity",
  filings: "project",
};
/** The most rows that a list of another body has in a body of JSON, and in a file. */
const mostSourceRows = 20_000;
export const mostSourceFileRows = 500_000;
/** A list as another body had it on a day, brought by an authority: POST /api/v1/source-lists. What was brought is never changed; the newest counts. */
export const newSourceList = z.strictObject({
  source: listSource,
  asOf: day,
  rows: z
    .array(
      z.strictObject({
        targetKind,
        code: targetCode,
        name: name(200),
        /** The number by which it stands in that list. */
        number: name(100).nullable().default(null),
      }),
    )
    .min(1)
    .max(mostSourceRows)
    .refine(
      (rows) => new Set(rows.map(({ targetKind: kind, code: one }) => `${kind} ${one}`)).size === rows.length,
      because("twice", "names one twice"),
    ),
});
/** POST /api/v1/source-lists/file, a sheet: of which source it is, as of which day, and which of its sheets. */
export const sourceFileQuery = z.strictObject({ source: listSource, asOf: day, sheet: name(100).optional() });
export const sourceListView = z.object({
  id,
  authority: authorityCode,
  source: listSource,
  asOf: day,
  rows: z.number().int(),
  broughtBy: z.string(),
  at: instant,
});
export const sourceListQuery = pageQuery.extend({ source: listSource.optional() });
export const sourceListsFileQuery = sourceListQuery.omit(ofPages).extend(ofFiles);
/** GET /api/v1/completeness: how complete the registry is, by numbers and grounds; names no one. Published with each draw. */
export const completenessQuery = z.strictObject({
  kind: targetKind,
  from: day.optional(),
  until: day.optional(),
});
export const completeness = z.object({
  /** Of each source the newest list that was compared, by authority. */
  lists: z.array(
    z.object({ authority: authorityCode, source: listSource, asOf: day, rows: z.number().int() }),
  ),
  statistics: z.array(z.object({ code: completenessCode, value: z.number().int() })),
});
/** GET /api/v1/completeness/unregistered: who stands in a list and not in the registry, for its clerks. */
export const unregisteredQuery = pageQuery.extend({
  kind: targetKind,
  source: listSource,
  /** In the list of that authority alone. */
  authority: authorityCode.optional(),
});
export const unregisteredFileQuery = unregisteredQuery.omit(ofPages).extend(ofFiles);
export const unregistered = z.object({
  authority: authorityCode,
  code: z.string(),
  name: z.string(),
  number: z.string().nullable(),
  /** On what ground it was taken out, where it was in the registry. */
  removalGround: removalGround.nullable(),
});

/* What the system's own services ask of the registry, in the scope of `x-authority`. */

/** GET /api/v1/snapshot/targets. An empty or missing `categories` means every category. `filter` is the query of a filter, as JSON. */
export const snapshotTargetsQuery = z.strictObject({
  kind: targetKind,
  categories: z.string().max(300).optional(),
  filter: z.string().max(2_000).optional(),
});
/** A line of its NDJSON, sorted by code in byte order. A project's category is `project`. */
export const snapshotTarget = z.object({ code: z.string(), riskClass, category: z.string() });
export type SnapshotTarget = z.infer<typeof snapshotTarget>;
/** GET /api/v1/snapshot/targets/count: how many lines the snapshot would have now. */
export const targetCount = z.object({ count: z.number().int() });
/** GET /api/v1/snapshot/inspectors and /snapshot/conflicts: the days on which the check may take place; without them today. */
export const snapshotWindowQuery = z.strictObject({ from: day.optional(), until: day.optional() });
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
      /** The bases among those that it rests on that are repealed, or will be. */
      repealed: z.array(repealedBasis),
      checklist,
    }),
  ),
});
/** A line of GET /api/v1/snapshot/items: the authority's whole list, sorted by code. */
export const snapshotItem = z.object({
  code: z.string(),
  name: z.string(),
  validFrom: day,
  validTo: day.nullable(),
});
/** The whole list of an authority, with what article 6 asks it to say of each item. */
export const listedItem = snapshotItem.extend({
  legalBasis: z.string(),
  subject: z.string(),
  content: z.string(),
  method: z.string(),
  targetKind,
  /** The last day on which it and what it rests on are in force (article 8); null is open. */
  inForceTo: day.nullable(),
});
export type ListedItem = z.infer<typeof listedItem>;
export type SnapshotItem = z.infer<typeof snapshotItem>;
/** What stands against an item that a plan or a campaign rests on: a mark, which stops nothing by itself. */
export const itemMark = z.object({
  code: z.string(),
  /** Null where the list has none of that code any more. */
  name: z.string().nullable(),
  inForce: z.boolean(),
  repealed: z.array(repealedBasis),
});
/** GET /api/v1/plans/{id}/marks and /api/v1/campaigns/{id}/marks: the items with something against them. */
export const itemMarks = z.object({ items: z.array(itemMark) });
/** GET /api/v1/items/unused: the items that have been on the list for five years and by which nobody was inspected in them. */
export const unusedItems = z.object({
  /** The day after which a use would have counted. */
  since: day,
  items: z.array(snapshotItem.extend({ lastUsedOn: day.nullable() })),
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
/** GET /api/v1/inspectors/names: what these inspectors are called, and of which unit they are, by their ids, separated by commas; who is not seen is not named. */
export const inspectorNamesQuery = z.strictObject({
  ids: z
    .string()
    .max(4_000)
    .transform((list) => list.split(","))
    .pipe(z.array(id).min(1).max(100)),
});
export const inspectorNames = z.object({
  items: z.array(z.object({ id, name: z.string(), unit: z.string() })),
});
/** POST /api/v1/targets/{kind}/names: what these targets are called, and in which division they are; who is not known is not named. */
export const targetNamesAsked = z.strictObject({
  codes: z.array(text(64)).min(1).max(1_000),
});
export const targetNames = z.object({
  items: z.array(z.object({ code: z.string(), name: z.string(), territory: z.string().nullable() })),
});
/** GET /api/v1/targets/{kind}/{code}. */
export const targetCard = z.object({
  code: z.string(),
  name: z.string(),
  address: z.string(),
  kind: targetKind,
  territory: z.string().nullable(),
  riskClass,
  /** As the caller and its subordinates supervise it; null where none of them does. */
  status: targetStatus.nullable(),
});
/** GET /api/v1/townships: the townships of those whose entries the caller sees, and others in which it sees targets. */
export const townships = z.object({
  items: z.array(
    z.object({
      /** Its division code of 9 digits (GB/T 10114). */
      code: z.string(),
      /** Null where only its code is known. */
      name: z.string().nullable(),
      /** How many targets are registered in it. */
      targets: z.number().int(),
      /** The middle of their places as maps of China show it (GCJ-02); null where none of them has a place. */
      shownAt,
    }),
  ),
});
export type Township = z.infer<typeof townships>["items"][number];
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
