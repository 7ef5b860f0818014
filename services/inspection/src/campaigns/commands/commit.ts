import { Problem, type DrawVenue, type PlannedEntry } from "@shuangsui/contracts";
import { H } from "@shuangsui/lottery";
import type { Command } from "@shuangsui/service-kit";
import { shanghaiDate } from "@shuangsui/workdays";
import { commitmentOf } from "../../draws/commit.ts";
import { partIdOf } from "../../draws/keys.ts";
import type { EntryInForce } from "../../plans/in-force.ts";
import type { Campaign, CampaignDecision } from "../lifecycle.ts";
import type { Prepared } from "../prepare.ts";
import { requireDrawLeft, requireKept, requireOthers, requireReady } from "../rules.ts";

/** What a commitment is decided by, besides the campaign. */
export type CommitKnown = {
  prepared: Prepared;
  venue: DrawVenue;
  /** The entry in force, as the plan is written now, and how often it was drawn; null where a void draw is repeated. */
  planned: { entry: EntryInForce; written: PlannedEntry | undefined; draws: number } | null;
  /** Draws over the same registry that are committed to and not drawn, with how many of the targets they have. */
  undrawn: readonly { drawId: string; shared: number }[];
};

/**
 * Article 23: commits to the registry's snapshot, or to the void draw's own, with a new secret. From here on the authority
 * can choose nothing. Articles 5, 20: while another draw of the same targets is not drawn yet, nobody knows which of them
 * will be inspected, so no other is made from them; and the entry has a draw left, by the plan in force and by an
 * adjustment that is not public yet.
 * @throws Problem as `requireReady` and `commitmentOf`, `plan/frequency-above-cap`, `plan/wrong-state`, `draw/overlaps`,
 * `draw/witness-not-independent`
 */
export function decideCommit(
  campaign: Campaign,
  { act }: Command<Record<string, never>>,
  { prepared, venue, planned: drawable, undrawn }: CommitKnown,
): CampaignDecision {
  const { at, snapshot, keys, sealed, profile, strata, planned } = prepared;
  const { beacon } = requireReady(campaign, venue, shanghaiDate(at));
  requireOthers(campaign.witnesses, act.actor);
  if (drawable !== null) {
    requireDrawLeft(drawable.draws, drawable.entry.frequency);
    requireKept(drawable.entry, drawable.written, drawable.draws);
  }
  const overlapping = undrawn.find(({ shared }) => shared > 0);
  if (overlapping !== undefined)
    throw new Problem("draw/overlaps", `draw ${overlapping.drawId} has ${overlapping.shared} of the targets`);
  const { draw, authority } = campaign;
  const { targets, roster, exclusions } = snapshot;
  const revealBy = new Date(at.getTime() + beacon.revealWithinHours * 3_600_000);
  const commitment = commitmentOf({
    drawId: draw.id,
    campaignId: campaign.id,
    planVersion: planned.planVersion,
    authority,
    createdAt: at,
    survey: snapshot.survey,
    roster,
    exclusions,
    strata,
    profile,
    secret: keys.secret,
    beacon: {
      kind: "witness",
      witnesses: campaign.witnesses.map(({ name, hash }) => ({ name, hash })),
      revealBy: revealBy.toISOString(),
    },
    previousDraw: draw.previous_draw,
  });
  const owner = { draw_id: draw.id, authority };
  return {
    patch: {
      state: "committed",
      due_at: revealBy,
      target_kind: planned.targetKind,
      item_codes: [...planned.itemCodes],
      kind: planned.kind,
      plan_revision: planned.planRevision,
      plan_version: planned.planVersion,
    },
    draw: {
      state: "committed",
      commitment,
      committed_at: at,
      reveal_by: revealBy,
      excluded: snapshot.excluded,
      completeness: snapshot.completeness,
    },
    snapshot: {
      snapshot: { ...owner, target_bytes: targets.bytes.length, roster, exclusions },
      parts: targets.parts.map(({ firstLine, lines, bytes }, part) => ({
        id: partIdOf(draw.id, part),
        ...owner,
        part,
        first_line: firstLine,
        lines,
        targets: bytes,
        codes: sealed.codes[part] ?? Buffer.alloc(0),
      })),
      secret: { ...owner, secret_hash: H(keys.secret), keys: sealed.keys },
      roster: snapshot.members.map(({ number, kind, inspectorId }) => ({
        ...owner,
        number,
        kind,
        inspector_id: inspectorId,
      })),
    },
    events: [
      {
        type: "committed",
        facts: {
          drawId: draw.id,
          targets: targets.count,
          inspectors: snapshot.members.length,
          revealBy: revealBy.toISOString(),
        },
      },
    ],
    owes: ["announceCommitment"],
  };
}
