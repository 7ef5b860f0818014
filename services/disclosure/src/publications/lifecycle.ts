import {
  Problem,
  searchWords,
  shortened,
  wordsOf,
  type PublicationContent,
  type TakedownCause,
} from "@shuangsui/contracts";
import type { Decision, Facts, Lifecycle, NewEvent } from "@shuangsui/service-kit";
import { calendarIn, editionAfter, isNotice, movedDue, remindAt } from "@shuangsui/workdays";
import type { PublicationDeed, PublicationState } from "@shuangsui/workflows/publication/contract";
import { classOf, monthsAfter, outcomeIn } from "../terms/rules.ts";
import { atDeadline, isPublicResult, listWorkdays, unpublished } from "./rules.ts";
import type { Publication, Version } from "./tables.ts";

/** What is published is a Chinese document. */
const words = wordsOf("zh").document;

/** What happens to a publication, as its events name it. */
export type PublicationEvent =
  | "fact-renewed"
  | "due-moved"
  | "content-ready"
  | "renewed"
  | "renewal-dropped"
  | "reminded"
  | "published"
  | "breach"
  | "dropped"
  | "taken-down"
  | "notice-refused"
  | "notice-repeated";

/** A version to be published beside those before it. */
export type NewVersion = Pick<Version, "by" | "breach" | "reason" | "content">;

/** The columns that a decision changes; the row's own counts are the store's. */
type Patch = Partial<
  Omit<Publication, "id" | "authority" | "lock_version" | "look_at" | "updated_at" | "calendars" | "terms">
>;

/** What a command or time alone does to a publication. */
export type PublicationDecision = Decision<Patch, PublicationDeed> & {
  events: readonly (NewEvent & { type: PublicationEvent })[];
  version?: NewVersion;
};

/** Publishes a version, the next number, of which the subject's owner is to be told (articles 9, 17, 30). */
export function publish(
  publication: Publication,
  version: NewVersion,
  state: Extract<PublicationState, "published" | "withdrawn">,
  at: Date,
): PublicationDecision {
  const { by, breach } = version;
  const number = publication.version + 1;
  return {
    patch: {
      state,
      version: number,
      ready: null,
      ready_reason: null,
      first_published_at: publication.first_published_at ?? at,
      ...termFor(publication, version.content, at),
      ...(publication.kind === "result" ? {} : calledAs(version.content)),
      ...(breach ? { breached_at: at } : {}),
    },
    events: [{ type: "published", facts: { version: number, by, breach } }],
    version,
    // A list is read from its owner, who has not to be told.
    owes: publication.kind === "item-list" ? [] : [{ deed: "tellOwner", revision: number }],
  };
}

/** A plan or a list is called, and found, as its newest version calls it. */
function calledAs({ summary }: PublicationContent): Patch {
  const title = shortened(summary, 300);
  return { title, words: searchWords(title, null) };
}

/** How grave a result is by its newest version, and its term, which counts from the first. */
function termFor(
  { kind, terms, first_published_at: first }: Publication,
  content: PublicationContent,
  at: Date,
): Patch {
  if (kind !== "result") return {};
  const matterClass = classOf(outcomeIn(content));
  return { class: matterClass, term_ends_at: monthsAfter(first ?? at, terms[matterClass]) };
}

/** The public finds a notice without content in the place of the result and of all its versions. */
export function takeDown(cause: TakedownCause, at: Date, facts: Facts = {}): PublicationDecision {
  return {
    patch: { state: "taken-down", taken_down_at: at, takedown_cause: cause },
    events: [{ type: "taken-down", facts: { cause, ...facts } }],
  };
}

/** When the term of a result that is public is over; null of what has none. */
function termEnd(publication: Publication): Date | null {
  return isPublicResult(publication) ? publication.term_ends_at : null;
}

/** Reminders go out this many working days before a deadline with nothing ready. */
const remindersBefore = [2, 1] as const;

