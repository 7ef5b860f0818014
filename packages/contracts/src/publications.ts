import { z } from "zod";
import { authorityCode, id, instant, pageOf, pageQuery, publicReason, text } from "./basics.ts";
import { publicDrawState, statistic } from "./draws.ts";
import { figuresByAuthority } from "./inspections.ts";
import { targetCode } from "./registry.ts";

/** What another service has published: a plan, whose adjustments are versions of it, or the result of one inspection. */
const givenKind = z.enum(["plan", "result"]);
/** What is published: that, or an authority's list of what may be inspected at random, which disclosure reads by itself (articles 6, 8). */
export const publicationKind = z.enum([...givenKind.options, "item-list"]);
export type PublicationKind = z.infer<typeof publicationKind>;

/** How a version came out. */
export const publicationBy = z.enum(["official", "deadline", "correction", "withdrawal"]);
export type PublicationBy = z.infer<typeof publicationBy>;

/** How grave what a result tells of is (信用修复管理办法): for how long it stays public follows from that. */
export const matterClass = z.enum(["minor", "ordinary", "serious"]);
export type MatterClass = z.infer<typeof matterClass>;

/** Why a result is not public any more: its term is over, or the target's credit was repaired. */
export const takedownCause = z.enum(["term", "repair"]);
export type TakedownCause = z.infer<typeof takedownCause>;

/**
 * For how many months a result of each class stays public, within what 信用修复管理办法 (in force 2026-04-01) allows, and by what
 * rule of the place that was set: GET and PUT /api/v1/settings/publication-terms.
 */
export const publicationTerms = z.strictObject({
  minor: z.number().int().min(1).max(3),
  ordinary: z.number().int().min(3).max(12),
  serious: z.number().int().min(12).max(36),
  source: text(300),
});
export type PublicationTerms = z.infer<typeof publicationTerms>;

/** What may happen to a publication. */
export const publicationEventType = z.enum([
  "due-moved",
  "fact-renewed",
  "content-ready",
  "renewed",
  "renewal-dropped",
  "published",
  "breach",
  "reminded",
  "dropped",
  "taken-down",
]);
export type PublicationEventType = z.infer<typeof publicationEventType>;

/** Content as shown: labelled texts in order (a report, up to a hundred findings, an objection), and, for machines, the facts as data. No personal data of the inspected. */
export const publicationContent = z.strictObject({
  summary: text(500),
  sections: z.array(z.strictObject({ title: text(100), text: text(20_000) })).max(120),
  facts: z.record(z.string().max(60), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()])),
});
export type PublicationContent = z.infer<typeof publicationContent>;

/** The subject's own count of changes: what a publication got of a higher one is never overwritten by a lower. */
const revision = z.number().int().min(1);
/** The version of the calendar by which a due time was counted. */
const calendarVersion = z.number().int().min(1);

/** Opens a publication, before there is anything to publish: PUT /api/v1/publications/{id}, by a service. */
export const publicationOpening = z.strictObject({
  kind: givenKind,
  authority: authorityCode,
  /** The plan's or the inspection's id, which learns of the publication by POST {INSPECTION_URL}/internal/v1/publications/{id}/published. */
  subjectId: id,
  title: text(300),
  /** The code of the target that it is about, by which the public finds it as well. */
  targetCode: targetCode.nullable().default(null),
  dueAt: instant,
  calendarVersion,
  /** What is published at the deadline where nothing is ready: the fact, and the breach counted. Null: nothing can be. */
  fact: publicationContent.nullable(),
  revision,
});
/** When a publication is due, and what the fact is where nothing is ready by then. */
const dueTime = {
  dueAt: instant,
  calendarVersion,
  fact: publicationContent.nullable(),
  /** By whose notice it moved, and which; null where a setting moved it. Left out where it moved by what was done. */
  movedBy: z.strictObject({ issuer: authorityCode, notice: text(100).nullable() }).optional(),
};
/** Bodies of POST /api/v1/publications/{id}/commands/{type}; `publish` by officials, the others by services. */
export const publicationCommands = {
  /** Moves the due time; open publications only. */
  due: z.strictObject({ ...dueTime, revision }),
  /** What is ready to be published; after the first publishing it is a new version, published at once beside the old. */
  content: z.strictObject({
    content: publicationContent,
    reason: publicReason,
    revision,
    /** Moves the due time as well, where the first publishing is still ahead. */
    due: z.strictObject(dueTime).optional(),
  }),
  /** Article 17: what takes the place of what is published. It stands ready until an official publishes it or its day comes. */
  renew: z.strictObject({
    content: publicationContent,
    reason: publicReason,
    dueAt: instant,
    calendarVersion,
    revision,
  }),
  publish: z.strictObject({}),
  /** The inspection was cancelled or its target is gone: published as that fact at once, and closed. */
  withdraw: z.strictObject({ content: publicationContent, reason: publicReason, revision }),
  /** What stands ready will not be published: closed, where nothing was, with no word to the public; else what is public stays. */
  drop: z.strictObject({}),
  /** The target's credit was repaired: a notice without content takes the place of its result. The reason stays on record, not public. */
  "take-down": z.strictObject({ reason: text(1000) }),
  /** Whose subject it is has not heard of it in time: where something is public, it is told again of the last version. */
  ask: z.strictObject({}),
} as const;
/** What may be asked of a publication; one that is opened again with other contents is asked to `open`. */
export type PublicationCommandType = keyof typeof publicationCommands | "open";

