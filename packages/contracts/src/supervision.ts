import { z } from "zod";
import { authorityCode, facts, id, instant, ofFiles, ofPages, pageOf, pageQuery, text } from "./basics.ts";
import { stuckCause } from "./stuck.ts";

/**
 * Where a supervision order (督办, article 4) stands: opened → received → answered → closed, or given back to received with a new
 * day. Where it is not answered by its day it is escalated to the superior of who ordered it; where there is none it stays where
 * it is, overdue. It may be withdrawn until it is closed.
 */
export const supervisionState = z.enum([
  "opened",
  "received",
  "escalated",
  "answered",
  "closed",
  "withdrawn",
]);
export type SupervisionState = z.infer<typeof supervisionState>;

/** What is waited for. */
export const supervisionWaiting = z.enum(["receipt", "answer", "closing", "nothing"]);
export type SupervisionWaiting = z.infer<typeof supervisionWaiting>;

/** What happens by itself when an order is not answered by its day. */
export const supervisionByItself = z.enum(["escalated", "overdue"]);
export type SupervisionByItself = z.infer<typeof supervisionByItself>;

/** What may happen to an order. */
export const supervisionEventType = z.enum([
  "opened",
  "received",
  "answered",
  "returned",
  "closed",
  "withdrawn",
  "reminded",
  "escalated",
  "overdue",
  "due-moved",
]);
export type SupervisionEventType = z.infer<typeof supervisionEventType>;

/** What an order is about: a matter of the subordinate, or its work as a whole. */
export const supervisionSubjectKind = z.enum(["inspection", "plan", "campaign", "authority"]);
export type SupervisionSubjectKind = z.infer<typeof supervisionSubjectKind>;
export const supervisionSubject = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("inspection"), id }),
  z.strictObject({ kind: z.literal("plan"), id }),
  z.strictObject({ kind: z.literal("campaign"), id }),
  z.strictObject({ kind: z.literal("authority"), code: authorityCode }),
]);
export type SupervisionSubject = z.infer<typeof supervisionSubject>;

/** Within how many working days an order is to be answered. */
const workdays = z.number().int().min(1).max(60);
const statement = text(2000);

/** An order as it is given: POST /api/v1/supervision-orders. The authority whose subject it is must answer. */
export const supervisionOrder = z.strictObject({
  subject: supervisionSubject,
  /** What is asked. */
  text: statement,
  workdays,
});
export type SupervisionOrder = z.infer<typeof supervisionOrder>;

/** Commands on an order: bodies of POST /api/v1/supervision-orders/{id}/commands/{type}. */
export const supervisionCommands = {
  /** The subordinate confirms that it has it. */
  receive: z.strictObject({}),
  /** The subordinate says what was done. */
  answer: z.strictObject({ statement }),
  /** Who ordered it, or to whom it was escalated, is content with the answer. */
  close: z.strictObject({ statement }),
  /** The answer is not enough: by a new day another is due. */
  return: z.strictObject({ reason: statement, workdays }),
  withdraw: z.strictObject({ reason: statement }),
} as const;
export type SupervisionCommandType = keyof typeof supervisionCommands;
export type SupervisionCommand<Type extends SupervisionCommandType> = z.infer<
  (typeof supervisionCommands)[Type]
>;

/** What was written of an order: its answers, why one was given back, how it ended. */
export const supervisionPaperKind = z.enum(["answer", "return", "closing", "withdrawal"]);
export type SupervisionPaperKind = z.infer<typeof supervisionPaperKind>;
export const supervisionPaper = z.object({
  kind: supervisionPaperKind,
  revision: z.number().int(),
  at: instant,
  actor: z.string(),
  text: z.string(),
});

