import { applyLines, checkEnd, openState, writeReveal, writeTeams } from "@shuangsui/lottery";
import { openTargets } from "@shuangsui/lottery/lanes";
import type { Sealer } from "@shuangsui/sealing";
import { beaconOf, keysOf, loadDraw } from "../draws/store.ts";
import type { Work } from "../tables.ts";
import type { Campaign } from "./lifecycle.ts";

/** What is revealed of a draw, made of its changes so far. */
export type Revealed = {
  drawId: string;
  recusals: string;
  teams: string;
  reveal: string;
  result: string;
  changes: number;
};

/** Makes the files of the reveal. Writes nothing. */
export async function makeReveal(
  work: Work,
  sealer: Sealer,
  { draw, witnesses }: Campaign,
): Promise<Revealed> {
  const loaded = await loadDraw(work, sealer, draw.id);
  const state = applyLines(
    await openState({ ...loaded, targets: openTargets(loaded.targets) }),
    loaded.lines,
  );
  checkEnd(state);
  const { result, lines } = loaded;
  const recusals = lines.map((line) => `${line}\n`).join("");
  const teams = writeTeams(state.teams);
  const { secret } = await keysOf(work, sealer, draw.id);
  const beacon = beaconOf(draw, witnesses);
  const reveal = writeReveal({ drawId: draw.id, secret, beacon, result, recusals, teams });
  return { drawId: draw.id, recusals, teams, reveal, result, changes: lines.length };
}
