import {
  id,
  officialTakedownList,
  officialTakedownQuery,
  publicationCommands,
  publicationOpening,
} from "@shuangsui/contracts";
import {
  answerCommand,
  callerOf,
  commandRoute,
  pageOfRows,
  readOnly,
  requireAuthority,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import { z } from "zod";
import { afterOf } from "../newest-first.ts";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import { publicationDomain } from "./domain.ts";
import { listTakenDown } from "./lists.ts";
import { openPublication } from "./opening.ts";
import { takedownKey, takedownOf } from "./views.ts";

const tags = ["publications"];
const params = z.object({ id });

/** The API of publications: services open and fill them, officials publish. */
export function publicationRoutes(app: App, frame: Frame<Work>): void {
  app.put(
    "/api/v1/publications/:id",
    {
      config: { action: "service", idempotencyKey: "none" },
      schema: { tags, params, body: storable(publicationOpening), response: { 200: params, 202: params } },
    },
    async (request, reply) => {
      await requireAuthority(request.body.authority);
      const outcome = await openPublication(frame, request.params.id, request.body, request.id);
      if (outcome !== undefined) answerCommand(reply, outcome);
      return { id: request.params.id };
    },
  );

  // What is public says whom it was about no more: officials find the inspection by it, and who decided on the repair.
  app.get(
    "/api/v1/takedowns",
    {
      config: { action: "registry.read" },
      schema: { tags, querystring: officialTakedownQuery, response: { 200: officialTakedownList } },
    },
    async (request) => {
      const { after, ...query } = request.query;
      const rows = await frame.database.as(
        callerOf(request).authority,
        (work) => listTakenDown(work, { ...query, after: afterOf(after, id) }),
        readOnly,
      );
      const page = pageOfRows(rows, query.limit, takedownKey);
      return {
        items: page.items.map((row) => ({ ...takedownOf(row), title: row.title, subjectId: row.subject_id })),
        next: page.next,
      };
    },
  );

  for (const type of ["due", "content", "renew", "withdraw", "drop", "take-down", "ask"] as const)
    commandRoute(app, frame, publicationDomain, {
      url: `/api/v1/publications/:id/commands/${type}`,
      type,
      body: storable(publicationCommands[type]),
      tags,
      action: "service",
    });
  commandRoute(app, frame, publicationDomain, {
    url: "/api/v1/publications/:id/commands/publish",
    type: "publish",
    body: publicationCommands.publish,
    tags,
    action: "publication.publish",
  });
}
