import { campaignCommands, type CampaignCommandType } from "@shuangsui/contracts";
import {
  commandRules,
  seeingAll,
  ServiceUnavailable,
  type CommandRule,
  type Prepares,
} from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import { witnessesOfVoidDraws } from "../../draws/store.ts";
import { entryInForce, entryWritten } from "../../plans/in-force.ts";
import { venueInForce } from "../../settings/of-authority.ts";
import { withPublicTexts } from "../../public-texts.ts";
import type { Work } from "../../tables.ts";
import { hasAny, lockCommitments, targetsLeftOut, undrawnDraws } from "../left-out.ts";
import type { Campaign, CampaignDecision } from "../lifecycle.ts";
import { drawsOf } from "../of-plan.ts";
import { prepareCommit, type CommitSources, type Prepared } from "../prepare.ts";
import { decideCancel } from "./cancel.ts";
import { decideCommit, type CommitKnown } from "./commit.ts";
import { decideContribution } from "./contribution.ts";
import { decideRedraw } from "./redraw.ts";
import { decideReveal } from "./reveal.ts";
import { decideScheme } from "./scheme.ts";
import { decideWithdrawWitness } from "./withdraw-witness.ts";
import { decideWitness } from "./witness.ts";

const rule = commandRules<Work, Campaign, CampaignDecision>();

/** What may be asked of a campaign. */
export const campaignRules: Record<CampaignCommandType, CommandRule<Work, Campaign, CampaignDecision>> = {
  scheme: rule({
    body: campaignCommands.scheme,
    knows: (work, { plan_id: planId, entry_id: entryId }) => entryInForce(work, planId, entryId),
    decide: decideScheme,
  }),
  witness: rule({
    body: campaignCommands.witness,
    askedBy: "either",
    knows: (work, { id }) => witnessesOfVoidDraws(work, id),
    decide: decideWitness,
  }),
  withdrawWitness: rule({ body: campaignCommands.withdrawWitness, decide: decideWithdrawWitness }),
  cancel: rule({
    body: campaignCommands.cancel,
    ...withPublicTexts(["/reason"], { decide: decideCancel }),
  }),
  contribution: rule({
    body: campaignCommands.contribution,
    askedBy: "either",
    decide: decideContribution,
  }),
  commit: rule({
    body: campaignCommands.commit,
    decidedBy: "worker",
    knows: (work, campaign, _command, prepared) => knownOfCommit(work, campaign, prepared as Prepared),
    decide: decideCommit,
  }),
  redraw: rule({
    body: campaignCommands.redraw,
    askedBy: "superior",
    ...withPublicTexts(["/reason", "/document"], { knows: async () => uuidv7(), decide: decideRedraw }),
  }),
  reveal: rule({ body: campaignCommands.reveal, decide: decideReveal }),
};

/** What the worker prepares before a command is decided: for a commitment, the registry's snapshot. */
export function campaignPrepares(sources: CommitSources): Prepares {
  return { commit: (input) => prepareCommit(sources, input) };
}

/**
 * What a commitment is decided by, under the lock of the commitments over its registry. Other authorities' draws count, too:
 * what they have committed to, and whom they inspect. Another plan in force, or a target drawn elsewhere, since the snapshot
 * was taken makes it stale. @throws ServiceUnavailable where it is
 */
async function knownOfCommit(work: Work, campaign: Campaign, prepared: Prepared): Promise<CommitKnown> {
  const { id, authority, plan_id: planId, entry_id: entryId } = campaign;
  const { leftOut, snapshot, planned, sealer } = prepared;
  await lockCommitments(work, planned.targetKind);
  const venue = await venueInForce(work, authority);
  const { undrawn, isStale } = await seeingAll(work, authority, async () => ({
    undrawn: await undrawnDraws(work, sealer, planned.targetKind, id, snapshot.targets),
    isStale: leftOut !== null && (await hasAny(snapshot.targets, await targetsLeftOut(work, leftOut))),
  }));
  if (leftOut === null) return { prepared, venue, planned: null, undrawn };
  const entry = await entryInForce(work, planId, entryId);
  if (isStale || entry.planVersion !== planned.planVersion)
    throw new ServiceUnavailable("the snapshot is stale");
  const written = await entryWritten(work, planId, entryId);
  return {
    prepared,
    venue,
    planned: { entry, written, draws: await drawsOf(work, planId, entryId) },
    undrawn,
  };
}
