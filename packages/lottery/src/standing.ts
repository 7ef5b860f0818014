import { checkTarget, proveTarget } from "./enterprise.ts";
import { idOfOpening, type Opening } from "./opaque-id.ts";
import { Refusal } from "./refusal.ts";
import { readCommitment } from "./commitment.ts";
import { readReveal } from "./reveal.ts";
import { seedOf } from "./seed.ts";
import { readTarget, targetsIn } from "./targets.ts";
import { byTicket, openTickets } from "./tickets.ts";

/** The files from which one enterprise works out for itself how it came to be drawn. */
export type StandingFiles = Readonly<Record<"commitment.json" | "targets.csv" | "reveal.json", string>>;

/** How one enterprise stands in a draw: why it was drawn, or was not. */
export interface Standing {
  readonly id: string;
  readonly stratum: string;
  readonly ticket: string;
  /** Its place among the tickets of its stratum, from 1, the smallest first. */
  readonly place: number;
  /** How many targets of its stratum were in the draw. */
  readonly count: number;
  /** How many of them are drawn, those with the smallest tickets, and how many after them stand by as alternates. */
  readonly quota: number;
  readonly alternates: number;
  readonly seed: string;
}

/**
 * Works out how an enterprise stands: that its opening gives a line that was committed to, and where its ticket lies among those of its
 * stratum. Whether the whole draw is right `verifyDraw` tells.
 * @throws Refusal if a file is of another form, the line is not there or was not committed to
 */
export function standingOf(files: StandingFiles, opening: Opening): Standing {
  const targets = files["targets.csv"];
  const proof = proveTarget(targets, idOfOpening(opening));
  checkTarget(files["commitment.json"], opening, proof);
  const { id, stratum } = readTarget(proof.line);
  const { secret, beacon } = readReveal(files["reveal.json"]);
  const seed = seedOf(files["commitment.json"], secret, beacon.value);
  const own = readCommitment(files["commitment.json"]).strata.find(({ name }) => name === stratum);
  if (own === undefined) throw new Refusal("unknown", `there is no stratum ${stratum}`);
  const { of } = openTickets(seed);
  const ticket = of("target", id);
  let place = 1;
  for (const other of targetsIn(targets))
    if (
      other.stratum === stratum &&
      byTicket({ id: other.id, ticket: of("target", other.id) }, { id, ticket }) < 0
    )
      place += 1;
  const { count, quota, alternates } = own;
  return { id, stratum, ticket, place, count, quota, alternates, seed };
}
