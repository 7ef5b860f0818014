import type {
  CreditOutcome,
  FindingPath,
  InspectionCommand,
  InspectionOutcome,
  NotCheckedState,
  ResponsibleParty,
} from "@shuangsui/contracts";

/** A problem that was found, with the paths it takes. */
export type JudgedFinding = {
  id: string;
  paths: readonly { path: FindingPath; settled_at: Date | null }[];
};

/** What became of an objection: whether it was upheld, and to which findings. */
export type Objection = { upheld: boolean; takenBack: readonly string[] };

/** Of a record, what its outcome follows from. */
export type Recorded = Pick<InspectionCommand<"record">, "conduct" | "entries">;

/**
 * What became of a check that was recorded (articles 26, 27, 30): what was looked at, never the absence of findings. An
 * objection that was upheld to all of it takes all of it back; of one upheld to some findings the others stand.
 */
export function outcomeOf(
  { conduct, entries }: Recorded,
  findings: readonly JudgedFinding[],
  { upheld, takenBack }: Objection,
): Exclude<InspectionOutcome, NotCheckedState> {
  const standing = findings.filter(({ id }) => !takenBack.includes(id));
  if (upheld && standing.length === 0) return "upheld";
  if (conduct.kind !== "carried-out") return conduct.kind;
  if (standing.length > 0) return standing.every(isCorrected) ? "problems-corrected" : "problems-pending";
  return entries.some(({ result }) => result === "pass") ? "no-problem" : "no-business";
}

/**
 * Article 27: corrected is what the authority itself settled, on the spot or by its own department, with no path left open. A
 * transfer to others does not end the administrative handling.
 */
function isCorrected({ paths }: JudgedFinding): boolean {
  return (
    paths.every((path) => path.settled_at !== null) &&
    paths.some(({ path }) => path === "on-the-spot" || path === "own-department")
  );
}

/** Whether a check found problems that stand. */
export function hasProblems(outcome: InspectionOutcome | null): boolean {
  return outcome === "problems-corrected" || outcome === "problems-pending";
}

/** What an outcome enters into the target's credit record (article 31); null: nothing. */
export function creditOf(outcome: InspectionOutcome | null): CreditOutcome | null {
  switch (outcome) {
    case "no-problem":
      return "clean";
    case "problems-pending":
    case "not-cooperating":
      return "violation";
    case "problems-corrected":
      return "violation-corrected";
    case "not-found":
    case "no-business":
    case "lawfully-refused":
    case "upheld":
    case "gone":
    case "no-team":
    case "lapsed":
    case "cancelled":
    case null:
      return null;
    default:
      return outcome satisfies never;
  }
}

/** In whom it lies that nothing was looked at; null where something was, or was to be. */
export function responsibleFor(outcome: InspectionOutcome | null): ResponsibleParty | null {
  switch (outcome) {
    case "gone":
    case "not-found":
    case "not-cooperating":
      return "target";
    case "no-team":
    case "lapsed":
    case "cancelled":
    case "lawfully-refused":
      return "authority";
    case "no-business":
    case "no-problem":
    case "problems-corrected":
    case "problems-pending":
    case "upheld":
    case null:
      return null;
    default:
      return outcome satisfies never;
  }
}

/**
 * Whether an outcome counts as a breach of the authority: a team that it could not make up, a window that it let pass, a check
 * that was lawfully refused (articles 24, 25). To cancel is a decision with a published reason.
 */
export function isBreach(outcome: InspectionOutcome): boolean {
  return outcome === "no-team" || outcome === "lapsed" || outcome === "lawfully-refused";
}
