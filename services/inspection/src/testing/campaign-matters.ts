import type { CampaignState, DrawVenue } from "@shuangsui/contracts";
import { makeSecret, witnessHash } from "@shuangsui/lottery";
import { createSealer, sealingKeys } from "@shuangsui/sealing";
import type { CommitKnown } from "../campaigns/commands/commit.ts";
import type { Campaign } from "../campaigns/lifecycle.ts";
import type { Prepared } from "../campaigns/prepare.ts";
import { takeSnapshot } from "../draws/snapshot.ts";
import type { Draw } from "../draws/store.ts";
import type { RegistrySnapshot } from "../neighbours/registry.ts";
import type { EntryInForce } from "../plans/in-force.ts";
import { mangshiCalendars } from "./calendars.ts";
import { schemeBody } from "./campaigns.ts";
import { sampleHeld, type Held } from "./fake-registry.ts";
import { completeEntry } from "./plans.ts";

const id = "01890000-0000-7000-8000-0000000000c1";
const drawId = "01890000-0000-7000-8000-0000000000d1";
const authority = "533103";
const createdAt = new Date("2026-09-15T01:00:00Z");
export const committedAt = new Date("2026-09-16T01:00:00Z");
/** Two days after the commitment, as the scheme gives. */
export const revealBy = new Date("2026-09-18T01:00:00Z");
/** A Friday, and five working days later. */
export const lastCheckOver = new Date("2026-10-30T16:00:00Z");
export const revealDue = new Date("2026-11-06T16:00:00Z");

const sealer = createSealer(sealingKeys.parse("11".repeat(32)));
const entry: EntryInForce = {
  ...completeEntry,
  ratios: { A: "0.1", B: "0.1", C: "0.1", D: "0.1" },
  planVersion: "a".repeat(64),
  planRevision: 1,
};

/** Two witnesses of different units, with what they will reveal. */
export const contributions = ["甲", "乙"].map((name) => ({ name, contribution: makeSecret() }));
const witnesses: Campaign["witnesses"] = contributions.map(({ name, contribution }, index) => ({
  draw_id: drawId,
  authority,
  position: index + 1,
  name,
  unit: `单位${index}`,
  actor: `witness-${index}`,
  hash: witnessHash(drawId, name, contribution),
  contribution: null,
  contributed_at: null,
}));

/** The same witnesses, so many of whom have revealed. */
export function revealed(many: number): Campaign["witnesses"] {
  return witnesses.map((witness, index) =>
    index < many
      ? {
          ...witness,
          contribution: contributions[index]?.contribution ?? null,
          contributed_at: new Date("2026-09-16T02:00:00Z"),
        }
      : witness,
  );
}

const drawStates = {
  draft: "open",
  scheme: "open",
  committed: "committed",
  void: "void",
  drawn: "drawn",
  running: "drawn",
  ended: "drawn",
  revealed: "revealed",
  closed: "revealed",
  cancelled: "open",
} as const satisfies Record<CampaignState, Draw["state"]>;

/** A campaign in a state, its commitment public where it has one. */
export function campaignIn(
  state: CampaignState,
  changes: Partial<Omit<Campaign, "draw">> = {},
  ofDraw: Partial<Draw> = {},
): Campaign {
  const drawState = drawStates[state];
  const isCommitted = drawState !== "open";
  const isOver = state === "ended" || state === "revealed" || state === "closed";
  return {
    id,
    authority,
    plan_id: "01890000-0000-7000-8000-0000000000aa",
    entry_id: entry.id,
    plan_revision: 1,
    plan_version: entry.planVersion,
    title: entry.title,
    target_kind: "entity",
    item_codes: entry.items,
    kind: "daily",
    state,
    lock_version: 7,
    scheme: state === "draft" ? null : { ...schemeBody, beacon: { kind: "witness", revealWithinHours: 48 } },
    window_from: schemeBody.window.from,
    window_to: schemeBody.window.to,
    draw_id: drawId,
    last_check_over_at: isOver ? lastCheckOver : null,
    reveal_due: isOver ? revealDue : null,
    reveal_owed_at: state === "revealed" || state === "closed" ? revealDue : null,
    cancelled_at: state === "cancelled" ? createdAt : null,
    calendar_version: isOver ? 3 : null,
    statistics: [],
    due_at: state === "committed" ? revealBy : state === "ended" ? revealDue : null,
    look_at: null,
    created_at: createdAt,
    updated_at: createdAt,
    calendars: mangshiCalendars,
    witnesses: drawState === "open" || drawState === "committed" ? witnesses : revealed(2),
    checks: state === "running" ? { open: true, lastOver: null } : null,
    ...changes,
    draw: {
      id: drawId,
      authority,
      campaign_id: id,
      state: drawState,
      previous_draw: null,
      created_at: createdAt,
      commitment: isCommitted ? "{}" : null,
      committed_at: isCommitted ? committedAt : null,
      reveal_by: isCommitted ? revealBy : null,
      excluded: [],
      completeness: [],
      announced_at: isCommitted ? committedAt : null,
      drawn_at: null,
      void_cause: state === "void" ? "见证人未在期限前揭示：乙" : null,
      voided_at: state === "void" ? revealBy : null,
      void_announced_at: state === "void" ? revealBy : null,
      revealed_at: null,
      ...ofDraw,
    },
  };
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

/** A registry's snapshots without a registry. */
export function snapshotOf(held: Held): RegistrySnapshot {
  return {
    items: async () => held.items,
    filters: async () => held.filters,
    targets: (_authority, { targetKind }) => each(held.targets[targetKind]),
    countTargets: async (_authority, { targetKind }) => held.targets[targetKind].length,
    inspectors: () => each(held.inspectors),
    conflicts: () => each(held.conflicts),
    completeness: async () => held.completeness,
    merges: async () => held.merges,
  };
}

/** What a commitment was prepared with: 80 firms, and inspectors enough. */
export async function preparedCommit(changes: Partial<Prepared> = {}): Promise<Prepared> {
  const keys = { secret: makeSecret(), saltKey: makeSecret(), rosterKey: makeSecret() };
  const ofDraw = { scope: entry.scope, window: { from: entry.window.from, until: entry.window.to } };
  const snapshot = await takeSnapshot(snapshotOf(sampleHeld(80)), authority, ofDraw, new Map(), keys);
  return {
    at: committedAt,
    snapshot,
    leftOut: null,
    keys,
    sealed: { keys: Buffer.of(1), codes: [Buffer.of(1)] },
    sealer,
    profile: { name: "p1", officers: 2, types: ["market"], specialties: [] },
    strata: Object.entries(snapshot.population).map(([name, population]) => ({
      name,
      population,
      ratio: "0.1",
      alternates: 1,
    })),
    planned: {
      targetKind: "entity",
      itemCodes: ["I1"],
      kind: "daily",
      planRevision: 2,
      planVersion: entry.planVersion,
    },
    ...changes,
  };
}

export const approvedVenue: DrawVenue = {
  venue: "local",
  approval: {
    documentNumber: "芒建备〔2026〕1号",
    approvedOn: "2026-01-05",
    scanSha256: "a".repeat(64),
  },
};

/** What a commitment is decided by that nothing stands against. */
export function commitKnown(prepared: Prepared, changes: Partial<CommitKnown> = {}): CommitKnown {
  return {
    prepared,
    venue: approvedVenue,
    planned: { entry, written: entry, draws: 0 },
    undrawn: [],
    ...changes,
  };
}
