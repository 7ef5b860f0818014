import { z } from "zod";
import {
  authorityCode,
  day,
  dueReason,
  facts,
  id,
  instant,
  itemCodes,
  ofFiles,
  ofPages,
  pageOf,
  pageQuery,
  problemPlace,
  publicReason,
  ratio,
  riskClass,
  sha256Hex,
  slug,
  targetKind,
  text,
  wholeNumber,
} from "./basics.ts";
import { filterQuery } from "./filters.ts";
import { foldedCode, name } from "./names.ts";
import { reviewed } from "./personal-data.ts";
import { inspectorKind } from "./registry.ts";
import { stuckCause } from "./stuck.ts";
import { visitCap } from "./visits.ts";

/**
 * Where a plan stands (articles 9, 16, 17): draft → submitted → publishing → published, and after an adjustment
 * adjusting → published. What is submitted is reviewed by somebody else, who publishes it or returns it to its draft.
 * While adjusting, the version published before stays in force. What disclosure refuses to take
 * goes back, a first publication to draft, an adjustment to published, and may be handed in again. A draft may be deleted.
 */
export const planState = z.enum(["draft", "submitted", "publishing", "published", "adjusting", "deleted"]);

/** What may happen to a plan. */
export const planEventType = z.enum([
  "drafted",
  "redrafted",
  "deleted",
  "handed-in",
  "publishing-asked",
  "publication-unheard",
  "published",
  "adjusted",
  "version-published",
  "personal-data-reviewed",
  "due-moved",
  "delivery-refused",
  "submitted",
  "returned",
  "withdrawn",
]);
export type PlanEventType = z.infer<typeof planEventType>;
export type PlanState = z.infer<typeof planState>;

/** Days in Asia/Shanghai, both inclusive. */
export const dayWindow = z
  .strictObject({ from: day, to: day })
  .refine((window) => window.from <= window.to, "ends before it begins");

/** A ratio for each risk class, from A (honest) to D (article 21). */
export const classRatios = z.strictObject({ A: ratio, B: ratio, C: ratio, D: ratio });

/** One line of a plan as it is written. Article 18's four parts may be missing in a draft, never in what is published. */
export const planEntry = z.strictObject({
  /** Given by the service where it is left out; an adjustment names the entries that it keeps. */
  id: id.optional(),
  title: name(200),
  items: z.array(text(60).overwrite(foldedCode)).max(50),
  /** Which targets: of one registry, of these categories (none named: all), and of those what a filter of its list gives, which all in the authority share. */
  scope: z
    .strictObject({ targetKind, categories: z.array(slug).max(50), filter: id.exactOptional() })
    .optional(),
  /** Who inspects: what the items ask for, and types and specialties beyond it. */
  inspectors: z
    .strictObject({
      officers: z.number().int().min(2).max(20),
      types: z.array(slug).max(20).default([]),
      specialties: z.array(slug).max(20).default([]),
    })
    .optional(),
  ratios: classRatios.optional(),
  /** How many alternates each risk class has, for targets that are gone. */
  alternates: z.number().int().min(0).max(1000).default(2),
  /** How many draws of this entry there are in the year. */
  frequency: z.number().int().min(1).max(366).optional(),
  window: dayWindow.optional(),
  /** Lifts the exclusion of targets inspected this year already; the reason is published (article 20). */
  liftInspected: z.strictObject({ reason: publicReason.optional() }).optional(),
  /** Of a special inspection (专项检查): by which paper the plan of it was approved, by whom, and when it was filed. */
  special: z.strictObject({ documentNumber: text(100), approvedBy: name(200), filedOn: day }).optional(),
});
export type PlanEntry = z.infer<typeof planEntry>;

/** The first and the last year that a plan may be of. */
const years = [2000, 2999] as const;

export const planDraft = z.strictObject({
  year: z.number().int().min(years[0]).max(years[1]),
  title: name(200),
  entries: z.array(planEntry).max(30),
  ...reviewed,
});
/** The texts of a plan that will be public, by their paths. */
export const publicPlanTexts = [
  "/title",
  "/reason",
  "/entries/*/title",
  "/entries/*/liftInspected/reason",
  "/entries/*/special/documentNumber",
  "/entries/*/special/approvedBy",
] as const;
export type PlanDraft = z.infer<typeof planDraft>;

