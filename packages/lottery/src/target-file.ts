import type { Stratum } from "./quotas.ts";
import { selectTargets, type Selection } from "./selection.ts";
import { surveyText, type Survey } from "./survey.ts";
import { targetsIn } from "./targets.ts";
import { openTickets } from "./tickets.ts";

/** `targets.csv`, wherever it lies: each question reads it once, and keeps no list of all targets. */
export interface TargetFile {
  /**
   * Checks form and order, and tells what it is committed to by, how many of which kind there are, and where the wanted are.
   * @throws Refusal with file and line
   */
  readonly survey: (wanted: ReadonlySet<string>) => Promise<Survey>;
  /**
   * Draws: in each stratum the `quota` smallest tickets under the seed, then its alternates.
   * @throws Refusal on a target of an unknown stratum
   */
  readonly select: (seed: string, strata: readonly Stratum[]) => Promise<Selection>;
  /** The ids of all lines in order, for whoever compares it with a registry of as many. */
  readonly ids: () => Promise<readonly string[]>;
}

/** A text in memory, read by plain code: what everything runs that has no faster way. */
export function targetText(text: string): TargetFile {
  return {
    survey: async (wanted) => surveyText(text, wanted),
    select: async (seed, strata) => selectTargets(openTickets(seed), strata, targetsIn(text)),
    ids: async () => Array.from(targetsIn(text), ({ id }) => id),
  };
}
