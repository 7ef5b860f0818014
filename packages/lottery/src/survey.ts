import { rootOf, type Root } from "./merkle.ts";
import { targetsIn, type Target } from "./targets.ts";

/** The targets of one stratum and profile. */
export interface TargetKind {
  readonly stratum: string;
  readonly profile: string;
  /** How many there are. */
  readonly count: number;
  /** The first of them, and its line in `targets.csv`, from 1. */
  readonly first: { readonly id: string; readonly line: number };
}

/** A target with its line in `targets.csv`, from 1. */
export interface PlacedTarget extends Target {
  readonly line: number;
}

/** What a draw needs to know of `targets.csv` as a whole: no list of all targets. */
export interface Survey {
  readonly root: Root;
  readonly kinds: readonly TargetKind[];
  /** Those that were asked for, by id, as far as they are there. */
  readonly found: ReadonlyMap<string, PlacedTarget>;
}

/**
 * Surveys the text of `targets.csv`.
 * @param wanted ids whose lines are needed
 * @throws Refusal with file and line on a line of another form, out of order or repeated
 */
export function surveyText(text: string, wanted: ReadonlySet<string>): Survey {
  const kinds = new Map<string, TargetKind & { count: number }>();
  const found = new Map<string, PlacedTarget>();
  let line = 0;
  for (const target of targetsIn(text)) {
    line += 1;
    const { id, stratum, profile } = target;
    const name = `${stratum},${profile}`;
    const kind = kinds.get(name);
    if (kind === undefined) kinds.set(name, { stratum, profile, count: 1, first: { id, line } });
    else kind.count += 1;
    if (wanted.has(id)) found.set(id, { ...target, line });
  }
  return { root: rootOf(text), kinds: [...kinds.values()], found };
}
