import { z } from "zod";
import {
  authorityCode,
  day,
  dueReason,
  facts,
  flag,
  id,
  inspectionOrigin,
  instant,
  listOf,
  ofFiles,
  ofPages,
  pageQuery,
  publicReason,
  riskClass,
  sha256Hex,
  slug,
  targetKind,
  text,
  wholeNumber,
} from "./basics.ts";
import { clockView } from "./calendar.ts";
import { foldedCode, name } from "./names.ts";
import { reviewed } from "./personal-data.ts";
import { creditRepair, inspectorKind, targetCode, unavailability } from "./registry.ts";
import { stuckCause } from "./stuck.ts";
import { publicSupervision } from "./supervision.ts";

/**
 * Where an inspection stands. The way: drawn (recusal window) → confirmed → notified → checking →
 * recorded → handled → signed → fed-back (objection window) → published → credited → closed;
 * or it ends on the way without a check: gone, no-team, lapsed, cancelled.
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
  "no-team",
  "lapsed",
  "cancelled",
]);
export type InspectionState = z.infer<typeof inspectionState>;

/** The ends without a check. */
export const notCheckedState = inspectionState.extract(["gone", "no-team", "lapsed", "cancelled"]);
export type NotCheckedState = z.infer<typeof notCheckedState>;

/** What became of an inspection (article 30): of a check that was recorded, and of one that did not happen. */
export const inspectionOutcome = z.enum([
  "not-found",
  "no-business",
  "not-cooperating",
  "lawfully-refused",
  "problems-corrected",
  "problems-pending",
  "no-problem",
  "upheld",
  ...notCheckedState.options,
]);
export type InspectionOutcome = z.infer<typeof inspectionOutcome>;

/** In whom it lay that nothing was looked at. */
export const responsibleParty = z.enum(["target", "authority"]);
export type ResponsibleParty = z.infer<typeof responsibleParty>;

/** How a team came about: dealt with a draw, picked by lot by the system, or named with a published reason (article 2). */
export const teamBy = z.enum(["draw", "lot", "named"]);
export type TeamBy = z.infer<typeof teamBy>;

/** Of which kind it is, as approvals and caps have it: by the year's plan, on a case, or by a special plan that was approved and filed. */
export const inspectionKind = z.enum(["daily", "case", "special"]);
export type InspectionKind = z.infer<typeof inspectionKind>;