export const supervisionSummary = z.object({
  id,
  /** Who must answer. */
  authority: authorityCode,
  /** Who ordered it. */
  orderedBy: authorityCode,
  /** The subject's id, of an authority its code; and what it was called when it was ordered. */
  subject: z.object({ kind: supervisionSubjectKind, id: z.string(), title: z.string() }),
  text: z.string(),
  /** Counts each change. */
  version: z.number().int(),
  state: supervisionState,
  waitingFor: supervisionWaiting,
  /** By when an answer is due; null where none is awaited. */
  dueAt: instant.nullable(),
  workdaysLeft: z.number().int().nullable(),
  /** The due time lies in a year that has no notice yet: it may still move. */
  provisional: z.boolean(),
  /** 逾期: its due time has passed and it is not answered. */
  overdue: z.boolean(),
  /** To whom it was escalated, whatever came of it since. */
  escalatedTo: authorityCode.nullable(),
  /** Whether its last answer came after the due time; null before there is one. */
  late: z.boolean().nullable(),
  /** 逾期记录: due times that passed without an answer. */
  breaches: z.number().int(),
  /** Why it is stuck, the oldest cause first; none where all goes on by itself. */
  stuck: z.array(stuckCause),
  openedAt: instant,
  updatedAt: instant,
});
export type SupervisionSummary = z.infer<typeof supervisionSummary>;

export const supervisionEvent = z.object({
  seq: z.number().int(),
  type: supervisionEventType,
  at: instant,
  actor: z.string(),
  state: supervisionState,
  facts,
});

export const supervisionDetail = supervisionSummary.extend({
  /** What happens at the due time by itself; null where nothing does. */
  byItself: supervisionByItself.nullable(),
  /** From when on so many working days were given for the answer. */
  dueFrom: instant,
  workdays: z.number().int(),
  papers: z.array(supervisionPaper),
  events: z.array(supervisionEvent),
});
export type SupervisionDetail = z.infer<typeof supervisionDetail>;

export const supervisionAttention = z.enum(["overdue", "stuck"]);
export type SupervisionAttention = z.infer<typeof supervisionAttention>;

/** The figures of orders that no state and nothing that needs attention tells. */
export const supervisionCounted = z.enum(["open", "answeredInTime"]);
export type SupervisionCounted = z.infer<typeof supervisionCounted>;

export const supervisionList = pageOf(supervisionSummary);
export const supervisionListQuery = pageQuery.extend({
  /** Who must answer, and who ordered. */
  authority: authorityCode.optional(),
  orderedBy: authorityCode.optional(),
  state: supervisionState.optional(),
  subjectKind: supervisionSubjectKind.optional(),
  /** Of one subject: a matter's id, or an authority's code. */
  subject: text(36).optional(),
  /** Only those whose text, or what their subject is called, has this. */
  q: text(100).optional(),
  attention: supervisionAttention.optional(),
  /** Only those that this figure counts. */
  counted: supervisionCounted.optional(),
  /** What waits for whoever asks: to be received and answered, or an answer to be looked at. */
  todo: z.enum(["answer", "close"]).optional(),
});

export const supervisionFileQuery = supervisionListQuery.omit(ofPages).extend(ofFiles);

/** What is counted of orders, with one meaning wherever it is shown. */
export const supervisionFigures = z.object({
  count: z.number().int(),
  /** Neither closed nor withdrawn. */
  open: z.number().int(),
  /** 逾期: of which the due time has passed, and which are not answered. */
  overdue: z.number().int(),
  /** Which the superior has now, for want of an answer. */
  escalated: z.number().int(),
  /** Which were ever escalated. */
  escalations: z.number().int(),
  /** Answered, and no due time of which ever passed. */
  answeredInTime: z.number().int(),
});
export type SupervisionFigures = z.infer<typeof supervisionFigures>;

/** The figures by the authority that must answer. */
export const supervisionCounts = z.object({
  items: z.array(supervisionFigures.extend({ authority: authorityCode })),
});

/** What the public hears of orders: numbers, never a text or a subject (article 4). */
export const publicSupervision = supervisionFigures
  .pick({ count: true, answeredInTime: true, escalations: true })
  .extend({ authority: authorityCode });
export type PublicSupervision = z.infer<typeof publicSupervision>;
