import { newTextReview, Problem, textReview } from "@shuangsui/contracts";
import { callerOf, createOnce, idempotencyKeyOf, type App, type Frame } from "@shuangsui/service-kit";
import { randomUUID } from "node:crypto";
import type { Work } from "../tables.ts";
import { findTextReview, insertTextReview, textReviewType, textReviewView } from "./store.ts";

/** The API by which a reviewer lets texts pass that look like personal data, as themself (article 30). */
export function textReviewRoutes(app: App, frame: Frame<Work>): void {
  app.post(
    "/api/v1/text-reviews",
    {
      config: { action: "text.review" },
      schema: { tags: ["text-reviews"], body: newTextReview, response: { 201: textReview } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { authority, actor, inspector = null } = caller;
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: randomUUID(),
        type: "review",
        payload: request.body,
        caller,
        requestId: request.id,
      };
      const reviewId = await createOnce(frame, textReviewType, submission, (work, id, at) =>
        insertTextReview(work, { id, authority, inspector }, request.body, {
          at,
          actor,
          requestId: request.id,
        }),
      );
      const row = await frame.database.as(authority, (work) => findTextReview(work, reviewId));
      if (row === undefined) throw new Problem("internal");
      return reply.code(201).send(textReviewView(row));
    },
  );
}
