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
  sha256Hex,
  targetKind,
  text,
} from "./basics.ts";
import { drawState, exclusionGround, statistic } from "./draws.ts";
import { figures } from "./inspections.ts";
import { name } from "./names.ts";
import { reviewed } from "./personal-data.ts";
import { dayWindow } from "./plans.ts";
import { stuckCause } from "./stuck.ts";

/**
 * Where a campaign stands (articles 20–23): draft → scheme → committed (witnesses reveal) → drawn (inspections
 * are being started) → running → ended (all checks are over) → revealed → closed. A beacon that fails makes it void,
 * from where the superior may let it be drawn again. One that is not drawn may be cancelled; of one that is, the checks that have
 * not begun are, and its draw is revealed as any other.
 */
export const campaignState = z.enum([
  "draft",
  "scheme",
  "committed",
  "void",
  "drawn",
  "running",
  "ended",
  "revealed",
  "closed",
  "cancelled",
]);
export type CampaignState = z.infer<typeof campaignState>;

/** What a campaign waits for. */
export const campaignWaiting = z.enum([
  "scheme",
  "commit",
  "announcement",
  "witnesses",
  "redraw",
  "start",
  "checks",
  "reveal",
  "nothing",
]);
export type CampaignWaiting = z.infer<typeof campaignWaiting>;

/** What of a campaign may last: the registry is read, targets are drawn, the draw's files are handed to the public. */
export const campaignPhase = z.enum(["reading", "drawing", "handing-over"]);
export type CampaignPhase = z.infer<typeof campaignPhase>;

/** How far the system is with what it does for a campaign: how many targets are done, of how many where that is known. */
export const campaignProgress = z.object({
  phase: campaignPhase,
  done: z.number().int(),
  total: z.number().int().nullable(),
  /** When it was so. */
  at: instant,
});
export type CampaignProgress = z.infer<typeof campaignProgress>;

/** Which list a campaign that asks for attention is on. */
export const campaignAttention = z.enum(["open", "stuck"]);
export type CampaignAttention = z.infer<typeof campaignAttention>;

/** What may happen to a campaign. */
export const campaignEventType = z.enum([
  "triggered",
  "scheme-set",
  "witness-bound",
  "witness-withdrawn",
  "cancelled",
  "committed",
  "announced",
  "witness-revealed",
  "drawn",
  "running",
  "checks-over",
  "due-moved",
  "voided",
  "void-announced",
  "redraw-approved",
  "personal-data-reviewed",
  "draw-opened",
  "reveal-asked",
  "revealed",
  "closed",
]);
export type CampaignEventType = z.infer<typeof campaignEventType>;

/** Article 22: what a campaign's checks look like, and by when the witnesses reveal. */
export const scheme = z.strictObject({
  procedure: text(4000),
  content: text(4000),
  window: dayWindow,
  beacon: z.strictObject({ kind: z.literal("witness"), revealWithinHours: z.number().int().min(1).max(720) }),
});
export type Scheme = z.infer<typeof scheme>;

/** By what a witness binds itself to a contribution that nobody else knows yet: SHA-256 of "drawId,name,contribution". */
export const witness = z.strictObject({ hash: sha256Hex });

export const contribution = z.strictObject({ contribution: sha256Hex });

/** What a witness who is signed in needs to know of its draw: GET /api/v1/campaigns/{id}/witness. */
export const ownWitness = z.object({
  drawId: z.string(),
  title: z.string(),
  /** As its account has them, and the draw's public page will. */
  name: z.string(),
  unit: z.string(),
  /** What comes next: it may bind itself; it waits until the commitment is public; it reveals; nothing. */
  next: z.enum(["commit", "wait", "reveal", "nothing"]),
  /** To what it bound itself. */
  hash: sha256Hex.nullable(),
  revealBy: instant.nullable(),
});
export type OwnWitness = z.infer<typeof ownWitness>;

