import {
  notCheckedState,
  Problem,
  type CreditRepair,
  type InspectionCommand,
  type InspectionKind,
  type InspectionOrigin,
  type InspectionOutcome,
  type InspectionState,
  type VisitCap,
} from "@shuangsui/contracts";
import { shanghaiDate } from "@shuangsui/workdays";
import { creditOf } from "./outcome.ts";

/** The states of the way, in order (articles 24–31). */
export const way = [
  "drawn",
  "confirmed",
  "notified",
  "checking",
  "recorded",
  "handled",
  "signed",
  "fed-back",
  "published",
  "credited",
  "closed",
] as const satisfies readonly InspectionState[];

const ends: readonly InspectionState[] = ["closed", ...notCheckedState.options];

/** The ends of an inspection whose check did not take place: published as that fact. */
export function isNotChecked(state: InspectionState): boolean {
  return isEnd(state) && state !== "closed";
}

/** The cap of visits that holds, and how many visits to the target counted towards it this year. */
export type VisitsKnown = { cap: VisitCap; counted: number };

/** Whether an inspection counts towards the year's cap of visits, and is held up by it: all do but those it exempts. */
export function countsTowards(
  { perYear, exemptOrigins, exemptKinds }: VisitCap,
  { origin, kind }: { origin: InspectionOrigin; kind: InspectionKind },
): boolean {
  return perYear !== null && !exemptOrigins.includes(origin) && !exemptKinds.includes(kind);
}

/**
 * Article 20, 国办发〔2024〕54号: no check begins that would pass the year's cap of visits to its target, by all authorities.
 * @throws Problem `inspection/visit-cap`
 */
export function requireVisitLeft(
  inspection: { origin: InspectionOrigin; kind: InspectionKind },
  { cap, counted }: VisitsKnown,
): void {
  if (cap.perYear !== null && countsTowards(cap, inspection) && counted >= cap.perYear)
    throw new Problem("inspection/visit-cap", `${counted} of ${cap.perYear} this year`);
}

/** Whether nothing more happens to an inspection in this state. */
export function isEnd(state: InspectionState): boolean {
  return ends.includes(state);
}

/** Whether the on-site check has begun: from then on no target is gone and no team is swapped. */
export function hasBegun(state: InspectionState): boolean {
  return way.indexOf(state as (typeof way)[number]) >= way.indexOf("checking");
}

/** The states before the on-site check begins. */
export const beforeCheck: readonly InspectionState[] = ["drawn", "confirmed", "notified"];
/** The states before the end of the on-site check. */
export const checkAhead: readonly InspectionState[] = [...beforeCheck, "checking"];

/** @throws Problem `inspection/wrong-state` unless the inspection is in one of the states */
export function requireState(state: InspectionState, ...allowed: readonly InspectionState[]): void {
  if (!allowed.includes(state)) throw new Problem("inspection/wrong-state", `state is ${state}`);
}

type Member = { number: number; kind: "officer" | "expert" };
const officersOf = (team: readonly Member[]) => team.filter((member) => member.kind === "officer");

/**
 * Article 24: before the check has begun a member may be recused from a target; `number` is the member's in the roster.
 * @throws Problem `inspection/check-begun`, `inspection/wrong-state`, `inspection/not-in-team`
 */
export function requireRecusable(state: InspectionState, team: readonly Member[], number: number): void {
  if (!isEnd(state) && hasBegun(state)) throw new Problem("inspection/check-begun");
  requireState(state, ...beforeCheck);
  if (!team.some((member) => member.number === number)) throw new Problem("inspection/not-in-team");
}

/** Article 24: a target is gone only before its check. @throws Problem `inspection/check-begun`, `inspection/wrong-state` */
export function requireNotBegun(state: InspectionState): void {
  if (!isEnd(state) && hasBegun(state)) throw new Problem("inspection/check-begun");
  requireState(state, ...beforeCheck);
}

/**
 * Article 25: a check begins after the notice, with at least two officers, and no fewer than its profile
 * needs, who all show valid certificates. `invalid` are the numbers whose certificates are not valid.
 * @throws Problem `inspection/notice-missing`, `inspection/team-too-small`, `inspection/certificate-invalid`
 */
