import { Problem } from "@shuangsui/contracts";
import { H } from "@shuangsui/lottery";
import type { Sealer } from "@shuangsui/sealing";
import { decideCommand, seeingAll, ServiceUnavailable, type Command } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import type { CampaignInput, CampaignView } from "@shuangsui/workflows/campaign/contract";
import type { Transaction } from "kysely";
import { actOf, type Act } from "../act.ts";
import { commitmentOf } from "../draws/commit.ts";
import { sealCodes, sealKeys } from "../draws/keys.ts";
import { lockDraw, putSnapshot, updateDraw, witnessesOf } from "../draws/store.ts";
import { lockPlan, revisionOf } from "../plans/store.ts";
import type { Tables } from "../tables.ts";
import { decideUntilCommitment, entryOf } from "./decide.ts";
import { lockCommitments, requireNoOverlap, targetsLeftOut } from "./left-out.ts";
import { checkReady, prepare, type Doors, type Prepared } from "./prepare.ts";
import { requireDrawLeft, requireKept } from "./rules.ts";
import { change, drawsOf, lockCampaign, type Campaign } from "./store.ts";

/** The same, or the refusal that came up before the transaction. */
type Ready = Prepared | { refusal: Problem };

/** Decides a command and those received before it, in their order, commitments among them. */
export async function decideWithCommitments(
  doors: Doors,
  input: CampaignInput,
  commandId: string,
): Promise<CampaignView> {
  for (;;) {
    const { view, commit: commitId } = await decideUntilCommitment(doors, input, commandId);
    if (commitId === null) return view;
    await decideCommit(doors, input, commitId);
  }
}

/**
 * Decides the command `commit`: takes the registry's snapshot, or the void draw's own, and commits to it with a new
 * secret. From here on the authority can choose nothing.
 */
async function decideCommit(doors: Doors, input: CampaignInput, commandId: string): Promise<void> {
  const { database, clock } = doors;
  const ready = await prepare(doors, input).catch((error: unknown): Ready => {
    if (error instanceof Problem && error.code !== "unavailable" && error.code !== "internal")
      return { refusal: error };
    throw error;
  });
  const now = await clock.now();
  await database.as(input.authority, async (work) => {
    const campaign = await lockCampaign(work, input.id);
    const act = async (command: Command): Promise<void> => {
      if ("refusal" in ready) throw ready.refusal;
      await commit(work, doors.sealer, campaign, command, ready, now);
    };
    await decideCommand(work, commandId, now, act, doors.logger);
  });
}

async function commit(
  work: Transaction<Tables>,
  sealer: Sealer,
  campaign: Campaign,
  command: Command,
  ready: Prepared,
  now: Date,
): Promise<void> {
  const { draw, scheme } = await checkReady(work, campaign, shanghaiDate(now));
  await lockDraw(work, draw.id);
  const { snapshot, keys, profile, strata, planned } = ready;
  await lockCommitments(work, planned.targetKind);
  if (draw.previous_draw === null) await requireDrawable(work, campaign);
  // Other authorities' draws count, too: what they have committed to, and whom they inspect.
  await seeingAll(work, campaign.authority, async () => {
    await requireNoOverlap(work, sealer, campaign.id, planned.targetKind, snapshot.codes);
    await requireFresh(work, campaign, ready);
  });
  const { targets, roster, exclusions } = snapshot;
  const revealBy = new Date(now.getTime() + scheme.beacon.revealWithinHours * 3_600_000);
  const witnesses = await witnessesOf(work, draw.id);
  const commitment = commitmentOf({
    drawId: draw.id,
    campaignId: campaign.id,
    planVersion: planned.planVersion,
    authority: campaign.authority,
    createdAt: now,
    files: { targets, roster, exclusions },
    strata,
    profile,
    secret: keys.secret,
    beacon: {
      kind: "witness",
      witnesses: witnesses.map(({ name, hash }) => ({ name, hash })),
      revealBy: revealBy.toISOString(),
    },
    previousDraw: draw.previous_draw,
  });
  const owner = { draw_id: draw.id, authority: draw.authority };
  await putSnapshot(work, {
    snapshot: { ...owner, targets, roster, exclusions },
    secret: {
      ...owner,
      secret_hash: H(keys.secret),
      keys: sealKeys(sealer, draw.id, keys),
      codes: sealCodes(sealer, draw.id, snapshot.codes),
    },
    roster: snapshot.members.map(({ number, kind, inspectorId }) => ({
      ...owner,
      number,
      kind,
      inspector_id: inspectorId,
    })),
  });
  await updateDraw(work, draw.id, {
    state: "committed",
    commitment,
    committed_at: now,
    reveal_by: revealBy,
    excluded: JSON.stringify(snapshot.excluded),
  });
  const act: Act = { ...actOf(command), at: now };
  const facts = {
    drawId: draw.id,
    targets: snapshot.codes.length,
    inspectors: snapshot.members.length,
    revealBy: revealBy.toISOString(),
  };
  await change(
    work,
    campaign,
    {
      state: "committed",
      due_at: revealBy,
      target_kind: planned.targetKind,
      item_codes: JSON.stringify(planned.itemCodes),
      plan_revision: planned.planRevision,
      plan_version: planned.planVersion,
    },
    "committed",
    act,
    facts,
  );
}

/** Article 20: the entry has a draw left, by the plan in force and by an adjustment of it that is not public yet. */
async function requireDrawable(work: Transaction<Tables>, campaign: Campaign): Promise<void> {
  const plan = await lockPlan(work, campaign.plan_id);
  const entry = await entryOf(work, campaign);
  const draws = await drawsOf(work, plan.id, entry.id);
  requireDrawLeft(draws, entry.frequency);
  if (plan.state !== "adjusting") return;
  const { entries } = await revisionOf(work, plan.id, plan.revision);
  requireKept(
    entry,
    entries.find((one) => one.id === entry.id),
    draws,
  );
}

/**
 * Another plan in force, or a target drawn elsewhere, since the snapshot was taken makes it stale: it is taken again.
 * @throws ServiceUnavailable
 */
async function requireFresh(
  work: Transaction<Tables>,
  campaign: Campaign,
  { snapshot, leftOut, planned }: Prepared,
): Promise<void> {
  if (leftOut === null) return;
  const { planVersion } = await entryOf(work, campaign);
  const now = await targetsLeftOut(work, leftOut);
  if (planVersion !== planned.planVersion || snapshot.codes.some((code) => now.has(code)))
    throw new ServiceUnavailable("the snapshot is stale");
}
