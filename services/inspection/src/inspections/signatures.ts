import { Problem, type InspectionCommand, type SignedPaper } from "@shuangsui/contracts";
import type { Act, Command } from "@shuangsui/service-kit";
import type { Inspection, InspectionDecision, Member } from "./lifecycle.ts";
import { requireState } from "./rules.ts";
import type { Signature } from "./tables.ts";

/** Of a team what signing asks: who its officers are, each an inspector of the registry. */
export type Signers = readonly Pick<Member, "number" | "kind" | "inspector_id">[];

/** The number of the officer of the team who asks: each signs as themself (articles 26, 29). @throws Problem `signature/not-yours` */
export function signerOf(team: Signers, { inspector }: Pick<Command<unknown>, "inspector">): number {
  const signer = team.find(({ kind, inspector_id }) => kind === "officer" && inspector_id === inspector);
  if (signer === undefined) throw new Problem("signature/not-yours");
  return signer.number;
}

/** A new revision of a paper, with the signature of who wrote it. It has no effect before the others sign. */
export function offer(
  { signatures }: Pick<Inspection, "signatures">,
  paper: SignedPaper,
  content: unknown,
  number: number,
  act: Act,
): InspectionDecision {
  const revision = newestRevision(signatures, paper) + 1;
  return {
    patch: { signatures: [...signatures, signature({ paper, revision }, number, act)] },
    events: [{ type: "paper-offered", facts: { paper, revision, number } }],
    documents: [{ kind: paper, content }],
  };
}

/**
 * The signatures with one more, under a paper that awaits it. Of record and report it is the newest revision that is signed; each
 * supplement is a text of its own.
 * @throws Problem `inspection/wrong-state`, `signature/superseded`, `signature/given`
 */
export function signedBy(
  row: Pick<Inspection, "state" | "signatures">,
  team: Signers,
  asked: InspectionCommand<"sign">,
  number: number,
  act: Act,
): Signature[] {
  const refusal = refusalOf(row, team, asked, number);
  if (refusal !== null) throw new Problem(refusal);
  return [...row.signatures, signature(asked, number, act)];
}

/** Why the officer of that number may not sign that revision now; null where they may. */
function refusalOf(
  { state, signatures }: Pick<Inspection, "state" | "signatures">,
  team: Signers,
  asked: InspectionCommand<"sign">,
  number: number,
): "inspection/wrong-state" | "signature/superseded" | "signature/given" | null {
  const { paper, revision } = asked;
  const signers = signersOf(signatures, asked);
  if (!isSignable(state, paper) || signers.length === 0 || isComplete(signers, paper, team))
    return "inspection/wrong-state";
  if (paper !== "record-supplement" && revision < newestRevision(signatures, paper))
    return "signature/superseded";
  return signers.includes(number) ? "signature/given" : null;
}

/** The officers of the team who may still sign that revision, by their numbers. */
export function awaitedSigners(
  row: Pick<Inspection, "state" | "signatures">,
  team: Signers,
  paper: InspectionCommand<"sign">,
): number[] {
  return team
    .filter(({ kind, number }) => kind === "officer" && refusalOf(row, team, paper, number) === null)
    .map(({ number }) => number);
}

/**
 * How many signatures a paper still needs: a record those of all officers of the team, who all were on the spot with their certificates
 * (articles 25, 26); a supplement and a report, of two of them (article 29).
 */
export function signaturesMissing(signers: readonly number[], paper: SignedPaper, team: Signers): number {
  const officers = team.filter(({ kind }) => kind === "officer").length;
  return Math.max(0, (paper === "record" ? Math.max(2, officers) : 2) - signers.length);
}

/** Whether all have signed who must. */
export const isComplete = (signers: readonly number[], paper: SignedPaper, team: Signers): boolean =>
  signaturesMissing(signers, paper, team) === 0;

/** Who signed that revision, by their numbers in the order of their signatures. */
export function signersOf(
  signatures: readonly Signature[],
  { paper, revision }: InspectionCommand<"sign">,
): number[] {
  return signaturesOf(signatures, { paper, revision }).map(({ number }) => number);
}

/** The signatures under that revision, in their order. */
export const signaturesOf = (
  signatures: readonly Signature[],
  { paper, revision }: InspectionCommand<"sign">,
): Signature[] => signatures.filter((one) => one.paper === paper && one.revision === revision);

/** The papers that were signed or are to be, a revision each. */
export function signedPapers(signatures: readonly Signature[]): InspectionCommand<"sign">[] {
  const papers = signatures.map(({ paper, revision }) => ({ paper, revision }));
  return papers.filter(
    (one, index) =>
      papers.findIndex(({ paper, revision }) => paper === one.paper && revision === one.revision) === index,
  );
}

/** A record is signed while the check waits for it, a report before sign-off, a supplement once there is a record. */
const signableIn = {
  record: ["checking"],
  "record-supplement": ["recorded", "handled", "signed", "fed-back", "published", "credited", "closed"],
  report: ["recorded", "handled"],
} as const satisfies Record<SignedPaper, readonly Inspection["state"][]>;

const isSignable = (state: Inspection["state"], paper: SignedPaper): boolean =>
  (signableIn[paper] as readonly Inspection["state"][]).includes(state);

/** @throws Problem `inspection/wrong-state` where such a paper is not signed then */
export function requireSignable(state: Inspection["state"], paper: SignedPaper): void {
  requireState(state, ...signableIn[paper]);
}

/** The papers that await signatures, and whose: of record and report the newest revision, and each supplement. */
export function awaitedPapers(
  row: Pick<Inspection, "state" | "signatures">,
  team: Signers,
): (InspectionCommand<"sign"> & { from: number[] })[] {
  return signedPapers(row.signatures)
    .map((paper) => ({ ...paper, from: awaitedSigners(row, team, paper) }))
    .filter(({ from }) => from.length > 0);
}

function newestRevision(signatures: readonly Signature[], paper: SignedPaper): number {
  return Math.max(0, ...signatures.filter((one) => one.paper === paper).map(({ revision }) => revision));
}

function signature({ paper, revision }: InspectionCommand<"sign">, number: number, act: Act): Signature {
  return { paper, revision, number, actor: act.actor, at: act.at.toISOString() };
}
