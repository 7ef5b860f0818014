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
  /** Both, of a file that is read once where it can be. @throws Refusal as these, the survey's first */
  readonly surveyAndSelect: (
    wanted: ReadonlySet<string>,
    seed: string,
    strata: readonly Stratum[],
  ) => Promise<{ readonly survey: Survey; readonly selection: Selection }>;
  /** The ids of all lines in order, for whoever compares it with a registry of as many. */
  readonly ids: () => Promise<readonly string[]>;
}

/** A text in memory, read by plain code: what everything runs that has no faster way. */
export function targetText(text: string): TargetFile {
  const select = (seed: string, strata: readonly Stratum[]) =>
    selectTargets(openTickets(seed), strata, targetsIn(text));
  return {
    survey: async (wanted) => surveyText(text, wanted),
    select: async (seed, strata) => select(seed, strata),
    surveyAndSelect: async (wanted, seed, strata) => ({
      survey: surveyText(text, wanted),
      selection: select(seed, strata),
    }),
    ids: async () => Array.from(targetsIn(text), ({ id }) => id),
  };
}
