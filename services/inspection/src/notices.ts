import { api, id } from "@shuangsui/contracts";
import {
  answerCommand,
  idempotencyKeyOf,
  submit,
  systemScope,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import { publishedNotice } from "@shuangsui/workflows/inspection/contract";
import { z } from "zod";
import { inspectionDomain } from "./inspections/domain.ts";
import { planDomain } from "./plans/domain.ts";
import type { Work } from "./tables.ts";

/**
 * The address at which disclosure tells of each publishing: a command on the plan or the inspection that was published.
 * Answers 200 when it is decided; 202 is not done, and disclosure asks again under the same key.
 */
export function noticeRoute(app: App, frame: Frame<Work>): void {
  app.post(
    "/internal/v1/publications/:id/published",
    {
      config: { action: "service" },
      schema: {
        hide: true,
        params: z.object({ id }),
        body: api.inspection.postInternalPublicationsByIdPublished.body,
      },
    },
    async (request, reply) => {
      const notice = request.body;
      const submission = {
        key: idempotencyKeyOf(request),
        matterId: notice.subjectId,
        type: publishedNotice,
        payload: notice,
        caller: { authority: systemScope, actor: "disclosure", service: true as const },
        requestId: request.id,
      };
      const outcome =
        notice.kind === "result"
          ? await submit(frame, inspectionDomain, submission)
          : await submit(frame, planDomain, submission);
      return answerCommand(reply, outcome);
    },
  );
}