export function requireTeam(
  state: InspectionState,
  team: readonly Member[],
  officersNeeded: number,
  shown: readonly number[],
  invalid: ReadonlySet<number>,
): void {
  if (state === "drawn" || state === "confirmed") throw new Problem("inspection/notice-missing");
  requireState(state, "notified");
  const officers = officersOf(team);
  if (officers.length < Math.max(2, officersNeeded)) throw new Problem("inspection/team-too-small");
  for (const officer of officers) {
    if (invalid.has(officer.number))
      throw new Problem("inspection/certificate-invalid", `officer ${officer.number}`);
    if (!shown.includes(officer.number))
      throw new Problem("inspection/certificate-invalid", `officer ${officer.number} showed none`);
  }
}

/**
 * Article 25: a check begins within the campaign's window; `from` and `until` are its ends.
 * @throws Problem `campaign/outside-window`
 */
export function requireWithinWindow(receivedAt: Date, from: Date, until: Date): void {
  if (receivedAt < from || receivedAt >= until) throw new Problem("campaign/outside-window");
}

/**
 * Article 26: the record is signed by the inspected, or its refusal is witnessed; every item was looked at, once, and one that failed has its findings. A check that could not be carried out has a witness and evidence
 * of its own in place of the signature, and as many items as were looked at; of one that found nobody, none.
 * @throws Problem `record/not-signed`, `body/invalid`
 */
export function requireRecord(record: InspectionCommand<"record">, itemCodes: readonly string[]): void {
  const { kind } = record.conduct;
  if (kind === "carried-out" && record.target === undefined) throw new Problem("record/not-signed");
  if (kind === "not-found" && record.target !== undefined)
    throw new Problem("body/invalid", "nobody was there to sign", [
      { path: "/target", message: "is not part of a record of a target that was not found" },
    ]);
  const lookedAt = record.entries.findIndex(({ result }) => result !== "not-applicable");
  if (kind === "not-found" && lookedAt >= 0)
    throw new Problem("body/invalid", "nobody was there, so no item was looked at", [
      { path: `/entries/${lookedAt}/result`, message: "no item was looked at where nobody was there" },
    ]);
  const foreign = [...record.entries, ...record.findings].find((part) => !itemCodes.includes(part.itemCode));
  if (foreign !== undefined)
    throw new Problem("body/invalid", `item ${foreign.itemCode} is not of this inspection`);
  const missing = itemCodes.find((code) => !record.entries.some((entry) => entry.itemCode === code));
  if (missing !== undefined && kind === "carried-out")
    throw new Problem("body/invalid", `item ${missing} has no entry`);
  if (new Set(record.entries.map((entry) => entry.itemCode)).size < record.entries.length)
    throw new Problem("body/invalid", "an item has two entries");
  const failed = record.entries.filter((entry) => entry.result === "fail").map((entry) => entry.itemCode);
  const unexplained = failed.find((code) => !record.findings.some((finding) => finding.itemCode === code));
  if (unexplained !== undefined)
    throw new Problem("body/invalid", `item ${unexplained} failed and has no finding`);
  const passed = record.findings.find((finding) => !failed.includes(finding.itemCode));
  if (passed !== undefined)
    throw new Problem("body/invalid", `item ${passed.itemCode} has a finding and did not fail`);
  if (new Set(record.findings.map((finding) => finding.id)).size < record.findings.length)
    throw new Problem("body/invalid", "two findings have one id");
}

/**
 * The check ends between its beginning and the record's receipt.
 * @throws Problem `body/invalid`
 */
export function requireEndOfCheck(began: Date, ended: Date, receivedAt: Date): void {
  if (ended < began || ended > receivedAt)
    throw new Problem("body/invalid", "endedAt is not between the check's beginning and now");
}

/** A clock's grace at the ends of a recording, milliseconds. */
const grace = 60_000;

/**
 * Article 26: recordings cover the check from `began` to `ended`, or each gap has a reason, which is signed with the record.
 * @throws Problem `record/av-gap`
 */
