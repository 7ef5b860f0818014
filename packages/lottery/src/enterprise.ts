import { readCommitment } from "./commitment.ts";
import { inclusionProof, provesInclusion } from "./merkle.ts";
import { idOfOpening, type Opening } from "./opaque-id.ts";
import { Refusal } from "./refusal.ts";
import { readResult } from "./result.ts";
import { targetLines } from "./targets.ts";
import { byTicket, openTickets } from "./tickets.ts";

/** What leads from one enterprise's line to the commitment, without any other line. */
export interface TargetProof {
  /** The line `id,stratum,profile` without its end. */
  readonly line: string;
  /** Its place in the file, from 0. */
  readonly index: number;
  /** Hashes of RFC 6962, from the leaf's sibling up. */
  readonly proof: readonly string[];
}

/** The proof that a target was in the registry of a draw. @throws Refusal if its id is not in the file */
export function proveTarget(targetsText: string, id: string): TargetProof {
  const lines = targetLines(targetsText);
  const index = lines.findIndex((line) => line.startsWith(`${id},`));
  const line = lines[index];
  if (line === undefined) throw new Refusal("unknown", `id ${id} is not in targets.csv`);
  return { line, index, proof: inclusionProof(lines, index) };
}

/**
 * Checks for one enterprise that its opening gives its line and that the line was committed to.
 * @throws Refusal if either is not so
 */
export function checkTarget(
  commitmentText: string,
  opening: Opening,
  { line, index, proof }: TargetProof,
): void {
  if (line.split(",")[0] !== idOfOpening(opening))
    throw new Refusal("unknown", "the line is not this enterprise's");
  if (!provesInclusion(line, index, proof, readCommitment(commitmentText).targets)) {
    throw new Refusal("root", "the proof does not lead to targets.root");
  }
}

/**
 * True if a target was selected: if and only if its ticket is not larger than its stratum's largest selected one.
 * @param resultText the text of `result.ndjson`
 */
export function wasSelected(seed: string, resultText: string, line: string): boolean {
  const [id = "", stratum = ""] = line.split(",");
  const largest = readResult(resultText).findLast((one) => "rank" in one && one.stratum === stratum);
  return largest !== undefined && byTicket({ id, ticket: openTickets(seed).of("target", id) }, largest) <= 0;
}
