import { z } from "zod";
import {
  authorityCode,
  day,
  facts,
  id,
  instant,
  pageOf,
  pageQuery,
  riskClass,
  sha256Hex,
  slug,
  targetKind,
  text,
} from "./basics.ts";
import { name } from "./names.ts";
import { inspectorKind } from "./registry.ts";
import { stuckCause } from "./stuck.ts";

/**
 * Where an inspection stands. The way: drawn (recusal window) → confirmed → notified → checking →
 * recorded → handled → signed → fed-back (objection window) → published → credited → closed;
 * or it ends on the way: gone, lapsed, cancelled.
 */
export const inspectionState = z.enum([
  "drawn",
  "confirmed",
  "notified",
  "checking",
  "recorded",
  "handled",
  "signed",
  "fed-back",
  "published",
  "credited",
  "closed",
  "gone",
  "lapsed",
  "cancelled",
]);
export type InspectionState = z.infer<typeof inspectionState>;

/** Why an inspection takes place (article 2). Only `draw` counts in ratios. */
export const inspectionOrigin = z.enum([
  "draw",
  "complaint",
  "data-alert",
  "referral",
  "assignment",
  "statutory",
  "follow-up",
  "review",
]);
export type InspectionOrigin = z.infer<typeof inspectionOrigin>;

/** What an inspection waits for: whose step, and which. */
export const inspectionWaiting = z.enum([
  "declarations",
  "notice",
  "check",
  "record",
  "paths",
  "report",
  "feedback",
  "result",
  "objections",
  "credit",
  "nothing",
]);
export type InspectionWaiting = z.infer<typeof inspectionWaiting>;

/** What happens by itself at a due time. `breach`: the step is missed, and its superior is told. */
export const happensByItself = z.enum(["confirmed", "lapsed", "breach", "published", "credited"]);
export type HappensByItself = z.infer<typeof happensByItself>;

/** What may happen to an inspection. */
export const inspectionEventType = z.enum([
  "drawn",
  "took-place-of-gone",
  "recusal-declared",
  "team-changed",
  "alternate-called",
  "confirmed",
  "notified",
  "notice-amended",
  "begun",
  "recorded",
  "path-taken",
  "findings-handled",
  "signed",
  "fed-back",
  "objected",
  "answered",
  "publishing-asked",
  "published",
  "fact-published",
  "version-published",
  "objections-closed",
  "credited",
  "credit-withheld",
  "closed",
  "gone",
  "lapsed",
  "cancelled",
  "record-missed",
  "report-missed",
  "feedback-missed",
  "reminded",
  "delivery-refused",
]);
export type InspectionEventType = z.infer<typeof inspectionEventType>;

/** How a notice or a result reached the inspected. */
export const deliveryMethod = z.enum(["in-person", "mail", "electronic"]);
export type DeliveryMethod = z.infer<typeof deliveryMethod>;

/** Why a member is recused. All but `conflict` put the member out of the whole draw. */
export const recusalReason = z.enum(["conflict", "leave", "suspended", "certificate", "withdrawn"]);
export type RecusalReason = z.infer<typeof recusalReason>;

/** Who declares a recusal (article 24). */
export const recusalDeclarer = z.enum(["officer", "target", "supervisor"]);
export type RecusalDeclarer = z.infer<typeof recusalDeclarer>;

/** Which of the lists an inspection that asks for attention is on. */
export const inspectionAttention = z.enum(["overdue", "stuck"]);
export type InspectionAttention = z.infer<typeof inspectionAttention>;

/** One step of the way as a timeline shows it: the state that it leads to. */
export const timelineStep = z.object({
  step: inspectionState,
  /** done; now (waited for); ahead; missed (its due time passed without it). */
  status: z.enum(["done", "now", "ahead", "missed"]),
  at: instant.optional(),
  due: instant.optional(),
  workdaysLeft: z.number().int().optional(),
  waitingFor: inspectionWaiting.optional(),
  /** What happens by itself at `due`. */
  byItself: happensByItself.optional(),
});
export type TimelineStep = z.infer<typeof timelineStep>;

export const inspectionEvent = z.object({
  seq: z.number().int(),
  type: inspectionEventType,
  at: instant,
  actor: z.string(),
  state: inspectionState,
  facts,
});

export const teamMember = z.object({
  inspectorId: id,
  number: z.number().int(),
  kind: inspectorKind,
  lead: z.boolean(),
});

export const inspectionSummary = z.object({
  id,
  authority: authorityCode,
  campaignId: id.nullable(),
  origin: inspectionOrigin,
  /** The target's rank in its draw; null for an alternate that took a place, and for other origins. */
  rank: z.number().int().nullable(),
  targetCode: z.string(),
  targetName: z.string(),
  targetKind,
  riskClass: riskClass.nullable(),
  state: inspectionState,
  waitingFor: inspectionWaiting,
  /** When the step that is waited for is due, and how many working days are left (negative: overdue). */
  dueAt: instant.nullable(),
  workdaysLeft: z.number().int().nullable(),
  /** The due time lies in a year whose holidays were not announced yet: it may still move. */
  provisional: z.boolean(),
  overdue: z.boolean(),
  /** Breaches so far: deadlines that passed without their step. */
  breaches: z.number().int(),
  /** Why it is stuck, the oldest cause first; none where all goes on by itself. */
  stuck: z.array(stuckCause),
  updatedAt: instant,
});
export type InspectionSummary = z.infer<typeof inspectionSummary>;