/** What the inspection service is told of each publishing, by a service call. */
export const publicationNotice = z.strictObject({
  kind: givenKind,
  subjectId: id,
  version: z.number().int(),
  publishedAt: instant,
  by: publicationBy,
  /** The deadline came with nothing ready: a breach. */
  breach: z.boolean(),
});
export type PublicationNotice = z.infer<typeof publicationNotice>;

export const publicationSummary = z.object({
  id,
  kind: publicationKind,
  authority: authorityCode,
  title: z.string(),
  publishedAt: instant,
  version: z.number().int(),
  /** Its deadline passed with nothing ready: 逾期记录; and nothing has come since: 逾期. */
  breach: z.boolean(),
  overdue: z.boolean(),
  /** How grave it is, and until when it is public; null of a plan. */
  class: matterClass.nullable(),
  termEndsAt: instant.nullable(),
  url: z.string(),
});
export const publicationList = pageOf(publicationSummary);
/** One publication as the public reads it, its versions from the newest. */
export const publicationView = publicationSummary.extend({
  versions: z.array(
    z.object({
      version: z.number().int(),
      publishedAt: instant,
      /** By when it was to be public. */
      dueAt: instant,
      /** The version that took its place; null of the newest. */
      supersededBy: z.number().int().nullable(),
      by: z.string(),
      breach: z.boolean(),
      reason: z.string(),
      content: publicationContent,
    }),
  ),
});

/** GET /api/v1/item-lists: how the lists of what may be inspected at random stand with the public, each that one sees (articles 6, 8). */
export const itemLists = z.object({
  items: z.array(
    z.object({
      authority: authorityCode,
      publicationId: id,
      /** The version that is public; 0 before the first. */
      version: z.number().int(),
      /** What stands ready, why, and when it is public by itself; null where nothing does. */
      ready: z.object({ reason: z.string(), dueAt: instant }).nullable(),
    }),
  ),
});

/** What the public may ask of the list of publications. */
export const publicListQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  kind: publicationKind.optional(),
  q: z
    .string()
    .min(1)
    .max(100)
    .refine((q) => !q.includes("\u0000"), "contains a NUL character")
    .optional(),
});

/** What is left in public of a result that was taken down: that there was one, and why there is none. Whom it was about it does not say. */
export const takedownNotice = z.strictObject({
  id,
  kind: publicationKind,
  authority: authorityCode,
  class: matterClass.nullable(),
  publishedAt: instant,
  takenDownAt: instant,
  cause: takedownCause,
  url: z.string(),
});
export type TakedownNotice = z.infer<typeof takedownNotice>;
export const takedownList = pageOf(takedownNotice);

/** The same as officials see it: what it was, and the inspection of which it told. */
export const officialTakedown = takedownNotice.extend({ title: z.string(), subjectId: id });
export type OfficialTakedown = z.infer<typeof officialTakedown>;
export const officialTakedownList = pageOf(officialTakedown);
export const officialTakedownQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  cause: takedownCause.optional(),
});

export const drawId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);

/** A draw as the portal shows it: PUT /api/v1/draws/{drawId} by a service, then each file by PUT …/files/{file} (raw bytes). */
export const drawAnnouncement = z.strictObject({
  authority: authorityCode,
  campaignId: id,
  title: text(300),
  state: publicDrawState,
  /** Why it is void, where it is. */
  cause: text(500).nullable(),
  previousDraw: drawId.nullable(),
  statistics: z.array(statistic).max(60),
  /** Who witnesses it, and of which unit: the commitment names them alone. */
  witnesses: z.array(z.strictObject({ name: text(60), unit: text(100) })).max(50),
});
export const drawListItem = z.object({
  drawId: z.string(),
  authority: authorityCode,
  title: z.string(),
  state: publicDrawState,
  committedAt: instant,
  revealedAt: instant.nullable(),
});
export const drawList = pageOf(drawListItem);
export const drawListQuery = pageQuery.extend({ authority: authorityCode.optional() });
export const drawView = drawListItem.extend({
  campaignId: z.string(),
  cause: z.string().nullable(),
  previousDraw: z.string().nullable(),
  statistics: drawAnnouncement.shape.statistics,
  witnesses: drawAnnouncement.shape.witnesses,
  files: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.number().int() })),
});

/** What the portal counts in public. */
export const publicStatistics = z.object({
  publications: z.array(z.object({ kind: publicationKind, count: z.number().int() })),
  planBreaches: z.array(z.object({ authority: authorityCode, count: z.number().int() })),
  /** What the inspection service counts; null while it does not answer and has not yet. */
  inspections: figuresByAuthority.nullable(),
});
