import type { Clock } from "@shuangsui/clock";
import { campaignCommands, Problem, type CampaignCommandType, type Witness } from "@shuangsui/contracts";
import {
  decideCommand,
  undecidedUpTo,
  type Command,
  type Database,
  type Logger,
} from "@shuangsui/service-kit";
import type { CampaignInput, CampaignView, Decided } from "@shuangsui/workflows/campaign/contract";
import type { Transaction } from "kysely";
import { v7 as uuidv7 } from "uuid";
import {
  insertDraw,
  lockDraw,
  putContribution,
  putWitness,
  witnessesOf,
  witnessesOfVoidDraws,
} from "../draws/store.ts";
import { findPlan, revisionOf } from "../plans/store.ts";
import type { Tables } from "../tables.ts";
import { viewOf } from "./look.ts";
import {
  requireCampaignState,
  requireContribution,
  requireNotDefaulted,
  requireRedraw,
  requireWithin,
} from "./rules.ts";
import { actOf, type Act } from "../act.ts";
import { addEvent, change, lockCampaign, readCampaign, type Campaign } from "./store.ts";

type Doors = { database: Database<Tables>; clock: Clock; logger: Logger };

/** Decides a command on a campaign and those received before it, once each; from a commitment on, for which the registry is read, that is left to `decideWithCommitments`. */
export async function decideCampaignCommand(
  doors: Doors,
  input: CampaignInput,
  commandId: string,
): Promise<Decided> {
  const { view, commit } = await decideUntilCommitment(doors, input, commandId);
  return { view, slow: commit !== null };
}

/** Decides the undecided commands up to that one in the order of their receipt. Gives the first commitment among them, which it leaves undecided with all after it, or null. */
export async function decideUntilCommitment(
  { database, clock, logger }: Doors,
  input: CampaignInput,
  commandId: string,
): Promise<{ view: CampaignView; commit: string | null }> {
  const now = await clock.now();
  return database.as(input.authority, async (work) => {
    await lockCampaign(work, input.id);
    for (const { id, type } of await undecidedUpTo(work, input.id, commandId)) {
      const campaign = await readCampaign(work, input.id);
      if (type === "commit") return { view: await viewOf(work, campaign), commit: id };
      await decideCommand(work, id, now, (command) => apply(work, campaign, command), logger);
    }
    return { view: await viewOf(work, await readCampaign(work, input.id)), commit: null };
  });
}

/** Reads a command's body by its schema again: what lies in the inbox is trusted no more than what came in. */
function bodyOf<Type extends CampaignCommandType>(
  type: Type,
  payload: unknown,
): ReturnType<(typeof campaignCommands)[Type]["parse"]> {
  const read = campaignCommands[type].safeParse(payload);
  if (!read.success) throw new Problem("body/invalid");
  return read.data as ReturnType<(typeof campaignCommands)[Type]["parse"]>;
}

async function apply(work: Transaction<Tables>, campaign: Campaign, command: Command): Promise<void> {
  const act = actOf(command);
  switch (command.type) {
    case "scheme":
      return setScheme(work, campaign, act, command.payload);
    case "witness":
      return addWitness(work, campaign, act, bodyOf("witness", command.payload));
    case "contribution":
      return contribute(work, campaign, act, command.payload);
    case "redraw":
      return redraw(work, campaign, act, command);
    case "reveal":
      requireCampaignState(campaign.state, "ended");
      await change(work, campaign, { reveal_asked: true }, "reveal-asked", act);
      return;
    default:
      throw new Problem("campaign/wrong-state", `no command ${command.type}`);
  }
}

/** Article 22: the scheme, before the commitment; a draw that is repeated keeps the one it had. */
async function setScheme(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
  payload: unknown,
): Promise<void> {
  requireCampaignState(campaign.state, "draft", "scheme");
  const draw = await lockDraw(work, campaign.draw_id);
  if (draw.previous_draw !== null)
    throw new Problem("campaign/wrong-state", "a repeated draw keeps its scheme");
  const scheme = bodyOf("scheme", payload);
  const entry = await entryOf(work, campaign);
  requireWithin(scheme.window, entry.window);
  const patch = {
    scheme: JSON.stringify(scheme),
    state: "scheme" as const,
    window_from: scheme.window.from,
    window_to: scheme.window.to,
  };
  await change(work, campaign, patch, "scheme-set", act, { from: scheme.window.from, to: scheme.window.to });
}