/** A path that a finding takes (article 27). */
export const findingPath = z.enum(["on-the-spot", "own-department", "other-department", "crime-transfer"]);
export type FindingPath = z.infer<typeof findingPath>;

export const finding = z.object({
  id,
  itemCode: z.string(),
  description: z.string(),
  paths: z.array(
    z.object({ path: findingPath, document: z.string(), due: day.nullable(), settledAt: instant.nullable() }),
  ),
});

export const inspectionDetail = inspectionSummary.extend({
  drawId: z.string().nullable(),
  opaqueId: z.string().nullable(),
  profile: slug.nullable(),
  team: z.array(teamMember),
  findings: z.array(finding),
  publicationId: id.nullable(),
  timeline: z.array(timelineStep),
  events: z.array(inspectionEvent),
});
export type InspectionDetail = z.infer<typeof inspectionDetail>;

export const inspectionList = pageOf(inspectionSummary);
export const inspectionListQuery = pageQuery.extend({
  state: inspectionState.optional(),
  authority: authorityCode.optional(),
  campaign: id.optional(),
  /** Only those whose due time has passed, or that are stuck. */
  attention: inspectionAttention.optional(),
  /** By id, or the most urgent first: by the due time that is shown, those without one last. */
  order: z.enum(["id", "due"]).default("id"),
});

export const inspectionCounts = z.object({
  clock: z.object({ kind: z.enum(["real", "demonstration", "steered"]), now: instant }),
  items: z.array(
    z.object({
      authority: authorityCode,
      state: inspectionState,
      count: z.number().int(),
      overdue: z.number().int(),
      /** Not overdue, and due within two working days. */
      dueSoon: z.number().int(),
      breaches: z.number().int(),
    }),
  ),
});

/** Commands: what officials ask of one inspection. Each is a body of POST /api/v1/inspections/{id}/commands/{type}. */
export const inspectionCommands = {
  /** Article 24: by the officer, the target or a supervisor. */
  recuse: z.strictObject({
    number: z.number().int().min(1),
    reason: recusalReason,
    declaredBy: recusalDeclarer,
    statement: text(2000),
  }),
  /** The target no longer exists: shown by evidence (its SHA-256), published; the next alternate takes its place. */
  gone: z.strictObject({ statement: text(2000), evidenceSha256: sha256Hex }),
  cancel: z.strictObject({ reason: text(2000) }),
  /** Ends the recusal window before its time, once all have declared. */
  confirm: z.strictObject({ statement: text(2000) }),
  /** Article 25: the notice was produced and delivered. */
  notify: z.strictObject({
    deliveredTo: name(100),
    method: deliveryMethod,
    checkOn: day,
  }),
  begin: z.strictObject({
    shownCertificates: z.array(z.number().int().min(1)).min(1).max(50),
    place: text(200),
  }),
  /** Article 26: the on-site record ends the check. */
  record: z.strictObject({
    /** When the check ended: the day from which the report's deadline counts. */
    endedAt: instant,
    entries: z
      .array(
        z.strictObject({
          itemCode: text(60),
          result: z.enum(["pass", "fail", "not-applicable"]),
          note: text(2000).optional(),
        }),
      )
      .min(1)
      .max(200),
    findings: z.array(z.strictObject({ id, itemCode: text(60), description: text(4000) })).max(100),
    signedBy: z.array(z.number().int().min(1)).max(50),
    target: z.discriminatedUnion("signed", [
      z.strictObject({ signed: z.literal(true), by: name(100) }),
      z.strictObject({ signed: z.literal(false), reason: text(500), witness: name(100) }),
    ]),
    recordings: z.array(z.strictObject({ sha256: sha256Hex, from: instant, to: instant })).max(200),
    gaps: z
      .array(
        z.strictObject({ from: instant, to: instant, reason: text(500), signedBy: z.number().int().min(1) }),
      )
      .max(50),
  }),
  /** Article 27: a path for one finding. */
  path: z.strictObject({
    findingId: id,
    path: findingPath,
    document: text(200),
    due: day.nullable(),
    settled: z.boolean(),
  }),
  /** Article 29: all four parts; `signedBy` two officers of the team. */
  report: z.strictObject({
    timeAndContent: text(8000),
    methodAndSteps: text(8000),
    situationAndAssessment: text(8000),
    opinion: text(8000),
    signedBy: z.array(z.number().int().min(1)).max(50),
  }),
  feedback: z.strictObject({ receivedBy: name(100), method: deliveryMethod }),
  object: z.strictObject({ statement: text(4000) }),
  answer: z.strictObject({ statement: text(4000), upheld: z.boolean() }),
  /** Publishes the result before its deadline. */
  publish: z.strictObject({}),
} as const;
export type InspectionCommandType = keyof typeof inspectionCommands;
/** The body of one command. */
export type InspectionCommand<Type extends InspectionCommandType> = z.infer<
  (typeof inspectionCommands)[Type]
>;
