import {
  id,
  Problem,
  publicationCommands,
  publicationList,
  publicationOpening,
  publicationView,
  publicListQuery,
  publicStatistics,
  pageQuery,
  takedownList,
  takedownNotice,
} from "@shuangsui/contracts";
import {
  answerCommand,
  commandRoute,
  pageOfRows,
  readOnly,
  systemScope,
  type App,
  type Frame,
} from "@shuangsui/service-kit";
import { z } from "zod";
import { afterOf } from "../newest-first.ts";
import type { FigureSource } from "../figures.ts";
import { storable } from "../storable.ts";
import type { Work } from "../tables.ts";
import { publicationDomain } from "./domain.ts";
import { findPublished, listPublished, listTakenDown, publicCounts } from "./lists.ts";
import { openPublication, type StartLater } from "./opening.ts";
import { publicationKey, summaryOf, takedownKey, takedownOf, viewOf } from "./views.ts";

export type PublicationRouteOptions = {
  frame: Frame<Work>;
  startLater: StartLater;
  figures: FigureSource;
};

const tags = ["publications"];
const params = z.object({ id });
/** Of the routes that anybody may read. */
const config = { action: "public" } as const;

/** The API of publications: services open and fill them, officials publish, the public reads. */
export function publicationRoutes(app: App, { frame, startLater, figures }: PublicationRouteOptions): void {
  const { database } = frame;

  app.put(
    "/api/v1/publications/:id",
    {
      config: { action: "service", idempotencyKey: "none" },
      schema: { tags, params, body: storable(publicationOpening), response: { 200: params, 202: params } },
    },
    async (request, reply) => {
      const outcome = await openPublication(frame, startLater, request.params.id, request.body, request.id);
      if (outcome !== undefined) answerCommand(reply, outcome);
      return { id: request.params.id };
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

  app.get(
    "/api/v1/publications",
    {
      config,
      schema: { tags, querystring: publicListQuery, response: { 200: publicationList } },
    },
    async (request) => {
      const { after, limit, ...filters } = request.query;
      const query = { ...filters, limit, after: afterOf(after, id) };
      const rows = await database.as(systemScope, (work) => listPublished(work, query));
      const page = pageOfRows(rows, limit, publicationKey);
      return { items: page.items.map(summaryOf), next: page.next };
    },
  );

  app.get(
    "/api/v1/publications/:id",
    { config, schema: { tags, params, response: { 200: z.union([publicationView, takedownNotice]) } } },
    async (request) => {
      const found = await database.as(systemScope, (work) => findPublished(work, request.params.id));
      if (found === undefined) throw new Problem("not-found");
      const { row, versions } = found;
      return row.state === "taken-down" ? takedownOf(row) : viewOf(row, versions);
    },
  );

  app.get(
    "/api/v1/takedowns",
    { config, schema: { tags, querystring: pageQuery, response: { 200: takedownList } } },
    async (request) => {
      const { after, limit } = request.query;
      const query = { limit, after: afterOf(after, id) };
      const rows = await database.as(systemScope, (work) => listTakenDown(work, query), readOnly);
      const page = pageOfRows(rows, limit, takedownKey);
      return { items: page.items.map(takedownOf), next: page.next };
    },
  );

  app.get(
    "/api/v1/statistics",
    { config, schema: { tags, response: { 200: publicStatistics } } },
    async () => {
      const [counts, inspections] = await Promise.all([
        database.as(systemScope, publicCounts),
        figures.ofAuthorities(),
      ]);
      return { ...counts, inspections };
    },
  );
}
