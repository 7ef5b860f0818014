import { Problem } from "@shuangsui/contracts";
import {
  beaconValue,
  openingOf as openingUnder,
  readCommitment,
  seedOf,
  type Opening,
} from "@shuangsui/lottery";
import { sql, type Insertable, type Selectable, type Transaction } from "kysely";
import type { Tables } from "../tables.ts";
import { partIdOf, unsealCodes, unsealKeys, type DrawKeys } from "./keys.ts";
import type { Sealer } from "@shuangsui/sealing";
import type { TargetBytes, TargetList, TargetPart } from "./target-list.ts";
import type {
  DrawTable,
  PartTable,
  PlaceTable,
  RosterTable,
  SecretTable,
  SnapshotTable,
  WitnessTable,
} from "./tables.ts";

type Work = Transaction<Tables>;
/** A draw without the files that it came to, which are as long as what was drawn. */
export type Draw = Omit<Selectable<DrawTable>, keyof DrawTexts>;
export type DrawWitness = Selectable<WitnessTable>;
/** The files that a draw came to, null until they are made. */
export type DrawTexts = Pick<Selectable<DrawTable>, "result" | "recusals" | "teams" | "reveal">;

const columns = [
  "id",
  "authority",
  "campaign_id",
  "state",
  "previous_draw",
  "created_at",
  "commitment",
  "committed_at",
  "reveal_by",
  "excluded",
  "completeness",
  "announced_at",
  "drawn_at",
  "void_cause",
  "voided_at",
  "void_announced_at",
  "revealed_at",
] as const satisfies readonly (keyof Draw)[];

/** How many rows go into one statement: it is written while all else in this process waits. */
const batch = 1_000;

/** A draw with its files' texts and the lines of its changes so far: what `openState` and `applyLines` go on from. */
export type LoadedDraw = {
  drawId: string;
  campaignId: string;
  commitment: string;
  targets: TargetBytes;
  roster: string;
  exclusions: string;
  result: string;
  lines: string[];
  seed: string;
};

/**
 * Takes the draw's lock until the transaction ends: `update` for who changes the draw, so that its changes are decided one
 * at a time; `share` for who needs it not to change. Gives the draw. @throws Problem `not-found`
 */
export async function lockDraw(work: Work, drawId: string, mode: "share" | "update"): Promise<Draw> {
  const rows = work.selectFrom("draw").select(columns).where("id", "=", drawId);
  const draw = await (mode === "share" ? rows.forShare() : rows.forUpdate()).executeTakeFirst();
  if (draw === undefined) throw new Problem("not-found");
  return draw;
}

/** The draw as it is. @throws Problem `not-found` */
export async function readDraw(work: Work, drawId: string): Promise<Draw> {
  const draw = await work.selectFrom("draw").select(columns).where("id", "=", drawId).executeTakeFirst();
  if (draw === undefined) throw new Problem("not-found");
  return draw;
}

/** The files that a draw came to. @throws Problem `not-found` */
export async function textsOf(work: Work, drawId: string): Promise<DrawTexts> {
  const texts = await work
    .selectFrom("draw")
    .select(["result", "recusals", "teams", "reveal"])
    .where("id", "=", drawId)
    .executeTakeFirst();
  if (texts === undefined) throw new Problem("not-found");
  return texts;
}

/**
 * A draw that was drawn, with everything that changes to it are decided by. Who changes it holds its lock. Only for the
 * worker. @throws Problem `not-found`, `campaign/wrong-state` before the draw was drawn
 */