export function requireRecordings(
  record: Pick<InspectionCommand<"record">, "recordings" | "gaps">,
  began: Date,
  ended: Date,
): void {
  const covered = [...record.recordings, ...record.gaps]
    .map((part) => ({ from: Date.parse(part.from), to: Date.parse(part.to) }))
    .toSorted((a, b) => a.from - b.from);
  let until = began.getTime();
  for (const part of covered) {
    if (part.from > until + grace) throw new Problem("record/av-gap");
    until = Math.max(until, part.to);
  }
  if (until + grace < ended.getTime()) throw new Problem("record/av-gap");
}

/**
 * Article 27: a finding takes its paths before the report; later a path that stands can still be settled. One that is
 * not settled has a due date.
 * @throws Problem `inspection/wrong-state`, `body/invalid`
 */
export function requirePath(
  state: InspectionState,
  standing: readonly string[],
  { path, due, settled }: InspectionCommand<"path">,
): void {
  if (settled && standing.includes(path))
    requireState(state, "recorded", "handled", "signed", "fed-back", "published", "credited", "closed");
  else requireState(state, "recorded", "handled");
  if (due === null && !settled)
    throw new Problem("body/invalid", "a path that is not settled has a due date");
}

/** Article 30: an objection within its window. `receivedAt` is its receipt stamp. @throws Problem `objection/too-late`, `inspection/wrong-state` */
export function requireObjectionInTime(
  state: InspectionState,
  receivedAt: Date,
  due: Date | null,
  objectedBefore: boolean,
): void {
  requireState(state, "fed-back", "published", "credited", "closed");
  if (due === null || receivedAt >= due) throw new Problem("objection/too-late");
  if (objectedBefore) throw new Problem("inspection/wrong-state", "an objection is on record");
}

/**
 * Article 30: a result is given to somebody; by public notice, to nobody, where the target was not found or would not take it.
 * @throws Problem `body/invalid`
 */
export function requireReceipt(
  outcome: InspectionOutcome | null,
  { receivedBy, method }: InspectionCommand<"feedback">,
): void {
  const isPublic = method === "public-notice";
  if (isPublic && outcome !== "not-found" && outcome !== "not-cooperating")
    throw new Problem("body/invalid", "this target can be given its result", [
      { path: "/method", message: "is for a target that was not found or would not take it" },
    ]);
  if (isPublic !== (receivedBy === null))
    throw new Problem("body/invalid", "who received it", [
      { path: "/receivedBy", message: "names who received it, and nobody where it was a public notice" },
    ]);
}

/**
 * Article 30: an answer that upholds an objection names findings of this inspection, or none where it upholds it to all.
 * @throws Problem `body/invalid`
 */
export function requireAnswer(
  findings: readonly { id: string }[],
  { upheld, findings: named = [] }: InspectionCommand<"answer">,
): void {
  if (!upheld && named.length > 0)
    throw new Problem("body/invalid", "an objection that is not upheld takes nothing back", [
      { path: "/findings", message: "goes with an objection that is upheld" },
    ]);
  const foreign = named.findIndex((id) => !findings.some((finding) => finding.id === id));
  if (foreign >= 0)
    throw new Problem("body/invalid", "no finding of this inspection has that id", [
      { path: `/findings/${foreign}`, message: "is no finding of this inspection" },
    ]);
}

type Credited = { outcome: InspectionOutcome | null; credited_at: Date | null; repaired_at: Date | null };

/**
 * 信用修复管理办法: what an inspection entered against its target is repaired, once, by a decision that was made.
 * @throws Problem `credit/not-repairable`, `credit/repaired`, `body/invalid`
 */
export function requireRepairable(row: Credited, { decidedOn }: CreditRepair, now: Date): void {
  if (row.repaired_at !== null) throw new Problem("credit/repaired");
  const credit = row.credited_at === null ? null : creditOf(row.outcome);
  if (credit === null || credit === "clean") throw new Problem("credit/not-repairable");
  if (decidedOn > shanghaiDate(now))
    throw new Problem("body/invalid", "decidedOn is a day to come", [
      { path: "/decidedOn", message: "is a day to come" },
    ]);
}
