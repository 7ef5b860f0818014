import {
  applyLines,
  checkEnd,
  draw as drawLots,
  openState,
  readResult,
  readTargets,
  seedOf,
  writeReveal,
  writeTeams,
  type DrawnLine,
} from "@shuangsui/lottery";
import { Problem } from "@shuangsui/contracts";
import {
  ServiceUnavailable,
  type Deliveries,
  type Delivery,
  type ScopedDatabase,
} from "@shuangsui/service-kit";
import type { CampaignDeed } from "@shuangsui/workflows/campaign/contract";
import type { Sealer } from "@shuangsui/sealing";
import { profileName } from "../draws/snapshot.ts";
import {
  beaconOf,
  codesOf,
  countChanges,
  keysOf,
  loadDraw,
  lockDraw,
  rosterOf,
  snapshotOf,
  textsOf,
  type Place,
} from "../draws/store.ts";
import { idOf } from "../ids.ts";
import type { DrawnInspection } from "../inspections/after-draw.ts";
import type { DrawAnnouncement, DrawAnnouncer } from "../neighbours/disclosure.ts";
import type { Work } from "../tables.ts";
import type { Campaign, CampaignDecision } from "./lifecycle.ts";
import { committedStatistics, revealedStatistics } from "./statistics.ts";

/** What campaigns hand over to, and by what. */
export type CampaignOutside = {
  database: ScopedDatabase<Work>;
  disclosure: DrawAnnouncer;
  sealer: Sealer;
};

type CampaignDelivery<Result> = Omit<
  Delivery<Work, Campaign, CampaignDecision, CampaignOutside>,
  "hand" | "done"
> & {
  hand(outside: CampaignOutside, campaign: Campaign): Promise<Result>;
  done(
    work: Work,
    campaign: Campaign,
    result: Result,
    at: Date,
  ): Promise<CampaignDecision | null> | CampaignDecision | null;
};

/** A delivery whose `done` knows what its own `hand` gave. */
function delivery<Result>(
  parts: CampaignDelivery<Result>,
): Delivery<Work, Campaign, CampaignDecision, CampaignOutside> {
  return { ...parts, done: (work, campaign, result, at) => parts.done(work, campaign, result as Result, at) };
}

/**
 * What a campaign owes, each once a draw. A draw goes on only when it is public: whatever disclosure refuses is tried again
 * until it is taken, so that nothing here is refused for good.
 */
export const campaignDeliveries: Deliveries<Work, Campaign, CampaignDecision, CampaignOutside, CampaignDeed> =
  {
    /** Article 23: the commitment is public before any witness reveals. */
    announceCommitment: delivery({
      final: [],
      hand: ({ disclosure }, campaign) => announceCommitted(disclosure, campaign, "committed"),
      done: (_work, campaign, _result, at) => decideAnnounced(campaign, at),
    }),

    /** Articles 21, 23: targets are drawn and inspectors dealt, and their inspections made, all at once. */
    drawAndDeal: delivery({
      after: ["announceCommitment"],
      final: [],
      hand: ({ database, sealer }, campaign) =>
        database.as(campaign.authority, (work) => drawAndDeal(work, sealer, campaign)),
      done: (_work, campaign, drawn, at) => decideDrawn(campaign, drawn, at),
    }),

    /** Article 23: the public sees that a draw is void, and why. Only then may it be repeated. */
    announceVoid: delivery({
      final: [],
      hand: ({ disclosure }, campaign) => announceCommitted(disclosure, campaign, "void"),
      done: (_work, { state, draw }, _result, at) =>
        state !== "void"
          ? null
          : {
              patch: {},
              draw: { void_announced_at: at },
              events: [{ type: "void-announced", facts: { drawId: draw.id } }],
            },
    }),

    /** The workflow starts the inspections itself, and does this when all were. */
    startInspections: delivery({
      final: [],
      hand: async () => undefined,
      done: (_work, { state }) =>
        state !== "drawn" ? null : { patch: { state: "running" }, events: [{ type: "running" }] },
    }),

    /** The secret, the beacon, every change and the teams after them, for anybody to verify. */
    revealDraw: delivery({
      final: [],
      hand: ({ database, sealer }, campaign) =>
        database.as(campaign.authority, (work) => makeReveal(work, sealer, campaign)),
      done: (work, campaign, revealed, at) => decideRevealed(work, campaign, revealed, at),
    }),

    announceReveal: delivery({
      final: [],
      hand: (outside, campaign) => announceRevealed(outside, campaign),
      done: (_work, { state, draw }) =>
        state !== "revealed"
          ? null
          : { patch: { state: "closed" }, events: [{ type: "closed", facts: { drawId: draw.id } }] },
    }),
  };