/** What an inspection waits for: whose step, and which. */
export const inspectionWaiting = z.enum([
  "declarations",
  "approval",
  "recusal",
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

/** A paper that takes effect once officers of the team have signed it, each by a call of their own (articles 26, 29). */
export const signedPaper = z.enum(["record", "record-supplement", "report"]);
export type SignedPaper = z.infer<typeof signedPaper>;

/** What happens by itself at a due time. `breach`: the step is missed, and its superior is told. */
export const happensByItself = z.enum([
  "confirmed",
  "escalated",
  "lapsed",
  "breach",
  "published",
  "credited",
]);
export type HappensByItself = z.infer<typeof happensByItself>;

/** What may happen to an inspection. */
export const inspectionEventType = z.enum([
  "drawn",
  "ordered",
  "approved-afterwards",
  "approval-missed",
  "took-place-of-gone",
  "recusal-declared",
  "recusal-granted",
  "recusal-refused",
  "recusal-escalated",
  "member-left",
  "team-changed",
  "alternate-called",
  "confirmed",
  "notified",
  "notice-amended",
  "begun",
  "paper-offered",
  "paper-signed",
  "recorded",
  "record-supplemented",
  "lawfully-refused",
  "path-taken",
  "findings-handled",
  "signed",
  "fed-back",
  "received",
  "objected",
  "answered",
  "publishing-asked",
  "publication-unheard",
  "published",
  "fact-published",
  "missing-record-published",
  "version-published",
  "objections-closed",
  "credited",
  "credit-withheld",
  "credit-corrected",
  "credit-repaired",
  "result-taken-down",
  "market-supervision-told",
  "personal-data-reviewed",
  "closed",
  "gone",
  "no-team",
  "lapsed",
  "cancelled",
  "record-missed",
  "report-missed",
  "feedback-missed",
  "reminded",
  "due-moved",
  "delivery-refused",
]);
export type InspectionEventType = z.infer<typeof inspectionEventType>;

/** How a notice or a result reached the inspected. */
export const deliveryMethod = z.enum(["in-person", "mail", "electronic"]);
export type DeliveryMethod = z.infer<typeof deliveryMethod>;

/** How a result reached the inspected; by public notice whoever cannot be found or would not take it. */
export const feedbackMethod = z.enum([...deliveryMethod.options, "public-notice"]);
export type FeedbackMethod = z.infer<typeof feedbackMethod>;

/** Why the inspected may refuse a check (article 25): it lacks its notice, its certificates or its approval. */
export const refusalGround = z.enum(["no-notice", "no-certificate", "no-approval"]);
export type RefusalGround = z.infer<typeof refusalGround>;

/** Why a member is not to inspect a target (article 24): what binds it to the target. */
export const recusalGround = z.enum(["kinship", "employment", "shareholding", "other-interest"]);
export type RecusalGround = z.infer<typeof recusalGround>;

/** What is decided of a recusal, and why. */
export const recusalDecision = z.strictObject({ granted: z.boolean(), statement: text(2000) });

/** A recusal as an inspection shows it. */
export const recusal = z.object({
  id,
  number: z.number().int(),
  ground: recusalGround,
  declaredBy: z.enum(["officer", "target", "supervisor"]),
  askedAt: instant,
  /** When it is decided at the latest; where it was not by then it went to the superior. */
  due: instant,
  escalatedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  granted: z.boolean().nullable(),
});

/** Why a member leaves all its teams of a draw (article 15). */
export const replacementReason = unavailability;
export type ReplacementReason = z.infer<typeof replacementReason>;

/** Why the lots of a draw were cast anew. */
export type RecusalReason = "conflict" | ReplacementReason;

/** Who declares a recusal (article 24). */
export const recusalDeclarer = z.enum(["officer", "target", "supervisor"]);
export type RecusalDeclarer = z.infer<typeof recusalDeclarer>;

/** Which of the lists an inspection that asks for attention is on. */
export const inspectionAttention = z.enum(["overdue", "soon", "stuck"]);
export type InspectionAttention = z.infer<typeof inspectionAttention>;

/**
 * In which days an inspection is due that is not overdue: today, later in this week, in the next week, after it. Weeks are those
 * of Asia/Shanghai from Monday to Sunday, so that a Sunday that is worked in exchange belongs to the week that it ends.
 */
export const dueSpan = z.enum(["today", "week", "next-week", "later"]);
export type DueSpan = z.infer<typeof dueSpan>;

/** The figures by which a list may be narrowed to what they count. */
export const countedFigure = z.enum(["checked", "due", "published", "done", "breaches"]);
export type CountedFigure = z.infer<typeof countedFigure>;

/** What a period of an inspection begins with: something that happened, or the due time of a step that was missed. */
const periodBegins = [
  "opened",
  "recusal-asked",
  "check-began",
  "check-ended",
  "signed",
  "fed-back",
  "report-due",
  "feedback-due",
] as const;
export type PeriodBegin = (typeof periodBegins)[number];

/** A due time of an inspection and why it is that: so many working days after what began them, or the end of the window for checks. */
export const explainedDue = dueReason(
  ["recusal", "recusal-decision", "window", "approval", "report", "feedback", "objection", "result"],
  periodBegins,
);
export type ExplainedDue = z.infer<typeof explainedDue>;

/** One step of the way as a timeline shows it: the state that it leads to. */
export const timelineStep = z.object({
  step: inspectionState,
  /** done; now (waited for); ahead; missed (its due time passed without it). */
  status: z.enum(["done", "now", "ahead", "missed"]),
  at: instant.optional(),
  due: instant.optional(),
  workdaysLeft: z.number().int().optional(),
  /** The due time may still move: a year that it runs into has no notice yet. */
  provisional: z.boolean().optional(),
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
  kind: inspectionKind,
  teamBy,
  /** Ordered as an emergency: its check may begin before it is approved. */
  emergency: z.boolean(),
  /** The target's rank in its draw; null for an alternate that took a place, and for other origins. */
  rank: z.number().int().nullable(),
  targetCode: z.string(),
  targetName: z.string(),
  targetKind,
  /** The division in which the target is registered, by its code as the registry had it when it told the target's name; null where it has none. */
  territory: z.string().nullable(),
  riskClass: riskClass.nullable(),
  state: inspectionState,
  /** What became of it; null until its check is recorded, or it ends without one. */
  outcome: inspectionOutcome.nullable(),
  waitingFor: inspectionWaiting,
  /** When the step that is waited for is due, and how many working days are left (negative: overdue). */
  dueAt: instant.nullable(),
  workdaysLeft: z.number().int().nullable(),
  /** The due time lies in a year that has no notice yet: it may still move. */
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
  /** The authority upheld an objection to it. */
  takenBack: z.boolean(),
  paths: z.array(
    z.object({ path: findingPath, document: z.string(), due: day.nullable(), settledAt: instant.nullable() }),
  ),
});

export const inspectionDetail = inspectionSummary.extend({
  /** Whether local holidays stop its deadlines, as its prefecture has set. */
  localHolidaysStop: z.boolean(),
  drawId: z.string().nullable(),
  opaqueId: z.string().nullable(),
  /** What is looked at, by the codes of the authority's items. */
  itemCodes: z.array(z.string()),
  profile: slug.nullable(),
  team: z.array(teamMember),
  recusals: z.array(recusal),
  findings: z.array(finding),
  /** The papers that officers signed, or are still to sign; `awaits` are the numbers of those who may, `missing` how many of them must. */
  signing: z.array(
    z.object({
      paper: signedPaper,
      revision: z.number().int(),
      signatures: z.array(z.object({ number: z.number().int(), at: instant })),
      missing: z.number().int(),
      awaits: z.array(z.number().int()),
      complete: z.boolean(),
    }),
  ),
  publicationId: id.nullable(),
  /** Of a check that began without an approval: by when it is due, and when it was put on record or found missing. */
  approvalAfterwards: z
    .object({ due: instant, approvedAt: instant.nullable(), missedAt: instant.nullable() })
    .nullable(),
  timeline: z.array(timelineStep),
  /** Its due times as far as they are known, each with its reason. */
  dueTimes: z.array(explainedDue),
  events: z.array(inspectionEvent),
});
export type InspectionDetail = z.infer<typeof inspectionDetail>;

/** In the place of a township's code: the registry has none of the target, but at most its county's. */
export const noTownship = "none";
/** POST /api/v1/inspections/{id}/retry, and the same of plans, campaigns and supervision orders: how many causes are tried again at once. */
export const retried = z.object({ causes: z.number().int() });

export const inspectionList = listOf(inspectionSummary);
export const inspectionListQuery = pageQuery.extend({
  state: inspectionState.optional(),
  /** Only those in one of these states, separated by commas. */
  states: z
    .string()
    .max(400)
    .transform((list) => list.split(","))
    .pipe(z.array(inspectionState).max(inspectionState.options.length))
    .optional(),
  kind: inspectionKind.optional(),
  origin: inspectionOrigin.optional(),
  authority: authorityCode.optional(),
  campaign: id.optional(),
  /** Only those whose target lies in a division, by the beginning of its code; `none`: of whose target no township is known. */
  territory: z
    .string()
    .regex(/^(?:\d{2,9}|none)$/)
    .optional(),
  /** Only those in which this item is looked at, by its code. */
  item: text(60).optional(),
  /** Only those whose team this inspector leads. */
  lead: id.optional(),
  /** Only those at these targets, by their codes, separated by commas. */
  targets: z
    .string()
    .max(800)
    .transform((list) => list.split(","))
    .pipe(z.array(targetCode).max(20))
    .optional(),
  /** Only those whose due time has passed, or comes within two working days, or that are stuck. */
  attention: inspectionAttention.optional(),
  /** Only those that are due in these days, and not overdue. */
  dueIn: dueSpan.optional(),
  /** Only those that this figure counts. */
  counted: countedFigure.optional(),
  /** Only those that were drawn or ordered, whose check ended, whose result was published, or that had a breach in the week of that day in Asia/Shanghai. */
  openedIn: day.optional(),
  checkedIn: day.optional(),
  publishedIn: day.optional(),
  breachedIn: day.optional(),
  /** `count=true` has the page say how many there are. */
  count: flag,
  /** By id, or the most urgent first: by the due time that is shown, those without one last. */
  order: z.enum(["id", "due"]).default("id"),
});

/** What of an inspection a list says when it is taken away as a file, in the order of its columns. */
export const inspectionColumn = z.enum([
  "targetName",
  "targetCode",
  "targetKind",
  "territory",
  "riskClass",
  "authority",
  "state",
  "waitingFor",
  "dueAt",
  "workdaysLeft",
  "breaches",
  "origin",
  "kind",
  "outcome",
  "updatedAt",
]);
export type InspectionColumn = z.infer<typeof inspectionColumn>;

/** The list as a file, narrowed and ordered as it was seen, with the columns that were seen: GET /api/v1/inspections/export. */
export const inspectionExportQuery = inspectionListQuery.omit({ ...ofPages, count: true }).extend({
  /** The columns, separated by commas; all where none is named. */
  columns: z
    .string()
    .max(400)
    .transform((list) => list.split(","))
    .pipe(z.array(inspectionColumn).max(inspectionColumn.options.length))
    .default([...inspectionColumn.options]),
  ...ofFiles,
});

/** What is counted of inspections, with one meaning wherever it is shown: on the board, of a campaign, on the portal. */
export const figures = z.object({
  count: z.number().int(),
  /** 已检查: whose check ended. */
  checked: z.number().int(),
  /** 应公示: whose result is public, or was to be by now. 完成率 is `published` of these. */
  due: z.number().int(),
  /** 已公示: whose result is public. */
  published: z.number().int(),
  /** 已办结: closed. 完结率 is `done` of `published`. */
  done: z.number().int(),
  /** 逾期: of which a deadline has passed and is still open. */
  overdue: z.number().int(),
  /** 逾期记录: all deadlines that ever passed, and what else is counted against the authority. */
  breaches: z.number().int(),
});
export type Figures = z.infer<typeof figures>;

/** By what figures are told apart: the authority, the township of the target, the campaign, who leads the team, or the item that is looked at. */
export const figuresBy = z.enum(["authority", "township", "campaign", "lead", "item"]);
export type FiguresBy = z.infer<typeof figuresBy>;

/** GET /api/v1/inspections/figures */
export const groupedFiguresQuery = z.strictObject({
  by: figuresBy,
  authority: authorityCode.optional(),
  /** Of one campaign's inspections alone. */
  campaign: id.optional(),
});
export const groupedFiguresFileQuery = groupedFiguresQuery.extend(ofFiles);
/** The figures of each group, those with most inspections first where they are not all; an inspection of two items counts for both. */
export const groupedFigures = z.object({
  items: z.array(
    figures.extend({
      /** An authority's code, a township's or `none`, a campaign's or an inspector's id, or an item's code. */
      key: z.string(),
      /** What a campaign is called; null of others. */
      title: z.string().nullable(),
      /** Not overdue, and due within two working days. */
      dueSoon: z.number().int(),
    }),
  ),
  /** There are more groups than were asked for. */
  isMore: z.boolean(),
});

/** GET /api/v1/inspections/trend: of so many weeks, this one the last. */
export const trendQuery = z.strictObject({
  weeks: wholeNumber(1, 53).default(12),
  authority: authorityCode.optional(),
});
/** What happened in each week, by its Monday in Asia/Shanghai. */
export const trend = z.object({
  weeks: z.array(
    z.object({
      week: day,
      /** Drawn or ordered, checked, published; and deadlines that passed, or what else is counted against the authority. */
      opened: z.number().int(),
      checked: z.number().int(),
      published: z.number().int(),
      breaches: z.number().int(),
    }),
  ),
});
export type Trend = z.infer<typeof trend>;

/** The figures by authority at a time, as the portal asks for them: GET /internal/v1/figures. */
export const figuresByAuthority = z.object({
  at: instant,
  items: z.array(
    figures.extend({
      authority: authorityCode,
      /** Of other origins than a draw, and of those the ones with a named team (article 2). */
      ordered: z.number().int(),
      named: z.number().int(),
    }),
  ),
  /** Of supervision orders (article 4), by the authority that must answer; those of which there are none are left out. */
  supervision: z.array(publicSupervision),
});
export type FiguresByAuthority = z.infer<typeof figuresByAuthority>;

export const inspectionCounts = z.object({
  clock: clockView,
  items: z.array(
    figures.extend({
      authority: authorityCode,
      state: inspectionState,
      /** Not overdue, and due within two working days. */
      dueSoon: z.number().int(),
      /** Not overdue, by the days in which they are due. */
      dueIn: z.record(dueSpan, z.number().int()),
    }),
  ),
  /** How many working days there are in these days, by the calendar of who asks; of what comes later none are counted. */
  workdays: z.record(dueSpan.exclude(["later"]), z.number().int()),
});

/**
 * An inspection of another origin than a draw (articles 2, 24, 25): POST /api/v1/inspections. Its team is picked by lot, or named
 * with a reason; its source, and every reason, will be public.
 */
export const inspectionOrder = z.strictObject({
  origin: inspectionOrigin.exclude(["draw"]),
  target: z.strictObject({ kind: targetKind, code: targetCode }),
  items: z.array(text(60).overwrite(foldedCode)).min(1).max(50),
  /** Days in Asia/Shanghai, both inclusive. */
  window: z.strictObject({ from: day, to: day }),
  /** What brought it about: the number of its document, and in a few words what it is about. */
  source: z.strictObject({ document: name(100), about: publicReason }),
  /** The registry's tip that it follows, which says the same of origin and target. One tip brings about one inspection. */
  tip: id.optional(),
  team: z
    .discriminatedUnion("by", [
      z.strictObject({ by: z.literal("lot"), officers: z.number().int().min(2).max(20).default(2) }),
      z.strictObject({ by: z.literal("named"), inspectors: z.array(id).max(20), reason: publicReason }),
    ])
    .default({ by: "lot", officers: 2 }),
  /** Why its check cannot wait for its approval, which is due within two working days after the check begins. */
  emergency: z.strictObject({ reason: publicReason }).optional(),
  ...reviewed,
});
export type InspectionOrder = z.infer<typeof inspectionOrder>;
/** GET /api/v1/tips/{id}/inspection: what became of a tip. */
export const inspectionOfTip = z.object({
  inspectionId: id,
  state: inspectionState,
  outcome: inspectionOutcome.nullable(),
});
/** The texts of an order that will be public, by their paths. */
export const publicOrderTexts = [
  "/source/document",
  "/source/about",
  "/team/reason",
  "/emergency/reason",
] as const;

/** What was found of one item: one that does not apply says why. */
const recordEntry = z.discriminatedUnion("result", [
  z.strictObject({ itemCode: text(60), result: z.literal("pass"), note: text(2000).optional() }),
  z.strictObject({ itemCode: text(60), result: z.literal("fail"), note: text(2000).optional() }),
  z.strictObject({ itemCode: text(60), result: z.literal("not-applicable"), note: text(2000) }),
]);

/** What shows that a check could not be carried out: what happened, who saw it, and its evidence by SHA-256. */
const shown = {
  statement: text(2000),
  witness: text(100),
  evidence: z.array(sha256Hex).min(1).max(20),
};
/** How the check went: carried out, or why it could not be. */
const conduct = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("carried-out") }),
  z.strictObject({ kind: z.literal("not-found"), ...shown }),
  z.strictObject({ kind: z.literal("not-cooperating"), ...shown }),
  z.strictObject({ kind: z.literal("lawfully-refused"), ground: refusalGround, ...shown }),
]);