/** What a scope's filter was when the entry was handed in: whatever becomes of it, the plan draws by this. */
const pinnedFilter = z.object({ id, name: z.string(), version: z.number().int(), query: filterQuery });

/** An entry as it stands in a plan: with its id, and the versions of its items and its filter, pinned when it is handed in for publication. */
export const plannedEntry = planEntry.extend({
  id,
  filtered: pinnedFilter.exactOptional(),
  itemVersions: z.array(z.object({ code: z.string(), version: z.number().int() })),
});
export type PlannedEntry = z.infer<typeof plannedEntry>;

/** Commands on a plan: bodies of POST /api/v1/plans/{id}/commands/{type}. */
export const planCommands = {
  /** Hands the draft to whoever reviews it. */
  submit: z.strictObject({}),
  /** Takes what one submitted back while it waits. */
  withdraw: z.strictObject({}),
  /** Gives what was submitted back to be written anew. */
  return: z.strictObject({ reason: text(2000) }),
  /** Publishes what was submitted, by another person than who submitted it, or an adjustment before its deadline. */
  publish: z.strictObject({}),
  /** Article 17: replaces title and entries; published within 5 working days. */
  adjust: z.strictObject({
    title: name(200),
    entries: z.array(planEntry).max(30),
    reason: publicReason,
    /** The revision that it was written from: once another is in force nothing is written over that. */
    revision: z.number().int().min(1).exactOptional(),
    ...reviewed,
  }),
} as const;
export type PlanCommandType = keyof typeof planCommands;
/** The body of one command. */
export type PlanCommand<Type extends PlanCommandType> = z.infer<(typeof planCommands)[Type]>;

export const planSummary = z.object({
  id,
  authority: authorityCode,
  year: z.number().int(),
  title: z.string(),
  /** Counts each change: what a clerk writes over or deletes names it, as `If-Match: "7"`. */
  version: z.number().int(),
  state: planState,
  /** The revision as it is written now, and the one that is public, or null. */
  revision: z.number().int(),
  publishedRevision: z.number().int().nullable(),
  /** SHA-256 of the published content's canonical text, which draws name. */
  planVersion: sha256Hex.nullable(),
  /** When an adjustment is published by itself. */
  dueAt: instant.nullable(),
  workdaysLeft: z.number().int().nullable(),
  /** The due time lies in a year that has no notice yet: it may still move. */
  provisional: z.boolean(),
  /** Why it is stuck, the oldest cause first; none where all goes on by itself. */
  stuck: z.array(stuckCause),
  updatedAt: instant,
});
export type PlanSummary = z.infer<typeof planSummary>;

export const planEvent = z.object({
  seq: z.number().int(),
  type: planEventType,
  at: instant,
  actor: z.string(),
  state: planState,
  facts,
});

/** By when a plan (articles 9, 16) or an adjustment of it (article 17) is public, and why then. */
export const explainedPlanDue = dueReason(["plan-publication", "plan-adjustment"], ["handed-in", "adjusted"]);
export type ExplainedPlanDue = z.infer<typeof explainedPlanDue>;

export const planDetail = planSummary.extend({
  entries: z.array(plannedEntry),
  /** The entries in force, where they are not those above. */
  publishedEntries: z.array(plannedEntry).nullable(),
  publicationId: id.nullable(),
  /** Who submitted it, while it is reviewed. */
  submittedBy: z.string().nullable(),
  /** Of a draft that was returned last time: why, when and by whom. */
  returned: z.object({ reason: z.string(), at: instant, actor: z.string() }).nullable(),
  /** Its due times as far as they are known, each with its reason. */
  dueTimes: z.array(explainedPlanDue),
  events: z.array(planEvent),
});
export type PlanDetail = z.infer<typeof planDetail>;

export const planList = pageOf(planSummary);
export const planListQuery = pageQuery.extend({
  year: wholeNumber(...years).optional(),
  authority: authorityCode.optional(),
  state: planState.optional(),
  /** Only those whose title has this. */
  q: text(100).optional(),
  /** Only those that are stuck. */
  attention: z.enum(["stuck"]).optional(),
  /** Only those that rest, as they are written, on one of these items. */
  items: itemCodes.optional(),
});