/** A commitment that is public only when the witnesses' time is over does not count: the draw is void, and blames none of them. */
export function decideAnnounced({ state, draw }: Campaign, at: Date): CampaignDecision | null {
  const { announced_at: announcedAt, reveal_by: revealBy } = draw;
  if (state !== "committed" || announcedAt !== null || revealBy === null || at >= revealBy) return null;
  return {
    patch: {},
    draw: { announced_at: at },
    events: [{ type: "announced", facts: { drawId: draw.id } }],
  };
}

/** Shows a draw with its commitment, as committed to or as void. */
async function announceCommitted(
  disclosure: DrawAnnouncer,
  campaign: Campaign,
  state: "committed" | "void",
): Promise<void> {
  const { authority, draw } = campaign;
  await disclosure.announceDraw(draw.id, announcementOf(campaign, state));
  await disclosure.putDrawFile(authority, draw.id, "commitment.json", draw.commitment ?? "");
}

async function announceRevealed(
  { database, disclosure }: CampaignOutside,
  campaign: Campaign,
): Promise<void> {
  const { authority, draw } = campaign;
  const { snapshot, texts } = await database.as(authority, async (work) => ({
    snapshot: await snapshotOf(work, draw.id),
    texts: await textsOf(work, draw.id),
  }));
  const files = [
    ["commitment.json", draw.commitment],
    ["targets.csv", snapshot?.targets],
    ["roster.ndjson", snapshot?.roster],
    ["exclusions.csv", snapshot?.exclusions],
    ["reveal.json", texts.reveal],
    ["result.ndjson", texts.result],
    ["recusals.ndjson", texts.recusals],
    ["teams.ndjson", texts.teams],
  ] as const;
  for (const [file, text] of files) await disclosure.putDrawFile(authority, draw.id, file, text ?? "");
  await disclosure.announceDraw(draw.id, announcementOf(campaign, "revealed"));
}

function announcementOf(
  { id, authority, title, draw, statistics }: Campaign,
  state: DrawAnnouncement["state"],
): DrawAnnouncement {
  return {
    authority,
    campaignId: id,
    title,
    state,
    cause: state === "void" ? draw.void_cause : null,
    previousDraw: draw.previous_draw,
    statistics: state === "revealed" ? statistics : committedStatistics(draw),
  };
}

/** What a draw came to. */
type Drawn = { drawId: string; result: string; places: Place[]; inspections: DrawnInspection[] };

/**
 * Draws the targets and deals the inspectors, by `docs/lottery.md`, from what never changes once all witnesses have
 * revealed. Writes nothing.
 */