/** Commands: what officials ask of one inspection. Each is a body of POST /api/v1/inspections/{id}/commands/{type}. */
export const inspectionCommands = {
  /** Article 24: asked for by the officer, the target or a supervisor; another person decides on it. */
  recuse: z.strictObject({
    number: z.number().int().min(1),
    ground: recusalGround,
    declaredBy: recusalDeclarer,
    statement: text(2000),
  }),
  /** Article 24: a recusal is granted, and lots are cast anew, or refused. */
  "decide-recusal": z.strictObject({ recusalId: id, ...recusalDecision.shape }),
  /** Article 15: a member who may inspect no more leaves all its teams of the draw, and others are dealt in. */
  replace: z.strictObject({
    number: z.number().int().min(1),
    reason: replacementReason,
    statement: text(2000),
  }),
  /** The target no longer exists: shown by evidence (its SHA-256), published; the next alternate takes its place. */
  gone: z.strictObject({ statement: text(2000), evidenceSha256: sha256Hex, ...reviewed }),
  cancel: z.strictObject({ reason: text(2000), ...reviewed }),
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
  /** Article 26: the on-site record, signed by whoever sends it; once all officers of the team have signed, it ends the check. */
  record: z.strictObject({
    /** When the check ended: the day from which the report's deadline counts. */
    endedAt: instant,
    conduct: conduct.default({ kind: "carried-out" }),
    entries: z.array(recordEntry).max(200),
    findings: z.array(z.strictObject({ id, itemCode: text(60), description: text(4000) })).max(100),
    /** The inspected signs, or refuses before a witness; left out of a check that was not carried out, which has its own. */
    target: z
      .discriminatedUnion("signed", [
        z.strictObject({ signed: z.literal(true), by: name(100) }),
        z.strictObject({ signed: z.literal(false), reason: text(500), witness: name(100) }),
      ])
      .optional(),
    recordings: z.array(z.strictObject({ sha256: sha256Hex, from: instant, to: instant })).max(200),
    /** Who signs the record signs for its gaps. */
    gaps: z.array(z.strictObject({ from: instant, to: instant, reason: text(500) })).max(50),
    ...reviewed,
  }),
  /** Article 26: what the record did not say, signed by two officers of the team; the record stays as it is. */
  supplement: z.strictObject({ text: text(8000) }),
  /** Articles 26, 29: an officer of the team signs a paper that another one wrote and signed. With the last signature it takes effect. */
  sign: z.strictObject({ paper: signedPaper, revision: z.number().int().min(1) }),
  /** Article 27: a path for one finding. */
  path: z.strictObject({
    findingId: id,
    path: findingPath,
    document: text(200),
    due: day.nullable(),
    settled: z.boolean(),
    ...reviewed,
  }),
  /** Article 29: all four parts, signed by whoever sends it; signed off with another officer's signature. */
  report: z.strictObject({
    timeAndContent: text(8000),
    methodAndSteps: text(8000),
    situationAndAssessment: text(8000),
    opinion: text(8000),
    ...reviewed,
  }),
  /** Article 30: who received the result; nobody where it was given by public notice. */
  feedback: z.strictObject({ receivedBy: name(100).nullable(), method: feedbackMethod }),
  /** Article 30: the inspected itself says that it has its result. */
  receive: z.strictObject({ by: name(100) }),
  object: z.strictObject({ statement: text(4000), ...reviewed }),
  /** An objection that is upheld takes back all findings, or those that are named. */
  answer: z.strictObject({
    statement: text(4000),
    upheld: z.boolean(),
    findings: z.array(id).min(1).max(100).optional(),
    ...reviewed,
  }),
  /** Publishes the result before its deadline. */
  publish: z.strictObject({}),
  /** 信用修复管理办法: the target's credit is repaired, which ends the publication of the result and its use. */
  repair: creditRepair,
} as const;