export async function loadDraw(work: Work, sealer: Sealer, drawId: string): Promise<LoadedDraw> {
  const draw = await readDraw(work, drawId);
  const { result } = await textsOf(work, drawId);
  const snapshot = await snapshotOf(work, drawId);
  if (draw.commitment === null || result === null || snapshot === undefined)
    throw new Problem("campaign/wrong-state", "nothing was drawn yet");
  const { secret } = await keysOf(work, sealer, drawId);
  const { value } = beaconOf(draw, await witnessesOf(work, drawId));
  const { targets, roster, exclusions } = snapshot;
  return {
    drawId,
    campaignId: draw.campaign_id,
    commitment: draw.commitment,
    targets,
    roster,
    exclusions,
    result,
    lines: await changesOf(work, drawId),
    seed: seedOf(draw.commitment, secret, value),
  };
}

/** The witnesses' beacon of a draw, once all have contributed, with its proof. */
export function beaconOf(draw: Draw, witnesses: readonly DrawWitness[]) {
  const commitment = readCommitment(draw.commitment ?? "");
  const proof = { contributions: witnesses.map((witness) => witness.contribution ?? "") };
  return { value: beaconValue(commitment.beacon, proof, draw.id), proof };
}

/** Keeps a draw that was opened. */
export async function insertDraw(work: Work, draw: Draw): Promise<void> {
  await work
    .insertInto("draw")
    .values({
      ...draw,
      excluded: JSON.stringify(draw.excluded),
      completeness: JSON.stringify(draw.completeness),
      result: null,
      recusals: null,
      teams: null,
      reveal: null,
    })
    .execute();
}

/** What changes of a draw. */
export type DrawPatch = Partial<Draw & DrawTexts>;

/** Changes a draw. The caller holds its lock. */
export async function updateDraw(work: Work, drawId: string, patch: DrawPatch): Promise<void> {
  const { excluded, completeness, ...columns } = patch;
  await work
    .updateTable("draw")
    .set({
      ...columns,
      ...(excluded === undefined ? {} : { excluded: JSON.stringify(excluded) }),
      ...(completeness === undefined ? {} : { completeness: JSON.stringify(completeness) }),
    })
    .where("id", "=", drawId)
    .execute();
}