async function drawAndDeal(
  work: Work,
  sealer: Sealer,
  { draw, witnesses, ...campaign }: Campaign,
): Promise<Drawn> {
  const snapshot = await snapshotOf(work, draw.id);
  if (draw.commitment === null || snapshot === undefined) throw new Problem("internal");
  const { secret } = await keysOf(work, sealer, draw.id);
  const { targets, roster, exclusions } = snapshot;
  const seed = seedOf(draw.commitment, secret, beaconOf(draw, witnesses).value);
  const drawn = drawLots({ commitment: draw.commitment, targets, roster, exclusions, seed });
  const ids = new Set(drawn.lines.map((line) => line.id));
  const codes = codesAt(targets, await codesOf(work, sealer, draw.id), ids);
  const codeOf = (id: string) => codes.get(id) ?? "";
  const [profile] = drawn.state.profiles;
  const people = await rosterOf(work, draw.id);
  const member = (kind: "officer" | "expert") => (number: number, index: number) => ({
    number,
    inspectorId: people.get(number)?.inspectorId ?? "",
    kind,
    position: index + 1,
  });
  const selected = drawn.lines.filter((line): line is DrawnLine => "rank" in line);
  return {
    drawId: draw.id,
    result: drawn.text,
    places: drawn.lines.map(({ id, stratum }) => ({
      draw_id: draw.id,
      authority: draw.authority,
      opaque_id: id,
      target_code: codeOf(id),
      stratum,
    })),
    inspections: selected.map((line) => ({
      id: idOf(draw.id, line.id),
      authority: campaign.authority,
      campaignId: campaign.id,
      drawId: draw.id,
      opaqueId: line.id,
      targetCode: codeOf(line.id),
      targetKind: campaign.target_kind,
      riskClass: line.stratum,
      profile: profile?.name ?? profileName,
      officersNeeded: profile?.officers ?? 2,
      itemCodes: campaign.item_codes,
      rank: line.rank,
      members: [...line.officers.map(member("officer")), ...line.experts.map(member("expert"))],
      windowFrom: campaign.window_from,
      windowTo: campaign.window_to,
    })),
  };
}

/** The target's code for each of the wanted lines of `targets.csv`. */
function codesAt(
  targets: string,
  codes: readonly string[],
  wanted: ReadonlySet<string>,
): Map<string, string> {
  return new Map(
    readTargets(targets).flatMap(({ id }, line) =>
      wanted.has(id) ? [[id, codes[line] ?? ""] as const] : [],
    ),
  );
}

function decideDrawn(
  { state, draw }: Campaign,
  { drawId, result, places, inspections }: Drawn,
  at: Date,
): CampaignDecision | null {
  if (state !== "committed" || draw.id !== drawId) return null;
  return {
    patch: { state: "drawn", due_at: null },
    draw: { state: "drawn", result, drawn_at: at },
    places,
    inspections,
    events: [{ type: "drawn", facts: { drawId, inspections: inspections.length } }],
    owes: ["startInspections"],
  };
}

/** What is revealed of a draw, made of its changes so far. */
type Revealed = {
  drawId: string;
  recusals: string;
  teams: string;
  reveal: string;
  result: string;
  changes: number;
};

/** Makes the files of the reveal. Writes nothing. */
async function makeReveal(work: Work, sealer: Sealer, { draw, witnesses }: Campaign): Promise<Revealed> {
  const loaded = await loadDraw(work, sealer, draw.id);
  const state = applyLines(openState(loaded), loaded.lines);
  checkEnd(state);
  const { result, lines } = loaded;
  const recusals = lines.map((line) => `${line}\n`).join("");
  const teams = writeTeams(state.teams);
  const { secret } = await keysOf(work, sealer, draw.id);
  const beacon = beaconOf(draw, witnesses);
  const reveal = writeReveal({ drawId: draw.id, secret, beacon, result, recusals, teams });
  return { drawId: draw.id, recusals, teams, reveal, result, changes: lines.length };
}

/** @throws ServiceUnavailable where the draw was changed meanwhile: the reveal is made anew */
async function decideRevealed(
  work: Work,
  campaign: Campaign,
  { drawId, recusals, teams, reveal, result, changes }: Revealed,
  at: Date,
): Promise<CampaignDecision | null> {
  if (campaign.state !== "ended") return null;
  await lockDraw(work, drawId, "update");
  if ((await countChanges(work, drawId)) !== changes)
    throw new ServiceUnavailable("the draw has changed meanwhile");
  const { reveal_due: due, reveal_owed_at: owedAt } = campaign;
  return {
    patch: {
      state: "revealed",
      statistics: await revealedStatistics(work, campaign, result, changes),
      due_at: null,
    },
    draw: { state: "revealed", recusals, teams, reveal, revealed_at: at },
    events: [
      {
        type: "revealed",
        facts: {
          drawId,
          byItself: due !== null && owedAt !== null && owedAt >= due,
          drawn: readResult(result).filter((line) => "rank" in line).length,
        },
      },
    ],
    owes: ["announceReveal"],
  };
}
