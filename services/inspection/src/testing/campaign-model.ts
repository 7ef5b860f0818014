import { Problem, type ProblemCode } from "@shuangsui/contracts";
import { witnessHash } from "@shuangsui/lottery";
import type { Command, NewEvent } from "@shuangsui/service-kit";
import type { CampaignDeed } from "@shuangsui/workflows/campaign/contract";
import { decideCommit } from "../campaigns/commands/commit.ts";
import { decideContribution } from "../campaigns/commands/contribution.ts";
import { decideRedraw } from "../campaigns/commands/redraw.ts";
import { decideReveal } from "../campaigns/commands/reveal.ts";
import { decideCancel } from "../campaigns/commands/cancel.ts";
import { decideWithdrawWitness } from "../campaigns/commands/withdraw-witness.ts";
import { decideScheme } from "../campaigns/commands/scheme.ts";
import { decideWitness } from "../campaigns/commands/witness.ts";
import {
  decideAnnounced,
  decideClosed,
  decideDrawn,
  decideRevealed,
  decideStarted,
  decideVoidAnnounced,
} from "../campaigns/deeds.ts";
import { campaignDomain } from "../campaigns/domain.ts";
import {
  campaignLifecycle,
  withDecision,
  type Campaign,
  type CampaignDecision,
} from "../campaigns/lifecycle.ts";
import type { Prepared } from "../campaigns/prepare.ts";
import type { Draw, DrawWitness } from "../draws/store.ts";
import { campaignIn, commitKnown } from "./campaign-matters.ts";
import { schemeBody } from "./campaigns.ts";

type Owed = { deed: CampaignDeed; drawId: string; ended: boolean };
type Happened = Required<NewEvent> & { at: Date };

/** A campaign without a database: what the frame does with decisions, and neighbours that take what they are given. */
export type Model = {
  campaign: Campaign;
  prepared: Prepared;
  events: Happened[];
  outbox: Owed[];
  /** The draws that are void, with their witnesses. */
  voids: { draw: Draw; witnesses: readonly DrawWitness[] }[];
  now: Date;
};

const hour = 3_600_000;
const names = ["甲", "乙", "丙"] as const;
const contribution = "c".repeat(64);
const scheme = { ...schemeBody, beacon: { kind: "witness" as const, revealWithinHours: 48 } };

/** As its trigger makes it. */
export function triggeredModel(at: Date, prepared: Prepared): Model {
  const campaign = campaignIn("draft", { witnesses: [] });
  return { campaign, prepared, events: [], outbox: [], voids: [], now: at };
}

function write(model: Model, decision: CampaignDecision): void {
  const { campaign: before, now: at } = model;
  const after = withDecision(before, decision, at);
  model.campaign = {
    ...after,
    look_at: campaignLifecycle.nextAt(after),
    checks: after.state === "running" ? (after.checks ?? { open: true, lastOver: null }) : null,
  };
  if (before.state === "void" && after.draw.id !== before.draw.id)
    model.voids.push({ draw: before.draw, witnesses: before.witnesses });
  for (const { type, state = after.state, facts = {} } of decision.events)
    model.events.push({ type, state, facts, at });
  for (const owed of model.outbox) if (decision.waives?.includes(owed.deed) === true) owed.ended = true;
  for (const owed of decision.owes ?? [])
    model.outbox.push({
      deed: typeof owed === "string" ? owed : owed.deed,
      drawId: after.draw.id,
      ended: false,
    });
}

function passTime(model: Model): void {
  for (;;) {
    const decision = campaignLifecycle.elapsed(model.campaign, model.now);
    if (decision === null) return;
    write(model, decision);
  }
}

type Asked =
  | "scheme"
  | "witness"
  | "withdrawWitness"
  | "contribution"
  | "cancel"
  | "commit"
  | "redraw"
  | "reveal";