/** What a service or an official asks of one campaign. `scheme`, `witness` and `contribution` have addresses of their own. */
export const campaignCommands = {
  scheme,
  /** Who binds itself is what its account says, not its body. */
  witness: z.strictObject({ ...witness.shape, name: name(60), unit: name(100), isDrawer: z.boolean() }),
  contribution,
  /** Takes back what a witness bound itself to, before the commitment. */
  withdrawWitness: z.strictObject({ name: text(60) }),
  /** Ends the campaign, or what has not begun of it, with a reason, which is published with each inspection. */
  cancel: z.strictObject({ reason: text(2000), ...reviewed }),
  /** Takes the snapshot and commits to it. From here on nothing can be chosen. */
  commit: z.strictObject({}),
  /** The superior's approval to draw again after a void; the prefecture names its own superior's document. */
  redraw: z.strictObject({ reason: text(1000), document: text(200), ...reviewed }),
  /** Reveals the draw before its deadline, once all checks are over. */
  reveal: z.strictObject({}),
} as const;
export type CampaignCommandType = keyof typeof campaignCommands;
/** The body of one command. */
export type CampaignCommand<Type extends CampaignCommandType> = z.infer<(typeof campaignCommands)[Type]>;

/** The body that triggers a campaign of a published plan's entry. */
export const campaignTrigger = z.strictObject({ title: name(200).optional(), ...reviewed });

export const campaignSummary = z.object({
  id,
  authority: authorityCode,
  planId: id,
  entryId: id,
  title: z.string(),
  targetKind,
  state: campaignState,
  /** The draw that is not void, or the last one. */
  drawId: z.string(),
  windowFrom: day,
  windowTo: day,
  dueAt: instant.nullable(),
  workdaysLeft: z.number().int().nullable(),
  /** The due time lies in a year that has no notice yet: it may still move. */
  provisional: z.boolean(),
  /** How many inspections it has, and what is counted of them now. */
  inspections: z.number().int(),
  ...figures.omit({ count: true }).shape,
  /** Why it is stuck, the oldest cause first; none where all goes on by itself. */
  stuck: z.array(stuckCause),
  updatedAt: instant,
});
export type CampaignSummary = z.infer<typeof campaignSummary>;

export const campaignDraw = z.object({
  drawId: z.string(),
  state: drawState,
  previousDraw: z.string().nullable(),
  planVersion: sha256Hex.nullable(),
  committedAt: instant.nullable(),
  announcedAt: instant.nullable(),
  revealBy: instant.nullable(),
  drawnAt: instant.nullable(),
  revealedAt: instant.nullable(),
  voidCause: z.string().nullable(),
  witnesses: z.array(
    z.object({ name: z.string(), unit: z.string(), hash: sha256Hex, contributed: z.boolean() }),
  ),
  strata: z.array(
    z.object({
      name: z.string(),
      population: z.number().int(),
      ratio: z.string(),
      count: z.number().int(),
      quota: z.number().int(),
      alternates: z.number().int(),
    }),
  ),
  /** Targets left out of the draw, by ground (article 20). */
  excluded: z.array(z.object({ ground: exclusionGround, number: z.number().int() })),
});

export const campaignEvent = z.object({
  seq: z.number().int(),
  type: campaignEventType,
  at: instant,
  actor: z.string(),
  state: campaignState,
  facts,
});

/** The due times of a campaign, each with its reason: the end of its checks (article 22), of the witnesses' reveal and of the draw's own (article 23). */
export const explainedCampaignDue = dueReason(
  ["campaign-window", "contribution", "reveal"],
  ["committed", "checks-over"],
);
export type ExplainedCampaignDue = z.infer<typeof explainedCampaignDue>;

export const campaignDetail = campaignSummary.extend({
  /** Whether local holidays stop its deadlines, as its prefecture has set. */
  localHolidaysStop: z.boolean(),
  scheme: scheme.nullable(),
  itemCodes: z.array(z.string()),
  waitingFor: campaignWaiting,
  /** Null where nothing lasts longer than a second. */
  progress: campaignProgress.nullable(),
  draw: campaignDraw,
  voidDraws: z.array(campaignDraw),
  /** Inspections by state. */
  states: z.record(z.string(), z.number().int()),
  /** What its draw came to, and what is counted of its inspections now. */
  statistics: z.array(statistic),
  /** Its due times as far as they are known, each with its reason. */
  dueTimes: z.array(explainedCampaignDue),
  events: z.array(campaignEvent),
});
export type CampaignDetail = z.infer<typeof campaignDetail>;

export const campaignList = pageOf(campaignSummary);
export const campaignListQuery = pageQuery.extend({
  authority: authorityCode.optional(),
  state: campaignState.optional(),
  plan: id.optional(),
  /** Only those whose title has this, or whose draw has this number. */
  q: text(100).optional(),
  /** Only those that are stuck. */
  attention: campaignAttention.optional(),
  /** Only those that rest on one of these items. */
  items: itemCodes.optional(),
});
export const campaignFileQuery = campaignListQuery.omit(ofPages).extend(ofFiles);