/** A paper of an inspection, by what it is: the notice, the on-site record, what was stated, decided or answered. */
export const paperKind = z.enum([
  "order",
  "lot",
  "confirm",
  "recusal",
  "recusal-decision",
  "replacement",
  "notice",
  "begin",
  "record",
  "path",
  "report",
  "feedback",
  "receipt",
  "objection",
  "answer",
  "gone",
  "cancel",
  "market-supervision",
  "repair",
]);
export type PaperKind = z.infer<typeof paperKind>;

/** The papers of an inspection in the order of their first versions: GET /api/v1/inspections/{id}/documents. None ever changes. */
export const inspectionPapers = z.object({
  items: z.array(
    z.object({
      kind: paperKind,
      versions: z.array(
        z.object({
          version: z.number().int(),
          /** A supplement stands beside the versions before it and changes nothing of them. */
          form: z.enum(["original", "supplement"]),
          at: instant,
          /** Who wrote it: an opaque id of a person or service, `system` where time did. */
          actor: z.string(),
          /** Of a paper that is signed: its revision, by which it is, and who signed when. */
          revision: z.number().int().optional(),
          signatures: z
            .array(z.object({ number: z.number().int(), actor: z.string(), at: instant }))
            .optional(),
          content: z.record(z.string(), z.unknown()),
          /** SHA-256 of the content as JSON without spaces, the keys of each object in their order (RFC 8785): what was signed can be compared by it. */
          sha256: sha256Hex,
        }),
      ),
    }),
  ),
});
export type InspectionPapers = z.infer<typeof inspectionPapers>;

/** The texts of commands that will be public, by their paths. */
export const publicTexts = {
  gone: ["/statement"],
  cancel: ["/reason"],
  record: ["/conduct/statement", "/entries/*/note", "/findings/*/description"],
  path: ["/document"],
  report: ["/timeAndContent", "/methodAndSteps", "/situationAndAssessment", "/opinion"],
  object: ["/statement"],
  answer: ["/statement"],
} as const satisfies Partial<Record<keyof typeof inspectionCommands, readonly string[]>>;
export type InspectionCommandType = keyof typeof inspectionCommands;
/** The body of one command. */
export type InspectionCommand<Type extends InspectionCommandType> = z.infer<
  (typeof inspectionCommands)[Type]
>;
