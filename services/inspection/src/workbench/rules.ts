import { mayDo, type Action, type InspectionState, type TodoKind } from "@shuangsui/contracts";
import type { Caller } from "@shuangsui/service-kit";
import type { Inspection } from "../inspections/lifecycle.ts";
import { openRecusals } from "../inspections/recusals.ts";
import { beforeCheck, way } from "../inspections/rules.ts";
import { awaitedPapers, type Signers } from "../inspections/signatures.ts";

/** The step that an inspection waits for, where the team's officers take it (articles 25, 26, 27, 29, 30). */
const stepOfOfficers: Partial<Record<InspectionState, TodoKind>> = {
  confirmed: "notice",
  notified: "check",
  checking: "record",
  recorded: "paths",
  handled: "report",
  signed: "feedback",
};
/** The states in which something may wait for an officer, beside a supplement, which is signed in any after the record. */
export const statesOfOfficers: readonly InspectionState[] = way.filter(
  (state) => state !== "drawn" && state !== "closed",
);

/**
 * What of an inspection waits for this officer of its team: a signature, else the step that is next. Null where others are waited
 * for: who decides on a recusal, who is still to sign a paper that this one has signed.
 */
export function todoOfOfficer(
  row: Pick<Inspection, "state" | "signatures" | "recusals">,
  team: Signers,
  inspector: string,
): TodoKind | null {
  const own = team.find(({ kind, inspector_id }) => kind === "officer" && inspector_id === inspector);
  if (own === undefined) return null;
  const awaited = awaitedPapers(row, team);
  if (awaited.some(({ from }) => from.includes(own.number))) return "sign";
  if (awaited.some(({ paper }) => paper !== "record-supplement")) return null;
  // Before its check a recusal holds an inspection up (article 24).
  if (beforeCheck.includes(row.state) && openRecusals(row.recusals).length > 0) return null;
  return stepOfOfficers[row.state] ?? null;
}

/** By when the first recusal is to be decided that this caller may decide; undefined where there is none (article 24). */
export function recusalDueOf(
  { authority, recusals }: Pick<Inspection, "authority" | "recusals">,
  caller: Pick<Caller, "authority" | "actor">,
): Date | undefined {
  const first = openRecusals(recusals).find(
    ({ askedBy, escalatedAt }) =>
      askedBy !== caller.actor && (authority === caller.authority || escalatedAt !== null),
  );
  return first === undefined ? undefined : new Date(first.due);
}

/** Whether the caller may do it at matters of its own authority, as far as the roles say. */
export const may = ({ roles }: Pick<Caller, "roles">, action: Action): boolean => mayDo(roles, action, "own");