function nextReminder(publication: Publication): Date | null {
  const { state, breached_at, reminders, due_at, calendars, reminders_version: version } = publication;
  if (state !== "open" || breached_at !== null) return null;
  const before = remindersBefore[reminders];
  return before === undefined ? null : remindAt(calendarIn(calendars, version), due_at, before);
}

function nextAt(publication: Publication): Date | null {
  const end = termEnd(publication);
  if (end !== null) return end;
  if (publication.state === "ready") return publication.due_at;
  if (publication.state !== "open" || publication.breached_at !== null) return null;
  return nextReminder(publication) ?? publication.due_at;
}

function isOver({ state }: Publication): boolean {
  return !unpublished.includes(state);
}

const waitsFor = {
  open: "content",
  ready: "publishing",
  published: "nothing",
  withdrawn: "nothing",
  "taken-down": "nothing",
} as const;

/** A new version of the calendar reminds at another time, and moves the day of a list of items. Any other due time is its owner's to move. */
function byNewCalendar(publication: Publication, until: Date): PublicationDecision | null {
  if (isOver(publication)) return null;
  const edition = editionAfter(publication.calendars, publication.reminders_version);
  if (edition === undefined || edition.at > until) return null;
  const patch = { reminders_version: edition.version };
  const { due_at: from, due_from: countsFrom } = publication;
  if (countsFrom === null) return { patch, events: [] };
  const to = movedDue(edition.calendar, from, { from: countsFrom, workdays: listWorkdays }, edition.at);
  const counted = { ...patch, calendar_version: edition.version };
  if (to.getTime() === from.getTime()) return { patch: counted, events: [] };
  const { by } = edition;
  const facts = {
    ...{ from: from.toISOString(), to: to.toISOString(), calendarVersion: edition.version },
    ...{ issuer: by.authority, notice: isNotice(by) ? by.number : null },
  };
  return { patch: { ...counted, due_at: to, reminders: 0 }, events: [{ type: "due-moved", facts }] };
}

function elapsed(publication: Publication, until: Date): PublicationDecision | null {
  const recounted = byNewCalendar(publication, until);
  if (recounted !== null) return recounted;
  const end = termEnd(publication);
  if (end !== null && end <= until) return takeDown("term", until);
  const { state, due_at: dueAt, fact, ready, ready_reason: reason, breached_at: breachedAt } = publication;
  const reminder = nextReminder(publication);
  if (reminder !== null && reminder <= until)
    return {
      patch: { reminders: publication.reminders + 1 },
      events: [{ type: "reminded", facts: { due: dueAt.toISOString() } }],
    };
  const does = atDeadline({ state, dueAt, hasFact: fact !== null, breached: breachedAt !== null }, until);
  switch (does) {
    case null:
      return null;
    case "publish-ready":
      if (ready === null) throw new Problem("internal");
      return publish(
        publication,
        { content: ready, by: "deadline", breach: false, reason: reason ?? words.reasonDeadline },
        "published",
        until,
      );
    case "publish-fact":
      if (fact === null) throw new Problem("internal");
      return publish(
        publication,
        { content: fact, by: "deadline", breach: true, reason: words.reasonNothingReady },
        "published",
        until,
      );
    case "breach-only":
      return {
        patch: { breached_at: until },
        events: [{ type: "breach", facts: { due: dueAt.toISOString() } }],
      };
    default:
      return does satisfies never;
  }
}

/**
 * The state machine of a publication. Open, it waits for content; ready, for an official; both until the deadline, which publishes by
 * itself what there is (articles 9, 17, 30). Published, it may get further versions, at once or, ready again, by a day of their
 * own; withdrawn, it is closed. A result has a term: the workflow ends with the publishing, and at the term's end the sweep starts it
 * again, for time to take the result down.
 */
export const publicationLifecycle: Lifecycle<Publication, PublicationDecision> = {
  waiting: (publication) => ({
    for: waitsFor[publication.state],
    due: isOver(publication) ? null : publication.due_at,
  }),
  nextAt,
  elapsed,
  isOver,
};
