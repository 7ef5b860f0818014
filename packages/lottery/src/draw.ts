import { copyDecks, dealTeam, openDecks, type Decks, type Team } from "./dealing.ts";
import type { DrawState } from "./draw-state.ts";
import { profileNamed } from "./profiles.ts";
import type { AlternateLine, DrawnLine, ResultLine } from "./result.ts";
import type { Selection } from "./selection.ts";
import { checkRoots, readAndSelect, type Snapshot, type SnapshotFiles } from "./snapshot.ts";
import type { TargetFile } from "./target-file.ts";
import type { Target } from "./targets.ts";
import { fileOf } from "./text.ts";
import { openTickets, type Tickets } from "./tickets.ts";

/** A draw just made: the lines of `result.ndjson`, its text, and the state from which changes go on. */
export interface Drawn {
  readonly lines: readonly ResultLine[];
  readonly text: string;
  /** The line in `targets.csv`, from 1, of each selected target and alternate, by its id. */
  readonly placeOf: ReadonlyMap<string, number>;
  readonly state: DrawState;
}

/**
 * Draws targets and deals inspectors to them.
 * @param files the four files of the snapshot, and the seed from `seedOf`
 * @throws Refusal if a file is of another form, is not the one committed to, or a target turns out not to be servable
 */
export async function draw({ seed, ...files }: SnapshotFiles & { readonly seed: string }): Promise<Drawn> {
  const { selection, ...snapshot } = await readAndSelect(files, seed);
  checkRoots(snapshot, files);
  return dealAll(snapshot, openTickets(seed), selection);
}

/** The state of a draw before any change: the same as `draw(…).state`. Go on with `applyLines`. */
export async function openState(files: SnapshotFiles & { readonly seed: string }): Promise<DrawState> {
  return (await draw(files)).state;
}

/** Draws from a snapshot that was read and checked. */
export async function drawFrom(
  snapshot: Omit<Snapshot, "survey">,
  targets: TargetFile,
  seed: string,
): Promise<Drawn> {
  return dealAll(snapshot, openTickets(seed), await targets.select(seed, snapshot.commitment.strata));
}

/** Deals teams to a selection made from this snapshot, which needs no list of all targets. */
export function dealAll(snapshot: Omit<Snapshot, "survey">, tickets: Tickets, selection: Selection): Drawn {
  const { commitment, roster, exclusions } = snapshot;
  const decks: Decks = openDecks(tickets, roster);
  const teams = new Map<string, Team>();
  const drawn = selection.selected.map(({ id, stratum, profile, ticket }, i): DrawnLine => {
    const needs = profileNamed(commitment.profiles, profile);
    const team = dealTeam(decks, id, needs, exclusions.get(id) ?? new Set());
    teams.set(id, team);
    return { rank: i + 1, id, stratum, ticket, officers: team.officers, experts: team.experts };
  });
  const alternates = [...selection.alternates.values()].flatMap((ofStratum) =>
    ofStratum.map(({ id, stratum, ticket }, i): AlternateLine => ({ alternate: i + 1, id, stratum, ticket })),
  );
  const targets = new Map<string, Target>();
  const placeOf = new Map<string, number>();
  for (const { line, ...target } of [selection.selected, ...selection.alternates.values()].flat()) {
    targets.set(target.id, target);
    placeOf.set(target.id, line);
  }
  const lines = [...drawn, ...alternates];
  return {
    lines,
    text: fileOf(lines.map((line) => JSON.stringify(line))),
    placeOf,
    state: {
      profiles: commitment.profiles,
      roster,
      tickets,
      targets,
      seq: 0,
      teams,
      unused: new Map(
        [...selection.alternates].map(([name, ofStratum]) => [name, ofStratum.map(({ id }) => id)]),
      ),
      decks: copyDecks(decks),
      exclusions,
      out: new Map(),
      begun: new Set(),
      due: null,
    },
  };
}
