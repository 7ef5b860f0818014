import { drawFrom } from "./draw.ts";
import { exclusionsById, readExclusions } from "./exclusions.ts";
import { readCommitment } from "./commitment.ts";
import type { DrawnLine } from "./result.ts";
import { readReveal } from "./reveal.ts";
import { readRoster } from "./roster.ts";
import { seedOf } from "./seed.ts";
import { H } from "./sha256.ts";
import { targetText } from "./target-file.ts";
import { targetsIn } from "./targets.ts";
import { byTicket, openTickets } from "./tickets.ts";

/** A target with its ticket. */
export interface Rolled {
  readonly id: string;
  readonly stratum: string;
  readonly ticket: string;
}

/** A moment of a draw that is carried through before people's eyes. */
export type Moment =
  /** The commitment, the secret and the beacon give the seed of all chance. */
  | {
      readonly kind: "seed";
      readonly commitment: string;
      readonly secret: string;
      readonly beacon: string;
      readonly seed: string;
    }
  /** So many of all tickets are cast: the one cast last, and of each stratum the smallest so far, at most `shown`. */
  | {
      readonly kind: "tickets";
      readonly done: number;
      readonly count: number;
      readonly last: Rolled;
      readonly leading: readonly Rolled[];
    }
  /** A drawn target has its team. */
  | { readonly kind: "team"; readonly line: DrawnLine };

/** The files from which a draw is carried through. */
export type WatchedFiles = Readonly<
  Record<"commitment.json" | "targets.csv" | "roster.ndjson" | "exclusions.csv" | "reveal.json", string>
>;

/**
 * Carries a draw through again in moments that people can follow: the seed, the tickets in at most `steps` steps, the teams as they are dealt.
 * It draws as the draw did and checks nothing: whether the whole is right `verifyDraw` tells.
 * @throws Refusal if a file is of another form
 */
export async function* watchDraw(
  files: WatchedFiles,
  { steps = 200, shown = 8 }: { steps?: number; shown?: number } = {},
): AsyncGenerator<Moment, void, undefined> {
  const commitment = readCommitment(files["commitment.json"]);
  const { secret, beacon } = readReveal(files["reveal.json"]);
  const seed = seedOf(files["commitment.json"], secret, beacon.value);
  yield { kind: "seed", commitment: H(files["commitment.json"]), secret, beacon: beacon.value, seed };

  const { count } = commitment.targets;
  const each = Math.max(1, Math.ceil(count / steps));
  const series = openTickets(seed).under("target");
  const leading = new Map<string, Rolled[]>();
  let done = 0;
  for (const { id, stratum } of targetsIn(files["targets.csv"])) {
    series.head(id);
    const last: Rolled = { id, stratum, ticket: series.hex() };
    leading.set(stratum, smallest([...(leading.get(stratum) ?? []), last], shown));
    done += 1;
    if (done % each === 0 || done === count)
      yield { kind: "tickets", done, count, last, leading: [...leading.values()].flat().toSorted(byTicket) };
  }

  const roster = readRoster(files["roster.ndjson"]);
  const pairs = readExclusions(files["exclusions.csv"]);
  const snapshot = { commitment, roster, pairs, exclusions: exclusionsById(pairs) };
  const { lines } = await drawFrom(snapshot, targetText(files["targets.csv"]), seed);
  for (const line of lines) if ("rank" in line) yield { kind: "team", line };
}

function smallest(rolled: readonly Rolled[], most: number): Rolled[] {
  return rolled.toSorted(byTicket).slice(0, most);
}
