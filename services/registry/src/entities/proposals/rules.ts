import { Problem, type ProposalStatus } from "@shuangsui/contracts";
import { isSuperiorOf, maySetShared, othersOf, sharedChanges, type Supervision } from "../rules.ts";
import type { EntityRow } from "../tables.ts";
import type { SharedChanges } from "./tables.ts";

type Known = { authority: string; status: ProposalStatus };
type Given = { authority: string; consent: boolean };

/** Article 5: who must still consent, of all that supervise the entity now; nobody once it has ended. */
export function waitsFor(
  { authority, status }: Known,
  answers: readonly Given[],
  supervisions: readonly Supervision[],
): string[] {
  if (status !== "open") return [];
  return othersOf(authority, supervisions).filter((other) => !answers.some((one) => one.authority === other));
}

/**
 * Article 5: who supervises an entity proposes to change what it may not change alone, on the version that stands.
 * @throws Problem `authority/not-yours`, `proposal/not-needed`, `registry/version-conflict`, `body/invalid`
 */
export function requireMayPropose(
  caller: string,
  row: EntityRow,
  { version, ...changes }: SharedChanges & { version: number },
  supervisions: readonly Supervision[],
): void {
  if (maySetShared(caller, supervisions)) throw new Problem("proposal/not-needed");
  if (!supervisions.some(({ authority, status }) => authority === caller && status === "active"))
    throw new Problem("authority/not-yours");
  if (row.version !== version)
    throw new Problem("registry/version-conflict", `the version is ${row.version}`);
  if (sharedChanges(row, changes).length === 0)
    throw new Problem("body/invalid", "what is shared stands so already");
}

/**
 * Article 5: what an answer makes of a proposal, or null where it was given before or says nothing new. Each other that supervises
 * the entity consents or refuses; the superior decides in the place of all; the proposer withdraws.
 * @throws Problem `proposal/answered`, `proposal/outdated`, `proposal/over`, `authority/not-yours`
 */
export function decideAnswer(
  proposal: Known,
  answers: readonly Given[],
  supervisions: readonly Supervision[],
  { authority, consent }: Given,
): Exclude<ProposalStatus, "outdated"> | null {
  const before = answers.find((one) => one.authority === authority);
  if (before?.consent === consent) return null;
  if (proposal.status === "outdated") throw new Problem("proposal/outdated");
  if (proposal.status !== "open") throw new Problem("proposal/over");
  if (before !== undefined) throw new Problem("proposal/answered");
  if (authority === proposal.authority) return consent ? null : "withdrawn";
  const decides = isSuperiorOf(authority, supervisions);
  const missing = waitsFor(proposal, answers, supervisions);
  if (!decides && !missing.includes(authority)) throw new Problem("authority/not-yours");
  if (!consent) return "refused";
  return decides || missing.length === 1 ? "applied" : "open";
}