/** All draws of a campaign, the first one first. */
export function drawsOf(work: Work, campaignId: string): Promise<Draw[]> {
  return work
    .selectFrom("draw")
    .select(columns)
    .where("campaign_id", "=", campaignId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** The witnesses of a draw in their order. */
export function witnessesOf(work: Work, drawId: string): Promise<DrawWitness[]> {
  return work
    .selectFrom("draw_witness")
    .selectAll()
    .where("draw_id", "=", drawId)
    .orderBy("position")
    .execute();
}

/** The witnesses of a campaign's void draws whose commitment had become public. */
export function witnessesOfVoidDraws(work: Work, campaignId: string): Promise<DrawWitness[]> {
  return work
    .selectFrom("draw_witness")
    .innerJoin("draw", "draw.id", "draw_witness.draw_id")
    .selectAll("draw_witness")
    .where("draw.campaign_id", "=", campaignId)
    .where("draw.state", "=", "void")
    .where("draw.announced_at", "is not", null)
    .execute();
}

/** Binds a witness to its contribution's hash; one in the same place, which is of the same name, is bound anew. */
export async function putWitness(work: Work, witness: DrawWitness): Promise<void> {
  await work
    .insertInto("draw_witness")
    .values(witness)
    .onConflict((conflict) =>
      conflict
        .columns(["draw_id", "position"])
        .doUpdateSet({ name: witness.name, unit: witness.unit, actor: witness.actor, hash: witness.hash }),
    )
    .execute();
}

/** Takes a witness off a draw. */
export async function removeWitness(work: Work, drawId: string, name: string): Promise<void> {
  await work.deleteFrom("draw_witness").where("draw_id", "=", drawId).where("name", "=", name).execute();
}

/** Keeps a witness's contribution with the stamp of its receipt. */
export async function putContribution(
  work: Work,
  drawId: string,
  name: string,
  contribution: string,
  at: Date,
): Promise<void> {
  await work
    .updateTable("draw_witness")
    .set({ contribution, contributed_at: at })
    .where("draw_id", "=", drawId)
    .where("name", "=", name)
    .where("contribution", "is", null)
    .execute();
}

/** The files of a draw's snapshot. */
export type SnapshotFiles = { targets: TargetBytes; roster: string; exclusions: string };

/** The files of a draw's snapshot but for its targets, with how many bytes these have; undefined before its commitment. */
export function snapshotRow(work: Work, drawId: string): Promise<Selectable<SnapshotTable> | undefined> {
  return work.selectFrom("draw_snapshot").selectAll().where("draw_id", "=", drawId).executeTakeFirst();
}

/** The files of a draw's snapshot, or undefined before its commitment. */
export async function snapshotOf(work: Work, drawId: string): Promise<SnapshotFiles | undefined> {
  const row = await snapshotRow(work, drawId);
  if (row === undefined) return undefined;
  const targets = new Uint8Array(new SharedArrayBuffer(row.target_bytes));
  let at = 0;
  for (let part = 0; at < row.target_bytes; part += 1) {
    const { bytes } = await targetsPart(work, drawId, part);
    targets.set(bytes, at);
    at += bytes.length;
  }
  return { targets, roster: row.roster, exclusions: row.exclusions };
}

/** A part of a draw's `targets.csv`, from 0, and how many lines it has. @throws Problem `internal` where there is none */
export async function targetsPart(
  work: Work,
  drawId: string,
  part: number,
): Promise<{ bytes: Buffer; lines: number }> {
  const found = await work
    .selectFrom("draw_part")
    .select(["targets", "lines"])
    .where("id", "=", partIdOf(drawId, part))
    .executeTakeFirst();
  if (found === undefined) throw new Problem("internal");
  return { bytes: Buffer.from(found.targets, "latin1"), lines: found.lines };
}

/** What a draw is made from: its files, its secrets, and whom each number stands for. */
export type NewSnapshot = {
  snapshot: Insertable<SnapshotTable>;
  parts: readonly Insertable<PartTable>[];
  secret: Insertable<SecretTable>;
  roster: readonly Insertable<RosterTable>[];
};

/** Keeps what a draw is made from. */
export async function putSnapshot(work: Work, taken: NewSnapshot): Promise<void> {
  await work.insertInto("draw_snapshot").values(taken.snapshot).execute();
  await work.insertInto("draw_secret").values(taken.secret).execute();
  for (const part of taken.parts) await work.insertInto("draw_part").values(part).execute();
  for (let from = 0; from < taken.roster.length; from += batch)
    await work
      .insertInto("draw_member")
      .values(taken.roster.slice(from, from + batch))
      .execute();
}

/** A draw's secret and the keys of its opaque ids. Only for the worker. @throws Problem `not-found` */
export async function keysOf(work: Work, sealer: Sealer, drawId: string): Promise<DrawKeys> {
  const row = await work
    .selectFrom("draw_secret")
    .select("keys")
    .where("draw_id", "=", drawId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem("not-found");
  return unsealKeys(sealer, drawId, row.keys);
}

/** The targets' codes for lines of a draw's `targets.csv`, by the line. Only for the worker. */
export async function codesAt(
  work: Work,
  sealer: Sealer,
  drawId: string,
  lines: Iterable<number>,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const wanted = [...lines].toSorted((a, b) => a - b);
  let next = 0;
  for await (const { firstLine, codes } of partsOfCodes(work, sealer, drawId)) {
    const all = codes.split("\n");
    for (let line = wanted[next]; line !== undefined && line < firstLine + all.length; line = wanted[next]) {
      found.set(line, all[line - firstLine] ?? "");
      next += 1;
    }
    if (next === wanted.length) break;
  }
  return found;
}

/** The codes of a draw's targets, part by part, one a line. Only for the worker. */
export async function* partsOfCodes(
  work: Work,
  sealer: Sealer,
  drawId: string,
): AsyncGenerator<{ firstLine: number; codes: string }> {
  for (let part = 0; ; part += 1) {
    const id = partIdOf(drawId, part);
    const found = await work
      .selectFrom("draw_part")
      .select(["first_line", "codes"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (found === undefined) return;
    yield { firstLine: found.first_line, codes: unsealCodes(sealer, id, found.codes) };
  }
}

/** The list that a draw was made from, as it was taken. Only for the worker. */
export async function listOf(
  work: Work,
  sealer: Sealer,
  drawId: string,
  bytes: TargetBytes,
): Promise<TargetList> {
  const parts: TargetPart[] = [];
  let [from, count] = [0, 0];
  for await (const { firstLine, codes } of partsOfCodes(work, sealer, drawId)) {
    const { bytes: own, lines } = await targetsPart(work, drawId, parts.length);
    parts.push({ firstLine, lines, bytes: bytes.subarray(from, from + own.length), codes });
    from += own.length;
    count += lines;
  }
  return { bytes, parts, count };
}

export type Place = Selectable<PlaceTable>;

/** Keeps which target each drawn one and each alternate is. */
export async function putPlaces(work: Work, places: readonly Place[]): Promise<void> {
  for (let from = 0; from < places.length; from += batch)
    await work
      .insertInto("draw_place")
      .values(places.slice(from, from + batch))
      .execute();
}

/** Whom each number of a draw's roster stands for. */
export async function rosterOf(
  work: Work,
  drawId: string,
): Promise<Map<number, { inspectorId: string; kind: "officer" | "expert" }>> {
  const rows = await work
    .selectFrom("draw_member")
    .select(["number", "kind", "inspector_id"])
    .where("draw_id", "=", drawId)
    .execute();
  return new Map(rows.map((row) => [row.number, { inspectorId: row.inspector_id, kind: row.kind }]));
}

/** The codes of drawn targets or alternates by their opaque ids. */
export async function targetCodesOf(
  work: Work,
  drawId: string,
  opaqueIds: readonly string[],
): Promise<Map<string, string>> {
  if (opaqueIds.length === 0) return new Map();
  const rows = await work
    .selectFrom("draw_place")
    .select(["opaque_id", "target_code"])
    .where("draw_id", "=", drawId)
    .where("opaque_id", "in", opaqueIds)
    .execute();
  return new Map(rows.map((row) => [row.opaque_id, row.target_code]));
}

/** What opens a drawn target's opaque id; null where the target has no place in the draw. For the worker, and for that target itself. */
export async function openingOf(
  work: Work,
  sealer: Sealer,
  drawId: string,
  targetCode: string,
): Promise<Opening | null> {
  const place = await work
    .selectFrom("draw_place")
    .select("target_code")
    .where("draw_id", "=", drawId)
    .where("target_code", "=", targetCode)
    .executeTakeFirst();
  if (place === undefined) return null;
  const { saltKey } = await keysOf(work, sealer, drawId);
  return openingUnder(saltKey, targetCode);
}

/** The lines of a draw's changes so far, in order. */
async function changesOf(work: Work, drawId: string): Promise<string[]> {
  const rows = await work
    .selectFrom("draw_change")
    .select("line")
    .where("draw_id", "=", drawId)
    .orderBy("seq")
    .execute();
  return rows.map((row) => row.line);
}

/** How many lines a draw's changes have. */
export async function countChanges(work: Work, drawId: string): Promise<number> {
  const { count } = await work
    .selectFrom("draw_change")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("draw_id", "=", drawId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Appends lines to a draw's changes. The caller holds the draw's lock. */
export async function appendChanges(
  work: Work,
  drawId: string,
  lines: readonly string[],
  at: Date,
): Promise<void> {
  if (lines.length === 0) return;
  const { authority } = await readDraw(work, drawId);
  const before = await countChanges(work, drawId);
  await work
    .insertInto("draw_change")
    .values(lines.map((line, index) => ({ draw_id: drawId, authority, seq: before + index + 1, line, at })))
    .execute();
}
