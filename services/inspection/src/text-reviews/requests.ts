import {
  id,
  mayDo,
  newTextReviewRequest,
  Problem,
  textReviewDecision,
  textReviewRequest,
  textReviewRequestList,
  textReviewRequestQuery,
  textsOf,
  type NewTextReviewRequest,
} from "@shuangsui/contracts";
import {
  callerOf,
  createOnce,
  idempotencyKeyOf,
  idOfCursor,
  pageOfRows,
  type App,
  type Caller,
  type Frame,
} from "@shuangsui/service-kit";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { requireSight } from "../inspections/sight.ts";
import { findPlan } from "../plans/store.ts";
import { findSubject } from "../supervision/subjects.ts";
import type { Work } from "../tables.ts";
import { isSame, requireReviewer, returnedBefore, withBefore } from "./rules.ts";
import {
  findRequest,
  insertRequest,
  insertTextReview,
  isOfTeam,
  lastRequest,
  listRequests,
  lockRequest,
  requestView,
  textReviewType,
  writeDecision,
  type Sight,
} from "./store.ts";

const tags = ["text-reviews"];
const params = z.object({ id });
const asking = { action: "text.ask" } as const;

/** The API by which texts that look like personal data come before a reviewer, another person, who lets them pass or returns them (article 30). */
export function textReviewRequestRoutes(app: App, frame: Frame<Work>): void {
  const { database } = frame;
  const read = async (requestId: string, sight: Sight) => {
    const row = await database.as(sight.authority, (work) => findRequest(work, requestId, sight));
    if (row === undefined) throw new Problem("not-found");
    return requestView(row);
  };

  app.post(
    "/api/v1/text-review-requests",
    { config: asking, schema: { tags, body: newTextReviewRequest, response: { 201: textReviewRequest } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const { authority, actor } = caller;
      const { subject, form = null, texts } = request.body;
      const last = await database.as(authority, (work) =>
        lastRequest(work, caller, { subject: subject?.id ?? null, form }),
      );
      if (last !== undefined && isSame(last, texts)) return reply.code(201).send(requestView(last));
      const submission = {
        ...{ key: idempotencyKeyOf(request), matterId: uuidv7(), type: "ask" },
        ...{ payload: request.body, caller, requestId: request.id },
      };
      const requestId = await createOnce(frame, textReviewType, submission, async (work, newId, at) => {
        const known = await subjectOf(work, caller, subject);
        const asked = {
          ...{ id: newId, authority, subject: known, form },
          texts: withBefore(texts, returnedBefore(last), await saidBy(work, subject)),
        };
        await insertRequest(work, asked, { at, actor, requestId: request.id });
      });
      return reply.code(201).send(await read(requestId, { authority, askedBy: actor }));
    },
  );

  app.get(
    "/api/v1/text-review-requests",
    {
      config: asking,
      schema: { tags, querystring: textReviewRequestQuery, response: { 200: textReviewRequestList } },
    },
    async (request) => {
      const sight = sightOf(callerOf(request));
      const { after, ...query } = request.query;
      const rows = await database.as(sight.authority, (work) =>
        listRequests(work, sight, { ...query, after: idOfCursor(after) }),
      );
      const page = pageOfRows(rows, query.limit, (row) => [row.id]);
      return { items: page.items.map(requestView), next: page.next };
    },
  );

  app.get(
    "/api/v1/text-review-requests/:id",
    { config: asking, schema: { tags, params, response: { 200: textReviewRequest } } },
    async (request) => read(request.params.id, sightOf(callerOf(request))),
  );

  app.post(
    "/api/v1/text-review-requests/:id/decision",
    {
      config: { action: "text.review" },
      schema: { tags, params, body: textReviewDecision, response: { 200: textReviewRequest } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { authority, actor, inspector = null } = caller;
      const { id: requestId } = request.params;
      const { passes, reason } = request.body;
      const submission = {
        ...{ key: idempotencyKeyOf(request), matterId: requestId, type: passes ? "review" : "return" },
        ...{ payload: { ...request.body, request: requestId }, caller, requestId: request.id },
      };
      await createOnce(frame, textReviewType, submission, async (work, _id, at) => {
        const asked = await lockRequest(work, requestId);
        requireReviewer(asked, { actor, ofTheTeam: await isOfTeam(work, asked.subject_id, inspector) });
        const act = { at, actor, requestId: request.id };
        await writeDecision(work, asked, { passes, reason }, act);
        // What passes is named by the request's own id.
        const texts = asked.texts.map(({ text }) => text);
        if (passes)
          await insertTextReview(work, { id: requestId, authority, inspector }, { texts, reason }, act);
      });
      return read(requestId, { authority, askedBy: null });
    },
  );
}

/** A reviewer sees all that was asked for in the authority, everybody else their own. */
const sightOf = ({ authority, actor, roles }: Caller): Sight => ({
  authority,
  askedBy: mayDo(roles, "text.review", "own") ? null : actor,
});

/** The matter whose texts they are, as the caller sees it. @throws Problem `not-found` */
async function subjectOf(work: Work, caller: Caller, subject: NewTextReviewRequest["subject"]) {
  if (subject === null) return null;
  const { matter, id: subjectId } = subject;
  if (matter === "inspection") await requireSight(work, caller, subjectId);
  const { title } = await findSubject(work, caller.authority, { kind: matter, id: subjectId });
  return { matter, id: subjectId, title };
}

/** What a matter says at a path now: a plan, as it is written; a campaign that is begun, what its entry does, as it is called where nothing else is said. */
async function saidBy(work: Work, subject: NewTextReviewRequest["subject"]) {
  const plan = subject?.matter === "plan" ? await findPlan(work, subject.id) : undefined;
  const entry = subject?.entry;
  const said = entry === undefined ? plan?.written : plan?.written.entries.find((one) => one.id === entry);
  return (path: string) => (said === undefined ? undefined : textsOf(said, path)[0]);
}