export const planFileQuery = planListQuery.omit(ofPages).extend(ofFiles);

/** What publishing a plan would refuse, by its code, and for which places of the plan. */
export const planRefusal = z.object({
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(problemPlace).optional(),
});
export type PlanRefusal = z.infer<typeof planRefusal>;

/** What is previewed of a plan as it stands in a form; of one that is there already with its id, so that what was drawn of it counts. */
export const previewedPlan = z.strictObject({
  plan: id.optional(),
  title: planDraft.shape.title.optional(),
  year: planDraft.shape.year,
  entries: planDraft.shape.entries,
});

/** Article 20: the most that an authority may draw in a year, and how often. */
export const caps = z.strictObject({ ratio, frequency: z.number().int().min(1).max(366) });
export type Caps = z.infer<typeof caps>;

/**
 * Of one registry, how much of the cap of ratios the year's plans use (article 20), where they leave least: with whichever revisions will be
 * drawn from. Of numbers of targets: `own` by this plan, `drawn` by all together, `most` that may be of `registry`.
 */
export const ratioUse = z.object({
  targetKind,
  registry: z.number().int(),
  most: z.number(),
  drawn: z.number(),
  own: z.number(),
});

/** How many of the targets that two entries of a preview share are listed. */
export const mostListed = 20;

/** How many targets each entry would draw now, by class; `byAuthority` counts the registry in its scope. */
export const planPreview = z.object({
  authority: authorityCode,
  year: z.number().int(),
  /** What holds for the authority, and how much of it is used. */
  caps,
  ratioUse: z.array(ratioUse),
  visitCap,
  /** What the public will read, once nothing is refused any more; else null. */
  publicText: z
    .object({
      summary: z.string(),
      sections: z.array(z.object({ title: z.string(), text: z.string() })),
    })
    .nullable(),
  entries: z.array(
    z.object({
      entryId: id,
      title: z.string(),
      classes: z.array(z.object({ riskClass, population: z.number().int(), ratio, quota: z.number().int() })),
      byAuthority: z.array(z.object({ authority: authorityCode, riskClass, population: z.number().int() })),
      /** Of a scope without a filter: the trades of its targets. */
      byCategory: z.array(z.object({ category: z.string(), population: z.number().int() })),
      /**
       * The targets that another entry of this plan may draw as well: one visit serves both where their items stand in one entry (article 21). Where
       * neither entry lifts the exclusion of those inspected this year, the second draw leaves out whom the first one met (article 20), else
       * they are met `twice`. `codes` are the first of them, unless both entries have filters.
       */
      alsoIn: z.array(
        z.object({
          entryId: id,
          title: z.string(),
          targetKind,
          population: z.number().int(),
          twice: z.boolean(),
          codes: z.array(z.string()).max(mostListed),
        }),
      ),
      /** Who may be dealt in the entry's window: officers and experts in all, and how many hold each type and speciality that is needed. */
      inspectors: z.object({
        officers: z.number().int(),
        experts: z.number().int(),
        holders: z.array(z.object({ kind: inspectorKind, skill: z.string(), count: z.number().int() })),
      }),
      /** How many days of officers the year's draws take, a day a target. */
      officerDays: z.number().int(),
      population: z.number().int(),
      /** How many of them a draw would leave out, since all authorities together visited them as often this year as the cap allows. */
      atVisitCap: z.number().int(),
      /** Of each class: how many are at the cap of visits, how many have one visit left after others, and how many were not visited so often. */
      visits: z.array(
        z.object({
          riskClass,
          atCap: z.number().int(),
          oneLeft: z.number().int(),
          free: z.number().int(),
        }),
      ),
      /** How often it was drawn this year already, by itself or as an entry whose place it took (article 20). */
      drawnBefore: z.number().int(),
      total: z.number().int(),
      refusals: z.array(planRefusal),
    }),
  ),
  refusals: z.array(planRefusal),
});
export type PlanPreview = z.infer<typeof planPreview>;

/** Article 23: where an authority draws. A local draw needs its approval on record. */
export const drawVenue = z.strictObject({
  venue: z.enum(["local", "provincial"]),
  approval: z.strictObject({ documentNumber: text(100), approvedOn: day, scanSha256: sha256Hex }).nullable(),
});
export type DrawVenue = z.infer<typeof drawVenue>;
