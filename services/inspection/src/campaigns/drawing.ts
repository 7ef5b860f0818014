import { Problem } from "@shuangsui/contracts";
import { draw as drawLots, readCommitment, seedOf, type DrawnLine } from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import type { Sealer } from "@shuangsui/sealing";
import { ServiceUnavailable } from "@shuangsui/service-kit";
import { profileName } from "../draws/snapshot.ts";
import { beaconOf, codesAt, keysOf, rosterOf, snapshotOf, type Place } from "../draws/store.ts";
import { idOf } from "../ids.ts";
import type { DrawnInspection } from "../inspections/after-draw.ts";
import type { NamedTarget, RegistryClient } from "../neighbours/registry.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";
import type { OnProgress } from "./progress.ts";

/** What a draw came to. */
export type Drawn = { drawId: string; result: string; places: Place[]; inspections: DrawnInspection[] };

/**
 * A draw with its targets' names and divisions (articles 10, 11). No draw waits for the registry: where that does not answer, each inspection asks it
 * by itself.
 */
export async function withNames(registry: Pick<RegistryClient, "targetNames">, drawn: Drawn): Promise<Drawn> {
  const [first] = drawn.inspections;
  if (first === undefined) return drawn;
  const codes = drawn.inspections.map(({ targetCode }) => targetCode);
  const known = await registry
    .targetNames(first.authority, first.targetKind, codes)
    .catch((error: unknown): ReadonlyMap<string, NamedTarget> => {
      if (error instanceof ServiceUnavailable || error instanceof Problem) return new Map();
      throw error;
    });
  return {
    ...drawn,
    inspections: drawn.inspections.map((one) => {
      const { name: targetName = null, territory = null } = known.get(one.targetCode) ?? {};
      return { ...one, targetName, territory };
    }),
  };
}

/**
 * Draws the targets and deals the inspectors, by `docs/lottery.md`, from what never changes once all witnesses have
 * revealed. Writes nothing.
 */
export async function drawAndDeal(
  work: Work,
  sealer: Sealer,
  { draw, witnesses, ...campaign }: Campaign,
  onProgress: OnProgress,
): Promise<Drawn> {
  const snapshot = await snapshotOf(work, draw.id);
  if (draw.commitment === null || snapshot === undefined) throw new Problem("internal");
  onProgress(0, readCommitment(draw.commitment).targets.count);
  const { secret } = await keysOf(work, sealer, draw.id);
  const { roster, exclusions } = snapshot;
  const targets = openTargets(snapshot.targets);
  const seed = seedOf(draw.commitment, secret, beaconOf(draw, witnesses).value);
  const drawn = await drawLots({ commitment: draw.commitment, targets, roster, exclusions, seed });
  const codes = await codesAt(work, sealer, draw.id, drawn.placeOf.values());
  const codeOf = (id: string) => codes.get(drawn.placeOf.get(id) ?? 0) ?? "";
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
      targetName: null,
      territory: null,
      riskClass: line.stratum,
      profile: profile?.name ?? profileName,
      officersNeeded: profile?.officers ?? 2,
      itemCodes: campaign.item_codes,
      kind: campaign.kind,
      rank: line.rank,
      members: [...line.officers.map(member("officer")), ...line.experts.map(member("expert"))],
      windowFrom: campaign.window_from,
      windowTo: campaign.window_to,
    })),
  };
}
