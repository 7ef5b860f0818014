import { searchWords, Problem, type ProblemCode } from "@shuangsui/contracts";
import { editionsOf, nation, nationalChanges } from "@shuangsui/workdays";
import { decideAsk } from "../publications/commands/ask.ts";
import { decideContent } from "../publications/commands/content.ts";
import { decideDrop } from "../publications/commands/drop.ts";
import { decideDue } from "../publications/commands/due.ts";
import { decideOpen, openingHash, type Opening } from "../publications/commands/open.ts";
import { decidePublish } from "../publications/commands/publish.ts";
import { decideRenew } from "../publications/commands/renew.ts";
import { decideTakeDown } from "../publications/commands/take-down.ts";
import { decideWithdraw } from "../publications/commands/withdraw.ts";
import { publicationLifecycle, type PublicationDecision } from "../publications/lifecycle.ts";
import type { Publication } from "../publications/tables.ts";
import { longestTerms } from "../terms/rules.ts";
import { openingOf, saying } from "./publications.ts";

/** What may come to a publication of the model, with the revision of the subject that it bears. */
export type Asked = {
  type: "open" | "due" | "content" | "renew" | "publish" | "withdraw" | "drop" | "take-down" | "ask";
  revision: number;
  dueAt: Date;
};

/** A publication as its lifecycle and commands alone have it, without a database. */
export type Model = {
  publication: Publication;
  /** All that was decided, with when. */
  decided: { decision: PublicationDecision; at: Date }[];
};

const id = "019a0000-0000-7000-8000-000000000001";
const subjectId = "019a0000-0000-7000-8000-000000000002";
const calendars = editionsOf(nationalChanges, [nation, "533100", "533103"]);

/** The opening of a publication of the model. */
export function openingAt(dueAt: Date, revision: number, hasFact: boolean): Opening {
  const fact = hasFact ? {} : { fact: null };
  return openingOf({ dueAt: dueAt.toISOString(), revision, subjectId, ...fact });
}

/** A publication as it is when it was just opened. */
export function openedModel(
  dueAt: Date,
  { hasFact, revision = 1 }: { hasFact: boolean; revision?: number },
): Model {
  const opening = openingAt(dueAt, revision, hasFact);
  const publication: Publication = {
    id,
    authority: opening.authority,
    kind: opening.kind,
    subject_id: opening.subjectId,
    title: opening.title,
    words: searchWords(opening.title, opening.targetCode),
    state: "open",
    due_from: null,
    due_at: dueAt,
    calendar_version: opening.calendarVersion,
    fact: opening.fact,
    ready: null,
    ready_reason: null,
    version: 0,
    breached_at: null,
    reminders: 0,
    due_revision: revision,
    content_revision: 0,
    opening: openingHash(opening),
    opened_at: new Date(0),
    first_published_at: null,
    class: null,
    term_ends_at: null,
    taken_down_at: null,
    takedown_cause: null,
    updated_at: new Date(0),
    lock_version: 1,
    look_at: null,
    reminders_version: 3,
    calendars,
    terms: longestTerms,
  };
  return { publication, decided: [] };
}

function write(model: Model, decision: PublicationDecision, at: Date): Model {
  const { publication, decided } = model;
  return {
    publication: { ...publication, ...decision.patch, lock_version: publication.lock_version + 1 },
    decided: [...decided, { decision, at }],
  };
}

/** What time alone has done by then, as the frame lets it pass. */
export function passModelTime(before: Model, until: Date): Model {
  let model = before;
  for (;;) {
    const decision = publicationLifecycle.elapsed(model.publication, until);
    if (decision === null) return model;
    model = write(model, decision, until);
  }
}

/**
 * What becomes of it when that is asked, after what time had done by then, and with what time does at once; with a code where it is
 * refused. The same opening again is done already: it is not even decided, so time does nothing then either.
 */
export function ask(before: Model, asked: Asked, at: Date): { model: Model; code: ProblemCode | null } {
  if (isOpenedSo(before, asked)) return { model: before, code: null };
  const model = passModelTime(before, at);
  try {
    const decided = write(model, decide(model.publication, asked, at), at);
    return { model: passModelTime(decided, at), code: null };
  } catch (error) {
    if (error instanceof Problem) return { model, code: error.code };
    throw error;
  }
}

function isOpenedSo({ publication }: Model, asked: Asked): boolean {
  return asked.type === "open" && openingHash(bodies.open(asked, publication.fact)) === publication.opening;
}

function decide(publication: Publication, asked: Asked, at: Date): PublicationDecision {
  const { fact, authority } = publication;
  const act = { at, actor: "official-1", requestId: null };
  const of = <Body>(body: Body) => ({ id: subjectId, body, act, callerAuthority: authority });
  const { type } = asked;
  switch (type) {
    case "open":
      return decideOpen(publication, of(bodies.open(asked, fact)));
    case "due":
      return decideDue(publication, of(bodies.due(asked, fact)));
    case "content":
      return decideContent(publication, of(bodies.content(asked)));
    case "renew":
      return decideRenew(publication, of(bodies.renew(asked)));
    case "publish":
      return decidePublish(publication, of(bodies.publish()));
    case "withdraw":
      return decideWithdraw(publication, of(bodies.withdraw(asked)));
    case "drop":
      return decideDrop(publication);
    case "take-down":
      return decideTakeDown(publication, of(bodies["take-down"]()));
    case "ask":
      return decideAsk(publication);
    default:
      return type satisfies never;
  }
}

const textOf = ({ revision }: Asked) => saying(`第${revision}版`);

/** The bodies with which that is asked of a publication that has this fact, or none. */
export const bodies = {
  open: ({ dueAt, revision }: Asked, fact: Publication["fact"]) => openingAt(dueAt, revision, fact !== null),
  due: ({ dueAt, revision }: Asked, fact: Publication["fact"]) => ({
    dueAt: dueAt.toISOString(),
    calendarVersion: 4,
    fact,
    revision,
  }),
  content: (asked: Asked) => ({
    content: textOf(asked),
    reason: "检查报告已签发",
    revision: asked.revision,
  }),
  renew: (asked: Asked) => ({
    content: textOf(asked),
    reason: "调整",
    dueAt: asked.dueAt.toISOString(),
    calendarVersion: 4,
    revision: asked.revision,
  }),
  withdraw: (asked: Asked) => ({
    content: textOf(asked),
    reason: "检查对象已不存在",
    revision: asked.revision,
  }),
  publish: () => ({}),
  drop: () => ({}),
  "take-down": () => ({ reason: "信用修复决定书1号" }),
  ask: () => ({}),
};