function decide(model: Model, asked: Asked, choice: number): CampaignDecision {
  const { campaign, now: at, prepared, voids } = model;
  const drawId = campaign.draw.id;
  const name = names[choice % names.length] ?? "甲";
  const commandOf = <Body>(body: Body, callerAuthority = "533103"): Command<Body> => ({
    id: "",
    body,
    act: { at, actor: asked === "commit" ? "official-1" : `witness-${name}`, requestId: null },
    callerAuthority,
  });
  switch (asked) {
    case "scheme":
      return decideScheme(campaign, commandOf(scheme), { window: scheme.window });
    case "witness": {
      const hash = witnessHash(drawId, name, contribution);
      const couldReveal = voids.filter(({ draw }) => draw.announced_at !== null);
      return decideWitness(
        campaign,
        commandOf({ name, unit: `${name}单位`, hash, isDrawer: false }),
        couldReveal.flatMap(({ witnesses }) => witnesses),
      );
    }
    case "withdrawWitness":
      return decideWithdrawWitness(campaign, commandOf({ name }));
    case "cancel":
      return decideCancel(campaign, commandOf({ reason: "计划调整" }));
    case "contribution":
      return decideContribution(campaign, commandOf({ contribution }));
    case "commit": {
      const again = campaign.draw.previous_draw === null ? {} : { planned: null };
      return decideCommit(campaign, commandOf({}), commitKnown({ ...prepared, at }, again));
    }
    case "redraw":
      return decideRedraw(
        campaign,
        commandOf({ reason: "更换见证人", document: "1号" }, choice % 4 === 0 ? "533103" : "533100"),
        `d${voids.length + 2}`,
      );
    case "reveal":
      return decideReveal(campaign, commandOf({}));
    default:
      return asked satisfies never;
  }
}

/** Asks something of the model: time passes up to its receipt first. */
function ask(model: Model, asked: Asked, choice = 0): "done" | ProblemCode {
  passTime(model);
  try {
    write(model, decide(model, asked, choice));
    return "done";
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

function owedNow({ outbox }: Model): CampaignDeed[] {
  const open = new Set(outbox.filter(({ ended }) => !ended).map(({ deed }) => deed));
  return [...open].filter(
    (deed) => campaignDomain.deedsAfter?.[deed]?.some((before) => open.has(before as CampaignDeed)) !== true,
  );
}

function decideDone({ campaign, now: at }: Model, deed: CampaignDeed): CampaignDecision | null {
  const drawId = campaign.draw.id;
  switch (deed) {
    case "announceCommitment":
      return decideAnnounced(campaign, at);
    case "drawAndDeal":
      return decideDrawn(campaign, { drawId, result: "", places: [], inspections: [] }, at);
    case "announceVoid":
      return decideVoidAnnounced(campaign, at);
    case "startInspections":
      return decideStarted(campaign);
    case "cancelInspections":
      return null;
    case "revealDraw": {
      const files = { recusals: "", teams: "", reveal: "{}", result: "" };
      return decideRevealed(campaign, { drawId, ...files, changes: 0 }, [], at);
    }
    case "announceReveal":
      return decideClosed(campaign);
    default:
      return deed satisfies never;
  }
}

/** A deed is done, and as the frame does it, time passes only after that. */
function deliver(model: Model, deed: CampaignDeed): void {
  for (const owed of model.outbox) if (owed.deed === deed) owed.ended = true;
  const decision = decideDone(model, deed);
  if (decision !== null) write(model, decision);
  passTime(model);
}

function endChecks(model: Model): void {
  if (model.campaign.checks === null) return;
  model.campaign = { ...model.campaign, checks: { open: false, lastOver: model.now } };
  passTime(model);
}

const asks = [
  "scheme",
  "witness",
  "witness",
  "contribution",
  "contribution",
  "contribution",
  "commit",
  "commit",
  "redraw",
  "reveal",
] as const;

/** One thing that happens, made of a number: a command, a deed that is done, the end of the checks, or some hours. */
export function step(model: Model, number: number): void {
  const choice = number >> 4;
  const kind = number & 15;
  // Now and then a witness withdraws, or all of it is cancelled.
  const asked =
    kind === 2 && choice % 9 === 0
      ? "withdrawWitness"
      : kind === 9 && choice % 9 === 0
        ? "cancel"
        : asks[kind];
  if (asked !== undefined) ask(model, asked, choice);
  else if (kind < 14) {
    const owed = owedNow(model);
    const deed = owed[choice % Math.max(1, owed.length)];
    if (deed !== undefined) deliver(model, deed);
  } else if (kind === 14) endChecks(model);
  else {
    model.now = new Date(model.now.getTime() + ((choice % 60) + 1) * hour);
    if (choice % 2 === 0) passTime(model);
  }
}

/** Everything owed is done, the checks end, and all time passes. */
export function settle(model: Model): void {
  for (let rest = 0; rest < 20; rest += 1) {
    for (const deed of owedNow(model)) deliver(model, deed);
    endChecks(model);
    const next = campaignLifecycle.nextAt(model.campaign);
    if (next !== null && next > model.now) model.now = next;
    passTime(model);
  }
}