/** The entry of the plan in force that a campaign runs. @throws Problem `plan/not-published` where it has been dropped */
export async function entryOf(work: Transaction<Tables>, campaign: Pick<Campaign, "plan_id" | "entry_id">) {
  const plan = await findPlan(work, campaign.plan_id);
  if (plan === undefined || plan.published_revision === null || plan.plan_version === null)
    throw new Problem("plan/not-published");
  const { entries } = await revisionOf(work, plan.id, plan.published_revision);
  const entry = entries.find((one) => one.id === campaign.entry_id);
  if (
    entry?.scope === undefined ||
    entry.inspectors === undefined ||
    entry.ratios === undefined ||
    entry.frequency === undefined ||
    entry.window === undefined
  )
    throw new Problem("plan/not-published", "the plan in force does not have this entry");
  const { scope, inspectors, ratios, frequency, window } = entry;
  return {
    ...entry,
    scope,
    inspectors,
    ratios,
    frequency,
    window,
    planVersion: plan.plan_version,
    planRevision: plan.published_revision,
  };
}

/** Article 23: a witness binds itself before the commitment. */
async function addWitness(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
  witness: Witness,
): Promise<void> {
  requireCampaignState(campaign.state, "draft", "scheme");
  const draw = await lockDraw(work, campaign.draw_id);
  requireNotDefaulted(witness.name, await witnessesOfVoidDraws(work, campaign.id));
  const known = await witnessesOf(work, draw.id);
  const position = known.find((one) => one.name === witness.name)?.position ?? known.length + 1;
  await putWitness(work, {
    draw_id: draw.id,
    authority: draw.authority,
    position,
    ...witness,
    contribution: null,
    contributed_at: null,
  });
  await change(work, campaign, {}, "witness-bound", act, { position });
}

/** Article 23: a witness reveals, after the commitment is public and before `revealBy`, by the stamp of receipt. */
async function contribute(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
  payload: unknown,
): Promise<void> {
  const draw = await lockDraw(work, campaign.draw_id);
  if (draw.state === "void") throw new Problem("draw/too-late");
  requireCampaignState(campaign.state, "committed");
  if (draw.announced_at === null || draw.reveal_by === null)
    throw new Problem("campaign/wrong-state", "the commitment is not public yet");
  const given = bodyOf("contribution", payload);
  const witnesses = await witnessesOf(work, draw.id);
  requireContribution(draw.id, witnesses, given, act.at, draw.reveal_by);
  await putContribution(work, draw.id, given.name, given.contribution, act.at);
  const position = witnesses.find((one) => one.name === given.name)?.position ?? 0;
  await change(work, campaign, {}, "witness-revealed", act, { position });
}

/** Article 23, and the draw's specification: after a void the superior lets it be drawn again, from the same snapshot. */
async function redraw(
  work: Transaction<Tables>,
  campaign: Campaign,
  act: Act,
  command: Command,
): Promise<void> {
  const before = await lockDraw(work, campaign.draw_id);
  requireRedraw(campaign, before.void_announced_at !== null, command.caller_authority);
  const { reason, document } = bodyOf("redraw", command.payload);
  const drawId = uuidv7();
  await insertDraw(work, newDraw(drawId, campaign, campaign.draw_id, act.at));
  await addEvent(work, campaign, "redraw-approved", act, { by: command.caller_authority, reason, document });
  await change(work, campaign, { state: "scheme", draw_id: drawId, due_at: null }, "draw-opened", act, {
    drawId,
    previousDraw: campaign.draw_id,
  });
}

/** A draw that waits for its witnesses and its commitment. */
export function newDraw(
  id: string,
  campaign: Pick<Campaign, "id" | "authority">,
  previousDraw: string | null,
  at: Date,
) {
  return {
    id,
    authority: campaign.authority,
    campaign_id: campaign.id,
    state: "open" as const,
    previous_draw: previousDraw,
    created_at: at,
    commitment: null,
    committed_at: null,
    reveal_by: null,
    announced_at: null,
    drawn_at: null,
    result: null,
    void_cause: null,
    voided_at: null,
    void_announced_at: null,
    recusals: null,
    teams: null,
    reveal: null,
    revealed_at: null,
    reveal_announced_at: null,
  };
}
