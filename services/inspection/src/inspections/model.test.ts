import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutStacks } from "../../../../packages/service-kit/src/testing/without-stacks.ts";
import { drawnModel, orderedModel, settle, step, type Model } from "../testing/inspection-model.ts";
import { inspectionLifecycle, ofBreach } from "./lifecycle.ts";
import { creditOf } from "./outcome.ts";
import { isNotChecked, way } from "./rules.ts";

const startAt = new Date("2026-09-15T01:00:00Z");
/** What may happen more than once. */
const repeatable = new Set([
  "reminded",
  "path-taken",
  "paper-offered",
  "paper-signed",
  "record-supplemented",
  "publishing-asked",
  "publication-unheard",
  "version-published",
  "delivery-refused",
  "credit-corrected",
]);
const missed = new Set(["approval-missed", "record-missed", "report-missed", "feedback-missed"]);
const breaches: ReadonlySet<string> = new Set(ofBreach);

/** What is wrong with an inspection, whatever happened to it; empty where nothing is. */
function violationsOf({ row, events, outbox, approvals }: Model): string[] {
  const count = (wanted: (type: string) => boolean) => events.filter(({ type }) => wanted(type)).length;
  const owed = (deed: string) => outbox.filter((one) => one.deed === deed).length;
  const reached = events
    .map(({ state }) => (way as readonly string[]).indexOf(state))
    .filter((at) => at >= 0);
  const isKnown = row.check_ended_at !== null || isNotChecked(row.state);
  const mustBeTold = isKnown || row.record_missed_at !== null;
  const told = ["openPublication", "publishMissingRecord", "publishWhy"].map(owed);
  const next = inspectionLifecycle.nextAt(row);
  const wrong: Record<string, boolean> = {
    "an event out of order": reached.some((at, index) => at < (reached[index - 1] ?? 0)),
    "an event before an earlier one": events.some(({ at }, index) => at < (events[index - 1]?.at ?? at)),
    "something twice": events.some(
      ({ type }, index) => !repeatable.has(type) && events.findIndex((one) => one.type === type) !== index,
    ),
    "an event of the way after an end": events
      .slice(events.findIndex(({ state }) => isNotChecked(state as typeof row.state)) + 1 || events.length)
      .some(({ state }) => (way as readonly string[]).includes(state)),
    "a breach without its deadline": events.some(
      ({ type, facts, at }) => missed.has(type) && !(new Date(String(facts["due"])) <= at),
    ),
    "an approval that is waited for of a check that is approved, or has not begun":
      row.approval_due !== null &&
      (row.check_began_at === null || (row.approved_at !== null) !== approvals > 0),
    "a check that is approved by nobody and not waited for":
      row.check_began_at !== null && approvals === 0 && row.approval_due === null,
    "breaches not as many as happened": row.breaches !== count((type) => breaches.has(type)),
    "published twice": count((type) => type === "published") > 1,
    "an end that is not told to the public, or twice":
      told.some((times) => times > 0) !== mustBeTold || told.some((times) => times > 1),
    "credit twice": count((type) => type === "credited") > 1,
    "an outcome of nothing, or none of something": (row.outcome !== null) !== isKnown,
    "an end that is called something else": isNotChecked(row.state) && row.outcome !== row.state,
    "credit before the objections are over":
      events.some(({ type }) => type === "credited") &&
      !events.some(({ type }) => type === "objections-closed"),
    "a time to look at that time does not do": !sameTime(row.look_at, next),
    "time that does something early":
      next !== null && inspectionLifecycle.elapsed(row, before(next)) !== null,
    "time that does nothing": next !== null && inspectionLifecycle.elapsed(row, next) === null,
  };
  return Object.keys(wrong).filter((name) => wrong[name] === true);
}

const before = (at: Date) => new Date(at.getTime() - 1);
const sameTime = (one: Date | null, other: Date | null) => one?.getTime() === other?.getTime();
/** What the credit record says of it in the end. */
const creditEntered = (events: Model["events"]) => {
  const entered = events.findLast(({ type }) => type === "credited" || type === "credit-corrected");
  return entered === undefined || entered.facts["credit"] === "none" ? null : entered.facts["credit"];
};

/** What is wrong once everything owed was handed over and all time has passed. */
function violationsAtRest({ row, events, outbox, publication }: Model): string[] {
  const waitsForPeople =
    (row.state === "checking" && row.record_missed_at !== null) ||
    (["recorded", "handled", "signed"].includes(row.state) && row.fact_published_at !== null);
  const isTold = ["published", "withdrawn", "taken-down"].includes(publication.state);
  const wrong: Record<string, boolean> = {
    "credit that says something else than what became of it":
      row.state === "closed" && creditEntered(events) !== creditOf(row.outcome),
    "a check without an approval that nobody noticed":
      row.approval_due !== null && row.approved_at === null && row.approval_missed_at === null,
    "something owed": outbox.some(({ ended }) => ended === null),
    "neither over nor waiting for people": !inspectionLifecycle.isOver(row) && !waitsForPeople,
    "an end without a word to the public": !isTold,
    "a result that is public though the credit is repaired, or taken down though it is not":
      (row.repaired_at !== null) !== (publication.state === "taken-down"),
  };
  return Object.keys(wrong).filter((name) => wrong[name] === true);
}

function requireNone(violations: readonly string[]): void {
  if (violations.length > 0) throw new Error(violations.join("; "));
}

withoutStacks();

it("holds what must hold through 100,000 random sequences of commands, deadlines, outages and notices", () => {
  const reached = new Set<string>();
  const sequences = fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 26, size: "max" });
  fc.assert(
    fc.property(sequences, (numbers) => {
      // Every third is an emergency, which may be approved afterwards.
      const model = (numbers[0] ?? 0) % 3 === 0 ? orderedModel(startAt) : drawnModel(startAt);
      for (const number of numbers) step(model, number);
      requireNone(violationsOf(model));
      settle(model);
      requireNone([...violationsOf(model), ...violationsAtRest(model)]);
      reached.add(model.row.repaired_at === null ? model.row.state : "repaired");
      if (model.row.approval_missed_at !== null) reached.add("approval missed");
      if (model.row.approved_at !== null) reached.add("approved afterwards");
    }),
    { numRuns: 100_000 },
  );
  // Else the sequences would prove little.
  for (const state of [
    "closed",
    "repaired",
    "lapsed",
    "cancelled",
    "checking",
    "recorded",
    "handled",
    "signed",
  ])
    expect(reached).toContain(state);
  for (const afterwards of ["approval missed", "approved afterwards"]) expect(reached).toContain(afterwards);
}, 300_000);
